with zipfile.ZipFile("dist.zip", "w") as z:
    z.write("a")
