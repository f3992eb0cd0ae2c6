"""From findings to a probability: evidence adds in log-odds, and every finding carries what it gave.

Three kinds of evidence add up:

- what stands in members. Evidence supports other evidence in the same member, and in what that runs besides: they are
  one. The member where most comes together counts in full, and what stands elsewhere counts a little (a large package
  has a bit of everything somewhere). Named combinations (reads secrets *and* sends) add where they meet, also with what
  surrounds the package, as findings of their own. What chance brings about among so many modules is taken off.
- how the package is built (``structure``), under a cap.
- what surrounds it (names, metadata, history, shape), under a cap that keeps it from alerting alone.

Within a group only the strongest counts. ``log-odds = base + sum of the findings' points``, always.
"""

import functools
import math
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from scanner.decode.scope import TEST_FOLDERS
from scanner.evidence import is_among, with_loudness
from scanner.points import Combination, PointsTable, load_points
from scanner.report import LOUDNESS, QUIET_SCOPES, Finding, Place, Report, Scope
from scanner.ruleset import DEFAULT_RULES

__all__ = ["COMBINATION_PREFIX", "Weighed", "allot", "default_points", "rescore", "score", "settle", "weigh"]

COMBINATION_PREFIX = "combo-"
# Peeling is itself a reason to look: each step adds a tenth, up to half as much again.
DEPTH_STEP, DEEPEST = 0.1, 5
# A distribution has one or two members of these scopes, so size gives chance no more room there.
SINGULAR = (Scope.STARTUP, Scope.SETUP, Scope.BUILD)
BY_CHANCE = frozenset({Place.PROGRAM, Place.LISTING})
ARCHIVE_MARK = "!/"  # between an archive's name and its member's


@functools.cache
def default_points(folder: Path = DEFAULT_RULES) -> PointsTable:
    """The table beside the rules; without one, the rules' own points under the built-in curve."""
    path = folder / "points.toml"
    return load_points(path) if path.exists() else PointsTable()


@dataclass(slots=True)
class Weighed:
    """One finding with what it is worth before caps, and the factor that scope, place and peeling gave it."""

    finding: Finding
    base: float
    factor: float
    worth: float = field(init=False)

    def __post_init__(self) -> None:
        self.worth = self.base * self.factor


def score(
    findings: Sequence[Finding], points: PointsTable | None = None, *, modules: int | None = None
) -> tuple[float, tuple[Finding, ...]]:
    """The probability that the distribution is malicious, and the findings with the points each gave, highest first.

    ``modules`` is how many the distribution has; None where nobody counted.
    """
    table = points or default_points()
    return settle([weigh(finding, table) for finding in findings if not _is_combination(finding)], table, modules)


def rescore(
    report: Report,
    *,
    threshold: float,
    known: Container[str] | None = None,
    suppressed: Container[str] = (),
    known_members: Container[str] = (),
    points: PointsTable | None = None,
) -> Report:
    """The report with its findings weighed anew.

    ``known`` are fingerprints that the previous release had: they weigh little and become ``new=False``, the others
    ``new=True``; None when there is nothing to compare with. ``suppressed`` are dismissed fingerprints and
    ``known_members`` sha256 of members known good: both weigh nothing. Either kind of fingerprint speaks for evidence
    that stands as loud or quieter. A failed report stays failed.
    """
    table = points or default_points()
    weighed: list[Weighed] = []
    for finding in report.findings:
        if _is_combination(finding):
            continue
        if known is not None:
            finding = msgspec.structs.replace(finding, new=not is_among(finding, known))
        entry = weigh(finding, table)
        if is_among(finding, suppressed) or report.evidence.get(finding.member, "") in known_members:
            entry.worth = 0.0
        weighed.append(entry)
    probability, findings = settle(weighed, table, report.modules)
    verdict = report.verdict
    if verdict != "failed":
        verdict = "alert" if probability >= threshold else "clean"
    return msgspec.structs.replace(report, score=probability, findings=findings, verdict=verdict)


def weigh(finding: Finding, table: PointsTable) -> Weighed:
    """What one finding is worth where it stands."""
    own = finding.points if finding.base_points is None else finding.base_points
    base = table.rules.get(finding.rule, own)
    if finding.status == "shadow":
        return Weighed(finding, own, 0.0)
    factor = table.known if finding.new is False else 1.0
    if finding.behaviour not in table.unscoped:
        loudness = table.scope.get(finding.scope, 1.0)
        factor *= min(1.0, loudness) if _is_contained(finding) else loudness
        if finding.place is not Place.CODE and finding.behaviour not in table.addressed:
            factor *= table.place.get(finding.place, 1.0)
        factor *= 1 + DEPTH_STEP * min(len(finding.layers), DEEPEST)
    elif finding.scope in (Scope.TEST, Scope.DOCS):
        factor *= table.scope.get(finding.scope, 1.0)
    return Weighed(finding, base, factor)


