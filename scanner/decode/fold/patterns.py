"""Regular expressions, where no text can make them take long: packers pick and put back their words with them.

Matching backtracks: what it may cost is the number of ways in which the repeats of a pattern can share out a text,
and each repeat is counted with the longest run in that text of what it repeats.
"""

import re
from collections.abc import Callable, Sequence
from re import _compiler, _parser  # type: ignore[attr-defined]  # pyright: ignore[reportAttributeAccessIssue]
from typing import Any, Final

from scanner.decode.fold import calls
from scanner.decode.fold.machine import MAX_ITEMS, MAX_TEXT, Machine
from scanner.decode.fold.values import UNKNOWN, Class, Env, Instance, Native, Partial, Ref, Value, known

__all__ = ["PATTERNS", "call_match"]

LONGEST: Final = 2000  # characters of a pattern
MOST_TRIES: Final = 10_000_000  # a fraction of a second
MATCH: Final = 256  # bytes of a match, with what is made of it
GROUP: Final = 64  # of each of its groups
_METHODS: Final = ("sub", "findall", "finditer", "split", "match", "fullmatch", "search")
_OF_MATCH: Final = frozenset({"group", "groups", "groupdict", "start", "end", "span", "__getitem__"})
_CHARACTERS: Final = frozenset({"LITERAL", "NOT_LITERAL", "IN", "ANY", "AT"})
_REPEATS: Final = frozenset({"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"})


def _tries(machine: Machine, pattern: str | bytes, flags: int, text: str | bytes) -> int:
    """How often matching may look at a character of the text, at most. Raises ValueError where nobody can tell."""
    if len(pattern) > LONGEST:
        raise ValueError("too long a pattern")
    try:
        tree = _parser.parse(pattern, flags)
    except RecursionError:
        raise ValueError("nested too deep") from None
    ways, size = _ways(machine, tree, tree.state, text)
    return (len(text) + 1) * ways * (size + 1)


def _ways(machine: Machine, tree: Any, state: Any, text: str | bytes) -> tuple[int, int]:
    """In how many ways a part of a pattern can match at one place, and how many characters it asks for."""
    ways, size = 1, 0
    for kind, argument in tree:
        name = str(kind)
        if name in _CHARACTERS:
            size += 1
            continue
        if name == "SUBPATTERN" and not argument[1] and not argument[2]:
            inner = _ways(machine, argument[3], state, text)
        elif name == "BRANCH":
            parts = [_ways(machine, part, state, text) for part in argument[1]]
            inner = (sum(part[0] for part in parts), sum(part[1] for part in parts))
        elif name in _REPEATS:
            inner = _repeated(machine, argument, state, text)
        else:  # assertions, references to groups, flags for a part
            raise ValueError(f"a pattern with {name}")
        ways, size = ways * inner[0], size + inner[1]
    return ways, size


