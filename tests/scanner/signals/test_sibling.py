from bot.demo.packages import sdist, wheel
from scanner.report import Report, ScanJob
from scanner.ruleset import load_rules
from scanner.scan import scan
from scanner.signals.sibling import compare, is_other_kind

RULES = load_rules()
MODULES = {
    "pace/__init__.py": "from pace.steps import count\n",
    "pace/steps.py": "def count(path):\n    return len(path)\n",
    "pace/units.py": "KM = 1000\n",
}


def scanned(package) -> Report:
    return scan(ScanJob(filename=package.filename, data=package.data), RULES)


def said(of_wheel: dict[str, str], of_sdist: dict[str, str]) -> str | None:
    """What comparing a wheel with these modules to an sdist with those says."""
    one = scanned(wheel("pace", "1.0", of_wheel, "Counts steps"))
    other = scanned(sdist("pace", "1.0", of_sdist, "Counts steps"))
    found = compare(one.filename, one.listing, other.listing)
    back = compare(other.filename, other.listing, one.listing)
    assert (found and found.snippet) == (back and back.snippet)
    return found.snippet if found else None


def test_the_same_code_in_both_says_nothing() -> None:
    assert said(MODULES, {"setup.py": "from setuptools import setup\nsetup()\n", **MODULES}) is None


def test_a_src_layout_is_the_same_code() -> None:
    assert said(MODULES, {f"src/{name}": text for name, text in MODULES.items()}) is None


def test_line_ends_are_no_difference() -> None:
    assert said(MODULES, {name: text.replace("\n", "\r\n") for name, text in MODULES.items()}) is None


def test_a_module_that_only_the_wheel_has_is_named() -> None:
    assert said({**MODULES, "pace/_boot.py": "import os\n"}, MODULES) == "pace/_boot.py is only in the wheel"


def test_a_changed_module_is_named() -> None:
    assert said({**MODULES, "pace/units.py": "KM = 1000\nimport os\n"}, MODULES) == "pace/units.py differs"


def test_version_files_and_generated_code_are_no_difference() -> None:
    assert said({**MODULES, "pace/_version.py": "v = 1\n", "pace/api_pb2.py": "x = 1\n"}, MODULES) is None


def test_code_that_was_translated_as_a_whole_is_no_difference() -> None:
    assert said({name: f"# built\n{text}" for name, text in MODULES.items()}, MODULES) is None


def test_a_wheel_is_compared_with_an_sdist_and_not_with_another_wheel() -> None:
    assert is_other_kind("pace-1.0-py3-none-any.whl", "pace-1.0.tar.gz")
    assert not is_other_kind("pace-1.0-py3-none-any.whl", "pace-1.0-cp313-cp313-win32.whl")
