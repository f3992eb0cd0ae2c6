MAGIC = b"MZ"
