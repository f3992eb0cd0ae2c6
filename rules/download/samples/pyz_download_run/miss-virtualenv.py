URL = "https://bootstrap.pypa.io/virtualenv.pyz"
print(URL)
