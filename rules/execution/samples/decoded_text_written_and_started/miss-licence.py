import base64
import subprocess
from pathlib import Path
from urllib.request import urlopen

PUBLIC = base64.b64decode("MCowBQYDK2VwAyEA0mVn0n3Tt2bGk7c9")


def machine():
    return subprocess.run(["ioreg", "-rd1"], capture_output=True, text=True).stdout


def activate(server: str, file: Path):
    file.write_bytes(urlopen(server + "?" + machine()).read())
