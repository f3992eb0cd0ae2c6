import os
from pathlib import Path


def find(start):
    for folder in (start, *start.parents):
        if (folder / ".env").exists():
            return folder / ".env"
