path = base + "/" + name
