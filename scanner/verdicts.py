"""What people decided, as Meerkat's database keeps it; the scanner's tools read it also beside a running service."""

import contextlib
import math
import sqlite3
from pathlib import Path
from typing import Any

import msgspec

__all__ = ["RuleStat", "VerdictsError", "ask", "rule_statistics"]

Z_95 = 1.959964  # two-sided 95 %


class VerdictsError(Exception):
    """The database cannot be read, or is not Meerkat's; the message says what to do."""


class RuleStat(msgspec.Struct, frozen=True):
    """Cases in which a rule fired; what is neither confirmed nor dismissed is still open."""

    rule: str
    alerts: int
    confirmed: int
    dismissed: int

    @property
    def precision(self) -> float | None:
        """Share of the decided cases that were confirmed; None before the first decision."""
        decided = self.confirmed + self.dismissed
        return self.confirmed / decided if decided else None

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the precision; (0, 1) before the first decision."""
        share, decided = self.precision, self.confirmed + self.dismissed
        if share is None:
            return 0.0, 1.0
        square = Z_95**2
        middle = share + square / (2 * decided)
        spread = Z_95 * math.sqrt(share * (1 - share) / decided + square / (4 * decided**2))
        scale = 1 + square / decided
        return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)

    def __str__(self) -> str:
        """The precision and its interval in per cent; "not known yet" before the first decision."""
        low, high = self.interval
        return f"{self.precision:.0%} ({low:.0%} to {high:.0%})" if self.precision is not None else "not known yet"


def ask(database: Path, query: str) -> list[tuple[Any, ...]]:
    """The rows that a query gives, from a database that is opened for reading only. Raises VerdictsError."""
    if not database.is_file():
        raise VerdictsError(f"{database}: no such file; give the database that `meerkat run` writes")
    try:
        with contextlib.closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as connection:
            return connection.execute(query).fetchall()
    except sqlite3.Error as error:
        hint = "run `meerkat db check` on it, or start `meerkat run` once so that it has all tables"
        raise VerdictsError(f"{database}: {error}; {hint}") from error


def rule_statistics(database: Path) -> dict[str, RuleStat]:
    """Every rule's figures by its name. Raises VerdictsError."""
    rows = ask(database, "SELECT rule, alerts, confirmed, dismissed FROM rule_stat")
    return {row[0]: RuleStat(*row) for row in rows}
