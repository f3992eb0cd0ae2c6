"""What the index's journal says about a case: quarantined, cleared, removed. Runs in the ledger's transaction."""

from bot.store.cases import remember, take_down
from bot.store.database import Database
from scanner.feed.events import EventKind, JournalEvent, kind_of

__all__ = ["follow_takedown"]

_WHOLE = frozenset(
    {EventKind.PROJECT_QUARANTINED, EventKind.PROJECT_REMOVED, EventKind.PROJECT_CLEARED, EventKind.RELEASE_CLEARED}
)
_PART = {EventKind.RELEASE_QUARANTINED, EventKind.RELEASE_REMOVED, EventKind.FILE_REMOVED}


async def follow_takedown(tx: Database, event: JournalEvent, *, now: float) -> int | None:
    """Move the project's case, if the event takes it down or brings it back; gives the case's number.

    An event about one release or file moves the case once all of its files are down; before that it is a line of
    history. To be called after the event itself is stored, which marks the uploads.
    """
    kind = kind_of(event)
    if kind in _WHOLE:
        return await take_down(tx, event.project, event.version, event.action, float(event.at), now=now)
    if kind not in _PART:
        return None
    standing = await tx.row(
        "SELECT c.id, sum(u.gone IS NULL) AS left, max(u.gone_at) AS at, sum(u.gone = 'quarantined') AS held, "
        "sum(u.gone_at = ? AND u.version = ?) AS touched FROM triage_case AS c "
        "JOIN case_upload AS cu ON cu.case_id = c.id JOIN upload AS u ON u.id = cu.upload_id "
        "WHERE c.project = ? GROUP BY c.id ORDER BY c.closed, c.id DESC LIMIT 1",
        (event.at, event.version, event.project),
    )
    if standing is None or not standing["touched"]:
        return None
    if standing["left"]:
        detail = f"PyPI: {event.action} {event.version}; {standing['left']} of the case's files are still there"
        await remember(tx, standing["id"], "partly down", detail, actor="PyPI", now=now)
        return None
    # The case's own words; the journal's string would speak of one file where all are gone.
    action = "quarantined" if standing["held"] else "removed"
    return await take_down(tx, event.project, None, action, float(event.at), now=now)
