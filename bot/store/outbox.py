"""What is owed to the outside: one row per card to draw and per report to send."""

import sqlite3
from typing import Any, Literal

import msgspec

from bot.store.database import Database, Reader, Transaction

__all__ = [
    "Observation",
    "OutboxRow",
    "RowKind",
    "RowState",
    "cancel_observation",
    "claim_due",
    "hurry",
    "interrupted",
    "next_due",
    "peek_due",
    "queue_card",
    "queue_observation",
    "reports_since",
    "settle",
]

RowKind = Literal["card", "observation"]
RowState = Literal["due", "sending", "sent", "failed", "cancelled", "unknown"]

ANSWER_LIMIT = 2000  # characters of an answer's body that are kept


class Observation(msgspec.Struct, frozen=True, kw_only=True):
    """One report to the index, as it will be sent.

    ``kind`` is the index's word (``is_malware``, ``is_spam``, ``is_dependency_confusion``, ``something_else``).
    ``requested_by`` names who asked; ``automatic`` marks a report that no senior asked for by hand:
    the quorum's, or a volunteer's.
    """

    kind: str
    summary: str
    inspector_url: str
    requested_by: str
    automatic: bool = False
    extra: dict[str, Any] = {}


class OutboxRow(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be sent. ``attempts`` counts this one; ``observation`` is None for a card."""

    id: int
    case_id: int
    attempts: int
    observation: Observation | None
    created_at: float


def _row(row: sqlite3.Row) -> OutboxRow:
    payload = msgspec.json.decode(row["payload"], type=Observation) if row["kind"] == "observation" else None
    return OutboxRow(
        id=row["id"],
        case_id=row["case_id"],
        attempts=row["attempts"],
        observation=payload,
        created_at=row["created_at"],
    )


async def queue_card(tx: Transaction, case_id: int, now: float) -> None:
    """Owe the case a new card; one waiting row is enough, since the card is drawn when it is sent."""
    await tx.execute(
        "INSERT INTO outbox (kind, case_id, due_at, created_at) VALUES ('card', ?, ?, ?) "
        "ON CONFLICT (case_id) WHERE kind = 'card' AND state = 'due' "
        "DO UPDATE SET due_at = min(due_at, excluded.due_at)",
        (case_id, now, now),
    )


async def queue_observation(tx: Transaction, case_id: int, payload: Observation, *, due_at: float, now: float) -> int:
    """Queue a report to be sent at ``due_at`` (the end of its undo window); gives the row's id.

    Raises sqlite3.IntegrityError when the case already has a report waiting or on its way.
    """
    return await tx.insert(
        "INSERT INTO outbox (kind, case_id, due_at, payload, created_at) VALUES ('observation', ?, ?, ?, ?)",
        (case_id, due_at, msgspec.json.encode(payload).decode(), now),
    )


async def cancel_observation(tx: Transaction, case_id: int, now: float) -> bool:
    """Take back the case's waiting report; False when none waits, because it is on its way or gone."""
    changed = await tx.execute(
        "UPDATE outbox SET state = 'cancelled', finished_at = ? "
        "WHERE case_id = ? AND kind = 'observation' AND state = 'due'",
        (now, case_id),
    )
    return changed > 0


async def claim_due(db: Database, kind: RowKind, now: float, *, posted: bool | None = None) -> OutboxRow | None:
    """Mark the oldest due row as being sent, in a transaction of its own, and give it; None when nothing is due.

    The mark is on disk before the message leaves, so that a crash in between shows as ``interrupted``. ``posted``
    asks for cards that have a message already (True), or that have none yet (False).
    """
    async with db.transaction() as tx:
        row = await tx.row(
            "SELECT outbox.* FROM outbox JOIN triage_case ON triage_case.id = case_id "
            "WHERE kind = ? AND outbox.state = 'due' AND due_at <= ? AND (? IS NULL OR (message_id IS NOT NULL) = ?) "
            "ORDER BY due_at, outbox.id LIMIT 1",
            (kind, now, posted, posted),
        )
        if row is None:
            return None
        await tx.execute("UPDATE outbox SET state = 'sending', attempts = attempts + 1 WHERE id = ?", (row["id"],))
        claimed = _row(row)
        return msgspec.structs.replace(claimed, attempts=claimed.attempts + 1)


async def peek_due(tx: Transaction, kind: RowKind, now: float) -> OutboxRow | None:
    """The oldest due row, left as it is: for what is settled in the same transaction and never leaves."""
    row = await tx.row(
        "SELECT * FROM outbox WHERE kind = ? AND state = 'due' AND due_at <= ? ORDER BY due_at, id LIMIT 1", (kind, now)
    )
    return _row(row) if row is not None else None


async def settle(
    tx: Transaction,
    row_id: int,
    state: RowState,
    *,
    status: int | None = None,
    answer: str | None = None,
    retry_at: float | None = None,
    now: float,
) -> None:
    """Record what became of a claimed row; with state ``due`` it is tried again at ``retry_at``.

    A card to be tried again is merged into one that was queued meanwhile, which then knows of the earlier attempt.
    """
    cut = answer[:ANSWER_LIMIT] if answer is not None else None
    if state == "due":
        waiting = await tx.row(
            "SELECT other.id, mine.attempts FROM outbox AS mine JOIN outbox AS other "
            "ON other.case_id = mine.case_id AND other.kind = mine.kind AND other.id <> mine.id "
            "WHERE mine.id = ? AND other.state = 'due'",
            (row_id,),
        )
        if waiting is not None:
            await tx.execute(
                "UPDATE outbox SET attempts = max(attempts, ?), due_at = max(due_at, ?) WHERE id = ?",
                (waiting["attempts"], retry_at or now, waiting["id"]),
            )
            state = "cancelled"
    await tx.execute(
        "UPDATE outbox SET state = ?, status = ?, answer = ?, due_at = coalesce(?, due_at), finished_at = ? "
        "WHERE id = ?",
        (state, status, cut, retry_at, None if state == "due" else now, row_id),
    )


async def hurry(tx: Transaction, kind: RowKind, now: float) -> None:
    """Make everything that waits for another attempt due now, because what it waited for is back."""
    await tx.execute(
        "UPDATE outbox SET due_at = ? WHERE kind = ? AND state = 'due' AND attempts > 0 AND due_at > ?",
        (now, kind, now),
    )


async def interrupted(db: Reader, kind: RowKind) -> list[OutboxRow]:
    """Rows that a crash left between being sent and being recorded. To be asked once, before the first claim."""
    return [_row(row) for row in await db.rows("SELECT * FROM outbox WHERE kind = ? AND state = 'sending'", (kind,))]


async def next_due(db: Reader, kind: RowKind) -> float | None:
    """When the next row of this kind is due; None when nothing waits."""
    row = await db.row("SELECT min(due_at) AS at FROM outbox WHERE kind = ? AND state = 'due'", (kind,))
    return row["at"] if row else None


async def reports_since(db: Reader, since: float) -> int:
    """Automatic reports queued or sent since then, cancelled ones not counted: what the daily cap looks at."""
    row = await db.row(
        "SELECT count(*) AS n FROM outbox WHERE kind = 'observation' AND state <> 'cancelled' AND created_at >= ? "
        "AND json_extract(payload, '$.automatic')",
        (since,),
    )
    return row["n"] if row else 0
