"""The files of a source distribution say which members run while it is built."""

import pytest

from scanner.decode.backend import MOST_FILES, AtBuild
from scanner.report import Scope

BESIDE = b'[build-system]\nrequires = []\nbuild-backend = "maker.core:hooks"\nbackend-path = ["."]\n'
SELF = b'[build-system]\nrequires = []\nbuild-backend = "maker"\nbackend-path = ["src"]\n'
APART = b'[build-system]\nrequires = []\nbuild-backend = "maker"\nbackend-path = ["tools/build/", "./more"]\n'
ALL = (Scope.IMPORT, Scope.CODE, Scope.TEST, Scope.DOCS, Scope.DATA)


def told(text: bytes, file: str = "p-1.0/pyproject.toml") -> AtBuild:
    at_build = AtBuild()
    at_build.look(file, text)
    return at_build


def runs(at_build: AtBuild, name: str, scope: Scope = Scope.CODE) -> bool:
    return at_build.scope(name, scope) is Scope.BUILD


@pytest.mark.parametrize(
    ("text", "backend", "others"),
    [
        (
            BESIDE,
            ["p-1.0/maker/core.py", "p-1.0/maker/__init__.py", "./p-1.0/maker/core/__init__.py"],
            ["p-1.0/makers.py", "maker/core.py", "p-1.0/maker/other.py", "p-1.0/maker/core/other.py"],
        ),
        (SELF, ["p-1.0/src/maker.py", "p-1.0/src/maker/__init__.py"], ["p-1.0/src/maker/cli.py", "p-1.0/src/x.py"]),
        (APART, ["p-1.0/tools/build/maker.py", "p-1.0/more/any.py"], ["p-1.0/maker.py", "p-1.0/tools/other.py"]),
    ],
)
def test_the_backend_is_the_module_or_the_folder_that_is_given_for_it(
    text: bytes, backend: list[str], others: list[str]
) -> None:
    at_build = told(text)
    assert all(runs(at_build, name, scope) for name in backend for scope in ALL)
    assert not any(runs(at_build, name, scope) for name in others for scope in ALL)


@pytest.mark.parametrize("name", ["p-1.0/./pyproject.toml", "p-1.0//pyproject.toml", "p-1.0/x/../pyproject.toml/"])
def test_a_way_round_to_a_file_is_the_way_to_it(name: str) -> None:
    at_build = told(APART, name)
    assert runs(at_build, "p-1.0/./tools/build//maker.py")
    assert runs(at_build, "p-1.0/docs/../more/maker.py", Scope.DOCS)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("pyproject.toml", b'[tool.hatch.build.hooks.custom]\npath = "docs/made.py"\n'),
        ("pyproject.toml", b'[tool.hatch.build.targets.wheel.hooks.custom]\npath = "./docs/made.py"\n'),
        ("pyproject.toml", b'[tool.hatch.metadata.hooks.custom]\npath = "docs/made.py"\n'),
        ("pyproject.toml", b'[tool.hatch.version]\nsource = "code"\npath = "docs/made.py"\n'),
        ("hatch.toml", b'[build.hooks.custom]\npath = "docs/made.py"\n'),
        ("pyproject.toml", b'[tool.poetry.build]\nscript = "docs/made.py"\n'),
        ("pyproject.toml", b'[tool.poetry]\nbuild = "docs/made.py"\n'),
        ("pyproject.toml", b'[tool.pdm.build]\ncustom-hook = "docs/made.py"\n'),
        ("pyproject.toml", b'[tool.pdm.build]\nsetup-script = "docs/made.py"\n'),
    ],
)
def test_a_hook_runs_at_build_wherever_it_stands(file: str, text: bytes) -> None:
    at_build = told(text, f"p-1.0/{file}")
    assert all(runs(at_build, "p-1.0/docs/made.py", scope) for scope in ALL)
    assert not any(runs(at_build, name, Scope.DOCS) for name in ("docs/made.py", "p-1.0/docs/other.py"))


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("setup.py", b"import os, tests.made as made\n"),
        ("setup.py", b"if True: from tests import (a,\n    made)\n"),
        ("setup.py", b"import sys; sys.path.insert(0, 'tests'); import made\n"),
        ("setup.py", b"x = f\"{'a' \"#\"}\"; __import__('tests.made')\n"),
        ("setup.py", b"exec(open('tests/made.py').read())\n"),
        ("setup.cfg", b"[metadata]\nversion = attr: tests.made.VERSION\n"),
        ("pyproject.toml", b'[tool.setuptools.dynamic]\nversion = {attr = "tests.made.VERSION"}\n'),
        ("pyproject.toml", b'[tool.pdm.version]\ngetter = "tests.made:get"\n'),
    ],
)
def test_a_module_that_is_imported_at_build_is_no_test(file: str, text: bytes) -> None:
    at_build = told(text, f"p-1.0/{file}")
    assert runs(at_build, "p-1.0/tests/made.py", Scope.TEST)
    assert runs(at_build, "p-1.0/tests/made/__init__.py", Scope.DOCS)
    assert not runs(at_build, "p-1.0/tests/other.py", Scope.TEST)
    # Honest ones import their own package, which is read as any other.
    assert at_build.scope("p-1.0/tests/made.py", Scope.CODE) is Scope.CODE
    assert at_build.scope("p-1.0/tests/made.py", Scope.SETUP) is Scope.SETUP


