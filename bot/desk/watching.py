"""How the watch stands: what the database says, and what only the running parts know."""

import msgspec

from bot.settings import Settings
from bot.store.database import Database
from bot.store.notices import NoticeRow, standing

__all__ = ["FailedHour", "ReportTrouble", "Running", "Waiting", "Watch", "read_watch"]

DAY, HOUR = 86400.0, 3600.0


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """What the running parts know of themselves. Times are Unix seconds, None for "never" or "not so"."""

    started_at: float = 0.0
    last_poll_at: float | None = None  # the last one that succeeded
    last_event_at: float | None = None  # the index's clock
    feed_error: str | None = None  # while the newest poll failed
    rss_at: float | None = None
    rss_error: str | None = None
    gateway: bool | None = None  # None: no Discord
    gateway_down_since: float | None = None
    roles_missing: tuple[str, ...] = ()  # settings that name a role which the server does not have
    rules_digest: str = ""
    rules_refused: str | None = None  # why a changed set is not taken, while the running one stays
    rules_loaded_at: float | None = None  # the last reload; None: the set of the start
    walls_missing: tuple[str, ...] = ()
    credentials: str = "not checked yet"
    credentials_good: bool | None = None


class Waiting(msgspec.Struct, frozen=True):
    """Cards that are owed: how many, since when the oldest is, and what its last attempt met."""

    count: int
    since: float | None
    answer: str | None


class ReportTrouble(msgspec.Struct, frozen=True):
    """A report of the last day that failed, or whose arrival is not known."""

    row_id: int
    case_id: int
    project: str
    state: str
    answer: str


class FailedHour(msgspec.Struct, frozen=True):
    """Uploads that were given up within one hour (its number since 1970), with the reason that most have."""

    hour: int
    count: int
    reason: str


class Watch(msgspec.Struct, frozen=True, kw_only=True):
    """How the watch stands; ``queue`` counts uploads by state and ``outbox`` rows by "kind state"."""

    queue: dict[str, int]
    oldest_waiting_at: float | None
    last_upload_at: float | None
    last_scan_at: float | None
    outbox: dict[str, int]
    cards: Waiting
    reports: tuple[ReportTrouble, ...]
    failed: tuple[FailedHour, ...]  # of the last day, the newest first
    report_mode: str
    report_auto: str
    threshold: float
    rules: int
    running: Running
    problems: tuple[NoticeRow, ...]  # conditions that operators were told of, or will be


async def read_watch(db: Database, settings: Settings, running: Running, rules: int, now: float) -> Watch:
    """Read it all now; every query is answered by an index or concerns few rows."""
    queue = await db.rows("SELECT state, n FROM upload_count WHERE n > 0")
    outbox = await db.rows("SELECT kind || ' ' || state AS what, count(*) AS n FROM outbox GROUP BY kind, state")
    times = await db.row(
        # Without the word SQLite looks for the oldest among all uploads.
        "SELECT (SELECT min(seen_at) FROM upload INDEXED BY upload_due WHERE state IN ('seen', 'fetched')) AS waiting, "
        "(SELECT max(seen_at) FROM upload) AS seen, "
        "(SELECT scanned_at FROM upload WHERE scanned_at IS NOT NULL ORDER BY id DESC LIMIT 1) AS scanned"
    )
    return Watch(
        queue={row["state"]: row["n"] for row in queue},
        oldest_waiting_at=times["waiting"] if times else None,
        last_upload_at=times["seen"] if times else None,
        last_scan_at=times["scanned"] if times else None,
        outbox={row["what"]: row["n"] for row in outbox},
        cards=await _cards(db),
        reports=await _reports(db, now),
        failed=await _failed(db, now),
        report_mode=settings.report.mode,
        report_auto=settings.report.auto,
        threshold=settings.scan.threshold,
        rules=rules,
        running=running,
        problems=tuple(await standing(db)),
    )


async def _cards(db: Database) -> Waiting:
    row = await db.row(
        "SELECT count(*) AS n, min(created_at) AS since FROM outbox WHERE kind = 'card' AND state IN ('due', 'sending')"
    )
    tried = await db.row(
        "SELECT answer FROM outbox WHERE kind = 'card' AND state IN ('due', 'sending') AND answer IS NOT NULL "
        "ORDER BY created_at LIMIT 1"
    )
    return Waiting(row["n"] if row else 0, row["since"] if row else None, tried["answer"] if tried else None)


async def _reports(db: Database, now: float) -> tuple[ReportTrouble, ...]:
    rows = await db.rows(
        "SELECT o.id AS row_id, o.case_id, c.project, o.state, coalesce(o.answer, '') AS answer FROM outbox AS o "
        "JOIN triage_case AS c ON c.id = o.case_id WHERE o.kind = 'observation' AND o.state IN ('failed', 'unknown') "
        "AND o.finished_at >= ? ORDER BY o.id",
        (now - DAY,),
    )
    return tuple(ReportTrouble(**{name: row[name] for name in ReportTrouble.__struct_fields__}) for row in rows)


async def _failed(db: Database, now: float) -> tuple[FailedHour, ...]:
    rows = await db.rows(
        "SELECT CAST(failed_at / 3600 AS INTEGER) AS hour, coalesce(reason, '') AS reason, count(*) AS n FROM upload "
        "WHERE state = 'failed' AND failed_at >= ? GROUP BY hour, reason ORDER BY hour DESC, n DESC",
        (now - DAY,),
    )
    hours: dict[int, FailedHour] = {}
    for row in rows:
        known = hours.get(row["hour"])
        count = row["n"] + (known.count if known else 0)
        hours[row["hour"]] = FailedHour(row["hour"], count, known.reason if known else row["reason"])
    return tuple(hours.values())
