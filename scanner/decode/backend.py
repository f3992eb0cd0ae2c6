"""What of a source distribution runs while it is built: what its own files name, wherever that stands."""

import itertools
import posixpath
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from typing import Any, Final

from scanner.decode import imports
from scanner.member import plain_name
from scanner.report import LOUD_SCOPES, QUIET_SCOPES, Scope

__all__ = ["AtBuild"]

_NAMING: Final = re.compile(r"(?P<folder>(?:[^/]+/)?)(?P<file>pyproject\.toml|hatch\.toml|setup\.cfg|setup\.py)")
LARGEST: Final = 256 * 1024  # bytes; honest ones have a few thousand
MOST_FILES: Final = 20  # that name something: one of each, and what repeats their names
MOST_PATHS: Final = 20
MOST_NAMES: Final = 500  # modules that one file imports
OWN: Final = (".", "src", "lib")  # where a project's own packages stand
# Where the tools that build take files and modules of the project's own from: their documentation says what runs.
_FILES: Final = (
    "tool.hatch.build.hooks.custom.path",
    "tool.hatch.build.targets.*.hooks.custom.path",
    "tool.hatch.build.targets.custom.path",
    "tool.hatch.metadata.hooks.custom.path",
    "tool.poetry.build",
    "tool.poetry.build.script",
    "tool.pdm.build.custom-hook",
    "tool.pdm.build.setup-script",
)
_MODULES: Final = (
    "tool.pdm.version.getter",
    "tool.setuptools.dynamic.*.attr",
    "tool.setuptools.cmdclass.*",
    "tool.scikit-build.metadata.*.provider",
)
# Names in the text of a setup.py or setup.cfg, whatever Python takes it for source. The first character alone tells of
# most places in a text that none begins there.
_NAMED: Final = re.compile(
    rb"(?=[i_ra\"'])(?:"
    rb"\b(?:__import__|import_module|run_module)\([ \t\r\n]*[rRuU]?[\"'](?P<called>\w[\w.]*)[\"']"
    rb"|\battr:[ \t]*(?P<attr>\w[\w.]*)"
    rb"|[\"'](?P<path>[^\"'\r\n:]{1,200}+)(?:(?<=\.py)|(?<=\.pyw))[\"'])"
)
# Parts of a dotted name; the parser keeps every beginning of a key, so what a long one takes grows with its square.
MOST_PARTS: Final = 20
_PART: Final = rb"(?:(?<![\w-])[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+')[ \t]*+"
_LONG_KEY: Final = re.compile(_PART + rb"(?:\.[ \t]*+%b){%d}" % (_PART, MOST_PARTS))


class AtBuild:
    """Which members run at build; ``look`` is shown each member, and what one names may have stood before it.

    A file that the configuration names runs there whatever else it is. A module that is only imported, by a
    ``setup.py`` or for its version, is read as any module is: honest ones import their own package, and tools that
    they bring. What stands among tests or documentation has no reason to be imported.
    """

    def __init__(self) -> None:
        self._files = 0
        self._runs: list[re.Pattern[str]] = []
        self._imported: set[str] = set()  # modules as paths without suffix, and files; below any folder
        self._texts: list[bytes] = []  # that name some more, once somebody asks

    def look(self, name: str, data: bytes) -> None:
        """Take what a member names, if it is one that may.

        Raises ValueError for one that takes too much to read or to look for.
        """
        found = _NAMING.fullmatch(plain_name(name))
        if found is None or len(data) > LARGEST or self._files >= MOST_FILES:
            return
        self._files += 1
        if not found["file"].endswith(".toml"):
            self._texts.append(data)
            return
        if _LONG_KEY.search(data):
            raise ValueError(f"a key of over {MOST_PARTS} parts")
        try:
            table: Any = tomllib.loads(data.decode())
        except (ValueError, RecursionError):
            return
        if found["file"] == "hatch.toml":
            table = {"tool": {"hatch": table}}
        members = [*_backend(table), *(re.escape(path) for path in _files(table))]
        inside = "|".join(member for member in members if not member.startswith((r"\.\./", "/")))
        if inside:
            self._runs.append(re.compile(rf"{re.escape(found['folder'])}(?:{inside})", re.DOTALL))
        for module in itertools.islice(_at(table, _MODULES), MOST_NAMES):
            self._imported.update(_as_paths(module.partition(":")[0]))

    def scope(self, name: str, scope: Scope) -> Scope:
        """The scope of a member: BUILD, unless it runs earlier or nothing names it."""
        if scope in LOUD_SCOPES:
            return scope
        if not self._runs and scope not in QUIET_SCOPES:
            return scope
        plain = plain_name(name)
        if any(pattern.fullmatch(plain) for pattern in self._runs):
            return Scope.BUILD
        return Scope.BUILD if scope in QUIET_SCOPES and self._is_imported(plain) else scope

    def _is_imported(self, plain: str) -> bool:
        """Whether the end of a way, from any folder on, is that of an imported module: folders join Python's path."""
        if not plain.endswith((".py", ".pyw")):
            return False
        while self._texts:
            self._imported.update(itertools.islice(_named_in(self._texts.pop()), MOST_NAMES))
        parts = plain.rpartition(".")[0].removesuffix("/__init__").split("/")
        return any("/".join(parts[at:]) in self._imported for at in range(len(parts)))


