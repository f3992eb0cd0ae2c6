text = open(module.__file__).read()
