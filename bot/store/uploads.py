"""How far each upload has come: ``seen -> fetched -> scanned``, or ``failed`` or ``skipped`` with a reason.

The scan loop alone claims rows. A claim is on disk before work begins and is let go with the outcome, so a row that is
claimed at a start is one that the last process was working on.
"""

import sqlite3
import zlib
from collections.abc import Iterable
from typing import Literal

import msgspec

from bot.store.database import Database, Reader, Transaction
from scanner.index import RemoteFile
from scanner.report import ReleaseFacts, Report
from scanner.signals.sibling import is_other_kind

__all__ = [
    "AFRESH",
    "CRASHES",
    "Source",
    "Upload",
    "UploadState",
    "add_uploads",
    "claim",
    "failed",
    "fetched",
    "files_known",
    "in_open_case",
    "last_report",
    "later",
    "load_upload",
    "next_due",
    "put_back",
    "put_listing",
    "release_claims",
    "releases_known",
    "scanned",
    "sibling_listing",
    "skipped",
    "unclaim",
]

UploadState = Literal["seen", "fetched", "scanned", "failed", "skipped"]
Source = Literal["changelog", "rss", "person"]

# Hostile content runs only in workers, so that a process that ends again and again over one file is close to
# impossible; but then it must not end for ever.
CRASHES = 10


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """A row of the ledger, without its report. Times are Unix seconds; ``uploaded_at`` is the index's clock.

    ``attempts`` counts claims since the start or since it was asked for, this one included; ``fault`` is the kind of
    fault that was met last, and ``fault_at`` when that kind began.
    """

    id: int
    project: str
    name: str
    version: str
    filename: str
    serial: int
    source: Source
    priority: int
    uploaded_at: float
    seen_at: float
    state: UploadState
    reason: str | None
    fault: str | None
    fault_at: float | None
    attempts: int
    due_at: float
    url: str | None
    size: int | None
    sha256: str | None
    blake2b_256: str | None
    facts: str | None
    verdict: str | None
    score: float | None
    gone: str | None


_COLUMNS = ", ".join(Upload.__struct_fields__)
_WAITING = "state IN ('seen', 'fetched')"
_FITS = "coalesce(size, 0) <= coalesce(?, size, 0)"
# Nothing that was met before counts.
AFRESH = "attempts = 0, fault = NULL, fault_at = NULL"


def _upload(row: sqlite3.Row) -> Upload:
    return Upload(**{name: row[name] for name in Upload.__struct_fields__})


async def add_uploads(
    tx: Transaction,
    files: Iterable[RemoteFile],
    name: str,
    *,
    source: Source,
    priority: int,
    again: bool = False,
    now: float,
) -> int:
    """Announce files that no event has announced (yet); gives how many now wait that did not before.

    ``source`` is what led to the release.
    ``again`` also puts files back into the queue that are done with, and brings forward those that wait.
    """
    changed = 0
    for file in files:
        changed += await tx.execute(
            "INSERT INTO upload (project, name, version, filename, source, priority, uploaded_at, seen_at) "  # noqa: S608
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (project, version, filename) DO UPDATE SET "
            f"priority = excluded.priority, due_at = 0, crashes = 0, reason = NULL, {AFRESH}, "
            f"state = CASE WHEN {_WAITING} THEN state ELSE 'seen' END WHERE ?",
            (file.project, name, file.version, file.filename, source, priority, file.uploaded_at or now, now, again),
        )
    return changed


async def claim(db: Database, now: float, *, largest: int | None = None) -> Upload | None:
    """Take the next due upload, in a transaction of its own; None when nothing is due.

    By priority, the newest first within it: a backlog does not hold up what is uploaded now, and nothing is dropped.
    With ``largest`` those stay that are known to have more bytes.
    """
    async with db.transaction() as tx:
        row = await tx.row(
            # Without the word SQLite reads and sorts all that wait.
            f"SELECT id FROM upload INDEXED BY upload_due WHERE {_WAITING} AND claimed_at IS NULL AND due_at <= ? "  # noqa: S608
            f"AND {_FITS} ORDER BY crashes, priority, id DESC LIMIT 1",
            (now, largest),
        )
        if row is None:
            return None
        await tx.execute("UPDATE upload SET claimed_at = ?, attempts = attempts + 1 WHERE id = ?", (now, row["id"]))
        return await load_upload(tx, row["id"])


