"""Which modules among tests and documentation the other files of a distribution import: these run like any."""

import re
import sys
from collections.abc import Iterator
from itertools import islice
from typing import Final

from scanner.decode import imports
from scanner.decode.by_hand import SCRIPTS, script_of
from scanner.decode.scope import DOCS_FOLDERS, TEST_FOLDERS, below_data
from scanner.member import Layer, plain_name
from scanner.report import Scope
from scanner.search import OF_CODE

__all__ = ["MODULES", "NAMES_QUIET", "Imported", "entries", "way_of", "ways"]

SOURCES: Final = (".py", ".pyw", ".pth")
MODULES: Final = (".py", ".pyw", ".pyc", ".so", ".pyd")
# What installers make commands of, and programs plug-ins; and what Python calls when it starts (PEP 829).
_ENTRIES: Final = re.compile(r"(?:^|/)[^/]+(?:\.(?:dist|egg)-info/entry_points\.txt|\.start)$")
_ENTRY: Final = re.compile(rb"^(?:[^\n=#\[]*=)?[ \t]*(?P<module>\w[\w.]*)", re.MULTILINE)
# Of what is more than anybody looks through, every module counts as imported.
LARGEST: Final = 1024 * 1024  # bytes of a module
MOST_IMPORTS: Final = 2_000  # from such folders, in one module
MOST_PATHS: Final = 20_000
_MAY_BE_READ: Final = frozenset({Scope.TEST, Scope.DOCS})
_FOLDERS: Final = "|".join(sorted(TEST_FOLDERS | DOCS_FOLDERS)).encode()
_WORD: Final = rb"\b(?:" + _FOLDERS + rb"|test_\w+|\w+_tests?|conftest)\b"
_QUIET: Final = re.compile(_WORD, re.IGNORECASE)
_SCRIPT: Final = rf"(?:{SCRIPTS})\b".encode()
# What stands at the top of a source tree is imported by that name alone; no name begins with a dot, a folder may.
_SCRIPTS: Final = (
    rb"(?i)\b(?:from|import)[ \t]+(?:[\w.]+[ \t]*,[ \t]*)*(" + _SCRIPT + rb")",
    rb"(?i)\b(?:import_module|__import__|run_module)[ \t]*\([^)\w]*(" + _SCRIPT + rb")",
    rb"(?i)\b(?:sys\.path|__path__)\b[^\n]*(?:\b|['\"/])(" + _SCRIPT + rb"|\.[\w-]+)",
)
_NAMES_SCRIPT: Final = tuple(map(re.compile, _SCRIPTS))
# Most modules import nothing of the kind.
NAMES_QUIET: Final = OF_CODE.add(
    {
        "imports": (
            # A statement, be it behind a byte order mark or in a literal; prose is full of these words.
            rb"(?:^|[\r\xbf;:'\"])[ \t\f]*(?:from|import)\b(?:[^\n]*\\\r?\n)?[^\n]*(?i:" + _WORD + rb")",
            rb"(?i)import[ \t]*\([^)]*" + _WORD,
            rb"(?i)(?:import_module|__import__|run_module)[ \t]*\([^)]*" + _WORD,
        ),
        "paths": (rb"(?i)(?:sys\.path|__path__)\b[^\n]*" + _WORD,),
        "walks": (rb"walk_packages[ \t]*\(",),
        "scripts": _SCRIPTS,
    }
)
# Where a module adds to the folders that modules are looked for in.
_ADDS: Final = re.compile(
    rb"path(?:__)?(?:\.(?:append|insert|extend)[ \t]*+\(|[ \t]*+\+=|\[[\d:]*\][ \t]*+=)(?P<added>[^\n]++)"
)
# Behind the package's own name, what is left begins with a dot, as a relative name does.
_CALLED: Final = (
    rb"[ \t]*+\([ \t\r\n]*+(?:__(?:name|package)__[ \t]*+\+[ \t]*+)?"
    rb"[fFrRuU]?['\"](?:\{__(?:name|package)__\})?(?P<called>[\w.]+)"
)
# Each begins with a plain word, which re finds at memchr's speed.
_CALLS: Final = tuple((word, re.compile(word + _CALLED)) for word in (b"import_module", b"import__", b"run_module"))
MOST_PARTS: Final = 20  # of a dotted name


