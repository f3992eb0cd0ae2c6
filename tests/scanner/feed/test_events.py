import pytest

from scanner.feed import EventKind, JournalEvent, added_file, kind_of, removed_file


def event(action: str, version: str | None = "1.0") -> JournalEvent:
    return JournalEvent("Example.Pkg", version, 1_788_256_800, action, 40_000_004)


@pytest.mark.parametrize(
    ("action", "filename"),
    [
        ("add py3 file examplepkg-0.1.0-py3-none-any.whl", "examplepkg-0.1.0-py3-none-any.whl"),
        ("add source file examplepkg-0.1.0.tar.gz", "examplepkg-0.1.0.tar.gz"),
        ("add py2.py3 file decoy.whl file real-1.0-py3-none-any.whl", "real-1.0-py3-none-any.whl"),
        ("add py 3 file spaced-1.0-py3-none-any.whl", "spaced-1.0-py3-none-any.whl"),
        ("add  file unsaid-1.0-py3-none-any.whl", "unsaid-1.0-py3-none-any.whl"),
    ],
)
def test_a_files_name_stands_after_the_last_file(action: str, filename: str) -> None:
    assert kind_of(event(action)) is EventKind.FILE
    assert added_file(event(action)) == filename


def test_a_team_that_is_called_like_a_file_is_no_file() -> None:
    forged = event("add Owner file evil-1.0-py3-none-any.whl", version=None)
    assert kind_of(forged) is EventKind.ROLE
    assert added_file(forged) is None


@pytest.mark.parametrize(
    ("action", "version", "kind"),
    [
        ("create", None, EventKind.CREATE),
        ("new release", "1.0", EventKind.RELEASE),
        ("new release", None, EventKind.OTHER),
        ("add Maintainer bob", None, EventKind.ROLE),
        ("accepted Owner bob", None, EventKind.ROLE),
        ("remove Owner bob", None, EventKind.OTHER),
        ("yank release", "1.0", EventKind.OTHER),
        ("remove release", "1.0", EventKind.RELEASE_REMOVED),
        ("remove file x-1.0.tar.gz", "1.0", EventKind.FILE_REMOVED),
        ("remove project", None, EventKind.PROJECT_REMOVED),
        ("project quarantined", None, EventKind.PROJECT_QUARANTINED),
        ("project quarantine cleared", None, EventKind.PROJECT_CLEARED),
        ("release quarantined", "1.0", EventKind.RELEASE_QUARANTINED),
        ("release quarantine cleared", "1.0", EventKind.RELEASE_CLEARED),
        ("what the index invents next", "1.0", EventKind.OTHER),
    ],
)
def test_every_action_has_its_kind(action: str, version: str | None, kind: EventKind) -> None:
    assert kind_of(event(action, version)) is kind


def test_a_removed_file_is_named_and_a_project_is_normalised() -> None:
    assert removed_file(event("remove file x-1.0.tar.gz")) == "x-1.0.tar.gz"
    assert event("create", None).project == "example-pkg"