async def load_upload(db: Reader, upload_id: int) -> Upload | None:
    row = await db.row(f"SELECT {_COLUMNS} FROM upload WHERE id = ?", (upload_id,))  # noqa: S608
    return _upload(row) if row else None


async def next_due(db: Reader, *, largest: int | None = None) -> float | None:
    """When the next unclaimed upload is due, see ``claim``; None when nothing waits."""
    row = await db.row(
        f"SELECT min(due_at) AS at FROM upload WHERE {_WAITING} AND claimed_at IS NULL AND {_FITS}",  # noqa: S608
        (largest,),
    )
    return row["at"] if row else None


async def release_claims(tx: Transaction, *, now: float) -> tuple[int, int]:
    """Let go of what a process that ended was working on; gives how many are tried again, and how many given up.

    Faults that the process before met say nothing of now.
    """
    await tx.execute(f"UPDATE upload SET {AFRESH} WHERE {_WAITING}")  # noqa: S608
    held = await tx.execute(
        "UPDATE upload SET claimed_at = NULL, crashes = crashes + 1 "  # noqa: S608
        f"WHERE {_WAITING} AND claimed_at IS NOT NULL"
    )
    lost = await tx.execute(
        "UPDATE upload SET state = 'failed', reason = ?, failed_at = ? "  # noqa: S608
        f"WHERE {_WAITING} AND crashes >= ?",
        (f"the process ended {CRASHES} times while working on it", now, CRASHES),
    )
    return held - lost, lost


async def unclaim(tx: Transaction, upload_ids: Iterable[int], *, due_at: float = 0.0) -> None:
    """Let go of claims in good order, as at a stop."""
    for upload_id in upload_ids:
        await tx.execute(
            "UPDATE upload SET claimed_at = NULL, attempts = attempts - 1, due_at = max(due_at, ?) WHERE id = ?",
            (due_at, upload_id),
        )


async def put_back(tx: Transaction, upload_id: int, size: int) -> None:
    """Let go of a file for which there is no room yet; from now on its size is known."""
    await tx.execute(
        "UPDATE upload SET claimed_at = NULL, attempts = attempts - 1, size = ? WHERE id = ?", (size, upload_id)
    )


async def fetched(tx: Transaction, upload_id: int, file: RemoteFile, facts: ReleaseFacts, now: float) -> None:
    """The file is here and is what the index lists. The claim stays: its bytes are held by whoever fetched it."""
    await tx.execute(
        "UPDATE upload SET state = 'fetched', url = ?, size = ?, sha256 = ?, blake2b_256 = ?, facts = ?, "
        "uploaded_at = coalesce(?, uploaded_at), fetched_at = ?, reason = NULL WHERE id = ?",
        (
            file.url,
            file.size,
            file.sha256,
            file.blake2b_256,
            msgspec.json.encode(facts).decode(),
            file.uploaded_at,
            now,
            upload_id,
        ),
    )


async def scanned(tx: Transaction, upload_id: int, report: Report, *, reason: str | None = None, now: float) -> None:
    """The scan is done; ``reason`` says why it is incomplete, where it is."""
    await _put_report(tx, upload_id, "scanned", report, reason, now)


async def failed(tx: Transaction, upload_id: int, reason: str, *, report: Report | None = None, now: float) -> None:
    """Nothing more will be tried; ``report`` holds what a failed scan found all the same."""
    if report is not None:
        await _put_report(tx, upload_id, "failed", report, reason, now)
    else:
        await _end(tx, upload_id, "failed", reason)
    await tx.execute("UPDATE upload SET failed_at = ? WHERE id = ?", (now, upload_id))