@dataclass(slots=True)
class _Best:
    """Entries, the strongest of each group, whether any is there for another reason than chance, and whether all stand
    in documentation or below a folder of tests.
    """

    all: list[Weighed] = field(default_factory=list[Weighed])
    entries: dict[str, Weighed] = field(default_factory=dict[str, Weighed])
    is_singular: bool = False
    is_quiet: bool = True

    def add(self, entry: Weighed, certain: Container[str] = ()) -> None:
        self.all.append(entry)
        self.is_singular = self.is_singular or _is_singular(entry.finding, certain)
        self.is_quiet = self.is_quiet and _is_quiet(entry.finding)
        group = entry.finding.group or entry.finding.rule
        standing = self.entries.get(group)
        if standing is None or entry.worth > standing.worth:
            self.entries[group] = entry

    def total(self) -> float:
        return sum(entry.worth for entry in self.entries.values())


def settle(
    weighed: Iterable[Weighed], table: PointsTable, modules: int | None = None
) -> tuple[float, tuple[Finding, ...]]:
    """Apply groups, combinations, places and caps; gives the probability and the findings with their points."""
    entries = list(weighed)
    allotted = allot(entries, table, modules)
    scored = [
        msgspec.structs.replace(
            entry.finding,
            points=round(points * table.slope, 3),
            fingerprint=with_loudness(entry.finding),
            base_points=entry.finding.points if entry.finding.base_points is None else entry.finding.base_points,
        )
        for entry, points in zip(entries, allotted.points, strict=True)
    ]
    scored += [
        msgspec.structs.replace(finding, points=round(finding.points * table.slope, 3))
        for finding in allotted.combinations
    ]
    scored.sort(key=lambda finding: (-finding.points, finding.rule, finding.member))
    return allotted.probability(table), tuple(scored)


@dataclass(slots=True)
class Allotted:
    """How the evidence was shared out: points for each entry in its order, and the combinations that met."""

    points: list[float]
    combinations: list[Finding]

    def log_odds(self, table: PointsTable) -> float:
        return table.base + table.slope * (sum(self.points) + sum(found.points for found in self.combinations))

    def probability(self, table: PointsTable) -> float:
        return 1 / (1 + math.exp(-max(-700.0, min(700.0, self.log_odds(table)))))


def allot(entries: Sequence[Weighed], table: PointsTable, modules: int | None = None) -> Allotted:
    """The arithmetic alone, before the slope: what ``settle`` tells and ``meerkat rules calibrate`` fits.

    ``modules`` is how many the distribution has; None where nobody counted.
    """
    members: dict[str, _Best] = {}
    structure, context = _Best(), _Best()
    around: list[Weighed] = []
    for entry in entries:
        if entry.worth <= 0:
            continue
        behaviour = entry.finding.behaviour
        if behaviour in table.context:
            context.add(entry)
            around.append(entry)
        elif behaviour == "structure":
            structure.add(entry)
        else:
            members.setdefault(entry.finding.run_by or entry.finding.member, _Best()).add(entry, table.certain)
    given: dict[int, float] = {}
    small = modules is not None and modules <= table.undiluted
    choice = [combination for combination in table.combination if small or not combination.small]
    combining = _Combining(choice, around, table.combining)
    combined = _settle_members(members, combining, given, table, table.chance(modules))
    _share(structure, table.structure_cap, given)
    _share(context, table.context_cap, given)
    return Allotted([given.get(id(entry), 0.0) for entry in entries], combined)


def _settle_members(
    members: dict[str, _Best], combining: "_Combining", given: dict[int, float], table: PointsTable, chance: float
) -> list[Finding]:
    """Fill ``given`` for what stands in members; returns the combinations of the one that weighs most.

    Every member is tried as the one that counts in full, so that more evidence anywhere never lowers the sum.
    ``chance`` is taken off that, from all of it alike, unless chance is not why it is there, and so is what
    documentation or tests have over their cap.
    """
    if not members:
        return combining.met("", ())
    combined = {name: combining.met(name, best.all) for name, best in members.items()}
    whole = {name: best.total() + sum(c.points for c in combined[name]) for name, best in members.items()}
    own = {name: whole[name] - (0.0 if best.is_singular else chance) for name, best in members.items()}
    order = sorted(members, key=lambda name: (-own[name], name))
    heaviest, most, extra = order[0], -math.inf, dict[int, float]()
    strongest = _strongest(members)
    for name in order:
        if own[name] + table.elsewhere_cap <= most:
            break
        elsewhere = _elsewhere(members[name], strongest, table)
        total = min(own[name] + sum(elsewhere.values()), table.quiet_cap if members[name].is_quiet else math.inf)
        if total > most:
            heaviest, most, extra = name, total, elsewhere
    gross = whole[heaviest] + sum(extra.values())
    left = max(0.0, most) / gross if gross > 0 else 0.0
    given.update({key: worth * left for key, worth in extra.items()})
    given.update({id(entry): entry.worth * left for entry in members[heaviest].entries.values()})
    return [msgspec.structs.replace(c, points=c.points * left) for c in combined[heaviest]]


