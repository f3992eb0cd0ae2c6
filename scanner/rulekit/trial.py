"""Rules on trial: do they fire on their hits, keep quiet on their misses, and survive evasion?"""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import msgspec

from scanner.decode import scope_of
from scanner.rulekit.check import sources_below
from scanner.rulekit.mutate import MUTATIONS, mutants
from scanner.rulekit.samples import Sample, fired, samples_of
from scanner.ruleset import RuleSet, load_rules

__all__ = ["Evasion", "Trial", "run_trial"]


class Failure(msgspec.Struct, frozen=True, kw_only=True):
    """A sample that did not do what its name says; ``instead`` are the rules that fired."""

    rule: str
    sample: str
    message: str
    instead: tuple[str, ...] = ()


class Evasion(msgspec.Struct, frozen=True, kw_only=True):
    """One mutation of one hit. ``caught_by`` are the other rules that still fire when the rule itself does not."""

    rule: str
    sample: str
    mutation: str
    survived: bool
    caught_by: tuple[str, ...] = ()


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    rules: int
    samples: int
    failures: tuple[Failure, ...]
    evasions: tuple[Evasion, ...] = ()

    def survival(self) -> dict[str, tuple[int, int, int]]:
        """By mutation: mutants on which the rule fires, on which it or any other rule fires, and all."""
        own, any_rule, every = Counter[str](), Counter[str](), Counter[str]()
        for evasion in self.evasions:
            every[evasion.mutation] += 1
            own[evasion.mutation] += evasion.survived
            any_rule[evasion.mutation] += evasion.survived or bool(evasion.caught_by)
        return {m.name: (own[m.name], any_rule[m.name], every[m.name]) for m in MUTATIONS if every[m.name]}


def run_trial(
    root: Path,
    *,
    mutate: bool = False,
    only: frozenset[str] = frozenset(),
    progress: Callable[[str], None] | None = None,
) -> Trial:
    """Try every rule below ``root`` (or ``only`` these). Raises RuleSetError for a set that does not load."""
    _, sources = sources_below(root)
    loaded = load_rules(root)
    chosen = [rule for rule in sources if not rule.private and (not only or rule.name in only)]
    failures: list[Failure] = []
    evasions: list[Evasion] = []
    count = 0
    for rule in chosen:
        if progress:
            progress(rule.name)
        for sample in samples_of(rule):
            count += 1
            failure = _failure(loaded, sample)
            if failure:
                failures.append(failure)
            elif mutate and sample.hit:
                evasions += _evasions(loaded, sample)
    return Trial(rules=len(chosen), samples=count, failures=tuple(failures), evasions=tuple(evasions))


def _failure(loaded: RuleSet, sample: Sample) -> Failure | None:
    found = fired(loaded, sample.read())
    if (sample.rule in found) is sample.hit:
        return None
    rule = loaded.rules[sample.rule]
    scope = scope_of(sample.member)
    message = "fires on its miss" if not sample.hit else "does not fire on its hit"
    if sample.hit and not rule.applies(sample.member, scope):
        message += f": scanned as {sample.member}, which is scope {scope}, where the rule does not apply"
    return Failure(
        rule=sample.rule, sample=str(sample.path), message=message, instead=tuple(sorted(found - {sample.rule}))
    )


def _evasions(loaded: RuleSet, sample: Sample) -> list[Evasion]:
    rule = loaded.rules[sample.rule]
    evasions: list[Evasion] = []
    for mutation, member in mutants(sample.read()):
        if not rule.applies(member.name, scope_of(member.name)):
            continue  # there the rule is not meant to fire
        found = fired(loaded, member)
        survived = rule.name in found
        evasions.append(
            Evasion(
                rule=rule.name,
                sample=sample.path.name,
                mutation=mutation.name,
                survived=survived,
                caught_by=() if survived else tuple(sorted(found)),
            )
        )
    return evasions
