"""How often each rule was right: what the volunteers decided about its alerts."""

import math
import sqlite3
from pathlib import Path

import msgspec

__all__ = ["Precision", "StatsError", "rule_statistics", "wilson"]

Z_95 = 1.959964  # two-sided 95 %


class StatsError(Exception):
    """The figures cannot be read; the message says what to do."""


class Precision(msgspec.Struct, frozen=True, kw_only=True):
    """``low`` and ``high`` bound the share of alerts that were right (95 %); None where nothing was decided yet."""

    rule: str
    alerts: int
    confirmed: int
    dismissed: int
    precision: float | None = None
    low: float | None = None
    high: float | None = None


def wilson(right: int, decided: int) -> tuple[float, float]:
    """Wilson's score interval for a share; (0, 1) where nothing was decided."""
    if not decided:
        return 0.0, 1.0
    share, square = right / decided, Z_95**2
    middle = share + square / (2 * decided)
    spread = Z_95 * math.sqrt(share * (1 - share) / decided + square / (4 * decided**2))
    scale = 1 + square / decided
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def rule_statistics(database: Path) -> dict[str, Precision]:
    """Figures by rule from Meerkat's database, which is opened for reading only."""
    if not database.is_file():
        raise StatsError(f"{database}: no such file; give the database that `meerkat run` writes")
    try:
        connection = sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)
        try:
            rows = connection.execute("SELECT rule, alerts, confirmed, dismissed FROM rule_stat").fetchall()
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        hint = "run `meerkat db check` on it, or start `meerkat run` once so that it has the table of rule figures"
        raise StatsError(f"{database}: {error}; {hint}") from error
    return {rule: _precision(rule, alerts, confirmed, dismissed) for rule, alerts, confirmed, dismissed in rows}


def _precision(rule: str, alerts: int, confirmed: int, dismissed: int) -> Precision:
    decided = confirmed + dismissed
    if not decided:
        return Precision(rule=rule, alerts=alerts, confirmed=0, dismissed=0)
    low, high = wilson(confirmed, decided)
    return Precision(
        rule=rule,
        alerts=alerts,
        confirmed=confirmed,
        dismissed=dismissed,
        precision=confirmed / decided,
        low=low,
        high=high,
    )
