try:
    from wheel.bdist_wheel import bdist_wheel
except ImportError:
    bdist_wheel = None
from setuptools import setup
setup(name="x")
