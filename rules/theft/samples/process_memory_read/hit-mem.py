maps = open(f"/proc/{pid}/maps").read()
mem = open(f"/proc/{pid}/mem", "rb")
mem.seek(start)
