"""What of a source distribution nobody installs: scripts of its maintainers, which run by hand."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from scanner.decode.scope import DOCS_FOLDERS, TEST_FOLDERS

__all__ = ["SCRIPTS", "ByHand", "script_of"]

MOST_PACKAGES: Final = 20_000
# Where nothing says that they are installed, these are no packages; no name of one begins with a dot.
_FOLDERS: Final = (
    "scripts?|tools?|ci|continuous_integration|build_scripts|etc|other|bench(?:marks)?|contrib|dev|maintainers?"
    "|third_?party|installers?|website|js|bin|build|debian|deploy|docker|packaging"
)
_FILES: Final = "(?:make_?)?release|publish|deploy|bump_?version|fabfile|noxfile|toxfile|tasks|dodo"
SCRIPTS: Final = f"{_FOLDERS}|{_FILES}"
_SCRIPT: Final = re.compile(rf"[^/]+/(?P<name>(?:{SCRIPTS})(?=/|\.py$)|\.[^/]+(?=/))")
_PACKAGE: Final = re.compile(r"[^/]+/(?:(?:src/)?(?P<name>[^/]+)/)?__init__\.py[cw]?")
# What a configuration leaves out it does not install.
_LEFT_OUT: Final = re.compile(rb"\bexclude\s{0,20}=\s{0,20}[\[({][^\])}]{0,4000}[\])}]")
# A path begins with the folder that is meant; a word alone may be a package, where it is no key.
_WORDS: Final = re.compile(
    rb"(?<![\w./\\-])(?:\.[/\\])*+(?P<path>[\w.-]++)[/\\]"
    rb"|['\"](?P<quoted>[\w.-]++)['\"](?!\s{0,20}:)"
    rb"|=[ \t]*+(?P<entry>[\w-]++)[.:]"
    rb"|(?m:^)(?:[^\S\n]++|[^\n=]{0,200}=[ \t]*+)(?P<listed>[\w.-]++)[ \t]*+(?m:$)"
)
# Setuptools, when nobody says what to install, takes the only folder of modules that has none of these names.
_OTHERS: Final = "changelog exercise exercises htmlcov manpages news newsfragments python util utils"
_PASSED_OVER: Final = TEST_FOLDERS | DOCS_FOLDERS | frozenset(_OTHERS.split())
_ANYTHING: Final = re.compile(r"[./*]+(?:\.pyw?)?")
# What a table names: a path as far as it is written out, a module by the folder that it is in.
_PATH: Final = re.compile(r"(?:\./)*(?P<path>[\w-][\w.-]*(?:/[\w-][\w.-]*)+|[\w.-]+?)(?:[/\\:].*|\.\w.*)?", re.DOTALL)
# A folder without an ``__init__.py`` is a package then, too, or any below the project's own.
_ANYWHERE: Final = re.compile(rb"\bfind_namespace|\bpackage[_-]dir\b[^\n]{0,200}['\"=:\s]\./?['\"\s]")
# Tools that look at a source tree, and build nothing.
_LOOKING: Final = (
    "autoflake bandit basedpyright black bumpversion codespell commitizen coverage deptry djlint flake8 interrogate"
    " isort mypy pydocstyle pylint pyright pytest ruff semantic_release tox towncrier ty typos vulture yapf"
)
_LOOKS: Final = frozenset(_LOOKING.split())
# Keys below which nothing is named that is installed: what is left out, and what comes from elsewhere.
_PASSED_BY: Final = ("exclude", "omit", "ignore", "dependenc", "requires")


class ByHand:
    """Told of every member, and of what the configuration says; whatever is in doubt is installed."""

    def __init__(self) -> None:
        self._packages: set[str] = set()
        self._roots: set[str] = set()  # folders of configurations, each with its slash
        self._named: set[str] = set()  # folders and files of the tree, as paths
        self._is_all = False

    def see(self, plain: str) -> None:
        found = _PACKAGE.fullmatch(plain) if "__init__" in plain else None
        if found is None:
            return
        if found["name"] is None or len(self._packages) >= MOST_PACKAGES:
            self._is_all = True  # the tree itself is a package, or there is no telling
        else:
            self._packages.add(found["name"].lower())

    def take_text(self, folder: str, text: bytes) -> None:
        self._roots.add(folder)
        self._is_all = self._is_all or _ANYWHERE.search(text) is not None
        found = _WORDS.finditer(_LEFT_OUT.sub(b"", text))
        self._take(word[word.lastgroup or 0].decode() for word in found)

    def take_table(self, folder: str, table: Any) -> None:
        self._roots.add(folder)
        texts = [*_strings(table)]
        self._is_all = self._is_all or _finds_all(table) or any(map(_ANYTHING.fullmatch, texts))
        self._take(found["path"] for text in texts if (found := _PATH.fullmatch(text)))

    def give_up(self) -> None:
        """Something that may say what is installed could not be read."""
        self._is_all = True

    def _take(self, words: Iterable[str]) -> None:
        self._named |= {word.lower() for word in words}

    def may_be(self, plain: str) -> bool:
        """Whether a member runs by hand, as far as is known until now."""
        name = script_of(plain)
        if not name or self._is_all or "" in self._roots:
            return False
        way = plain.lower().partition("/")[2]
        above = {way[:at] for at, char in enumerate(way) if char == "/"}  # whatever it stands in
        return name not in self._packages and self._named.isdisjoint((name, way, way.removesuffix(".py"), *above))

    def is_sure(self, plain: str) -> bool:
        """Whether it does, once all members were seen: a tree without a package may install any folder of its own."""
        is_rooted = not self._roots or f"{plain.partition('/')[0]}/" in self._roots
        return is_rooted and self.may_be(plain) and any(map(_is_package, self._packages))


def script_of(plain: str) -> str:
    """The folder, or the module, at the top of a source tree that a member of this name stands in; empty if none."""
    found = _SCRIPT.match(plain.lower()) if "!/" not in plain else None
    return found["name"] if found else ""


def _is_package(name: str) -> bool:
    return name not in _PASSED_OVER and not script_of(f"-/{name}/")


def _strings(table: Any) -> Iterator[str]:
    waiting: list[Any] = [table]
    while waiting:
        match waiting.pop():
            case dict() as items:
                for key, value in items.items():  # pyright: ignore[reportUnknownVariableType]
                    if not any(word in str(key) for word in _PASSED_BY):  # pyright: ignore[reportUnknownArgumentType]
                        waiting.append(_without_looks(value) if key == "tool" else value)
            case list() as items:
                waiting += items
            case str() as text:
                yield text
            case _:
                pass


def _without_looks(tools: Any) -> Any:
    return {name: value for name, value in tools.items() if name not in _LOOKS} if isinstance(tools, dict) else tools


def _finds_all(table: Any) -> bool:
    """Whether setuptools looks for packages anywhere."""
    try:
        find = table["tool"]["setuptools"]["packages"]["find"]
        return "include" not in find and find.get("namespaces", True) and "." in find.get("where", ["."])
    except (KeyError, TypeError, AttributeError):
        return False
