_a, _b, _c = exec, str, tuple
_a("print(1)")
