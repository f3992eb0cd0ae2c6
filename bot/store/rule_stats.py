"""How often each rule led to a case, and what people made of those cases."""

from collections.abc import Iterable
from typing import Literal

from bot.store.database import Reader, Transaction
from scanner.verdicts import RuleStat

__all__ = ["Decision", "count_alerts", "count_verdict", "newest_of_rule", "rule_stat", "rule_stats"]

Decision = Literal["confirmed", "dismissed"]


async def count_alerts(tx: Transaction, case_id: int, rules: Iterable[str], verdict: Decision | None) -> None:
    """Count each rule once per case, however many files and findings it fired on."""
    for rule in sorted(set(rules)):
        if await tx.execute("INSERT OR IGNORE INTO case_rule (case_id, rule) VALUES (?, ?)", (case_id, rule)):
            await tx.execute(
                "INSERT INTO rule_stat (rule, alerts, confirmed, dismissed) VALUES (?, 1, ?, ?) "
                "ON CONFLICT (rule) DO UPDATE SET alerts = alerts + 1, "
                "confirmed = confirmed + excluded.confirmed, dismissed = dismissed + excluded.dismissed",
                (rule, int(verdict == "confirmed"), int(verdict == "dismissed")),
            )


async def count_verdict(tx: Transaction, case_id: int, before: Decision | None, after: Decision | None) -> None:
    """Move the case's rules from one verdict's column to the other's; None is "not decided"."""
    if before == after:
        return
    await tx.execute(
        "UPDATE rule_stat SET confirmed = confirmed + ?, dismissed = dismissed + ? "
        "WHERE rule IN (SELECT rule FROM case_rule WHERE case_id = ?)",
        (
            int(after == "confirmed") - int(before == "confirmed"),
            int(after == "dismissed") - int(before == "dismissed"),
            case_id,
        ),
    )


async def rule_stats(db: Reader) -> list[RuleStat]:
    """Every rule that ever alerted, the loudest first."""
    rows = await db.rows("SELECT * FROM rule_stat ORDER BY alerts DESC, rule")
    return [RuleStat(row["rule"], row["alerts"], row["confirmed"], row["dismissed"]) for row in rows]


async def rule_stat(db: Reader, rule: str) -> RuleStat:
    """One rule's figures; zeros when it never alerted."""
    row = await db.row("SELECT * FROM rule_stat WHERE rule = ?", (rule,))
    return RuleStat(rule, row["alerts"], row["confirmed"], row["dismissed"]) if row else RuleStat(rule, 0, 0, 0)


async def newest_of_rule(db: Reader, rule: str) -> int | None:
    """The newest case in which the rule fired."""
    row = await db.row("SELECT max(case_id) AS id FROM case_rule WHERE rule = ?", (rule,))
    return row["id"] if row else None
