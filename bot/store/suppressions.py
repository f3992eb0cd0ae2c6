"""Evidence that people found harmless: rule and fingerprint, for one project or any, with who, why and an expiry."""

import json
import sqlite3

import msgspec

from bot.store.database import Reader, Transaction

__all__ = [
    "DISMISSAL_DAYS",
    "Suppression",
    "SuppressionLine",
    "SuppressionList",
    "end_suppression",
    "list_suppressions",
    "load_suppression",
    "suppress",
    "suppress_case_evidence",
    "suppressed_fingerprints",
    "unsuppress_case",
]

# Half a year: long enough that honest packages stay quiet, short enough that nobody's mistake lasts for ever.
DISMISSAL_DAYS = 180


class Suppression(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    rule: str
    fingerprint: str
    project: str | None  # None: any project
    case_id: int | None
    actor: str
    reason: str
    created_at: float
    expires_at: float
    ended_at: float | None


class SuppressionLine(msgspec.Struct, frozen=True, kw_only=True):
    """Evidence that was quieted together: ``count`` pieces, numbered from ``first`` to ``last``."""

    first: int
    last: int
    count: int
    rules: tuple[str, ...]
    project: str | None
    case_id: int | None
    actor: str
    reason: str
    expires_at: float


class SuppressionList(msgspec.Struct, frozen=True):
    """``count`` is of all suppressions in question, ``left`` of the lines that are not here."""

    lines: tuple[SuppressionLine, ...]
    count: int
    left: int


def _suppression(row: sqlite3.Row) -> Suppression:
    return Suppression(**{name: row[name] for name in Suppression.__struct_fields__})


async def suppressed_fingerprints(db: Reader, project: str, *, now: float) -> frozenset[str]:
    """Fingerprints that weigh nothing for this project (normalised name) at this time: ``rescore``'s ``suppressed``."""
    rows = await db.rows(
        "SELECT DISTINCT fingerprint FROM suppression "
        "WHERE (project = ? OR project IS NULL) AND expires_at > ? AND ended_at IS NULL",
        (project, now),
    )
    return frozenset(row["fingerprint"] for row in rows)


async def suppress(
    tx: Transaction,
    *,
    rule: str,
    fingerprint: str,
    project: str | None,
    case_id: int | None,
    actor_id: int | None,
    actor: str,
    reason: str,
    expires_at: float,
    now: float,
) -> int:
    """Quiet one piece of evidence until ``expires_at``; gives the suppression's number."""
    return await tx.insert(
        "INSERT INTO suppression "
        "(rule, fingerprint, project, case_id, actor_id, actor, reason, created_at, expires_at) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (rule, fingerprint, project, case_id, actor_id, actor, reason, now, expires_at),
    )


async def suppress_case_evidence(
    tx: Transaction, case_id: int, project: str, *, actor_id: int | None, actor: str, reason: str, now: float
) -> None:
    """Quiet all evidence that a dismissed case has shown, for its project only."""
    for row in await tx.rows("SELECT rule, fingerprint FROM case_evidence WHERE case_id = ?", (case_id,)):
        await suppress(
            tx,
            rule=row["rule"],
            fingerprint=row["fingerprint"],
            project=project,
            case_id=case_id,
            actor_id=actor_id,
            actor=actor,
            reason=reason,
            expires_at=now + DISMISSAL_DAYS * 86400,
            now=now,
        )


async def unsuppress_case(tx: Transaction, case_id: int, now: float) -> None:
    """End what a dismissal quieted, because the dismissal was taken back."""
    await tx.execute("UPDATE suppression SET ended_at = ? WHERE case_id = ? AND ended_at IS NULL", (now, case_id))


async def end_suppression(tx: Transaction, suppression_id: int, now: float) -> bool:
    """Let evidence speak again; False when there is no such suppression in force."""
    changed = await tx.execute(
        "UPDATE suppression SET ended_at = ? WHERE id = ? AND ended_at IS NULL AND expires_at > ?",
        (now, suppression_id, now),
    )
    return changed > 0


async def load_suppression(db: Reader, suppression_id: int) -> Suppression | None:
    row = await db.row("SELECT * FROM suppression WHERE id = ?", (suppression_id,))
    return _suppression(row) if row else None


async def list_suppressions(
    db: Reader, *, now: float, project: str | None = None, rule: str | None = None, limit: int = 100
) -> SuppressionList:
    """What is suppressed now, the newest first: a line for each dismissal, or of one project or rule for each piece."""
    rows = await db.rows(
        "SELECT min(id) AS first, max(id) AS last, count(*) AS count, json_group_array(DISTINCT rule) AS rules, "
        "project, case_id, actor, reason, expires_at, sum(count(*)) OVER () AS total, count(*) OVER () AS lines "
        "FROM suppression WHERE ended_at IS NULL AND expires_at > ? "
        "AND (? IS NULL OR project = ? OR project IS NULL) AND (? IS NULL OR rule = ?) "
        "GROUP BY iif(? IS NULL AND ? IS NULL, coalesce(case_id, -id), id) ORDER BY last DESC LIMIT ?",
        (now, project, project, rule, rule, project, rule, limit),
    )
    plain = [name for name in SuppressionLine.__struct_fields__ if name != "rules"]
    lines = tuple(
        SuppressionLine(**{name: row[name] for name in plain}, rules=tuple(sorted(json.loads(row["rules"]))))
        for row in rows
    )
    total, left = (rows[0]["total"], rows[0]["lines"] - len(rows)) if rows else (0, 0)
    return SuppressionList(lines, total, left)
