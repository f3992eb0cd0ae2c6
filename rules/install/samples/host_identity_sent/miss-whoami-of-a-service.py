"""Asks a service who its user is there."""
import platform

import requests

AGENT = f"tides/1.0 ({platform.uname()[0]})"


def whoami(key):
    answer = requests.get("https://tides.example.org/services/user", params={"op": "whoami"}, auth=key, timeout=12)
    return answer.json()
