import builtins

found = sorted(n for n in vars(builtins) if len(n) in (4, 7) and n[0] in "ce")
run = vars(builtins)[found[0]]
