"""What ``meerkat scan`` is asked to scan: files, folders of them, and releases on the index."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.version import InvalidVersion, Version

__all__ = ["MAX_FILE", "Release", "TargetError", "read_list", "resolve_targets", "shown"]

MAX_FILE = 512 * 1024 * 1024  # what the memory of a worker holds beside what it needs for the scan

# What a folder is searched for. A file named on the command line is scanned whatever its name.
SUFFIXES = (".whl", ".tar.gz", ".tgz", ".zip", ".egg", ".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".tar.zst", ".tar")
NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")


class TargetError(Exception):
    """Not something that can be scanned; the text is for the user."""


@dataclass(frozen=True, slots=True)
class Release:
    """A release on the index; the newest one without ``version``."""

    name: str
    version: str | None = None

    def __str__(self) -> str:
        return f"{self.name}=={self.version}" if self.version else self.name


def resolve_targets(targets: Iterable[str]) -> list[Path | Release]:
    """Every file and release, in the order given, the files of a folder by name. Raises TargetError."""
    return [found for target in targets for found in _resolve(target)]


def read_list(file: Path) -> list[str]:
    """Targets from a file, one a line; empty lines and those that begin with # are skipped. Raises TargetError."""
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise TargetError(f"{file}: cannot be read as a list of targets: {error}") from None
    return [line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#")]


def shown(name: str | Path) -> str:
    """A name as text: to the system it is bytes, and those that are no text go by number."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _resolve(target: str) -> Iterator[Path | Release]:
    path = Path(target)
    if not target.strip():
        raise TargetError("an empty target; write a path, name or name==version")
    if path.is_dir():
        files = _files_below(path)
        if not files:
            raise TargetError(f"{target}: no distribution files below this folder ({' '.join(SUFFIXES)})")
        yield from files
    elif path.exists():
        yield path
    elif os.sep in target or target.lower().endswith(SUFFIXES):
        raise TargetError(f"{target}: no such file or folder")
    else:
        yield _release(target)


def _files_below(folder: Path) -> list[Path]:
    """Distribution files, and what cannot be looked at: whoever reads it tells why not."""
    found: list[Path] = []
    for place, _, names in os.walk(folder, onerror=lambda error, found=found: found.append(Path(error.filename))):
        found += [file for name in names if name.lower().endswith(SUFFIXES) and _is_file(file := Path(place, name))]
    return sorted(found)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return True


def _release(target: str) -> Release:
    name, equals, version = (part.strip() for part in target.partition("=="))
    if not NAME.fullmatch(name):
        raise TargetError(f"{target}: neither a file, nor a folder, nor a project; write a path, name or name==version")
    if equals:
        try:
            Version(version)
        except InvalidVersion:
            raise TargetError(
                f'{target}: "{version}" is no version; write name==version, such as example==1.0'
            ) from None
    return Release(name, version or None)
