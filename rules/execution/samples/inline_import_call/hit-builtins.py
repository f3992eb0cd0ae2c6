__import__("builtins").exec("print(1)")
