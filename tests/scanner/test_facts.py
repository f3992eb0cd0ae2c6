import pytest

from scanner.facts import release_facts
from scanner.feed import JournalEvent
from scanner.index import ProjectPage, RemoteFile

NOW = 1_800_000_000.0
DAY = 86400.0


def page(*releases: tuple[str, float], whole: bool = True) -> ProjectPage:
    files = tuple(
        RemoteFile(
            project="x",
            version=version,
            filename=f"x-{version}.tar.gz",
            url="https://files.example.org/x",
            sha256="",
            uploaded_at=NOW - days * DAY,
        )
        for version, days in releases
    )
    return ProjectPage(project="x", serial=1, status="active", files=files, whole=whole)


def event(action: str, days: float, version: str | None = None, serial: int = 1) -> JournalEvent:
    return JournalEvent("x", version, int(NOW - days * DAY), action, serial)


def test_a_projects_first_release() -> None:
    facts = release_facts(page(("1.0", 0)), "1.0", NOW)
    assert (facts.first_release, facts.project_age_days, facts.previous_version) == (True, 0.0, None)
    assert facts.releases_last_day == 1


def test_a_release_after_a_long_silence() -> None:
    facts = release_facts(page(("1.0", 900), ("1.1", 500), ("2.0", 0)), "2.0", NOW)
    assert facts.first_release is False
    assert facts.previous_version == "1.1"
    assert facts.previous_upload_days == pytest.approx(500)
    assert facts.project_age_days == pytest.approx(900)


def test_a_later_file_of_an_old_release_is_measured_by_its_release() -> None:
    facts = release_facts(page(("1.0", 10), ("1.1", 5), ("2.0", 1)), "1.1", NOW)
    assert facts.previous_version == "1.0"


def test_releases_that_were_removed_again_still_count() -> None:
    events = [event("new release", 0.2, "0.9"), event("new release", 0.1, "0.9.1"), event("new release", 0, "1.0")]
    facts = release_facts(page(("1.0", 0)), "1.0", NOW, events)
    assert facts.releases_last_day == 3
    assert facts.first_release is False


def test_a_name_that_was_free_again_has_no_past() -> None:
    events = [event("new release", 300, "0.9"), event("remove project", 200), event("create", 0)]
    assert release_facts(page(("1.0", 0)), "1.0", NOW, events).first_release is True


def test_a_page_of_one_release_says_nothing_of_the_past() -> None:
    facts = release_facts(page(("1.0", 0), whole=False), "1.0", NOW)
    assert facts.first_release is None and facts.project_age_days is None


@pytest.mark.parametrize(("days", "new"), [(3, True), (20, False)])
def test_an_owner_of_the_last_two_weeks_is_new(days: float, new: bool) -> None:
    facts = release_facts(page(("1.0", 400), ("1.1", 0)), "1.1", NOW, [event("add Owner mallory", days)])
    assert facts.new_owner is new


def test_the_creator_is_no_new_owner() -> None:
    events = [event("create", 2), event("add Owner ada", 2)]
    assert release_facts(page(("1.0", 2), ("1.1", 0)), "1.1", NOW, events).new_owner is False
