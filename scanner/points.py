"""``rules/points.toml``: what every rule is worth, how places weigh, and the curve. Reviewed, not hidden."""

import itertools
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from scanner.report import Finding, Place, Scope

__all__ = ["Combination", "Fit", "PointsError", "PointsTable", "load_points", "render_points"]

CONTEXT = ("naming", "metadata", "history", "shape")


class PointsError(Exception):
    """The table cannot be used; says which entry and why."""


class Combination(msgspec.Struct, frozen=True, kw_only=True):
    """Findings that mean more together: in one member, or there and in what surrounds the package.

    ``needs`` holds one set of alternatives per part, behaviours or names of rules; every part must be there, each by
    evidence of another group. ``scope`` narrows to places where one of the parts in the member stands (empty:
    anywhere), and what stands in the member must be worth ``least``. ``small`` narrows to distributions whose modules
    are counted and at most the table's ``undiluted``. Of one ``group`` only the heaviest counts.
    """

    name: str
    description: str
    needs: tuple[tuple[str, ...], ...]
    authored: float  # what its author thought, and a fit starts from
    points: float  # what it is worth
    scope: tuple[Scope, ...] = ()
    group: str = "combination"
    least: float = 0.0  # never under the table's ``combining``
    small: bool = False

    def partners(self, present: Mapping[str, Sequence[Finding]]) -> tuple[Finding, ...]:
        """The findings that make it up, one for each part and each of another group; empty when a part is missing."""
        parts = [[found for word in alternatives for found in present.get(word, ())] for alternatives in self.needs]
        if self.scope:
            parts = [sorted(part, key=self._is_elsewhere) for part in parts]  # so that who looks need not look far
            if all(self._is_elsewhere(part[0]) for part in parts if part):
                return ()
        for chosen in itertools.product(*parts):
            if len({finding.group or finding.rule for finding in chosen}) == len(chosen) and (
                not self.scope or not all(map(self._is_elsewhere, chosen))
            ):
                return chosen
        return ()

    def _is_elsewhere(self, finding: Finding) -> bool:
        return finding.scope not in self.scope or finding.behaviour in CONTEXT


class Fit(msgspec.Struct, frozen=True, kw_only=True):
    """What the table was fitted on, in counts only."""

    date: str = ""
    malicious: int = 0
    benign: int = 0
    rules: int = 0
    prior: float = 0.0  # share of malicious uploads before anything is seen


class PointsTable(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All numbers of the score, in log-odds. The defaults serve until something is fitted."""

    fit: Fit = Fit()
    base: float = -4.6
    slope: float = 1.0  # of the curve; the points on a card have it in them
    rules: dict[str, float] = {}
    scope: dict[Scope, float] = msgspec.field(
        default_factory=lambda: {
            Scope.STARTUP: 1.5,
            Scope.SETUP: 1.3,
            Scope.BUILD: 1.3,
            Scope.IMPORT: 1.15,
            Scope.CODE: 1.0,
            Scope.TEST: 0.35,
            Scope.DOCS: 0.25,
            Scope.DATA: 0.5,
        }
    )
    place: dict[Place, float] = msgspec.field(
        default_factory=lambda: {
            Place.CODE: 1.0,
            Place.COMMENT: 0.15,
            Place.DOCSTRING: 0.2,
            Place.PROGRAM: 0.2,
            Place.LISTING: 0.02,
        }
    )
    # Among so many times more modules something fires so many times more often by chance: beyond ``undiluted`` of them,
    # what stands in a member outside start-up, setup and build loses dilution * log(modules / undiluted). Under a cap,
    # since modules can be copied from anywhere, so that no padding hides what is plain.
    dilution: float = 1.0
    undiluted: int = 5
    dilution_cap: float = 3.5
    certain: tuple[str, ...] = ()  # rules that no module of some hundred thousand honest ones has: never by chance
    known: float = 0.1  # evidence that the previous release had
    elsewhere: float = 0.1  # evidence outside the heaviest member
    elsewhere_cap: float = 0.7
    quiet_cap: float = 3.0  # of a member of documentation or tests: alone it alerts nobody
    structure_cap: float = 3.0
    context: tuple[str, ...] = CONTEXT
    context_cap: float = 2.5
    unscoped: tuple[str, ...] = (*CONTEXT, "structure")
    addressed: tuple[str, ...] = ("ai-agents",)  # acts by being read: a comment or docstring is as good as code
    combining: float = 0.4  # a finding worth less takes part in no combination
    combination: tuple[Combination, ...] = ()

    def chance(self, modules: int | None) -> float:
        """The log-odds that size explains, of evidence among so many modules; 0 where nobody counted them."""
        if modules is None or modules <= self.undiluted:
            return 0.0
        return min(self.dilution_cap, self.dilution * math.log(modules / self.undiluted))


def load_points(path: Path) -> PointsTable:
    """Read a table. Raises OSError, and PointsError for what does not fit its shape."""
    try:
        table = msgspec.toml.decode(path.read_bytes(), type=PointsTable)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise PointsError(f"{path.name}: {error}") from None
    negative = sorted(name for name, points in table.rules.items() if points < 0)
    if negative:
        raise PointsError(f"{path.name}: negative points for {', '.join(negative)}; no indicator of malice may calm")
    return table


def render_points(table: PointsTable) -> str:
    """The table as TOML, in a fixed order, so that two fits differ only where their numbers do."""
    plain: dict[str, Any] = msgspec.to_builtins(table)
    lines = [
        "# What each finding is worth, in log-odds: written by `meerkat rules calibrate`, reviewed like code.",
        "# log-odds of a distribution = base + slope * points of its findings. Others have their meta's points.",
        "# Written by hand: combinations (but for their points), scopes, places, caps. A fit starts from `authored`.",
    ]
    sections = {key: value for key, value in plain.items() if isinstance(value, dict)}
    combinations: list[dict[str, Any]] = plain.pop("combination")
    lines += [f"{key} = {_value(value)}" for key, value in plain.items() if key not in sections]
    for key, section in sections.items():
        ordered = sorted(section.items()) if key == "rules" else section.items()
        lines += ["", f"[{key}]", *(f"{_key(name)} = {_value(value)}" for name, value in ordered)]
    for combination in combinations:
        lines += ["", "[[combination]]", *(f"{name} = {_value(value)}" for name, value in combination.items())]
    return "\n".join(lines) + "\n"


def _key(name: str) -> str:
    return name if name.replace("-", "").replace("_", "").isalnum() and name.isascii() else _value(name)


def _value(value: object) -> str:
    if isinstance(value, float):
        return repr(round(value, 3) + 0.0)
    # JSON's strings, numbers and arrays are TOML's.
    return msgspec.json.encode(value).decode()
