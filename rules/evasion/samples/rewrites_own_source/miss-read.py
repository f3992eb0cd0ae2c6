text = open(__file__).read()
