text = "".join(chr(x >> 5) for x in numbers)
