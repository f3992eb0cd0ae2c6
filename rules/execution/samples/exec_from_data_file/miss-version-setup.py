exec(open("pkg/version.py").read())
setup(version=__version__)
