"""What a project's past says about one upload: pure arithmetic over the index's page and the changelog's events."""

from collections.abc import Sequence

from scanner.feed.events import EventKind, JournalEvent, kind_of
from scanner.index import ProjectPage
from scanner.report import ReleaseFacts
from scanner.versions import same_version

__all__ = ["release_facts", "release_times"]

DAY = 86400.0
NEW_OWNER_DAYS = 14
# The creator becomes owner in the transaction that makes the project.
CREATION_SECONDS = 3600


def release_times(page: ProjectPage) -> dict[str, float]:
    """When each release's first file came (Unix seconds); releases without a time are left out."""
    times: dict[str, float] = {}
    for file in page.files:
        if file.uploaded_at is not None:
            times[file.version] = min(file.uploaded_at, times.get(file.version, file.uploaded_at))
    return times


def release_facts(
    page: ProjectPage, version: str, uploaded_at: float, events: Sequence[JournalEvent] = ()
) -> ReleaseFacts:
    """The facts for a file of ``version`` that was uploaded at ``uploaded_at``.

    ``events`` are those of this project, of any time: they know of releases that are removed by now and of new owners.
    A page of one release alone says nothing of the others; then only the events do.
    """
    events = _of_this_life(events)
    pages = release_times(page)
    own = min((at for name, at in pages.items() if same_version(name, version)), default=uploaded_at)
    others = {name: at for name, at in pages.items() if not same_version(name, version)}
    for event in events:
        if kind_of(event) is EventKind.RELEASE and event.version and not same_version(event.version, version):
            others.setdefault(event.version, float(event.at))
    before = {name: at for name, at in others.items() if at < own}
    created = [float(event.at) for event in events if kind_of(event) is EventKind.CREATE]
    known = page.whole or bool(created)
    born = min([own, *before.values(), *created])
    previous = max(before, key=lambda name: before[name], default=None)
    return ReleaseFacts(
        first_release=not before if known or before else None,
        project_age_days=max(uploaded_at - born, 0.0) / DAY if known or before else None,
        previous_version=previous,
        previous_upload_days=max(own - before[previous], 0.0) / DAY if previous else None,
        releases_last_day=1 + sum(own - DAY <= at <= own for at in others.values()),
        owners=page.owners,
        new_owner=_new_owner(events, born, uploaded_at),
    )


def _of_this_life(events: Sequence[JournalEvent]) -> Sequence[JournalEvent]:
    """Events since the name was last free: a removed project's past is not that of its successor."""
    removed = [index for index, event in enumerate(events) if kind_of(event) is EventKind.PROJECT_REMOVED]
    return events[removed[-1] + 1 :] if removed else events


def _new_owner(events: Sequence[JournalEvent], born: float, uploaded_at: float) -> bool | None:
    """Whether somebody was given the project lately; None where the events do not tell."""
    given = [event.at for event in events if kind_of(event) is EventKind.ROLE]
    if not given:
        return None
    return any(
        at > born + CREATION_SECONDS and uploaded_at - NEW_OWNER_DAYS * DAY <= at <= uploaded_at + 60 for at in given
    )
