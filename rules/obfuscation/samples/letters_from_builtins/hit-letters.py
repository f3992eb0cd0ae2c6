f = getattr(__builtins__, oct.__str__()[-3 << 0] + hex.__str__()[-1 << 2])
