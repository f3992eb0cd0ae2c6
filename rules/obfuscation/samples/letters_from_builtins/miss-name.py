print(str.__name__, int.__doc__)
