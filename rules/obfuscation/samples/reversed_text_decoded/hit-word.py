name = "metsys.so"[::-1]
