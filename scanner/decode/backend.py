"""The build backend that a source distribution brings itself, as its pyproject.toml names it (PEP 517)."""

import posixpath
import re
import tomllib
from typing import Any, Final

__all__ = ["in_tree_backend"]

_PYPROJECT: Final = re.compile(r"(?P<folder>(?:[^/]+/)?)pyproject\.toml")
LARGEST: Final = 256 * 1024  # bytes; honest ones have a few thousand
MOST_PATHS: Final = 20
OWN: Final = (".", "src", "lib")  # where a project's own packages stand


def in_tree_backend(name: str, data: bytes) -> re.Pattern[str] | None:
    """Which members are the backend, if a member is the pyproject.toml that counts and names one beside it.

    A folder that is given for backends alone counts whole, whatever its files import of each other. Where that is the
    folder of the project itself, its backend may be the whole project (a build tool builds itself): there the module
    counts that is named, and the packages that it stands in.
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
    names = [re.escape(name) for name in str(module).split(".")]
    packages = "".join(rf"|{'/'.join(names[:depth])}/__init__\.py" for depth in range(1, len(names) + 1))
    alone = rf"(?:{'/'.join(names)}\.py{packages})"
    members = [rf"(?:{re.escape(path)}/)?{alone}" if path in OWN else rf"{re.escape(path)}/.*" for path in folders]
    inside = "|".join(member for member in members if not member.startswith((r"\.\./", "/")))
    return re.compile(rf"(?:\./)?{re.escape(found['folder'])}(?:{inside})", re.DOTALL) if inside else None
