"""One calibration from samples to a table, and how it is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from scanner.calibrate.corpus import Sample
from scanner.calibrate.fit import fit, log_odds, probability_of
from scanner.calibrate.measure import At, at, scored
from scanner.points import PointsTable
from scanner.ruleset import RuleSet
from scanner.scan import DEFAULT_THRESHOLD
from scanner.signals import SIGNALS

__all__ = ["Change", "Outcome", "authored", "calibrate", "print_outcome"]


def authored(rules: RuleSet) -> dict[str, float]:
    """What the authors of rules and signals think each is worth; rules in shadow add nothing and are not fitted."""
    stable = {name: rule.points for name, rule in rules.rules.items() if rule.status == "stable"}
    return {**{name: kind.points for name, kind in SIGNALS.items()}, **stable}


@dataclass(frozen=True)
class Change:
    """One rule, signal or combination: what its author thought, what it was and is worth, and where it shows."""

    name: str
    author: float
    before: float
    after: float
    malicious: int
    benign: int


@dataclass(frozen=True)
class Outcome:
    table: PointsTable
    changes: tuple[Change, ...]
    before: At
    after: At
    held_out: At  # by tables that never saw the sample's project: the honest figure


def calibrate(
    samples: Sequence[Sample], start: PointsTable, authors: Mapping[str, float], *, prior: float, date: str
) -> Outcome:
    """Fit, and measure the table before and after. ``authors`` are the points that ``authored`` gives."""
    fitted = fit(samples, start, authors, prior=prior, date=date)
    by_path = {id(sample): value for sample, value in zip(samples, fitted.held_out, strict=True)}

    def measured(table: PointsTable) -> At:
        return at(scored(samples, lambda sample: probability_of(log_odds(sample, table))), DEFAULT_THRESHOLD)

    held_out = at(scored(samples, lambda sample: probability_of(by_path[id(sample)])), DEFAULT_THRESHOLD)
    return Outcome(
        table=fitted.table,
        changes=_changes(samples, start, fitted.table, authors),
        before=measured(start),
        after=measured(fitted.table),
        held_out=held_out,
    )


def _changes(
    samples: Sequence[Sample], start: PointsTable, table: PointsTable, authors: Mapping[str, float]
) -> tuple[Change, ...]:
    malicious: dict[str, int] = {}
    benign: dict[str, int] = {}
    for sample in samples:
        counts = malicious if sample.malicious else benign
        for rule in {finding.rule for finding in sample.findings}:
            counts[rule] = counts.get(rule, 0) + 1
    before = {c.name: c.points for c in start.combination}
    after = {c.name: c.points for c in table.combination}
    names = [*sorted(authors.items()), *sorted((c.name, c.authored) for c in start.combination)]
    return tuple(
        Change(
            name=name,
            author=points,
            before=start.rules.get(name, before.get(name, points)),
            after=table.rules.get(name, after.get(name, points)),
            malicious=malicious.get(name, 0),
            benign=benign.get(name, 0),
        )
        for name, points in names
    )


def print_outcome(outcome: Outcome, console: Console | None = None) -> None:
    """Before and after, rule by rule, then what the tables find."""
    console = console or Console()
    rules = Table("rule", "author", "before", "after", "malicious", "benign", title="points in log-odds")
    for change in sorted(outcome.changes, key=lambda change: (change.author - change.after, change.name), reverse=True):
        if change.malicious or change.benign:
            figures = (change.author, change.before, change.after)
            shown = (f"{value:.2f}" for value in figures)
            rules.add_row(change.name, *shown, str(change.malicious), str(change.benign))
    console.print(rules)
    figures = Table("table", "recall", "wheel alarms", "sdist alarms", title=f"at {DEFAULT_THRESHOLD}")
    for name, row in (("before", outcome.before), ("after", outcome.after), ("after, held out", outcome.held_out)):
        figures.add_row(
            name,
            f"{row.found}/{row.campaigns} {row.recall:.2%}",
            f"{row.wheel_alarms}/{row.benign_wheels} {row.wheel_rate:.2%}",
            f"{row.sdist_alarms}/{row.benign_sdists} {row.sdist_rate:.2%}",
        )
    console.print(figures)
    table = outcome.table
    console.print(f"base {table.base:.3f}, slope {table.slope:.3f}, prior {table.fit.prior}")
