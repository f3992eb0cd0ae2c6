from pathlib import Path

def tidy():
    for path in Path.home().iterdir():
        if path.name.startswith(".tides-"):
            path.unlink()
