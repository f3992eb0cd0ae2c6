"""The files of a source distribution say which members run while it is built."""

import time

import pytest

from scanner.decode.backend import MOST_FILES, MOST_PATHS, AtBuild
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
        ("setup.py", b"__import__('te' + 'sts.' + 'made')\n"),
        ("setup.py", b"exec(open('tests/made.py').read())\n"),
        ("setup.cfg", b"[metadata]\nversion = attr: tests.made.VERSION\n"),
        ("pyproject.toml", b'[tool.setuptools.dynamic]\nversion = {attr = "tests.made.VERSION"}\n'),
        ("pyproject.toml", b'[tool.pdm.version]\ngetter = "tests.made:get"\n'),
        ("setup.cfg", b"[options]\ncmdclass =\n\n# ours\n    egg_info = tests.made.Info\n"),
        ("setup.cfg", b"[options]\r\ncmdclass = x = p.X, y = tests.made.Y\r\n"),
        ("setup.cfg", b"[global]\nsetup-hooks =\n    tests.made.hook\n"),
        ("p.egg-info/entry_points.txt", b"[console_scripts]\np = p:go\n[distutils.commands]\n a=tests.made:A [x]\n"),
        ("p.egg-info/entry_points.txt", b"[setuptools.finalize_distribution_options]\rp = tests.made\r"),
        ("p.dist-info/entry_points.txt", b"\xef\xbb\xbf[egg_info.writers]\np = tests.made:go\n"),
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


@pytest.mark.parametrize(
    "name", ["made.pyc", "made.cpython-311-x86_64-linux-gnu.so", "__pycache__/made.cpython-311.pyc"]
)
def test_the_compiled_form_of_a_module_that_is_imported_at_build_is_no_test(name: str) -> None:
    assert runs(told(b"import tests.made\n", "p-1.0/setup.py"), f"p-1.0/tests/{name}", Scope.TEST)


def test_a_pattern_for_python_files_of_any_folder_names_none() -> None:
    at_build = told(b"setup(scripts=glob(join('examples', '*.py')), package_data={'': ['*.py']})\n", "p-1.0/setup.py")
    assert not runs(at_build, "p-1.0/examples/client.py", Scope.DOCS)
    assert runs(told(b"for f in glob('tests/*.py'): run(f)\n", "p-1.0/setup.py"), "p-1.0/tests/a.py", Scope.TEST)


def test_every_module_of_a_package_of_commands_runs_by_its_name() -> None:
    at_build = told(b"[global]\ncommand_packages = tests,distutils.command\n", "p-1.0/setup.cfg")
    assert runs(at_build, "p-1.0/tests/build_scripts.py", Scope.TEST)
    assert not runs(at_build, "p-1.0/tests/more/build_scripts.py", Scope.TEST)


