path = profile / "Cookies"
print(path)
