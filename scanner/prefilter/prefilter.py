"""The strings of all rules in one Hyperscan database, and what each rule needs of them."""

import threading
from collections.abc import Iterable, Sequence
from typing import Any

import hyperscan
import msgspec

from scanner.prefilter.conditions import ANYTHING, ConditionError, Need, Present, fulfilled, need_of, strings_of
from scanner.prefilter.expressions import Expression, expression_of
from scanner.rule_source import RuleSource

__all__ = ["Prefilter"]

# A string's first occurrence is all that is asked for, and a dot stands for every byte.
_FLAGS = hyperscan.HS_FLAG_SINGLEMATCH | hyperscan.HS_FLAG_DOTALL


class _Packed(msgspec.Struct, frozen=True, array_like=True):
    database: bytes
    needs: dict[str, Need]


class Prefilter:
    """Says for a text which rules may match it; every rule that does is among them.

    One may be used by several threads.
    """

    def __init__(self, database: Any, needs: dict[str, Need]) -> None:
        self._database, self._needs = database, needs
        self._rules_of: dict[int, list[str]] = {}
        for rule, need in needs.items():
            for string in strings_of(need):
                self._rules_of.setdefault(string, []).append(rule)
        # Rules that a text without any string may match.
        self._loose = frozenset(rule for rule, need in needs.items() if fulfilled(need, frozenset(), 0))
        self._own = threading.local()

    @classmethod
    def of(cls, rules: Iterable[RuleSource]) -> "Prefilter":
        """The prefilter of rules that compile. Takes a second or two for some hundred; other threads go on.

        Raises hyperscan.HyperscanError where this machine or this release of the library is of no use.
        """
        public = [rule for rule in rules if not rule.private]
        expressions = {(rule.name, string.name): expression_of(string) for rule in public for string in rule.strings}
        numbers = {found: number for number, found in enumerate(dict.fromkeys(filter(None, expressions.values())))}
        _try_library()
        database, refused = _compiled(list(numbers))
        needs: dict[str, Need] = {}
        for rule in public:
            meanings: dict[str, Need] = {}
            for string in rule.strings:
                expression = expressions[rule.name, string.name]
                number = None if expression is None else numbers[expression]
                meanings[string.name] = ANYTHING if number is None or number in refused else Present(number)
            try:
                needs[rule.name] = need_of(rule.condition, meanings)
            except ConditionError:
                needs[rule.name] = ANYTHING
        return cls(database, needs)

    def candidates(self, data: bytes) -> frozenset[str]:
        """The rules that may match ``data``."""
        found: list[int] = []
        if self._database is not None:
            self._database.scan(data, match_event_handler=_keep, context=found, scratch=self._scratch())
        present, size = frozenset(found), len(data)
        asked = self._loose.union(*(self._rules_of.get(string, ()) for string in present))
        return frozenset(rule for rule in asked if fulfilled(self._needs[rule], present, size))

    def pack(self) -> bytes:
        """As bytes, for processes that trust this one."""
        database = b"" if self._database is None else hyperscan.dumpb(self._database)
        return msgspec.msgpack.encode(_Packed(database, self._needs))

    @classmethod
    def unpack(cls, packed: bytes) -> "Prefilter":
        """From ``pack``, of the same version on the same kind of machine; never from anybody else."""
        held = msgspec.msgpack.decode(packed, type=_Packed)
        return cls(hyperscan.loadb(held.database, hyperscan.HS_MODE_BLOCK) if held.database else None, held.needs)

    def _scratch(self) -> Any:
        """Hyperscan's working memory, one for each thread."""
        scratch = getattr(self._own, "scratch", None)
        if scratch is None:
            scratch = self._own.scratch = hyperscan.Scratch(self._database)
        return scratch


# What two releases of the library miss, vectorscan 5.4.12 (its issues 358 and 382): a match that the search for its
# first two characters jumps over.
_PROBE = Expression(r""",\s{0,4}(?:mode\s{0,4}=\s{0,4})?['"]wb\+?['"]""", nocase=False)
_PROBE_TEXTS = tuple(b"~" * before + b"with open(path, 'wb') as f:\n    f.write(1)\n" for before in range(64))


def _try_library() -> None:
    """Raises HyperscanError where the library at hand is known to miss matches."""
    database = _database([(0, _PROBE)])
    scratch = hyperscan.Scratch(database)
    for text in _PROBE_TEXTS:
        found: list[int] = []
        database.scan(text * 3, match_event_handler=_keep, context=found, scratch=scratch)
        if not found:
            raise hyperscan.HyperscanError("this release of Hyperscan misses matches; install the one that is pinned")


def _keep(string: int, _start: int, _end: int, _flags: int, found: list[int]) -> None:
    found.append(string)


def _compiled(expressions: Sequence[Expression]) -> tuple[Any, frozenset[int]]:
    """The database, None of nothing, and the numbers of the expressions that Hyperscan does not take."""
    taken = list(enumerate(expressions))
    refused: frozenset[int] = frozenset()
    try:
        return _database(taken), refused
    except hyperscan.HyperscanError:  # it does not say which
        refused = frozenset(number for number, expression in taken if not _is_taken(expression))
        return _database([entry for entry in taken if entry[0] not in refused]), refused


def _is_taken(expression: Expression) -> bool:
    try:
        _database([(0, expression)])
    except hyperscan.HyperscanError:
        return False
    return True


def _database(numbered: Sequence[tuple[int, Expression]]) -> Any:
    if not numbered:
        return None
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=[expression.pattern.encode("ascii") for _, expression in numbered],
        ids=[number for number, _ in numbered],
        elements=len(numbered),
        flags=[_FLAGS | (hyperscan.HS_FLAG_CASELESS if expression.nocase else 0) for _, expression in numbered],
    )
    return database
