"""What the index's journal says about a case: quarantined, cleared, removed. Runs in the ledger's transaction."""

from bot.store.cases import followed, remember, take_down
from bot.store.database import Transaction
from scanner.feed.events import EventKind, JournalEvent, kind_of

__all__ = ["follow_takedown"]

_WHOLE = frozenset(
    {EventKind.PROJECT_QUARANTINED, EventKind.PROJECT_REMOVED, EventKind.PROJECT_CLEARED, EventKind.RELEASE_CLEARED}
)
_PART = {EventKind.RELEASE_QUARANTINED, EventKind.RELEASE_REMOVED, EventKind.FILE_REMOVED}


async def follow_takedown(tx: Transaction, event: JournalEvent, *, now: float) -> int | None:
    """Move the project's cases that the event takes down or brings back; gives the newest one's number.

    An event about one release or file moves a case once all of its files are down; before that it is a line of
    history. To be called after the event itself is stored, which marks the uploads.
    """
    kind = kind_of(event)
    if kind in _WHOLE:
        return await take_down(tx, event.project, event.version, event.action, float(event.at), now=now)
    if kind not in _PART:
        return None
    moved = [
        case["id"] for case in await followed(tx, event.project) if await _follow_part(tx, case["id"], event, now=now)
    ]
    return moved[0] if moved else None


async def _follow_part(tx: Transaction, case_id: int, event: JournalEvent, *, now: float) -> int | None:
    standing = await tx.row(
        "SELECT sum(u.gone IS NULL) AS left, sum(u.gone = 'quarantined') AS held, "
        "sum(u.gone_at = ? AND u.version = ?) AS touched "
        "FROM case_upload AS cu JOIN upload AS u ON u.id = cu.upload_id WHERE cu.case_id = ?",
        (event.at, event.version, case_id),
    )
    if standing is None or not standing["touched"]:
        return None
    if standing["left"]:
        detail = f"PyPI: {event.action} {event.version}; {standing['left']} of the case's files are still there"
        await remember(tx, case_id, "partly down", detail, actor="PyPI", now=now)
        return None
    # The case's own words; the journal's string would speak of one file where all are gone.
    action = "quarantined" if standing["held"] else "removed"
    return await take_down(tx, event.project, None, action, float(event.at), now=now, only=case_id)
