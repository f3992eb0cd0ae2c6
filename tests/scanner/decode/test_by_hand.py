"""What of a source distribution nobody installs."""

import pytest

from scanner.decode.backend import AtBuild

PACKAGE = ("p-1.0/tides/__init__.py", b"")
PLAIN = ("p-1.0/setup.py", b"from setuptools import find_packages, setup\nsetup(packages=find_packages())\n")
SCRIPT = "p-1.0/tools/fetch.py"
BY_HAND = [
    SCRIPT,
    "p-1.0/scripts/ci/watch.ps1",
    "p-1.0/.release/pack.bat",
    "p-1.0/build/portable.py",
    "p-1.0/noxfile.py",
]


def told(*members: tuple[str, bytes]) -> AtBuild:
    at_build = AtBuild()
    for name, data in members:
        at_build.look(name, data)
    return at_build


@pytest.mark.parametrize("name", BY_HAND)
def test_scripts_at_the_top_of_a_tree_that_installs_a_package_run_by_hand(name: str) -> None:
    at_build = told(PLAIN, PACKAGE)
    assert at_build.is_by_hand(name, is_over=False)
    assert at_build.is_by_hand(name, is_over=True)


@pytest.mark.parametrize(
    "name", ["p-1.0/tides/tools/fetch.py", "p-1.0/fetch.py", "tools/fetch.py", "p-1.0/x.zip!/tools/a.py"]
)
def test_what_stands_elsewhere_is_installed(name: str) -> None:
    assert not told(PLAIN, PACKAGE).is_by_hand(name, is_over=False)


@pytest.mark.parametrize(
    "member",
    [
        ("p-1.0/tools/__init__.py", b""),
        ("p-1.0/src/tools/__init__.py", b""),
        ("p-1.0/__init__.py", b""),
        ("setup.py", b""),
        ("p-1.0/setup.py", b"setup(packages=['tides', 'tools'])\n"),
        ("p-1.0/setup.py", b"setup(package_dir={'tides.more': 'tools'})\n"),
        ("p-1.0/setup.py", b"setup(package_dir={'tides': '.'})\n"),
        ("p-1.0/setup.py", b"setup(packages=find_namespace_packages())\n"),
        ("p-1.0/setup.py", b"setup(scripts=['tools/fetch.py'])\n"),
        ("p-1.0/setup.py", b"os.system('python ./tools/fetch.py')\n"),
        ("p-1.0/setup.py", b"from tools.fetch import go\n"),
        ("p-1.0/setup.cfg", b"[options]\npackages =\n    tides\n    tools\n"),
        ("p-1.0/setup.cfg", b"[options.packages.find]\nwhere = tools\n"),
        ("p-1.0/pyproject.toml", b"[tool.setuptools]\npackages = ['tides', 'tools']\n"),
        ("p-1.0/pyproject.toml", b"[tool.setuptools.packages.find]\nexclude = ['tests']\n"),
        ("p-1.0/pyproject.toml", b"[tool.hatch.build.targets.wheel]\npackages = ['.']\n"),
        (
            "p-1.0/pyproject.toml",
            b"[tool.hatch.build.targets.wheel.force-include]\n'x' = 'tides/x'\n'y' = 'tools/'\n",
        ),
        ("p-1.0/pyproject.toml", b"[project.scripts]\ntides = 'tools.fetch:go'\n"),
        ("p-1.0/pyproject.toml", b"[project\n"),
        ("p-1.0/p.egg-info/entry_points.txt", b"[console_scripts]\ntides = tools.fetch:go\n"),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
def test_what_may_be_installed_or_run_at_build_does_not_run_by_hand(member: tuple[str, bytes], is_first: bool) -> None:
    at_build = told(*((member, PLAIN, PACKAGE) if is_first else (PLAIN, PACKAGE, member)))
    assert not at_build.is_by_hand(SCRIPT, is_over=False)
    assert not at_build.is_by_hand(SCRIPT, is_over=True)


@pytest.mark.parametrize(
    "text",
    [
        b"[tool.ruff.lint.per-file-ignores]\n'tools/*' = ['T201']\n[tool.mypy]\nfiles = ['tides', 'tools']\n",
        b"[tool.hatch.build.targets.sdist]\nexclude = ['tools']\n",
        b"[project.optional-dependencies]\ntools = ['rich']\n",
        b"[tool.setuptools.packages.find]\ninclude = ['tides*']\n",
        b"[tool.poetry.dependencies]\nrich = '*'\n",
    ],
)
def test_a_configuration_that_speaks_of_scripts_otherwise_installs_none(text: bytes) -> None:
    assert told(("p-1.0/pyproject.toml", text), PACKAGE).is_by_hand(SCRIPT, is_over=True)


@pytest.mark.parametrize("beside", [(), (("p-1.0/tests/__init__.py", b""),), (("p-1.0/utils/__init__.py", b""),)])
def test_a_tree_without_a_package_may_install_any_folder(beside: tuple[tuple[str, bytes], ...]) -> None:
    at_build = told(("p-1.0/setup.py", b"setup()\n"), *beside)
    assert at_build.is_by_hand(SCRIPT, is_over=False)
    assert not at_build.is_by_hand(SCRIPT, is_over=True)


def test_only_the_tree_that_has_a_configuration_is_installed() -> None:
    assert not told(PLAIN, PACKAGE).is_by_hand("q/tools/fetch.py", is_over=True)
    assert told(PACKAGE).is_by_hand(SCRIPT, is_over=True)


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("meson.build", b"project('tides')\nrun_command('python3', 'tools/fetch.py', check: true)\n"),
        ("CMakeLists.txt", b"execute_process(COMMAND ${Python_EXECUTABLE} ${CMAKE_SOURCE_DIR}/tools/fetch.py)\n"),
        ("CMakeLists.txt", b"execute_process(COMMAND python3 tools/fetch.py)\n"),
    ],
)
def test_a_script_that_a_build_of_machine_code_names_runs_there(file: str, text: bytes) -> None:
    assert told(PLAIN, PACKAGE).is_by_hand(SCRIPT, is_over=True)
    assert not told(PLAIN, PACKAGE, (f"p-1.0/{file}", text)).is_by_hand(SCRIPT, is_over=True)
