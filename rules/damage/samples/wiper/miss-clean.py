import os, shutil
shutil.rmtree("build")
os.system("rm -rf dist")