def test_commands_that_are_only_installed_do_not_run_at_build() -> None:
    text = b"[console_scripts]\np = tests.made:go\n\n[distutils.commands]\na = p.a:A\n"
    assert not runs(told(text, "p-1.0/p.egg-info/entry_points.txt"), "p-1.0/tests/made.py", Scope.TEST)
    assert not runs(told(text, "p-1.0/tests/p.egg-info/entry_points.txt"), "p-1.0/p/a.py", Scope.TEST)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("setup.py", b"setup(package_dir={'': 'docs'})\n"),
        ("setup.py", b"setup(package_dir={'p': './docs/p'})\n"),
        ("setup.py", b"setup(packages=find_packages('docs'))\n"),
        ("setup.py", b'setup(packages=find_namespace_packages(where = "docs"))\n'),
        ("setup.cfg", b"[options]\npackage_dir =\n    = docs\n"),
        ("setup.cfg", b"[options.packages.find]\nexclude = x\nwhere = docs\n"),
        ("pyproject.toml", b'[tool.setuptools]\npackage-dir = {"" = "docs"}\n'),
        ("pyproject.toml", b'[tool.setuptools.packages.find]\nwhere = ["src", "docs"]\n'),
        ("pyproject.toml", b'[tool.poetry]\npackages = [{include = "p", from = "docs"}]\n'),
        ("pyproject.toml", b'[tool.hatch.build.targets.wheel]\npackages = ["docs/p"]\n'),
        ("pyproject.toml", b'[tool.hatch.build.targets.wheel]\nsources = ["docs"]\n'),
        ("pyproject.toml", b'[tool.hatch.build.targets.wheel.force-include]\n"docs/p/made.py" = "p/made.py"\n'),
        ("pyproject.toml", b'[tool.pdm.build]\npackage-dir = "docs"\n'),
    ],
)
def test_packages_are_packages_wherever_they_are_installed_from(file: str, text: bytes) -> None:
    at_build = told(text, f"p-1.0/{file}")
    assert at_build.scope("p-1.0/docs/p/made.py", Scope.DOCS) is Scope.CODE
    assert at_build.scope("p-1.0/docs/p/made.txt", Scope.DOCS) is Scope.DOCS
    assert at_build.scope("p-1.0/docs/p/tests/made.py", Scope.DOCS) in (Scope.TEST, Scope.DOCS)
    assert at_build.scope("p-1.0/tests/p/made.py", Scope.TEST) is Scope.TEST


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (
            "setup.py",
            b"setup(package_dir={'p': 'src', 'p.tests': 'tests'}, packages=find_packages(exclude=['tests']))\n",
        ),
        ("setup.py", b"setup(package_dir=ways,\n    test_suite='tests')\nTEXT.find('tests')\n"),
        ("setup.cfg", b"[options.packages.find]\nexclude = tests\n[nosetests]\nwhere = tests\n"),
        ("setup.cfg", b"[tool:pytest]\ntestpaths = tests\n"),
        ("pyproject.toml", b'[tool.setuptools]\npackage-dir = {"p.tests" = "tests"}\n'),
    ],
)
def test_tests_that_are_installed_as_tests_are_tests(file: str, text: bytes) -> None:
    assert told(text, f"p-1.0/{file}").scope("p-1.0/tests/made.py", Scope.TEST) is Scope.TEST


def test_what_python_brings_itself_is_not_looked_for_among_tests() -> None:
    assert not runs(told(b"import platform\n", "p-1.0/setup.py"), "p-1.0/tests/platform.py", Scope.TEST)


def test_a_first_file_hides_no_later_one() -> None:
    at_build = told(BESIDE, "pyproject.toml")
    at_build.look("p-1.0/pyproject.toml", APART)
    assert runs(at_build, "maker/core.py")
    assert runs(at_build, "p-1.0/more/any.py")
    for number in range(2 * MOST_FILES):
        why = at_build.look("p-1.0/" + "./" * number + "setup.cfg", b"")
        assert (why is None) is (number < MOST_FILES - 2)
    assert at_build.look("q/pyproject.toml", APART)
    assert runs(at_build, "q/more/any.py")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("p-1.0/tests/data/pyproject.toml", BESIDE),
        ("p-1.0/setup.cfg", BESIDE),
        ("p-1.0/pyproject.toml", b'[build-system]\nbuild-backend = "flit_core.buildapi"\n'),
        ("p-1.0/pyproject.toml", b"build-system = 3\ntool = 3\n"),
        ("p-1.0/pyproject.toml", b'[build-system]\nbuild-backend = 1\nbackend-path = ["."]\n'),
        ("p-1.0/pyproject.toml", b'[build-system]\nbuild-backend = "m"\nbackend-path = [1]\n'),
        ("p-1.0/pyproject.toml", b'[build-system]\nbuild-backend = "m"\nbackend-path = ["..", "/etc"]\n'),
        ("p-1.0/pyproject.toml", b'[tool.hatch.version]\npath = "p.py"\n[tool.poetry.build]\nscript = 3\n'),
        ("p-1.0/setup.py", b"import" + b" ." * 100_000 + b"\nfrom\nimport ,,\n'.py'\n"),
    ],
)
def test_what_names_nothing_beside_it_names_nothing(name: str, text: bytes) -> None:
    at_build = told(text, name)
    members = ("p-1.0/maker/core.py", "p-1.0/p.py", "p-1.0/m.py", "../m.py", "/etc/m.py")
    assert not any(runs(at_build, member, scope) for member in members for scope in ALL)


