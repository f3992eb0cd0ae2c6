from setuptools import setup
setup(name="x", install_requires=["requests", "cryptography", "discord.py"])
