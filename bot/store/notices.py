"""What operators are told, and whether they were: each condition when it begins and when it ends, each event once."""

import sqlite3
from collections.abc import Iterable
from typing import Literal

import msgspec

from bot.store.database import Reader, Transaction

__all__ = ["Notice", "NoticeRow", "mark_told", "observe", "standing", "untold"]

# What ends and comes back within this is one condition: nobody wants to hear of it every minute.
SETTLE_SECONDS = 120.0
# Longer than any source of events looks back, so that none is told twice.
KEPT_SECONDS = 2 * 86400.0


class Notice(msgspec.Struct, frozen=True):
    """Something that operators should know: ``words`` are ours, ``detail`` is text from outside.

    ``over`` says its end; where it is empty, this is an event, which happens once and has none.
    """

    key: str
    words: str
    detail: str = ""
    over: str = ""


class NoticeRow(msgspec.Struct, frozen=True, kw_only=True):
    """A notice as it is kept; ``told`` is what people heard of it. Times are Unix seconds."""

    key: str
    words: str
    detail: str
    over: str
    began_at: float
    ended_at: float | None
    told: Literal["nothing", "begun", "ended"]


def _row(row: sqlite3.Row) -> NoticeRow:
    return NoticeRow(**{name: row[name] for name in NoticeRow.__struct_fields__})


async def observe(tx: Transaction, notices: Iterable[Notice], now: float) -> tuple[list[NoticeRow], list[NoticeRow]]:
    """Take in all that is so now; gives what begins with it, and what has been over for a while and ends."""
    begun = [key for notice in notices if (key := await _seen(tx, notice, now))]
    ended = await tx.rows(
        "SELECT * FROM notice WHERE over <> '' AND ended_at IS NULL AND seen_at <= ?", (now - SETTLE_SECONDS,)
    )
    await tx.execute(
        "UPDATE notice SET ended_at = seen_at WHERE over <> '' AND ended_at IS NULL AND seen_at <= ?",
        (now - SETTLE_SECONDS,),
    )
    await tx.execute("DELETE FROM notice WHERE told <> 'nothing' AND ended_at < ?", (now - KEPT_SECONDS,))
    rows = [row for key in begun if (row := await tx.row("SELECT * FROM notice WHERE key = ?", (key,)))]
    return [_row(row) for row in rows], [_row(row) for row in ended]


async def _seen(tx: Transaction, notice: Notice, now: float) -> str | None:
    """Keep one notice; gives its key when it is new or is back."""
    row = await tx.row("SELECT over, ended_at FROM notice WHERE key = ?", (notice.key,))
    if row is None:
        await tx.execute(
            "INSERT INTO notice (key, words, detail, over, began_at, seen_at, ended_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (notice.key, notice.words, notice.detail, notice.over, now, now, None if notice.over else now),
        )
        return notice.key
    if not notice.over:
        return None
    # Back before its end was told: for people it never ended.
    await tx.execute(
        "UPDATE notice SET words = ?, detail = ?, over = ?, seen_at = ?, ended_at = NULL, "
        "began_at = CASE WHEN told = 'ended' THEN ? ELSE began_at END, "
        "told = CASE WHEN told = 'ended' THEN 'nothing' ELSE told END WHERE key = ?",
        (notice.words, notice.detail, notice.over, now, now, notice.key),
    )
    return notice.key if row["ended_at"] is not None else None


async def untold(db: Reader) -> list[NoticeRow]:
    """All that people have not heard yet, in the order in which it began."""
    rows = await db.rows(
        "SELECT * FROM notice WHERE told = 'nothing' OR (told = 'begun' AND over <> '' AND ended_at IS NOT NULL) "
        "ORDER BY began_at, key"
    )
    return [_row(row) for row in rows]


async def mark_told(tx: Transaction, rows: Iterable[NoticeRow]) -> None:
    """Record that people heard of these as they were when they were read."""
    for row in rows:
        told = "ended" if row.ended_at is not None else "begun"
        await tx.execute("UPDATE notice SET told = ? WHERE key = ? AND began_at = ?", (told, row.key, row.began_at))


async def standing(db: Reader) -> list[NoticeRow]:
    """Conditions that hold now, the oldest first."""
    rows = await db.rows("SELECT * FROM notice WHERE over <> '' AND ended_at IS NULL ORDER BY began_at, key")
    return [_row(row) for row in rows]
