text = "".join(chr(x) for x in numbers)