async def skipped(tx: Transaction, upload_id: int, reason: str) -> None:
    """There is nothing to scan, or it must not be: gone, or too big."""
    await _end(tx, upload_id, "skipped", reason)


async def later(tx: Transaction, upload_id: int, reason: str, due_at: float, *, fault: str, fault_at: float) -> None:
    """Try again at ``due_at``, after a ``fault`` of a kind that was first met at ``fault_at``."""
    await tx.execute(
        "UPDATE upload SET claimed_at = NULL, reason = ?, due_at = ?, fault = ?, fault_at = ? WHERE id = ?",
        (reason, due_at, fault, fault_at, upload_id),
    )


async def _end(tx: Transaction, upload_id: int, state: UploadState, reason: str) -> None:
    await tx.execute(
        "UPDATE upload SET claimed_at = NULL, state = ?, reason = ? WHERE id = ?", (state, reason, upload_id)
    )


async def _put_report(
    tx: Transaction, upload_id: int, state: UploadState, report: Report, reason: str | None, now: float
) -> None:
    await tx.execute(
        "UPDATE upload SET claimed_at = NULL, state = ?, reason = ?, scanned_at = ?, verdict = ?, score = ?, "
        "complete = ?, report = ?, sha256 = coalesce(nullif(?, ''), sha256), "
        "blake2b_256 = coalesce(nullif(?, ''), blake2b_256) WHERE id = ?",
        (
            state,
            reason,
            now,
            report.verdict,
            report.score,
            int(report.complete),
            msgspec.json.encode(msgspec.structs.replace(report, listing={})).decode(),
            report.sha256,
            report.blake2b_256,
            upload_id,
        ),
    )


async def put_listing(tx: Transaction, upload_id: int, listing: dict[str, bytes]) -> None:
    """Keep ``Report.listing`` for the scan of the release's other files."""
    await tx.execute(
        "UPDATE upload SET listing = ? WHERE id = ?", (zlib.compress(msgspec.msgpack.encode(listing)), upload_id)
    )


async def sibling_listing(db: Reader, upload: Upload) -> dict[str, bytes]:
    """``Report.listing`` of the release's sdist for a wheel, of a wheel for the sdist; empty where none is known."""
    rows = await db.rows(
        "SELECT filename, listing FROM upload WHERE project = ? AND version = ? AND listing IS NOT NULL ORDER BY id",
        (upload.project, upload.version),
    )
    for row in rows:
        if is_other_kind(row["filename"], upload.filename):
            return msgspec.msgpack.decode(zlib.decompress(row["listing"]), type=dict[str, bytes])
    return {}


async def last_report(db: Reader, project: str, version: str) -> list[Report]:
    """The reports of a release's files that were scanned whole, for comparing the next release with."""
    rows = await db.rows(
        "SELECT report FROM upload WHERE project = ? AND version = ? AND state = 'scanned' AND complete = 1 "
        "AND report IS NOT NULL ORDER BY id",
        (project, version),
    )
    return [msgspec.json.decode(row["report"], type=Report) for row in rows]


async def in_open_case(db: Reader, upload_id: int) -> bool:
    """Whether people are looking at this upload: then a new scan of it is news, whatever it says."""
    row = await db.row(
        "SELECT 1 FROM case_upload AS cu JOIN triage_case AS c ON c.id = cu.case_id "
        "WHERE cu.upload_id = ? AND c.closed = 0",
        (upload_id,),
    )
    return row is not None


async def files_known(db: Reader, project: str, version: str) -> set[str]:
    """The names of a release's files that the ledger has."""
    rows = await db.rows("SELECT filename FROM upload WHERE project = ? AND version = ?", (project, version))
    return {row["filename"] for row in rows}


async def releases_known(db: Reader, releases: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Which of these (normalised project, version) have a file in the ledger."""
    found: set[tuple[str, str]] = set()
    for project, version in releases:
        if await db.row("SELECT 1 FROM upload WHERE project = ? AND version = ? LIMIT 1", (project, version)):
            found.add((project, version))
    return found