def test_what_python_brings_itself_is_not_looked_for_among_tests() -> None:
    assert not runs(told(b"import platform\n", "p-1.0/setup.py"), "p-1.0/tests/platform.py", Scope.TEST)


def test_a_first_file_hides_no_later_one() -> None:
    at_build = told(BESIDE, "pyproject.toml")
    at_build.look("p-1.0/pyproject.toml", APART)
    assert runs(at_build, "maker/core.py")
    assert runs(at_build, "p-1.0/more/any.py")
    for number in range(2 * MOST_FILES):
        at_build.look(f"q{number}/pyproject.toml", APART)
    assert not runs(at_build, f"q{2 * MOST_FILES - 1}/more/any.py")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("p-1.0/tests/data/pyproject.toml", BESIDE),
        ("p-1.0/setup.cfg", BESIDE),
        ("p-1.0/pyproject.toml", b'[build-system]\nbuild-backend = "flit_core.buildapi"\n'),
        ("p-1.0/pyproject.toml", b"[build-system\n"),
        ("p-1.0/pyproject.toml", b"\xff\xfe"),
        ("p-1.0/pyproject.toml", b"build-system = 3\ntool = 3\n"),
        ("p-1.0/pyproject.toml", b'[build-system]\nbuild-backend = 1\nbackend-path = ["."]\n'),
        ("p-1.0/pyproject.toml", b'[build-system]\nbuild-backend = "m"\nbackend-path = [1]\n'),
        ("p-1.0/pyproject.toml", b'[build-system]\nbuild-backend = "m"\nbackend-path = ["..", "/etc"]\n'),
        ("p-1.0/pyproject.toml", b'[tool.hatch.version]\npath = "p.py"\n[tool.poetry.build]\nscript = 3\n'),
        ("p-1.0/pyproject.toml", b"a = " + b"[" * 100_000),
        ("p-1.0/pyproject.toml", BESIDE + b"#" * 300_000),
        ("p-1.0/setup.py", b"import" + b" ." * 100_000 + b"\nfrom\nimport ,,\n'.py'\n"),
    ],
)
def test_what_names_nothing_beside_it_names_nothing(name: str, text: bytes) -> None:
    at_build = told(text, name)
    members = ("p-1.0/maker/core.py", "p-1.0/p.py", "p-1.0/m.py", "../m.py", "/etc/m.py")
    assert not any(runs(at_build, member, scope) for member in members for scope in ALL)


@pytest.mark.parametrize(
    "text",
    [
        "a" + ".a" * 30_000 + " = 1\n",
        "x = {" + " . ".join(['"a b"', "'c'", "d"] * 10) + " = 1}\n",
        '[build-system]\nbuild-backend = "' + ".".join(["a"] * 30) + '"\nbackend-path = ["."]\n',
    ],
)
def test_what_would_take_too_much_is_refused_and_not_taken_for_none(text: str) -> None:
    with pytest.raises(ValueError, match="over 20 parts"):
        told(text.encode())


@pytest.mark.parametrize("more", [b"# " + b"." * 500, b"# " + b"1.2.3, " * 500, b"# '" + b"a'" * 100_000])
def test_dots_that_make_no_long_name_do_not_matter(more: bytes) -> None:
    assert runs(told(BESIDE + more + b"\n"), "p-1.0/maker/core.py")
