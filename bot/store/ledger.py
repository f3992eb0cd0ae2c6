"""The feed's events in the database, and the uploads that they announce. Runs inside the caller's transaction."""

from collections.abc import Sequence

from bot.store.database import Reader, Transaction
from bot.store.uploads import AFRESH
from scanner.feed.events import EventKind, JournalEvent, added_file, kind_of, removed_file

__all__ = [
    "FURTHER_FILE",
    "NEW_PROJECT",
    "NEW_RELEASE",
    "PERSON",
    "cursor",
    "forget_old",
    "project_events",
    "put_cursor",
    "put_watched_since",
    "store_events",
    "watched_since",
]

PERSON, NEW_PROJECT, NEW_RELEASE, FURTHER_FILE = range(4)

CURSOR = "feed.serial"
SINCE = "feed.since"
NEW_PROJECT_SECONDS = 86400  # a project counts as new for the first day of its life
EVENT_DAYS = 60  # the facts that events give look back two weeks
LISTING_DAYS = 15  # the index takes no more files for a release after two weeks
CARD_DAYS = 7  # for whoever looks into a delivery that went wrong; the case has the rest
REPORT_DAYS = 90  # clean reports serve as the baseline of the project's next release


async def cursor(db: Reader) -> int | None:
    """The serial of the last event that is stored; None before the first start."""
    value = await db.setting(CURSOR)
    return int(value) if value is not None else None


async def watched_since(db: Reader) -> float | None:
    """The time from which on the ledger is to be complete; None before the first start."""
    value = await db.setting(SINCE)
    return float(value) if value is not None else None


async def put_cursor(tx: Transaction, serial: int) -> None:
    await tx.put_setting(CURSOR, str(serial))


async def put_watched_since(tx: Transaction, at: float) -> None:
    """Said once, at the first start."""
    await tx.put_setting(SINCE, repr(at))


async def store_events(tx: Transaction, events: Sequence[JournalEvent], now: float) -> int:
    """Store events (ascending), the uploads that they announce and the cursor; gives the number of files announced.

    An upload that is in the ledger already (from RSS, or asked for by a person) only learns its serial.
    """
    files = 0
    for event in events:
        await tx.execute(
            "INSERT OR IGNORE INTO event (serial, project, version, at, action) VALUES (?, ?, ?, ?, ?)",
            (event.serial, event.project, event.version, event.at, event.action),
        )
        if filename := added_file(event):
            await _announce(tx, event, filename, now)
            files += 1
        else:
            await _mark_gone(tx, event)
    if events:
        await put_cursor(tx, events[-1].serial)
    return files


async def _announce(tx: Transaction, event: JournalEvent, filename: str, now: float) -> None:
    known = await tx.row(
        "SELECT id, serial, state FROM upload WHERE project = ? AND version = ? AND filename = ?",
        (event.project, event.version, filename),
    )
    priority = await _priority(tx, event)
    if known is None:
        await tx.execute(
            "INSERT INTO upload (project, name, version, filename, serial, source, priority, uploaded_at, seen_at) "
            "VALUES (?, ?, ?, ?, ?, 'changelog', ?, ?, ?)",
            (event.project, event.name, event.version, filename, event.serial, priority, event.at, now),
        )
        return
    if event.serial <= known["serial"]:
        return
    await tx.execute(
        "UPDATE upload SET serial = ?, name = ?, uploaded_at = ?, gone = NULL, gone_at = NULL WHERE id = ?",
        (event.serial, event.name, event.at, known["id"]),
    )
    # Known without an event: RSS or a person was first, and its scan stands. Otherwise the file came back.
    if known["serial"] or known["state"] in ("failed", "skipped"):
        await tx.execute(
            f"UPDATE upload SET state = 'seen', priority = ?, due_at = 0, {AFRESH} WHERE id = ?",  # noqa: S608
            (priority, known["id"]),
        )


async def _priority(tx: Transaction, event: JournalEvent) -> int:
    created = await tx.row(
        "SELECT 1 FROM event WHERE project = ? AND action = 'create' AND version IS NULL AND at >= ? LIMIT 1",
        (event.project, event.at - NEW_PROJECT_SECONDS),
    )
    if created is not None:
        return NEW_PROJECT
    seen = await tx.row(
        "SELECT 1 FROM upload WHERE project = ? AND version = ? LIMIT 1", (event.project, event.version)
    )
    return NEW_RELEASE if seen is None else FURTHER_FILE


_GONE: dict[EventKind, tuple[str, str]] = {
    EventKind.PROJECT_QUARANTINED: ("quarantined", ""),
    EventKind.PROJECT_REMOVED: ("removed", ""),
    EventKind.RELEASE_QUARANTINED: ("quarantined", "AND version = ?"),
    EventKind.RELEASE_REMOVED: ("removed", "AND version = ?"),
    EventKind.FILE_REMOVED: ("removed", "AND version = ? AND filename = ?"),
}


async def _mark_gone(tx: Transaction, event: JournalEvent) -> None:
    kind = kind_of(event)
    if kind in (EventKind.PROJECT_CLEARED, EventKind.RELEASE_CLEARED):
        # What was hidden before it could be fetched is there for the first time now.
        await tx.execute(
            "UPDATE upload SET gone = NULL, gone_at = NULL, "  # noqa: S608
            f"state = CASE state WHEN 'skipped' THEN 'seen' ELSE state END, due_at = 0, {AFRESH} "
            "WHERE project = ? AND gone = 'quarantined' AND (? IS NULL OR version = ?)",
            (event.project, event.version, event.version),
        )
    elif kind in _GONE:
        gone, which = _GONE[kind]
        scope = (event.version, removed_file(event))[: which.count("?")]
        await tx.execute(
            "UPDATE upload SET gone = ?, gone_at = coalesce(gone_at, ?) "  # noqa: S608
            f"WHERE project = ? AND (gone IS NULL OR gone = 'quarantined') {which}",
            (gone, event.at, event.project, *scope),
        )


async def project_events(db: Reader, project: str) -> list[JournalEvent]:
    """What the ledger knows of a project's past, oldest first."""
    rows = await db.rows(
        "SELECT version, at, action, serial FROM event WHERE project = ? ORDER BY serial DESC LIMIT 2000", (project,)
    )
    return [JournalEvent(project, row["version"], row["at"], row["action"], row["serial"]) for row in reversed(rows)]


async def forget_old(tx: Transaction, now: float) -> None:
    """Let go of what nothing looks at any more: old events, cards that are drawn, reports of old clean scans."""
    await tx.execute("DELETE FROM event WHERE at < ?", (now - EVENT_DAYS * 86400,))
    await tx.execute(
        "DELETE FROM outbox WHERE kind = 'card' AND state IN ('sent', 'cancelled') AND finished_at < ?",
        (now - CARD_DAYS * 86400,),
    )
    await tx.execute(
        "UPDATE upload SET report = NULL WHERE report IS NOT NULL AND verdict = 'clean' AND seen_at < ? "
        "AND NOT EXISTS (SELECT 1 FROM case_upload WHERE upload_id = upload.id)",
        (now - REPORT_DAYS * 86400,),
    )
    await tx.execute(
        "UPDATE upload SET listing = NULL WHERE listing IS NOT NULL AND seen_at < ?", (now - LISTING_DAYS * 86400,)
    )