def _backend(table: Any) -> Iterator[str]:
    """Patterns of the members that are the in-tree backend of PEP 517, below the project's folder.

    A folder that is given for backends alone counts whole, whatever its files import of each other. Where that is the
    folder of the project itself, its backend may be the whole project (a build tool builds itself): there the module
    counts that is named, and the packages that it stands in.
    """
    try:
        system: Any = table["build-system"]
        module, paths = system["build-backend"].partition(":")[0], system["backend-path"]
        folders = [posixpath.normpath(path) for path in paths][:MOST_PATHS]
    except (KeyError, TypeError, AttributeError):
        return
    names = [re.escape(name) for name in str(module).split(".")]
    if len(names) > MOST_PARTS:
        raise ValueError(f"a backend of over {MOST_PARTS} parts")
    packages = "".join(rf"|{'/'.join(names[:depth])}/__init__\.py" for depth in range(1, len(names) + 1))
    alone = rf"(?:{'/'.join(names)}\.py{packages})"
    for path in folders:
        yield rf"(?:{re.escape(path)}/)?{alone}" if path in OWN else rf"{re.escape(path)}/.*"


def _files(table: Any) -> list[str]:
    version = ("tool.hatch.version.path",) if "code" in _at(table, ("tool.hatch.version.source",)) else ()
    paths = itertools.islice(_at(table, (*_FILES, *version)), MOST_PATHS)
    return [posixpath.normpath(path) for path in paths if path]


def _at(table: Any, ways: Iterable[str]) -> Iterator[str]:
    """The strings at these ways through a table, a ``*`` for any key."""
    for way in ways:
        here: list[Any] = [table]
        for key in way.split("."):
            tables = [one for one in here if isinstance(one, dict)]
            here = [value for one in tables for name, value in one.items() if key in ("*", name)]
        yield from (one for one in here if isinstance(one, str))


def _named_in(data: bytes) -> Iterator[str]:
    """What a text imports or names as a Python file, as paths."""
    for found in _NAMED.finditer(data):
        name = found[found.lastgroup or 0].decode("utf-8", "replace")
        if found.lastgroup == "path":
            yield posixpath.normpath(name).rpartition(".")[0].removeprefix("../")
        else:
            yield from _as_paths(name)
    for statement in imports.statements(data):
        if statement.base.startswith(b"."):
            continue
        yield from _as_paths(statement.base.decode("utf-8", "replace"))
        for name, _ in statement.pairs():
            yield from _as_paths(b".".join(filter(None, (statement.base, name))).decode("utf-8", "replace"))


def _as_paths(module: str) -> Iterator[str]:
    """The way to a module and to each package it stands in; none for what Python brings itself."""
    names = [name for name in module.split(".") if name]
    if names and names[0] not in sys.stdlib_module_names:
        yield from ("/".join(names[:depth]) for depth in range(1, len(names) + 1))
