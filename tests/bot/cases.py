"""Reports, uploads and cases to test with; nothing in them is a real package."""

import contextlib
import itertools
import sqlite3
from pathlib import Path

import msgspec

from bot.store.cases import record_report
from bot.store.database import Database
from scanner.report import Finding, ReleaseFacts, Report, Scope

__all__ = ["add_upload", "damage", "finding", "open_case", "report"]

T0 = 1_800_000_000.0
_serials = itertools.count(1)


def finding(rule: str = "exec_decoded_payload", **changes: object) -> Finding:
    values: dict[str, object] = {
        "rule": rule,
        "behaviour": "execution",
        "description": "runs code that it decodes first",
        "points": 6.0,
        "member": "setup.py",
        "layers": ("base64", "zlib"),
        "line": 7,
        "snippet": "exec(zlib.decompress(base64.b64decode(P)))",
        "scope": Scope.SETUP,
        "fingerprint": f"{rule}:1",
    }
    return Finding(**(values | changes))  # pyright: ignore[reportArgumentType]


def report(project: str = "examplepkg", version: str = "1.0", **changes: object) -> Report:
    values: dict[str, object] = {
        "project": project,
        "version": version,
        "filename": f"{project}-{version}.tar.gz",
        "sha256": "0" * 64,
        "blake2b_256": "ab" * 32,
        "verdict": "alert",
        "score": 0.97,
        "complete": True,
        "findings": (finding(),),
        "members": 4,
        "bytes": 9000,
        "seconds": 0.02,
    }
    return Report(**(values | changes))  # pyright: ignore[reportArgumentType]


async def add_upload(tx: Database, scanned: Report, *, now: float = T0) -> int:
    """A scanned row of the ledger, with the report in it."""
    return await tx.insert(
        "INSERT INTO upload (project, name, version, filename, serial, source, uploaded_at, seen_at, state, url, size, "
        "sha256, blake2b_256, scanned_at, verdict, score, complete, report) "
        "VALUES (?, ?, ?, ?, ?, 'changelog', ?, ?, 'scanned', ?, 4096, ?, ?, ?, ?, ?, ?, ?)",
        (
            scanned.project,
            scanned.project,
            scanned.version,
            scanned.filename,
            next(_serials),
            now - 4,
            now - 3,
            f"https://files.example.org/packages/ab/ab/{'ab' * 30}/{scanned.filename}",
            scanned.sha256,
            scanned.blake2b_256,
            now,
            scanned.verdict,
            scanned.score,
            int(scanned.complete),
            msgspec.json.encode(scanned).decode(),
        ),
    )


async def open_case(
    db: Database, scanned: Report | None = None, *, facts: ReleaseFacts | None = None, now: float = T0
) -> int:
    """What the scan loop does with a report over the threshold; gives the case's number."""
    scanned = scanned or report()
    async with db.transaction() as tx:
        upload_id = await add_upload(tx, scanned, now=now)
        return await record_report(tx, upload_id, scanned, facts=facts, now=now)


async def open_database(folder: Path) -> Database:
    return await Database.open(folder / "meerkat.db")


def damage(path: Path, table: str) -> None:
    """Overwrite the first page of a table."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        page = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).fetchone()[0]
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