def _strongest(members: dict[str, _Best]) -> dict[str, list[Weighed]]:
    """Of each group the two strongest of all members: without either's own, the other one is the strongest outside."""
    strongest: dict[str, list[Weighed]] = {}
    for best in members.values():
        for group, entry in best.entries.items():
            mates = strongest.setdefault(group, [])
            if len(mates) < 2 or entry.worth > mates[1].worth:
                mates[1:] = [entry]
                mates.sort(key=lambda mate: -mate.worth)
    return strongest


def _elsewhere(heaviest: _Best, strongest: dict[str, list[Weighed]], table: PointsTable) -> dict[int, float]:
    """What stands outside ``heaviest`` adds: of each group the strongest, as far as it tops the heaviest's own."""
    tops: dict[int, float] = {}
    for group, mates in strongest.items():
        own = heaviest.entries.get(group)
        entry = next((mate for mate in mates if mate is not own), None)
        top = entry.worth * table.elsewhere - (own.worth if own else 0.0) if entry else 0.0
        if entry and top > 0:
            tops[id(entry)] = top
    total = sum(tops.values())
    if total > table.elsewhere_cap:
        tops = {key: top * table.elsewhere_cap / total for key, top in tops.items()}
    return tops


def _share(best: _Best, cap: float, given: dict[int, float]) -> None:
    """Give each entry its worth, all shrunk alike where their sum would pass the cap."""
    total = best.total()
    factor = cap / total if total > cap else 1.0
    for entry in best.entries.values():
        given[id(entry)] = entry.worth * factor


class _Combining:
    """The combinations that a distribution of this size can show, and who in its surroundings takes part in them."""

    def __init__(self, choice: Sequence[Combination], around: Iterable[Weighed], combining: float) -> None:
        self.choice = tuple((combination, max(combining, combination.least)) for combination in choice)
        self.around = _present(around, 0.0)

    def met(self, member: str, entries: Iterable[Weighed]) -> list[Finding]:
        """The heaviest of each group that a member meets with what is around, as findings."""
        inside = tuple(entries)
        present = {least: self.around | _present(inside, least) for least in {least for _, least in self.choice}}
        heaviest: dict[str, tuple[Combination, tuple[Finding, ...]]] = {}
        for combination, least in self.choice:
            partners = combination.partners(present[least])
            standing = heaviest.get(combination.group)
            if partners and (standing is None or combination.points > standing[0].points):
                heaviest[combination.group] = combination, partners
        return [_told(combination, partners, member) for combination, partners in heaviest.values()]


def _present(entries: Iterable[Weighed], least: float) -> dict[str, list[Finding]]:
    """Those worth ``least`` or more by behaviour and by rule, the loudest first, of each group one in each scope.

    Words in a native program take no part, nor what is listed: in a library of megabytes, or among thousands of hosts,
    they meet by chance.
    """
    there: dict[str, dict[tuple[str, Scope], Finding]] = {}
    taking_part = (e.finding for e in entries if e.worth >= least and e.finding.place not in BY_CHANCE)
    for finding in sorted(taking_part, key=lambda finding: (LOUDNESS[finding.scope], finding.rule)):
        for word in (finding.behaviour, finding.rule):
            there.setdefault(word, {}).setdefault((finding.group or finding.rule, finding.scope), finding)
    return {word: [*found.values()] for word, found in there.items()}


def _told(combination: Combination, partners: Sequence[Finding], member: str) -> Finding:
    return Finding(
        rule=combination.name,
        behaviour="combination",
        description=combination.description,
        points=combination.points,
        base_points=combination.points,
        member=member,
        snippet=" + ".join(finding.rule for finding in partners),
        scope=partners[0].scope,
        group=combination.group,
        fingerprint="",
    )


def _is_contained(finding: Finding) -> bool:
    """Whether it stands in an archive that the distribution merely holds: installing it runs nothing of that."""
    return ARCHIVE_MARK in finding.member and not finding.layers


def _is_quiet(finding: Finding) -> bool:
    """Whether it stands in documentation or below a folder of tests; a module of that name may be all there is."""
    folders = finding.member.lower().split("/")[:-1]
    return finding.scope is Scope.DOCS or (finding.scope is Scope.TEST and not TEST_FOLDERS.isdisjoint(folders))


def _is_singular(finding: Finding, certain: Container[str]) -> bool:
    """Whether size gives chance no more room for it.

    It is in one of a few members, was not there before, or is never there by chance.
    """
    if finding.new is True or (finding.rule in certain and finding.scope not in QUIET_SCOPES):
        return True
    return finding.scope in SINGULAR and not _is_contained(finding)


def _is_combination(finding: Finding) -> bool:
    return finding.rule.startswith(COMBINATION_PREFIX)
