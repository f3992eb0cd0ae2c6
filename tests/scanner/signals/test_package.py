"""Metadata, versions, history, and the shape of small packages."""

import pytest

from scanner.report import ReleaseFacts
from tests.scanner.signals.built import CODE, METADATA, SDIST, WHEEL, findings, fired, sdist, wheel

SETUP = b"from setuptools import setup\nsetup(name='tidetables')\n"


def test_an_ordinary_wheel_and_an_ordinary_sdist_fire_nothing() -> None:
    assert fired(WHEEL, wheel(CODE)) == set()
    assert fired(SDIST, sdist({**CODE, "setup.py": SETUP, "tests/test_tides.py": b"def test(): pass\n"})) == set()


@pytest.mark.parametrize("version", ["99.0.1", "999.9.9", "9999.0", "1000.0.5", "1337.0.2"])
def test_a_version_that_outbids_every_source_fires(version: str) -> None:
    assert "version-outbids" in fired(f"tidetables-{version}.tar.gz", sdist(CODE))


@pytest.mark.parametrize("version", ["2026.11.23", "26.1", "20260101", "12.0", "9.9.1", "30.0.0"])
def test_calendars_and_old_projects_do_not_outbid(version: str) -> None:
    assert "version-outbids" not in fired(f"tidetables-{version}.tar.gz", sdist(CODE))


def test_metadata_that_says_nothing_is_empty() -> None:
    nothing = "Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n"
    assert {"metadata-empty", "metadata-no-author"} <= fired(SDIST, sdist(CODE, metadata=nothing))


def test_the_home_page_of_a_popular_project_is_borrowed_trust() -> None:
    borrowed = METADATA.replace("https://quill.example.org/tides", "https://github.com/psf/requests")
    assert "metadata-borrowed-home-page" in fired(SDIST, sdist(CODE, metadata=borrowed))


def test_a_plugin_may_point_at_what_it_extends() -> None:
    home = METADATA.replace("https://quill.example.org/tides", "https://github.com/psf/requests")
    data = sdist(CODE, name="requests-tides", metadata=home)
    assert "metadata-borrowed-home-page" not in fired("requests-tides-1.0.tar.gz", data)


def test_a_readme_titled_with_a_popular_name_is_copied() -> None:
    assert "metadata-copied-description" in fired(
        SDIST, sdist(CODE, metadata=METADATA.replace("# {name}", "# colorama"))
    )


@pytest.mark.parametrize("mail", ["x@mailinator.com", "y@yopmail.com"])
def test_a_throw_away_address_fires(mail: str) -> None:
    stated = METADATA.replace("ada@quill.example.org", mail)
    assert "metadata-disposable-mail" in fired(SDIST, sdist(CODE, metadata=stated))


def test_metadata_of_another_project_fires() -> None:
    assert "metadata-name-differs" in fired(
        SDIST, sdist(CODE, metadata=METADATA.replace("Name: {name}", "Name: other"))
    )


def test_an_unread_archive_is_not_blamed_for_missing_metadata() -> None:
    assert "metadata-absent" not in fired(SDIST, b"")


def test_an_install_hook_in_a_tiny_package_fires_and_in_a_grown_one_does_not() -> None:
    hook = b"class Now(install):\n    pass\nsetup(cmdclass={'install': Now})\n"
    assert "shape-tiny-with-hook" in fired(SDIST, sdist({"setup.py": hook, "tidetables/__init__.py": b""}))
    grown = {f"tidetables/harbour{number}.py": b"HEIGHT = 1\n" * 200 for number in range(8)}
    assert "shape-tiny-with-hook" not in fired(SDIST, sdist({"setup.py": hook, **grown}))


def test_setup_without_any_other_code_fires() -> None:
    assert "shape-setup-only" in fired(SDIST, sdist({"setup.py": SETUP}))


def test_one_huge_literal_in_a_small_package_fires() -> None:
    packed = b"payload = '" + b"QUJD" * 2000 + b"'\n"
    assert "shape-huge-literal" in fired(SDIST, sdist({"tidetables/__init__.py": packed}))
    many = {f"tidetables/harbour{number}.py": b"HEIGHT = 1\n" * 20 for number in range(20)}
    assert "shape-huge-literal" not in fired(SDIST, sdist({"tidetables/__init__.py": packed, **many}))


@pytest.mark.parametrize(
    ("facts", "signal"),
    [
        (ReleaseFacts(first_release=True), "history-first-release"),
        (ReleaseFacts(first_release=False, project_age_days=3), "history-young-project"),
        (ReleaseFacts(previous_version="0.9", previous_upload_days=900), "history-dormant"),
        (ReleaseFacts(releases_last_day=6), "history-burst"),
        (ReleaseFacts(new_owner=True), "history-new-owner"),
        (ReleaseFacts(previous_version="0.2"), "version-jump"),
    ],
)
def test_what_the_index_knows_of_the_past_fires(facts: ReleaseFacts, signal: str) -> None:
    assert signal in fired("tidetables-30.0.tar.gz", sdist(CODE), facts=facts)


def test_unknown_facts_fire_nothing() -> None:
    assert not [f for f in findings(SDIST, sdist(CODE), facts=ReleaseFacts()) if f.behaviour == "history"]


def test_a_finding_names_its_evidence_and_keeps_its_fingerprint_over_releases() -> None:
    first = findings("requestss-1.0.tar.gz", sdist(CODE, name="requestss"))[0]
    second = findings("requestss-1.1.tar.gz", sdist(CODE, name="requestss"))[0]
    assert first.rule == "name-typosquat"
    assert "requests" in first.snippet
    assert first.fingerprint == second.fingerprint


@pytest.mark.parametrize(
    ("stated", "fires"),
    [
        ("reqeusts (>=2)", True),
        ("requests (>=2)", False),
        ("requests-mock", False),
        ("tide-tables; extra == 'moon'", False),
    ],
)
def test_a_dependency_a_slip_away_from_a_popular_name_fires(stated: str, fires: bool) -> None:
    metadata = METADATA.replace("Author: Ada", f"Requires-Dist: {stated}\nAuthor: Ada")
    assert ("dependency-near-popular" in fired(SDIST, sdist(CODE, metadata=metadata))) is fires


def test_a_listed_requirement_counts_like_a_stated_one() -> None:
    listed = {**CODE, "tidetables.egg-info/requires.txt": b"numpy>=1\nreqeusts>=2\n"}
    assert "dependency-near-popular" in fired(SDIST, sdist(listed))


def test_a_package_without_code_is_hollow_and_one_of_data_is_not() -> None:
    assert "shape-hollow" in fired(WHEEL, wheel({"tidetables/__init__.py": b"version = 1\n"}))
    data = wheel({"tidetables/__init__.py": b"version = 1\n", "tidetables/tides.csv": b"1,2\n" * 200})
    assert "shape-hollow" not in fired(WHEEL, data)
