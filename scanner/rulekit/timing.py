"""What each rule costs on ordinary Python, as a share of what searching costs at all.

Milliseconds depend on the machine and on what else runs there. So each rule is timed alone against a rule that looks
for one word that never comes, in the same moment and on the same text; their ratio is what has a limit.
"""

import sysconfig
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import yara

from scanner.rule_source import RuleSource
from scanner.rulekit.compilers import compile_file
from scanner.rulekit.problem import Problem

__all__ = ["AGAIN", "COST_LIMIT", "Cost", "costs", "ordinary_text", "slow_rules"]

TEXT_BYTES = 256 * 1024
# One search of libyara over text takes 1, a rule of good strings 1.5 to 6, by how many they are and by the processor; a
# regular expression that is tried at every quote or digit 10 to 30.
COST_LIMIT = 8.0
# A rule over the limit is timed again this often before it is believed, and then beside searches of that time alone:
# machines that are shared are slow for seconds on end.
AGAIN = 15
NEVER = 'rule never { strings: $a = "m33rkat-never-here" condition: $a }'


class Cost(msgspec.Struct, frozen=True, kw_only=True):
    """``ratio`` to the cheapest possible rule; ``ms_per_mb`` on this machine, now."""

    rule: RuleSource
    ratio: float
    ms_per_mb: float


def ordinary_text(size: int = TEXT_BYTES) -> bytes:
    """Python source of many kinds: the interpreter's own library, a part of each file in order."""
    text = bytearray()
    folder = Path(sysconfig.get_paths()["stdlib"])
    for path in sorted(folder.glob("*.py")):
        text += path.read_bytes()[:8192]
        if len(text) >= size:
            break
    return bytes(text[:size])


def costs(rules: list[RuleSource], text: bytes, clock: Callable[[], float] = time.perf_counter) -> Iterator[Cost]:
    """The cost of each rule that compiles by itself."""
    never = yara.compile(source=NEVER)
    least = float("inf")  # of all rounds: a machine that is busy for a moment must not make a slow rule look good

    def fastest(compiled: Any, rounds: int) -> tuple[float, float]:
        plain = own = float("inf")
        for _ in range(rounds):
            start = clock()
            never.match(data=text)
            middle = clock()
            compiled.match(data=text)
            plain, own = min(plain, middle - start), min(own, clock() - middle)
        return plain, own

    for rule in rules:
        if rule.private:
            continue
        try:
            compiled = compile_file(rule.path)
        except (yara.Error, UnicodeDecodeError):
            continue  # told as a compile error
        plain, own = fastest(compiled, 1)
        plain = least = min(least, plain)
        if own > COST_LIMIT * plain:
            plain, own = fastest(compiled, AGAIN)
            least = min(least, plain)
        yield Cost(rule=rule, ratio=own / plain, ms_per_mb=own * 1000 * 1_000_000 / len(text))


def slow_rules(
    rules: list[RuleSource], limit: float = COST_LIMIT, clock: Callable[[], float] = time.perf_counter
) -> Iterator[Problem]:
    for cost in costs(rules, ordinary_text(), clock):
        if cost.ratio > limit:
            yield Problem.of(
                cost.rule.path,
                cost.rule.line,
                cost.rule.name,
                f"above its time budget: {cost.ms_per_mb:.1f} ms per MB of Python here, {cost.ratio:.1f} times a plain "
                f"search (limit {limit:g}); anchor its regular expressions on rare fixed text",
            )
