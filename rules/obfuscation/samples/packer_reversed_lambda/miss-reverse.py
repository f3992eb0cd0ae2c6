text = name[::-1]
key = lambda x: x[1]