@pytest.mark.parametrize(
    ("file", "text", "why"),
    [
        ("pyproject.toml", "a" + ".a" * 30_000 + " = 1\n", "over 20 parts"),
        ("pyproject.toml", "x = {" + " . ".join(['"a b"', "'c'", "d"] * 10) + " = 1}\n", "over 20 parts"),
        (
            "pyproject.toml",
            '[build-system]\nbuild-backend = "' + ".".join(["a"] * 30) + '"\nbackend-path = ["."]\n',
            "over 20 parts",
        ),
        (
            "pyproject.toml",
            f'[build-system]\nbuild-backend = "a"\nbackend-path = {[str(n) for n in range(MOST_PATHS + 1)]}\n',
            "names over",
        ),
        ("pyproject.toml", BESIDE.decode() + "#" * 300_000, "over 262,144 bytes"),
        ("pyproject.toml", "[build-system\n", "line 1"),
        ("pyproject.toml", BESIDE.decode() + "[tool.x]\ny = {\n  a = 1,\n}\n", "line 6"),  # TOML 1.1
        ("pyproject.toml", "a = " + "[" * 100_000, "recursion"),
        ("hatch.toml", "\0", "line 1"),
    ],
)
def test_what_cannot_be_read_may_name_any_module(file: str, text: str, why: str) -> None:
    at_build = AtBuild()
    assert why in str(at_build.look(f"p-1.0/{file}", text.encode()))
    assert all(runs(at_build, "p-1.0/tests/made.py", scope) for scope in (Scope.TEST, Scope.CODE, Scope.IMPORT))
    assert not any(runs(at_build, "p-1.0/tests/made.txt", scope) for scope in ALL)


@pytest.mark.parametrize("text", [b"#" * 300_000, b"".join(b"import m%d\n" % number for number in range(3_000))])
def test_a_setup_that_cannot_be_read_may_import_any_test(text: bytes) -> None:
    at_build = AtBuild()
    assert at_build.look("p-1.0/setup.py", text)
    assert runs(at_build, "p-1.0/tests/made.py", Scope.TEST)
    assert at_build.scope("p-1.0/p/made.py", Scope.CODE) is Scope.CODE


def test_a_mark_of_the_byte_order_hides_nothing() -> None:
    assert runs(told(b"\xef\xbb\xbf" + BESIDE), "p-1.0/maker/core.py")


@pytest.mark.parametrize(
    "text",
    [
        b"package_dir={" + b" " * 250_000 + b"}",
        b"package_dir={" + b"a" * 250_000 + b"}",
        b"package_dir={" + b"':" * 125_000 + b"}",
        b"[options.packages.find]\n" * 10_000,
        b"cmdclass=\n" + b" \n" * 120_000,
        b"[setuptools.x]\n" * 17_000,
        b"find_packages(" + b" " * 250_000,
        b" " * 250_000 + b"\n" + b"\n" * 10_000,
    ],
)
def test_texts_made_to_be_slow_to_read_are_not(text: bytes) -> None:
    began = time.process_time()
    AtBuild().look("p-1.0/setup.cfg", text)
    assert time.process_time() - began < 1.5


@pytest.mark.parametrize("more", [b"# " + b"." * 500, b"# " + b"1.2.3, " * 500, b"# '" + b"a'" * 100_000])
def test_dots_that_make_no_long_name_do_not_matter(more: bytes) -> None:
    assert runs(told(BESIDE + more + b"\n"), "p-1.0/maker/core.py")
