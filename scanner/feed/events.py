"""The changelog's events, and what each one means."""

import re
from enum import StrEnum

import msgspec
from packaging.utils import canonicalize_name

__all__ = ["EventKind", "JournalEvent", "added_file", "kind_of", "removed_file"]

_FILE = " file "
_ROLE_GIVEN = re.compile(r"(?:add|accepted) (?:Owner|Maintainer) ")


class EventKind(StrEnum):
    CREATE = "create"  # the project's row: a first upload, or a pending publisher whose release may never come
    RELEASE = "release"
    FILE = "file"
    ROLE = "role"  # somebody became owner or maintainer
    FILE_REMOVED = "file removed"
    RELEASE_REMOVED = "release removed"
    PROJECT_REMOVED = "project removed"
    RELEASE_QUARANTINED = "release quarantined"
    RELEASE_CLEARED = "release cleared"
    PROJECT_QUARANTINED = "project quarantined"
    PROJECT_CLEARED = "project cleared"
    OTHER = "other"  # yanks, other role changes, and what the index may yet invent


class JournalEvent(msgspec.Struct, frozen=True, array_like=True):
    """One row of PyPI's journal, as ``changelog_since_serial`` gives it.

    ``name`` is the name as registered. Events come by ``serial``, which has gaps; ``at`` (Unix seconds) is the start of
    the transaction and is no order.
    """

    name: str
    version: str | None
    at: int
    action: str
    serial: int

    @property
    def project(self) -> str:
        """The normalised name (PEP 503)."""
        return canonicalize_name(self.name)


_OF_PROJECT = {
    "create": EventKind.CREATE,
    "remove project": EventKind.PROJECT_REMOVED,
    "project quarantined": EventKind.PROJECT_QUARANTINED,
    "project quarantine cleared": EventKind.PROJECT_CLEARED,
}
_OF_RELEASE = {
    "new release": EventKind.RELEASE,
    "remove release": EventKind.RELEASE_REMOVED,
    "release quarantined": EventKind.RELEASE_QUARANTINED,
    "release quarantine cleared": EventKind.RELEASE_CLEARED,
}


def kind_of(event: JournalEvent) -> EventKind:
    """What happened. An action counts only with a version where it needs one: names of teams are free text."""
    if event.version is None:
        known = _OF_PROJECT.get(event.action)
        return known or (EventKind.ROLE if _ROLE_GIVEN.match(event.action) else EventKind.OTHER)
    if event.action.startswith("add ") and _FILE in event.action:
        return EventKind.FILE
    if event.action.startswith("remove file "):
        return EventKind.FILE_REMOVED
    return _OF_RELEASE.get(event.action, EventKind.OTHER)


def added_file(event: JournalEvent) -> str | None:
    """The name of the file that the event announces; None for every other event.

    It stands after the last " file ", since what comes before it is the uploader's own text. But so is a wheel's build
    tag, and the journal has "&#233;" for "é": the release's page has the last word on what it is called.
    """
    return event.action.rpartition(_FILE)[2] if kind_of(event) is EventKind.FILE else None


def removed_file(event: JournalEvent) -> str | None:
    """The name of the file that was removed alone; None for every other event."""
    return event.action.removeprefix("remove file ") if kind_of(event) is EventKind.FILE_REMOVED else None
