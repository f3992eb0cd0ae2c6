URL = "https://bootstrap.example.org/virtualenv.pyz"
print(URL)
