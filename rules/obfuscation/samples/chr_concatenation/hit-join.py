name = "".join(map(chr, [101, 120, 101, 99]))
