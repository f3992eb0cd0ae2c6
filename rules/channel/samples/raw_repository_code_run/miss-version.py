import subprocess
import requests

LATEST = "https://raw.githubusercontent.com/u/r/main/version.json"


def restart_if_newer(version, command):
    if requests.get(LATEST, timeout=5).json()["version"] > version:
        subprocess.Popen(command)
