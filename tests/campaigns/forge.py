"""Distributions from text: a wheel or an sdist with all that a build tool would add, and ordinary code to hide in."""

import base64
import hashlib
import importlib.util
import io
import tarfile
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["Built", "Shape", "Shapes", "metadata", "ordinary", "sdist", "wheel"]

Files = Mapping[str, str | bytes]

DESCRIPTION = """
A small library.

## Install

    pip install {name}

## Use

Import it and call what you need; every function has a docstring. Issues and ideas are welcome in the tracker.
Tests run with pytest; the supported versions of Python are those that the Python project supports itself.
"""


@dataclass(frozen=True)
class Built:
    """One distribution file."""

    filename: str
    data: bytes


@dataclass(frozen=True)
class Shape:
    """One distribution to build. ``limit`` says why the rules are known not to judge it right (empty: they do)."""

    name: str
    description: str
    build: Callable[[], Built]
    limit: str = ""


@dataclass
class Shapes:
    """A list of shapes, filled by decorating their builders; a builder's docstring is its description."""

    shapes: list[Shape] = field(default_factory=list[Shape])

    def __call__(self, build: Callable[[], Built]) -> Callable[[], Built]:
        return self.limited("")(build)

    def limited(self, limit: str) -> Callable[[Callable[[], Built]], Callable[[], Built]]:
        """A shape that is known to be judged wrongly, with the reason."""

        def add(build: Callable[[], Built]) -> Callable[[], Built]:
            self.add(build.__name__.replace("_", "-"), (build.__doc__ or "").strip(), build, limit)
            return build

        return add

    def add(self, name: str, description: str, build: Callable[[], Built], limit: str = "") -> None:
        self.shapes.append(Shape(name, description, build, limit))

    def __iter__(self) -> Iterator[Shape]:
        return iter(self.shapes)


def metadata(name: str, version: str, **fields: str) -> str:
    """The METADATA or PKG-INFO of a project that somebody cared for; an empty field is left out."""
    standing = {
        "Summary": "A small library",
        "Home-page": f"https://{name}.dev.example/",
        "Author": "Ada Byron",
        "Author-email": "ada.byron@lovelace.example",
        "License": "MIT",
        "Requires-Python": ">=3.9",
        "Description-Content-Type": "text/markdown",
    }
    description = fields.pop("description", DESCRIPTION.format(name=name))
    requires = fields.pop("requires", "")
    standing |= {key.replace("_", "-"): value for key, value in fields.items()}
    head = [f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}"]
    head += [f"{key}: {value}" for key, value in standing.items() if value]
    head += [f"Requires-Dist: {line}" for line in requires.split()]
    return "\n".join(head) + "\n\n" + description


def wheel(name: str, files: Files, *, version: str = "1.2.0", tag: str = "py3-none-any", **fields: str) -> Built:
    """A wheel with metadata and a right RECORD."""
    module = name.replace("-", "_").lower()
    info = f"{module}-{version}.dist-info"
    members = {path: _bytes(content) for path, content in files.items()}
    members[f"{info}/METADATA"] = metadata(name, version, **fields).encode()
    members[f"{info}/WHEEL"] = f"Wheel-Version: 1.0\nGenerator: hatchling 1.27.0\nTag: {tag}\n".encode()
    record = [f"{path},sha256={_digest(content)},{len(content)}" for path, content in members.items()]
    members[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,"]).encode() + b"\n"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in members.items():
            archive.writestr(zipfile.ZipInfo(path, (2026, 11, 1, 12, 0, 0)), content)
    return Built(f"{module}-{version}-{tag}.whl", buffer.getvalue())


def sdist(name: str, files: Files, *, version: str = "1.2.0", **fields: str) -> Built:
    """A source distribution with PKG-INFO; paths are below its own folder."""
    top = f"{name.replace('-', '_').lower()}-{version}"
    members = {"PKG-INFO": metadata(name, version, **fields).encode()}
    members |= {path: _bytes(content) for path, content in files.items()}
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        for path, content in members.items():
            entry = tarfile.TarInfo(f"{top}/{path}")
            entry.size, entry.mtime, entry.mode = len(content), 1_793_534_400, 0o644
            archive.addfile(entry, io.BytesIO(content))
    return Built(f"{top}.tar.gz", buffer.getvalue())


def ordinary(*modules: str) -> dict[str, str]:
    """Ordinary source text of some size: modules of the standard library that runs this, by their file name."""
    found: dict[str, str] = {}
    for module in modules:
        spec = importlib.util.find_spec(module)
        assert spec and spec.origin, module
        found[f"{module.rpartition('.')[2]}.py"] = Path(spec.origin).read_text("utf-8")
    return found


def _bytes(content: str | bytes) -> bytes:
    return content.encode() if isinstance(content, str) else content


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
