def getattr_func(name):
    return name


globals()["__getattr__"] = getattr_func