class Imported:
    """Shown every text in stored order; what one imports may have stood before it."""

    def __init__(self, *, is_wheel: bool) -> None:
        self._is_wheel = is_wheel
        self._paths: set[str] = set()  # imported modules, and those they stand in, as ways without suffix
        self._waiting: dict[str, set[str]] = {}  # what quiet modules import, who may be imported themselves
        self._scripts: set[str] = set()  # folders and modules at the top that run by hand but for who imports them
        self._walked: set[str] = set()  # folders whose packages are all imported, with a slash behind
        self._is_all = False

    def look(self, layer: Layer) -> None:
        """Take what a module imports, or a list of entry points; its scope is where it runs as far as that is known."""
        name, data = layer.member.name, layer.data
        is_list = name.endswith((".txt", ".start"))
        if "!/" in name or not (is_list or (layer.is_code and name.endswith(SOURCES))):
            return
        named = () if is_list else layer.words[NAMES_QUIET]
        if not is_list and not named:
            return
        plain = below_data(plain_name(name))
        if is_list and _ENTRIES.search(plain) is None:
            return
        is_quiet = not is_list and layer.scope in _MAY_BE_READ
        folders = plain.split("/")[:-1]
        # The scripts beside a source distribution's package are not installed, and tests are what they are for.
        is_script = len(folders) < 2 or script_of(plain) != ""
        if not self._is_wheel and not is_quiet and is_script and layer.scope is not Scope.STARTUP:
            return
        if "scripts" in named:
            if not self._is_wheel and not is_quiet:
                found = (one[1] for pattern in _NAMES_SCRIPT for one in pattern.finditer(data[:LARGEST]))
                self._scripts |= {name.decode().lower() for name in found}
            if len(named) == 1:
                return
        if "walks" in named and folders and not is_quiet:
            self._walked.add("/".join((*folders, "")))
        if is_list:
            given = filter(_is_quiet, entries(data[:LARGEST]))
        else:
            given = _imports(data[:LARGEST], _added(data[:LARGEST]) if "paths" in named else frozenset())
        modules = {*islice(given, MOST_IMPORTS)}
        found = {way for module in modules for way in ways(folders, module)}
        is_much = len(data) > LARGEST or len(modules) == MOST_IMPORTS
        if not is_quiet:
            self._is_all = self._is_all or is_much
            self._take(found)
        elif len(self._waiting) < MOST_PATHS:
            self._waiting.setdefault(way_of(plain), set()).update(found)

    def is_imported(self, script: str) -> bool:
        """Whether any module imports something of this folder or module at the top of a source tree."""
        return self._is_all or script in self._scripts

    def _take(self, found: set[str]) -> None:
        new = found - self._paths
        while new and not self._is_all:
            self._paths |= new
            self._is_all = len(self._paths) > MOST_PATHS
            new = {way for one in new for way in self._waiting.pop(one, ())} - self._paths

    def scope(self, name: str, scope: Scope) -> Scope:
        """The scope of a member: CODE for what only looks like a test or an example."""
        if scope not in _MAY_BE_READ or not (self._paths or self._walked or self._is_all):
            return scope
        if not name.endswith(MODULES) or "!/" in name:
            return scope
        plain = below_data(plain_name(name))
        is_read = self._is_all or way_of(plain) in self._paths or any(map(plain.startswith, self._walked))
        return Scope.CODE if is_read else scope


def way_of(plain: str) -> str:
    """A module's plain name without its suffix, and without what Python puts in for a package or what it compiled."""
    folder, slash, file = plain.rpartition("/")
    return (folder.removesuffix("/__pycache__") + slash + file.partition(".")[0]).removesuffix("/__init__")


def entries(data: bytes) -> Iterator[str]:
    """The dotted names of the modules in lines of entry points, with what stands behind them but for a colon."""
    return (found["module"].decode("utf-8", "replace") for found in _ENTRY.finditer(data))


def _is_quiet(module: str) -> bool:
    return _QUIET.search(module.encode()) is not None


def _added(data: bytes) -> frozenset[bytes]:
    """The words for such folders where a text adds to the folders that modules are looked for in."""
    return frozenset(word for found in _ADDS.finditer(data) for word in _QUIET.findall(found["added"]))


def _imports(data: bytes, added: frozenset[bytes]) -> Iterator[str]:
    """The dotted names of what a text imports from such folders, with the dots that relative ones begin with.

    From those that it ``added`` to the folders that are looked through, it imports whatever it imports.
    """
    for word, call in _CALLS:
        if word in data:
            for found in call.finditer(imports.joined(data)):
                yield found["called"].decode()
    for statement in imports.statements(data):
        base = statement.base
        is_inside = _QUIET.search(base) is not None
        if not is_inside and not added and _QUIET.search(statement.names) is None:
            continue
        joint = b"" if not base or base.endswith(b".") else b"."
        for name, _ in statement.pairs():
            whole = (base if name == b"*" else base + joint + name).decode("utf-8", "replace")
            if is_inside or _QUIET.search(name):
                yield whole
            for folder in added:
                yield f"{folder.decode()}.{whole.lstrip('.')}"


def ways(folders: list[str], module: str) -> Iterator[str]:
    """The ways that a module and the packages it stands in may have, for a module in these folders."""
    names = [name for name in module.split(".") if name][:MOST_PARTS]
    dots = len(module) - len(module.lstrip("."))
    if dots:
        roots = [folders[: len(folders) - dots + 1]] if dots <= len(folders) + 1 else []
    elif names and names[0] in sys.stdlib_module_names:
        roots = []
    else:
        roots = [folders[:depth] for depth in range(len(folders) + 1)]
    for root in roots:
        for depth in range(1, len(names) + 1):
            yield "/".join((*root, *names[:depth]))
