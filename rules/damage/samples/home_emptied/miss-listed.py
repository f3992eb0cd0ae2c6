from pathlib import Path

def sizes():
    home = Path.home()
    return {path.name: path.stat().st_size for path in home.iterdir()}
