"""The findings that a scan keeps: bounded, whatever a distribution is made to fire."""

from collections import Counter
from collections.abc import Container, Iterator

import msgspec

from scanner.engine import loudness
from scanner.report import LOUDNESS, Finding, Scope

__all__ = ["FINDINGS_PER_RULE", "MOST_RULES", "Kept"]

# Findings of one rule or signal that a report keeps: a volunteer reads ten, and the score counts the heaviest once.
FINDINGS_PER_RULE = 50
# More rules than there are, several times: only a worker that was taken over fires so many.
MOST_RULES = 2_000


class Kept:
    """Of each rule and signal the loudest findings, the earlier one where two are alike."""

    def __init__(self) -> None:
        self._by_rule: dict[str, list[Finding]] = {}
        self._fired: Counter[str] = Counter()

    def __iter__(self) -> Iterator[Finding]:
        for mates in self._by_rule.values():
            yield from mates

    def add(self, finding: Finding) -> bool:
        """Whether it is kept: there is room for it, or it is louder than one that then goes."""
        if finding.rule not in self._by_rule and len(self._by_rule) >= MOST_RULES:
            return False
        self._fired[finding.rule] += 1
        mates = self._by_rule.setdefault(finding.rule, [])
        if len(mates) < FINDINGS_PER_RULE:
            mates.append(finding)
            return True
        quietest = max(range(len(mates)), key=lambda number: loudness(mates[number]))
        if loudness(finding) >= loudness(mates[quietest]):
            return False
        mates[quietest] = finding
        return True

    def move(self, members: Container[str], scope: Scope, run_by: str = "") -> Iterator[Finding]:
        """Let what stands in these members count as in this scope where that is louder, and with who runs it.

        Gives those that changed.
        """
        for mates in self._by_rule.values():
            for number, finding in enumerate(mates):
                if finding.member not in members:
                    continue
                louder = min(scope, finding.scope, key=LOUDNESS.__getitem__)
                moved = msgspec.structs.replace(finding, scope=louder, run_by=run_by or finding.run_by)
                if moved != finding:
                    mates[number] = moved
                    yield moved

    def forget(self, found: Container[tuple[str, str]]) -> None:
        """Let go of what these rules found in these members, as if they had not been read yet."""
        for rule, mates in self._by_rule.items():
            left = [finding for finding in mates if (finding.member, rule) not in found]
            self._fired[rule] -= len(mates) - len(left)
            mates[:] = left

    @property
    def dropped(self) -> dict[str, int]:
        """By rule in order, how many findings went for lack of room."""
        more = {rule: count - FINDINGS_PER_RULE for rule, count in sorted(self._fired.items())}
        return {rule: count for rule, count in more.items() if count > 0}
