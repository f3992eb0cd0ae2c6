"""The strings of all rules in one Hyperscan database, and what each rule needs of them."""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import hyperscan
import msgspec

from scanner.prefilter.conditions import (
    ANYTHING,
    ConditionError,
    Need,
    Present,
    need_of,
    predicate_of,
    some,
    strings_of,
    triggers_of,
)
from scanner.prefilter.expressions import Expression, expression_of
from scanner.rule_source import RuleSource
from scanner.search import HyperscanError, compile_patterns, keep_number

__all__ = ["Prefilter"]


class Prefilter(msgspec.Struct, frozen=True):
    """Says for a text which rules may match it; every rule that does is among them.

    One may be used by several threads.
    """

    every: "_Pass"
    guarded: "_Pass"

    @classmethod
    def of(cls, rules: Iterable[RuleSource]) -> "Prefilter":
        """The prefilter of rules that compile. Takes a second or two for some hundred; other threads go on.

        Raises HyperscanError where this machine or this release of the library is of no use.
        """
        public = [rule for rule in rules if not rule.private]
        return cls(_Pass.of(public, _need), _Pass.of([rule for rule in public if rule.is_guarded], _need_and_guard))

    def candidates(self, data: bytes) -> frozenset[str]:
        """The rules that may match ``data``."""
        return self.every.asked(data)

    def spared(self, data: bytes) -> frozenset[str]:
        """Those for which ``data`` also has something that may keep them from matching."""
        return self.guarded.asked(data)

    def pack(self) -> bytes:
        """As bytes, for processes that trust this one."""
        return msgspec.msgpack.encode((self.every.pack(), self.guarded.pack()))

    @classmethod
    def unpack(cls, packed: bytes) -> "Prefilter":
        """From ``pack``, of the same version on the same kind of machine; never from anybody else."""
        return cls(*(_Pass.unpack(one) for one in msgspec.msgpack.decode(packed, type=tuple[_Packed, _Packed])))


class _Packed(msgspec.Struct, frozen=True, array_like=True):
    database: bytes
    needs: dict[str, Need]


class _Pass:
    """One database, and by what is in a text what each rule asks of it."""

    def __init__(self, database: Any, needs: dict[str, Need]) -> None:
        self._database, self._needs = database, needs
        self._predicates = {rule: predicate_of(need) for rule, need in needs.items()}
        uses = Counter(string for need in needs.values() for string in strings_of(need))
        self._rules_of: dict[int, list[str]] = {}
        loose: set[str] = set()  # rules that a text without any string may match
        for rule, need in needs.items():
            triggers = triggers_of(need, uses)
            if triggers is None:
                loose.add(rule)
            for string in triggers or ():
                self._rules_of.setdefault(string, []).append(rule)
        self._loose = frozenset(loose)
        self._own = threading.local()

    @classmethod
    def of(cls, rules: Sequence[RuleSource], need_in: Callable[[RuleSource, Mapping[str, Need]], Need]) -> "_Pass":
        expressions = {(rule.name, string.name): expression_of(string) for rule in rules for string in rule.strings}
        numbers = {found: number for number, found in enumerate(dict.fromkeys(filter(None, expressions.values())))}
        database, taken = _compiled(list(numbers))
        places = {number: place for place, number in enumerate(taken)}
        needs: dict[str, Need] = {}
        for rule in rules:
            meanings: dict[str, Need] = {}
            for string in rule.strings:
                expression = expressions[rule.name, string.name]
                place = None if expression is None else places.get(numbers[expression])
                meanings[string.name] = ANYTHING if place is None else Present(place)
            needs[rule.name] = need_in(rule, meanings)
        return cls(database, needs)

    def asked(self, data: bytes) -> frozenset[str]:
        """The rules whose need ``data`` fulfils."""
        found: list[int] = []
        if self._database is not None:
            self._database.scan(data, match_event_handler=keep_number, context=found, scratch=self._scratch())
        present, size = sum(1 << string for string in found), len(data)
        asked = self._loose.union(*(self._rules_of.get(string, ()) for string in found))
        return frozenset(rule for rule in asked if self._predicates[rule](present, size))

    def pack(self) -> _Packed:
        return _Packed(b"" if self._database is None else hyperscan.dumpb(self._database), self._needs)

    @classmethod
    def unpack(cls, packed: _Packed) -> "_Pass":
        database = hyperscan.loadb(packed.database, hyperscan.HS_MODE_BLOCK) if packed.database else None
        return cls(database, packed.needs)

    def _scratch(self) -> Any:
        """Hyperscan's working memory, one for each thread."""
        scratch = getattr(self._own, "scratch", None)
        if scratch is None:
            scratch = self._own.scratch = hyperscan.Scratch(self._database)
        return scratch


def _need(rule: RuleSource, meanings: Mapping[str, Need]) -> Need:
    try:
        return need_of(rule.condition, meanings)
    except ConditionError:
        return ANYTHING


def _need_and_guard(rule: RuleSource, meanings: Mapping[str, Need]) -> Need:
    """What a condition with ``not`` can do without may be what it negates."""
    need = _need(rule, meanings)
    needed = strings_of(need)
    guards = [found for found in meanings.values() if found == ANYTHING or not strings_of(found) <= needed]
    return some(2, [need, some(1, guards)])


def _compiled(expressions: Sequence[Expression]) -> tuple[Any, Sequence[int]]:
    """A database, None of nothing, and the numbers of the expressions in it: Hyperscan does not take every one."""
    taken = range(len(expressions))
    try:
        return _database(expressions), taken
    except HyperscanError:  # it does not say which
        kept = [number for number in taken if _is_taken(expressions[number])]
        return _database([expressions[number] for number in kept]), kept


def _is_taken(expression: Expression) -> bool:
    try:
        _database([expression])
    except HyperscanError:
        return False
    return True


def _database(expressions: Sequence[Expression]) -> Any:
    if not expressions:
        return None
    return compile_patterns([(expression.pattern.encode("ascii"), expression.nocase) for expression in expressions])
