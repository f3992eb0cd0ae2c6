import os, site
for folder in site.getsitepackages():
    print(os.listdir(folder))
