"""Distributions built in memory, and the honest uploads of the demo."""

import base64
import hashlib
import io
import tarfile
import zipfile
from dataclasses import dataclass

__all__ = ["Package", "honest", "sdist", "wheel"]

WHEN = (2026, 1, 1, 0, 0, 0)  # a fixed time in archives, so that the same package has the same digest


@dataclass(frozen=True)
class Package:
    """One file to upload; ``behaviour`` says what a hostile one pretends to do."""

    project: str
    version: str
    filename: str
    data: bytes
    behaviour: str = ""


def _metadata(project: str, version: str, summary: str) -> str:
    about = f"{summary}.\n\nUsage and examples are in the documentation of the project; issues are welcome.\n"
    return (
        f"Metadata-Version: 2.1\nName: {project}\nVersion: {version}\nSummary: {summary}\n"
        f"Author: Robin Aldermoor\nAuthor-email: robin.aldermoor@example.org\nLicense: MIT\nRequires-Python: >=3.9\n"
        f"Project-URL: Homepage, https://example.org/{project}\nDescription-Content-Type: text/markdown\n\n"
        f"# {project}\n\n{about}"
    )


def wheel(project: str, version: str, members: dict[str, str], summary: str, behaviour: str = "") -> Package:
    """A pure wheel with a correct RECORD."""
    name = project.replace("-", "_")
    folder = f"{name}-{version}.dist-info"
    everything = dict(members)
    everything[f"{folder}/METADATA"] = _metadata(project, version, summary)
    everything[f"{folder}/WHEEL"] = (
        "Wheel-Version: 1.0\nGenerator: hatchling 1.27.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    everything[f"{folder}/RECORD"] = "".join(
        f"{member},sha256={_record_digest(text)},{len(text.encode())}\n" for member, text in everything.items()
    ) + (f"{folder}/RECORD,,\n")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, text in everything.items():
            info = zipfile.ZipInfo(member, WHEN)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o100644 << 16
            archive.writestr(info, text)
    return Package(project, version, f"{name}-{version}-py3-none-any.whl", out.getvalue(), behaviour)


def _record_digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def sdist(project: str, version: str, members: dict[str, str], summary: str, behaviour: str = "") -> Package:
    """A source distribution with its PKG-INFO."""
    name = project.replace("-", "_")
    everything = {"PKG-INFO": _metadata(project, version, summary), **members}
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz", compresslevel=6) as archive:
        for member, text in everything.items():
            content = text.encode()
            info = tarfile.TarInfo(f"{name}-{version}/{member}")
            info.size, info.mode, info.mtime = len(content), 0o644, 1_767_225_600
            archive.addfile(info, io.BytesIO(content))
    return Package(project, version, f"{name}-{version}.tar.gz", out.getvalue(), behaviour)


# Honest uploads

_MODULES = {
    "dates": '''"""Working days between two dates."""

from datetime import date, timedelta


def working_days(start: date, end: date) -> int:
    """Count Monday to Friday, both ends included."""
    days = (end - start).days + 1
    return sum(1 for step in range(days) if (start + timedelta(days=step)).weekday() < 5)
''',
    "tables": '''"""Plain-text tables."""

from collections.abc import Sequence


def table(rows: Sequence[Sequence[str]]) -> str:
    """Align columns with two spaces between them."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows)]
    return "\\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths)) for row in rows)
''',
    "graphs": '''"""Order things so that each comes after what it needs."""


def ordered(needs: dict[str, set[str]]) -> list[str]:
    """Topological order; raises ValueError for a circle."""
    done: list[str] = []
    while len(done) < len(needs):
        ready = sorted(name for name, wanted in needs.items() if name not in done and wanted <= set(done))
        if not ready:
            raise ValueError("circle")
        done += ready
    return done
''',
    "colours": '''"""Colours between red, green and blue, and hue."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Colour:
    red: int
    green: int
    blue: int

    def hex(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    def mixed(self, other: "Colour") -> "Colour":
        return Colour((self.red + other.red) // 2, (self.green + other.green) // 2, (self.blue + other.blue) // 2)
''',
    "counting": '''"""Word counts of a text file, from the command line."""

import argparse
from collections import Counter
from pathlib import Path


def count(path: Path) -> Counter[str]:
    return Counter(path.read_text("utf-8").lower().split())


def main() -> None:
    parser = argparse.ArgumentParser(description="Count words")
    parser.add_argument("file", type=Path)
    parser.add_argument("--most", type=int, default=10)
    options = parser.parse_args()
    for word, number in count(options.file).most_common(options.most):
        print(f"{number:6} {word}")
''',
    "settings": '''"""Settings from a TOML file with defaults."""

import tomllib
from pathlib import Path
from typing import Any


def load(path: Path, defaults: dict[str, Any]) -> dict[str, Any]:
    """The file's values over the defaults; a missing file gives the defaults."""
    if not path.is_file():
        return dict(defaults)
    with path.open("rb") as file:
        return {**defaults, **tomllib.load(file)}
''',
}
_FIRST = ("harbour", "meadow", "lantern", "orchard", "pebble", "willow")
_SETUP = "from setuptools import setup\n\nsetup()\n"


def honest() -> list[Package]:
    """A few tens of ordinary uploads: a wheel for each project, for some the sdist as well."""
    made: list[Package] = []
    for number, first in enumerate(_FIRST):
        for place, (word, module) in enumerate(_MODULES.items()):
            if (number + place) % 2:
                continue
            project, version = f"{first}-{word}", f"{1 + number % 2}.{place}.0"
            name = project.replace("-", "_")
            summary = module.splitlines()[0].strip('"').rstrip(".")
            init = f'"""{summary}."""\n\nfrom {name}.{word} import *\n\n__version__ = "{version}"\n'
            members = {f"{name}/__init__.py": init, f"{name}/{word}.py": module}
            made.append(wheel(project, version, members, summary))
            if place == number % len(_MODULES):
                source = {"setup.py": _SETUP, "pyproject.toml": _PYPROJECT.format(project, version)}
                made.append(sdist(project, version, source | members, summary))
    return made


_PYPROJECT = """[build-system]
requires = ["setuptools>=77"]
build-backend = "setuptools.build_meta"

[project]
name = "{}"
version = "{}"
"""
