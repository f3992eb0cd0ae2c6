module = importlib.import_module("plugins." + name)
