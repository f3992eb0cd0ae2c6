"""Where a member runs, by its name."""

import functools
import re
from typing import Final

from scanner.member import plain_name
from scanner.report import Scope

__all__ = ["DOCS_FOLDERS", "TEST_FOLDERS", "below_data", "scope_of"]

# Python's site module reads these from the top of site-packages; a wheel's data scheme can put them there.
_STARTUP: Final = re.compile(
    r"(?:^|/)(?:sitecustomize|usercustomize)(?:/__init__)?(?:\.py[cw]?|(?:\.[\w-]+)?\.(?:so|pyd))$"
)
# Folders of a wheel's data that installers put beside the wheel's own, where Python looks for modules or a shell for
# commands.
_DATA: Final = re.compile(
    r"[^/]+\.data/(?:purelib/|platlib/|scripts/|data/lib/(?:python[\d.]+/)?(?:(?:site|dist)-packages/)?)", re.IGNORECASE
)
_STARTUP_FILE: Final = re.compile(r"\.(?:pth|start)$")
_SETUP: Final = re.compile(r"^(?:[^/]+/)?setup\.pyw?$")
_BUILD: Final = re.compile(
    r"^(?:[^/]+/)?(?:pyproject\.toml|setup\.cfg|hatch_build\.py|pdm_build\.py|_?build_backend\.py|conanfile\.py)$"
)
# What builds compiled modules takes these from any folder that the ones above it name.
_COMPILING: Final = re.compile(r"(?:^|/)(?:meson\.build|cmakelists\.txt|[^/]+\.cmake|build\.rs)$")
_BACKEND: Final = re.compile(
    r"^(?:[^/]+/)?(?:_?build_?(?:backend|system|requires|meta|hooks?)|_custom_build|_backend|in_tree_backend)(?:/.*)?(?:/|\.py|$)"
)
# What tools write about a distribution; anything else that lies there is data, which its code may read.
_WRITTEN: Final = (
    r"metadata|pkg-info|record(?:\.\w+)?|wheel|installer|requested|sources\.txt|requires\.txt|top_level\.txt|"
    r"entry_points\.txt|dependency_links\.txt|namespace_packages\.txt|(?:not-)?zip-safe|direct_url\.json|"
    r"metadata\.json|pbr\.json|(?:licen[cs]e|copying|notice|authors)[^/]*|licenses/.*|sboms/.*"
)
_INFO: Final = re.compile(rf"\.(?:dist|egg)-info/(?:{_WRITTEN})$", re.DOTALL)
TEST_FOLDERS: Final = frozenset({"test", "tests", "_test", "_tests", "unittest", "unittests", "testing"})
_TEST_FILE: Final = re.compile(r"(?:test_.*|(?:.*_)?tests?|conftest)\.py$", re.DOTALL)
_DOCUMENTATION: Final = "doc docs documentation example examples sample samples demo demos tutorial tutorials"
DOCS_FOLDERS: Final = frozenset(_DOCUMENTATION.split())
_DOCS_FILE: Final = re.compile(
    r"^(?:readme|changelog|changes|history|news|licen[cs]e|authors|contributing|pkg-info|copying)(?:\.(?!py)[a-z]+)?$"
    r"|\.(?:md|rst|adoc)$"
    r"|\.(?:yara?|sigma)$"  # rules, which say what others look like
    r"|\.(?:pyi|ipynb)$"  # stubs are for type checkers and notebooks for their readers: neither runs by being installed
)
_PYTHON: Final = "py|pyw|pyx|pxd|pyc|pyo|pye|pyz"
_PROGRAMS: Final = "so|pyd|dll|dylib|exe|scr|msi|com"
# What is compiled when a source distribution is installed, and runs as what that gives.
_COMPILED: Final = "c|cc|cpp|cxx|h|hh|hpp|m|mm|rs|go"
_SCRIPTS: Final = "sql|pl|rb|php|lua|applescript|sh|bat|cmd|ps1|psm1|js|mjs|cjs|vbs|vbe|wsf|hta"
_CODE: Final = re.compile(rf"\.(?:{_PYTHON}|{_PROGRAMS}|{_COMPILED}|{_SCRIPTS})$|(?:^|/)bin/[^/.]+$|/scripts/[^/]+$")
# Of a module in ``__pycache__``, Python's own name stands before the suffix.
_PACKAGE_MODULE: Final = re.compile(r"(?:^|/)__(?:init|main)__(?:\.[\w-]+)?\.py[cw]?$")


def below_data(plain: str) -> str:
    """A plain name as it is once a wheel is installed, where a data folder says that it goes elsewhere."""
    return _DATA.sub("", plain, count=1) if ".data/" in plain and _DATA.match(plain) else plain


@functools.lru_cache(maxsize=64)  # whoever looks at a member asks, one behind the other
def scope_of(name: str) -> Scope:
    """The scope of a whole member; a finding's own place in it may say more.

    In a nested archive the innermost name decides. Directories named for tests or documentation only lower code to
    TEST or DOCS, they never hide what runs at start-up, installation or build. At the top of a distribution names say
    nothing of the kind: the first folder is the one that a source distribution is in, or the package of a wheel that
    its users import, and so is a module that stands there.
    """
    low = plain_name(name).lower().rpartition("!/")[2]
    # Each pattern stands behind a word without which it cannot match: every member is asked about.
    if ((".pth" in low or ".start" in low) and _STARTUP_FILE.search(low)) or (
        "customize" in low and _STARTUP.search(low)
    ):
        return Scope.STARTUP
    if "setup.py" in low and _SETUP.match(low):
        return Scope.SETUP
    if "-info/" in low and _INFO.search(low) and not low.endswith((".py", ".pyc", ".pyw", ".pth")):
        return Scope.DOCS
    if _BUILD.match(low) or (low.endswith(".py") and ("build" in low or "backend" in low) and _BACKEND.match(low)):
        return Scope.BUILD
    if low.endswith((".build", ".txt", ".cmake", ".rs")) and _COMPILING.search(low):
        return Scope.BUILD
    *folders, file = below_data(low).split("/")
    is_nested = "!/" in name
    is_below = is_nested or bool(folders)
    folders = folders if is_nested else folders[1:]
    if not TEST_FOLDERS.isdisjoint(folders) or (is_below and "test" in file and _TEST_FILE.match(file)):
        return Scope.TEST
    if not DOCS_FOLDERS.isdisjoint(folders) or _DOCS_FILE.search(file):
        return Scope.DOCS
    if ("__init__" in low or "__main__" in low) and _PACKAGE_MODULE.search(low):
        return Scope.IMPORT
    if low.endswith(".py"):
        return Scope.CODE if "/" in low else Scope.IMPORT
    return Scope.CODE if _CODE.search(low) else Scope.DATA
