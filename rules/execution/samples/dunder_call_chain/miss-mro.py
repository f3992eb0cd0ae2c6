for base in type(x).__mro__:
    print(base.__subclasses__)
