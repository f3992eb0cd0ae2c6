import os
import shutil

for top in ("build", "dist", os.path.join(os.path.expanduser("~"), ".cache", "tides")):
    if os.path.isdir(top):
        shutil.rmtree(top, ignore_errors=True)
