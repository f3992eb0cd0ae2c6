exec(bytes.fromhex(f.__doc__))
