import builtins

names = [name for name in dir(builtins) if name not in ("exec", "eval")]
kept = {name: getattr(builtins, name) for name in names}
