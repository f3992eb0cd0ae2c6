"""What of a source distribution runs while it is built: what its own files name, wherever that stands."""

import posixpath
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from typing import Any, Final

from scanner.decode import imports
from scanner.decode.by_hand import ByHand, script_of
from scanner.decode.imported import MODULES, entries, way_of
from scanner.decode.scope import DOCS_FOLDERS, TEST_FOLDERS, scope_of
from scanner.member import plain_name
from scanner.report import LOUD_SCOPES, LOUDNESS, QUIET_SCOPES, Scope

__all__ = ["AtBuild"]

# Setuptools asks the plug-ins of what stands beside the setup.py, as of anything that is installed.
_NAMING: Final = re.compile(
    r"(?P<folder>(?:[^/]+/)?)(?P<file>pyproject\.toml|hatch\.toml|setup\.cfg|setup\.py|meson\.build|CMakeLists\.txt"
    r"|[^/]+\.(?:dist|egg)-info/entry_points\.txt)"
)
# Of what is more than anybody looks through, every module counts as run.
LARGEST: Final = 256 * 1024  # bytes; honest ones have a few thousand
MOST_FILES: Final = 20  # that name something: one of each, and what repeats their names
MOST_PATHS: Final = 20
MOST_NAMES: Final = 2_000  # modules that one file names
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
# Where packages and modules to install are taken from, other than the project's own folder.
_INSTALLED: Final = (
    "tool.setuptools.package-dir.*",
    "tool.setuptools.packages.find.where",
    "tool.poetry.packages.from",
    "tool.hatch.build.packages",
    "tool.hatch.build.targets.wheel.packages",
    "tool.hatch.build.sources",
    "tool.hatch.build.targets.wheel.sources",
    "tool.pdm.build.package-dir",
    "tool.uv.build-backend.module-root",
    "tool.maturin.python-source",
    "tool.scikit-build.wheel.packages",
)
_BY_FOLDER: Final = (  # what is installed stands on the left
    "tool.hatch.build.sources.*",
    "tool.hatch.build.targets.wheel.sources.*",
    "tool.hatch.build.force-include.*",
    "tool.hatch.build.targets.wheel.force-include.*",
)
# An option's further lines are indented, blank or comments.
_LINES: Final = rb"[^\n]*+(?:\n(?:[ \t#;][^\n]*+)?)*+"
# What commands and plug-ins name, as configurations write it; a package of commands is one whose modules run by their
# names. In a setup.py the commands are classes, and it imports them.
_HOOKS: Final = re.compile(
    rb"(?im)^[ \t]*+(?:(?:cmdclass|setup[-_]hooks)[ \t]*+[=:](?!\s*+[\w.]*+[{(])(?P<hooks>%b)"
    rb"|command[-_]packages[ \t]*+[=:](?P<commands>%b)"
    rb"|\[[ \t]*+(?:setuptools|distutils|egg_info)\.[^\]\n]*+\](?P<plugins>(?:\n(?![ \t]*+\[)[^\n]*+)*+))"
    % (_LINES, _LINES)
)
_FOLDER: Final = rb"(?P<folder>[\w./\\-]++)"
_PACKAGE_DIR: Final = re.compile(
    rb"\bpackage_dir['\"]?\]?[ \t]*+[=:]\s*+\{(?P<dict>[^{}]*+)\}|(?m:^)package[-_]dir[ \t]*+=(?P<lines>%b)" % _LINES
)
_PAIR: Final = re.compile(rb"(?<![\w.])(?P<package>[\w.]{0,200}+)['\"]?\s{0,20}+[:=]\s{0,20}+[rRuU]?['\"]?" + _FOLDER)
_WHERE: Final = re.compile(
    rb"(?:\bfind_(?:namespace_)?packages\(\s*+(?:where\s*+=\s*+)?[rRuU]?['\"]"
    rb"|\[options\.packages\.find\](?:\n(?![ \t]*+\[)[^\n]*+)*?\n[ \t]*+where[ \t]*+=\s*+)" + _FOLDER
)
_VARIABLE: Final = re.compile(rb"\$\{\w{1,80}\}/?")  # of CMake, in front of a path
_QUIET_FOLDERS: Final = TEST_FOLDERS | DOCS_FOLDERS
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
    they bring. What stands among tests or documentation has no reason to be imported; where the packages to install
    stand there, they are no less what is installed.
    """

    def __init__(self) -> None:
        self._files = 0
        self._runs: list[re.Pattern[str]] = []
        self._imported: set[str] = set()  # modules as paths without suffix, and files; below any folder
        self._installed: list[tuple[str, str]] = []  # folder or file, and the project's folder, each with its slash
        self._unread: frozenset[Scope] = frozenset()  # where modules run at build, for all that is known
        self._by_hand = ByHand()

    def look(self, name: str, data: bytes) -> str | None:
        """Take what a member names, if it is one that may; why it could not be taken, where it could not.

        Then any module may be the backend, or what a file that names none imports from among tests.
        """
        plain = plain_name(name)
        self._by_hand.see(plain)
        found = _NAMING.fullmatch(plain)
        if found is None:
            return None
        self._files += 1
        is_table = found["file"].endswith(".toml")
        try:
            if self._files > MOST_FILES:
                raise ValueError(f"over {MOST_FILES} files that may name something")
            if len(data) > LARGEST:
                raise ValueError(f"over {LARGEST:,} bytes")
            if is_table:
                self._take_table(found["folder"], _table(data, is_hatch=found["file"] == "hatch.toml"))
            else:
                text = "\n".join(data.decode("utf-8-sig", "replace").splitlines()).encode()
                self._take_text(
                    found["folder"], _VARIABLE.sub(b"", text) if found["file"] == "CMakeLists.txt" else text
                )
        except (ValueError, RecursionError) as error:
            self._unread |= {*Scope} if is_table else QUIET_SCOPES
            self._by_hand.give_up()
            return str(error)
        return None

    def _take_table(self, folder: str, table: Any) -> None:
        self._by_hand.take_table(folder, table)
        members = [*_backend(table), *(re.escape(path) for path in _files(table))]
        inside = "|".join(member for member in members if not member.startswith((r"\.\./", "/")))
        if inside:
            self._runs.append(re.compile(rf"{re.escape(folder)}(?:{inside})", re.DOTALL))
        modules = (module.partition(":")[0] for _, module in _at(table, _MODULES))
        self._imported |= _bounded((way for module in modules for way in _as_paths(module)), MOST_NAMES)
        self._install(folder, _at(table, _INSTALLED))
        self._install(folder, ((package, path) for path, package in _at(table, _BY_FOLDER)))

    def _take_text(self, folder: str, text: bytes) -> None:
        self._by_hand.take_text(folder, text)
        self._imported |= _bounded(_named_in(text), MOST_NAMES)
        pairs = (pair for found in _PACKAGE_DIR.finditer(text) for pair in _PAIR.finditer(found[found.lastgroup or 0]))
        self._install(folder, ((found["package"].decode(), found["folder"].decode()) for found in pairs))
        self._install(folder, (("", found["folder"].decode()) for found in _WHERE.finditer(text)))

    def _install(self, folder: str, packages: Iterable[tuple[str, str]]) -> None:
        """Take where packages stand, as far as that makes a difference: some install their tests as what they are."""
        paths = (path for package, path in packages if _QUIET_FOLDERS.isdisjoint(re.split(r"[./]", package.lower())))
        plain = (posixpath.normpath(path.replace("\\", "/")) for path in paths)
        quiet = _bounded((path for path in plain if not _QUIET_FOLDERS.isdisjoint(path.lower().split("/"))), MOST_NAMES)
        self._installed += ((f"{folder}{path}/", folder) for path in sorted(quiet))

    def scope(self, name: str, scope: Scope) -> Scope:
        """The scope of a member: BUILD, unless it runs earlier or nothing names it, and what it has once installed."""
        if scope in LOUD_SCOPES:
            return scope
        if not self._runs and scope not in QUIET_SCOPES and scope not in self._unread:
            return scope
        plain = plain_name(name)
        if any(pattern.fullmatch(plain) for pattern in self._runs):
            return Scope.BUILD
        if not plain.endswith(MODULES):
            return scope
        if scope in self._unread:
            return Scope.BUILD
        if scope not in QUIET_SCOPES:
            return scope
        return Scope.BUILD if self._is_imported(way_of(plain).split("/")) else self._as_installed(plain, scope)

    def is_by_hand(self, name: str, *, is_over: bool) -> bool:
        """Whether people run a member out of the source tree, for all that is known; or surely, once all were seen."""
        plain = plain_name(name)
        if not (self._by_hand.is_sure(plain) if is_over else self._by_hand.may_be(plain)):
            return False
        return script_of(plain) not in self._imported and self.scope(name, Scope.CODE) is Scope.CODE

    def _is_imported(self, parts: list[str]) -> bool:
        """Whether the end of a way, from any folder on, is that of an imported module: folders join Python's path."""
        ends = (parts[at:] for at in range(len(parts)))
        return any("/".join(end) in self._imported or "/".join((*end[:-1], "*")) in self._imported for end in ends)

    def _as_installed(self, plain: str, scope: Scope) -> Scope:
        for path, folder in self._installed:
            if f"{plain}/".startswith(path):
                own = scope_of(folder + (plain[len(path) :] or plain.rpartition("/")[2]))
                scope = min(scope, Scope.CODE if own in LOUD_SCOPES else own, key=LOUDNESS.__getitem__)
        return scope


