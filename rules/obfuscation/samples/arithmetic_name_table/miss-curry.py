add = lambda a: lambda b: a + b
