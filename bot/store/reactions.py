"""Reactions on cards that were acted on."""

from bot.store.database import Reader, Transaction

__all__ = ["drop_reaction", "forget_reactions", "put_reaction", "reactions_of"]


async def reactions_of(db: Reader, case_id: int) -> frozenset[tuple[int, str]]:
    """User and emoji of every reaction that counted so far."""
    rows = await db.rows("SELECT user_id, emoji FROM card_reaction WHERE case_id = ?", (case_id,))
    return frozenset((row["user_id"], row["emoji"]) for row in rows)


async def put_reaction(tx: Transaction, case_id: int, user_id: int, emoji: str) -> None:
    await tx.execute(
        "INSERT OR IGNORE INTO card_reaction (case_id, user_id, emoji) VALUES (?, ?, ?)", (case_id, user_id, emoji)
    )


async def drop_reaction(tx: Transaction, case_id: int, user_id: int, emoji: str) -> bool:
    """Forget a reaction; False when it never counted."""
    changed = await tx.execute(
        "DELETE FROM card_reaction WHERE case_id = ? AND user_id = ? AND emoji = ?", (case_id, user_id, emoji)
    )
    return changed > 0


async def forget_reactions(tx: Transaction, case_id: int, emoji: str | None = None) -> None:
    """Forget all reactions, or all with one emoji, that went without their givers taking anything back.

    What was done by them stands, and is taken back by button or command from here on.
    """
    await tx.execute(
        "DELETE FROM card_reaction WHERE case_id = ? AND (? IS NULL OR emoji = ?)", (case_id, emoji, emoji)
    )