def _table(data: bytes, *, is_hatch: bool) -> Any:
    """Raises ValueError, and RecursionError."""
    if _LONG_KEY.search(data):
        raise ValueError(f"a key of over {MOST_PARTS} parts")
    table = tomllib.loads(data.decode("utf-8-sig"))
    return {"tool": {"hatch": table}} if is_hatch else table


def _bounded(items: Iterable[str], most: int) -> set[str]:
    kept: set[str] = set()
    for item in items:
        kept.add(item)
        if len(kept) > most:
            raise ValueError(f"names over {most:,} modules or folders")
    return kept


def _backend(table: Any) -> Iterator[str]:
    """Patterns of the members that are the in-tree backend of PEP 517, below the project's folder.

    A folder that is given for backends alone counts whole, whatever its files import of each other. Where that is the
    folder of the project itself, its backend may be the whole project (a build tool builds itself): there the module
    counts that is named, and the packages that it stands in.
    """
    try:
        system: Any = table["build-system"]
        module, paths = system["build-backend"].partition(":")[0], system["backend-path"]
        folders = [posixpath.normpath(path) for path in paths]
    except (KeyError, TypeError, AttributeError):
        return
    names = [re.escape(name) for name in str(module).split(".")]
    if len(names) > MOST_PARTS:
        raise ValueError(f"a backend of over {MOST_PARTS} parts")
    packages = "".join(rf"|{'/'.join(names[:depth])}/__init__\.py" for depth in range(1, len(names) + 1))
    alone = rf"(?:{'/'.join(names)}\.py{packages})"
    for path in sorted(_bounded(folders, MOST_PATHS)):
        yield rf"(?:{re.escape(path)}/)?{alone}" if path in OWN else rf"{re.escape(path)}/.*"


