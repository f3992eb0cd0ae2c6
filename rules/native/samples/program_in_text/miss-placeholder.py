def placeholder(path):
    with open(path, "wb") as file:
        file.write(b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00")
