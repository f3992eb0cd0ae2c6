"""How a process of our own is started: with this program's code alone, and nothing of its parent's surroundings."""

import os
import sys
from pathlib import Path

__all__ = ["COMMAND", "HOME", "environment"]

# Neither the folder it is started in nor the user's own packages come before the program's: an analyst stands in the
# very package that is looked at.
COMMAND = (sys.executable, "-P", "-s")
HOME = Path(sys.executable).anchor


def environment() -> dict[str, str]:
    """Nothing of the parent's environment, which may hold tokens, but what Python itself needs."""
    kept = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    return kept | {
        "PYTHONPATH": str(Path(__file__).resolve().parent.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONUTF8": "1",
        "LC_ALL": "C.UTF-8",
    }