def _files(table: Any) -> set[str]:
    is_code = any(source == "code" for _, source in _at(table, ("tool.hatch.version.source",)))
    paths = _at(table, (*_FILES, "tool.hatch.version.path") if is_code else _FILES)
    return _bounded((posixpath.normpath(path) for _, path in paths if path), MOST_PATHS)


def _at(table: Any, ways: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The strings at these ways through a table, each with its key; a ``*`` is for any key, and lists are passed by."""
    for way in ways:
        here: list[tuple[str, Any]] = [("", table)]
        for key in way.split("."):
            items = (item for _, one in _each(here) if isinstance(one, dict) for item in one.items())
            here = [(name, value) for name, value in items if key in ("*", name)]
        yield from ((name, value) for name, value in _each(here) if isinstance(value, str))


def _each(items: Iterable[tuple[str, Any]]) -> Iterator[tuple[str, Any]]:
    for name, value in items:
        yield from ((name, one) for one in value) if isinstance(value, list) else ((name, value),)


def _named_in(data: bytes) -> Iterator[str]:
    """What a text imports, or names as a Python file or as what commands and plug-ins are, as paths."""
    for found in _HOOKS.finditer(data):
        for module in entries((found[found.lastgroup or 0]).replace(b",", b"\n")):
            yield from _as_paths(f"{module}.*" if found.lastgroup == "commands" else module)
    for found in _NAMED.finditer(imports.joined(data)):
        name = found[found.lastgroup or 0].decode("utf-8", "replace")
        if found.lastgroup == "path":
            way = posixpath.normpath(name).rpartition(".")[0].removeprefix("../")
            if way != "*":  # of a folder that stands elsewhere, mostly to install or to pack what is in it
                yield way
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
