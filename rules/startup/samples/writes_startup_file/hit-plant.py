import os, site
path = os.path.join(site.getsitepackages()[0], "boot.pth")
with open(path, "w") as file:
    file.write("import os")
