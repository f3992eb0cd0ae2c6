letters = "".join(map(chr, range(97, 123)))
value = eval("1 + 1")
