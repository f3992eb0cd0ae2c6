"""Files that stand where they should not: at the top of site-packages, or without their source."""

import re
import sys
from collections.abc import Iterator

from packaging.utils import canonicalize_name

from scanner.known_good import built_in
from scanner.member import Member, MemberKind
from scanner.report import Finding, Scope
from scanner.signals.check import Check, Package, SignalKind, finding
from scanner.signals.popular import bare

__all__ = ["LayoutCheck"]

PYC_ALONE = SignalKind(
    name="pyc-sourceless",
    behaviour="obfuscation",
    description="Compiled Python without its source: it runs, and nobody can read it",
    points=2.5,
)
STARTUP_FILE = SignalKind(
    name="startup-file",
    behaviour="structure",
    description="The wheel installs a file that runs at every start of Python",
    points=1.2,
)
STARTUP_RUNS = SignalKind(
    name="startup-file-runs-code",
    behaviour="structure",
    description="A .pth or .start file runs code of its own at every start of Python",
    points=3.0,
    group="startup-file",
)
SETUP_IN_WHEEL = SignalKind(
    name="setup-in-wheel",
    behaviour="structure",
    description="The wheel installs a setup.py at the top of site-packages: a careless or hurried build",
    points=0.5,
)
SHADOWS_STDLIB = SignalKind(
    name="module-shadows-stdlib",
    behaviour="structure",
    description="A top-level module has the name of one of Python's own",
    points=1.5,
    group="module-shadows",
)
SHADOWS_POPULAR = SignalKind(
    name="module-shadows-popular",
    behaviour="structure",
    description="A top-level module has the name of a popular project that this is not: it would run in its place",
    points=1.2,
    group="module-shadows",
)

# Forms of .pth that known tools write: plain paths, namespace packages, editable installs, setuptools' own shim.
INNOCENT_PTH_LINE = re.compile(
    rb"^\s*+(#.*|[^\s;=()]*|import __editable__\w*; __editable__\w*\.install\(\)"
    rb"|import sys, ?types, ?os;.{0,400}module_from_spec.*"
    rb"|import os; var = 'SETUPTOOLS_USE_DISTUTILS'; enabled = os\.environ\.get\(var, '(local|stdlib)'\) == "
    rb"'(local|stdlib)'; enabled and __import__\('_distutils_hack'\)(\.add_shim\(\))?;?)\s*+$"
)
# Python reads start-up files from the top of site-packages only: elsewhere a ``.pth`` is a model's weights.
DATA_SCHEME = re.compile(r"^[^/]+\.data/(purelib|platlib|data)/")
# Modules that honest projects of another name have always shipped.
_SHARED = (
    "attr attrs jwt yaml magic docker serial usb git google azure backports past future distutils pkg-resources "
    "setuptools test tests typing dataclasses enum mypy-extensions typing-extensions colorama zope wheel"
)
SHARED_NAMES: frozenset[str] = frozenset(_SHARED.split())
# What stands at the top of an sdist and is not installed.
_FURNITURE = "setup test tests docs doc examples example scripts tools build dist conftest src lib bench types"
SDIST_FURNITURE = frozenset(_FURNITURE.split())
# Names of the interpreter that compiled a module.
COMPILER_TAG = re.compile(r"\.(?:cpython|pypy)-?\d++(?:\.opt-\d)?$")
# What makes modules at the top of an sdist be installed beside a package.
NAMES_MODULES = re.compile(rb"\b(?:py[_-]modules|include)\b")
CONFIGURATION = re.compile(r"[^/]+/(?:setup\.py|setup\.cfg|pyproject\.toml)")


class LayoutCheck(Check):
    kinds = (PYC_ALONE, STARTUP_FILE, STARTUP_RUNS, SETUP_IN_WHEEL, SHADOWS_STDLIB, SHADOWS_POPULAR)

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.sources: set[str] = set()
        self.compiled: dict[str, str] = {}
        self.tops: dict[str, str] = {}
        self.beside: dict[str, str] = {}  # modules at the top of an sdist
        self.takes_modules = False
        self.found: list[tuple[SignalKind, str, str, Scope]] = []

    def see(self, member: Member, scope: Scope) -> None:
        if member.kind is not MemberKind.FILE or "!/" in member.name:
            return
        name = member.name
        if name.endswith((".py", ".pyw", ".pyx")):
            self.sources.add(name.rpartition(".")[0])
        elif name.endswith(".pyc") and "__pycache__/" not in name:  # there it needs its source
            self.compiled[COMPILER_TAG.sub("", name.removesuffix(".pyc"))] = name
        self._see_top(name)
        if CONFIGURATION.fullmatch(name) and NAMES_MODULES.search(member.data):
            self.takes_modules = True
        if self.package.is_wheel and "/" not in name:
            if name == "setup.py":
                self.found.append((SETUP_IN_WHEEL, name, "", scope))
            elif name in ("sitecustomize.py", "usercustomize.py"):
                self.found.append((STARTUP_FILE, name, name, Scope.STARTUP))
        if (
            name.endswith((".pth", ".start"))
            and (name.count("/") <= 1 if not self.package.is_wheel else "/" not in name or DATA_SCHEME.match(name))
            and member.sha256 not in built_in()
        ):
            runs = [line for line in member.data[:65536].splitlines() if not INNOCENT_PTH_LINE.match(line)]
            kind = STARTUP_RUNS if runs else STARTUP_FILE
            evidence = runs[0].decode("utf-8", "backslashreplace") if runs else name
            self.found.append((kind, name, evidence, Scope.STARTUP))

    def _see_top(self, name: str) -> None:
        """Keep what this member would put at the top of site-packages."""
        path = name if self.package.is_wheel else name.partition("/")[2].removeprefix("src/")
        top, slash, rest = path.partition("/")
        if slash and rest == "__init__.py":
            self.tops.setdefault(top, name)
        elif not slash and path.endswith(".py"):
            module = path[:-3]
            if self.package.is_wheel or "/src/" in name:
                self.tops.setdefault(module, name)
            elif module not in SDIST_FURNITURE:
                self.beside.setdefault(module, name)

    def findings(self) -> Iterator[Finding]:
        orphans = sorted(name for stem, name in self.compiled.items() if stem not in self.sources)
        for name in orphans[:3]:
            yield finding(PYC_ALONE, member=name, evidence=name.rpartition("/")[2], scope=Scope.CODE)
        for kind, name, evidence, scope in self.found:
            yield finding(kind, member=name, evidence=evidence, scope=scope)
        yield from self._shadowing()

    def _shadowing(self) -> Iterator[Finding]:
        own = bare(self.package.project)
        if self.package.is_popular:
            return
        # Beside a package, a module at the top is a tool of the source tree, unless the configuration takes it along.
        has_package = not SDIST_FURNITURE.issuperset(self.tops)
        installed = self.tops if has_package and not self.takes_modules else {**self.beside, **self.tops}
        for top, member in sorted(installed.items()):
            name, plain = canonicalize_name(top), bare(top)
            if not plain or name in SHARED_NAMES or plain in own or own in plain or top in SDIST_FURNITURE:
                continue
            if top in sys.stdlib_module_names and not top.startswith("_"):
                yield finding(SHADOWS_STDLIB, member=member, evidence=top, scope=Scope.IMPORT)
            elif name in self.package.popular.names:
                yield finding(SHADOWS_POPULAR, member=member, evidence=top, scope=Scope.IMPORT)
