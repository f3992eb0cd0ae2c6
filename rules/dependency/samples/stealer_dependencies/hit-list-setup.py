from setuptools import setup
setup(name="x", install_requires=["browser_cookie3", "discordwebhook", "requests"])