def _repeated(machine: Machine, argument: Sequence[Any], state: Any, text: str | bytes) -> tuple[int, int]:
    least, most, body = argument
    ways, size = _ways(machine, body, state, text)
    if ways != 1 or not size:
        raise ValueError("a repeat of what matches in several ways")
    if least == most:
        return 1, least * size
    if len(text) * size > MOST_TRIES:
        raise ValueError("may take too long")
    machine.tick(1 + len(text) * size // 256)
    again = (_parser.MAX_REPEAT, (1, _parser.MAXREPEAT, body))
    runs = _compiler.compile(_parser.SubPattern(state, [again]), state.flags).finditer(text)
    longest = max((found.end() - found.start() for found in runs), default=0)
    return min(most, longest) + 1, size


def _compiled(machine: Machine, pattern: Value, flags: Value, text: Value) -> re.Pattern[Any]:
    """A pattern fit for a text, paid for. Raises ValueError where it is unknown or may take too long."""
    if isinstance(pattern, Instance) and "flags" in pattern.attrs:
        pattern, flags = pattern.attrs["pattern"], pattern.attrs["flags"]
    if not isinstance(pattern, (str, bytes)) or not isinstance(text, (str, bytes)) or len(text) > MAX_ITEMS:
        raise ValueError("not known or too long")
    tries = _tries(machine, pattern, flags, text)
    if tries > MOST_TRIES:
        raise ValueError("may take too long")
    machine.tick(1 + tries // 256)
    machine.spend(64 * len(text))  # one small object for each character, at worst
    return re.compile(pattern, flags)


def _sub(machine: Machine, pattern: Value, repl: Value, string: Value, count: int = 0, flags: Value = 0) -> Value:
    compiled = _compiled(machine, pattern, flags, string)
    if isinstance(repl, (str, bytes)):
        if len(repl) * (len(string) + 1) > MAX_TEXT:
            return UNKNOWN
        return machine.derive(compiled.sub(repl, string, count), string)
    out: list[Value] = []
    at = size = 0
    for found in _first(compiled.finditer(string), count):
        put = calls.call(machine, repl, [Native("match", found)], {})
        if type(put) is not type(string):
            return UNKNOWN
        out += (string[at : found.start()], put)
        at = found.end()
        size += len(put)
        machine.appended += 1
        if size > MAX_TEXT:
            return UNKNOWN
    return machine.derive(string[:0].join([*out, string[at:]]), string)


def _pay(machine: Machine, found: re.Match[Any]) -> None:
    """Count the memory of a match's groups, each of which may be as long as the whole."""
    machine.spend(found.re.groups * (GROUP + found.end() - found.start()))


def _first(found: Any, count: int) -> Any:
    return (match for at, match in enumerate(found) if not count or at < count)


def _findall(machine: Machine, pattern: Value, string: Value, flags: Value = 0) -> Value:
    compiled = _compiled(machine, pattern, flags, string)
    if compiled.groups:
        for found in compiled.finditer(string):
            _pay(machine, found)
    return machine.derive(compiled.findall(string), string)


def _split(machine: Machine, pattern: Value, string: Value, maxsplit: int = 0, flags: Value = 0) -> Value:
    compiled = _compiled(machine, pattern, flags, string)
    if compiled.groups:
        for found in compiled.finditer(string):
            _pay(machine, found)
    return machine.derive(compiled.split(string, maxsplit), string)


def _finditer(machine: Machine, pattern: Value, string: Value, flags: Value = 0) -> Value:
    out: list[Value] = []
    for found in _compiled(machine, pattern, flags, string).finditer(string):
        machine.spend(MATCH + GROUP * found.re.groups)
        out.append(Native("match", found))
    return out


def _found(name: str) -> Callable[..., Value]:
    def apply(machine: Machine, pattern: Value, string: Value, flags: Value = 0) -> Value:
        found = getattr(_compiled(machine, pattern, flags, string), name)(string)
        return None if found is None else Native("match", found)

    return apply


def _compile(machine: Machine, pattern: Value, flags: Value = 0) -> Value:
    if not isinstance(pattern, (str, bytes)) or not isinstance(flags, int):
        return UNKNOWN
    attrs = {name: Partial(Ref(f"re.{name}"), (pattern,), {"flags": flags}) for name in _METHODS}
    return Instance(Class("Pattern", Env()), {**attrs, "pattern": pattern, "flags": flags})


def call_match(machine: Machine, found: Native, name: str, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """A method of a match object."""
    if name not in _OF_MATCH or not known(args):
        return UNKNOWN
    _pay(machine, found.state)
    return getattr(found.state, name)(*args, **kwargs)


def _function(call: Callable[..., Value]) -> Callable[[Machine, list[Value], dict[str, Value]], Value]:
    return lambda machine, args, kwargs: call(machine, *args, **kwargs)


PATTERNS: Final = {
    f"re.{name}": _function(call)
    for name, call in {
        "compile": _compile,
        "sub": _sub,
        "findall": _findall,
        "split": _split,
        "finditer": _finditer,
        "match": _found("match"),
        "fullmatch": _found("fullmatch"),
        "search": _found("search"),
        "escape": lambda machine, text: re.escape(text) if len(text) <= MAX_ITEMS else UNKNOWN,
    }.items()
}
