module = __import__("os")
print(module.getcwd())
