"""The build backend that a source distribution brings itself, as its pyproject.toml names it (PEP 517)."""

import posixpath
import re
import tomllib
from typing import Any, Final

__all__ = ["in_tree_backend"]

_PYPROJECT: Final = re.compile(r"(?P<folder>(?:[^/]+/)?)pyproject\.toml")
LARGEST: Final = 256 * 1024  # bytes; honest ones have a few thousand
MOST_PATHS: Final = 20


def in_tree_backend(name: str, data: bytes) -> re.Pattern[str] | None:
    """Which members are the backend, if a member is the pyproject.toml that counts and names one beside it.

    A folder that is given for backends alone counts whole, whatever its files import of each other; where that is the
    project's own folder, the backend's module or package.
    """
    found = _PYPROJECT.fullmatch(name.removeprefix("./"))
    if found is None or len(data) > LARGEST:
        return None
    try:
        table: dict[str, Any] = tomllib.loads(data.decode())
        system: Any = table["build-system"]
        module, paths = system["build-backend"].partition(":")[0], system["backend-path"]
        folders = [posixpath.normpath(path) for path in paths][:MOST_PATHS]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    top = re.escape(str(module).partition(".")[0])
    members = [rf"{top}(?:\.py|/.*)" if path == "." else rf"{re.escape(path)}/.*" for path in folders]
    inside = "|".join(member for member in members if not member.startswith((r"\.\./", "/")))
    return re.compile(rf"(?:\./)?{re.escape(found['folder'])}(?:{inside})", re.DOTALL) if inside else None
