with open("activate.bat", "w") as file:
    file.write(template)
