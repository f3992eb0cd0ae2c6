"""Names that lean on popular ones, and the honest names that only look so."""

from pathlib import Path

import pytest

from scanner.report import ReleaseFacts
from scanner.signals.names import near_popular
from scanner.signals.popular import PopularNames, built_in, load_popular
from tests.scanner.signals.built import fired, wheel

_NAMES = (
    "requests beautifulsoup4 python-dateutil flask flask-login numpy cryptography colorama six psycopg2 "
    "opencv-python pillow urllib3"
)
POPULAR = PopularNames(_NAMES.split())


def near(name: str) -> str | None:
    found = near_popular(name, POPULAR)
    return found[0].name if found else None


@pytest.mark.parametrize(
    ("name", "signal"),
    [
        ("requsts", "name-typosquat"),
        ("reqeusts", "name-typosquat"),
        ("requestss", "name-typosquat"),
        ("rewuests", "name-keyboard-neighbour"),
        ("c0lorama", "name-homoglyph"),
        ("beautifulsoup-4", "name-separator"),
        ("pythondateutil", "name-separator"),
        ("dateutil-python", "name-word-order"),
        ("requests-lib", "name-combosquat"),
        ("pycolorama", "name-combosquat"),
        ("cryptogarphyy", "name-typosquat"),
    ],
)
def test_a_name_that_leans_on_a_popular_one_is_named_by_how_it_leans(name: str, signal: str) -> None:
    assert near(name) == signal


@pytest.mark.parametrize("name", ["requests", "Flask_Login", "NumPy"])
def test_a_popular_name_is_never_near_another(name: str) -> None:
    assert near(name) is None


@pytest.mark.parametrize("name", ["flask-tides", "requests-oauth-tides", "pytest-requests-tides"])
def test_plugins_carry_the_name_of_what_they_extend(name: str) -> None:
    assert near(name) is None


@pytest.mark.parametrize("name", ["sixx", "sx", "flsk"])
def test_short_names_are_near_to_everything_and_are_spared(name: str) -> None:
    assert near(name) is None


def test_generations_of_one_family_are_no_typosquats() -> None:
    assert near("psycopg3") is None


def test_the_built_in_list_knows_what_everybody_installs() -> None:
    names = built_in().names
    assert len(names) > 1000
    assert {"requests", "numpy", "django", "python-dateutil", "discord-py"} <= names
    assert near_popular("djagno", built_in()) is not None


def test_a_project_that_the_index_knows_as_popular_is_not_compared() -> None:
    data = wheel({"requestss/__init__.py": b""}, name="requestss")
    name = "requestss-1.0-py3-none-any.whl"
    assert "name-typosquat" in fired(name, data)
    assert "name-typosquat" not in fired(name, data, facts=ReleaseFacts(popular=True))


@pytest.mark.parametrize(
    "text",
    [
        '[{"project": "alpha-one", "download_count": 5}, {"project": "beta-two", "download_count": 9}]',
        '{"rows": [{"project": "alpha-one", "download_count": 5}, {"project": "beta-two", "download_count": 9}]}',
        "beta-two\nalpha-one\n",
    ],
)
def test_a_downloaded_list_is_read_in_each_of_its_forms_most_popular_first(tmp_path: Path, text: str) -> None:
    path = tmp_path / "top.json"
    path.write_text(text)
    assert load_popular(path).names == {"alpha-one", "beta-two"}
    assert load_popular(path, limit=1).names == {"beta-two"}


def test_a_file_that_is_no_popularity_list_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "top.json"
    path.write_text('{"nothing": 1}')
    with pytest.raises(ValueError, match="not a popularity list"):
        load_popular(path)
