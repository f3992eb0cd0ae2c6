"""The iterators of itertools: as lists where they end, else as what a loop over them would take from."""

import ast
import itertools
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from scanner.decode.fold import calls, cost, operators
from scanner.decode.fold.machine import MAX_ITEMS, Machine
from scanner.decode.fold.values import UNKNOWN, Cycle, Native, Value, items_of

__all__ = ["ITERATORS", "PAIR", "columns", "items", "taken"]

_Function = Callable[[Machine, list[Value], dict[str, Value]], Value]
_SEQUENCES: Final = (list, tuple, str, bytes, bytearray, range)
PAIR: Final = 64  # bytes of a tuple with few items
_FUTILE: Final = 3  # unknown results in a row before giving up


def items(value: Value) -> list[Value]:
    """A known iterable as a list. Raises ValueError when it is unknown or too long."""
    found = items_of(value)
    if found is None or cost.length(found) > MAX_ITEMS:
        raise ValueError("unknown iterable")
    return list(found)


def columns(machine: Machine, args: Iterable[Value]) -> list[list[Value]]:
    """Iterables side by side, each as long as the shortest of them; some may be without end, but not all.

    Raises ValueError when one is unknown, too long, or none ends.
    """
    given = [arg if isinstance(arg, Cycle) else _sequence(machine, arg) for arg in _dealt(list(args))]
    ends = [cost.length(arg) for arg in given if not isinstance(arg, Cycle)]
    if not ends:
        raise ValueError("nothing here ends")
    length = min(ends)
    if length > MAX_ITEMS:
        raise ValueError("too long")
    machine.spend(8 * length * len(given))
    return [arg.take(length) if isinstance(arg, Cycle) else list(arg[:length]) for arg in given]


def taken(machine: Machine, source: Value, default: Value = UNKNOWN) -> Value:
    """The next item of an iterator, or ``default`` where there is none.

    What Python gives item by item may be a list here, but no list gives its items so.
    """
    machine.changes += 1
    machine.effects += 1
    if isinstance(source, Cycle):
        return source.take(1)[0]
    if isinstance(source, list):
        machine.tick(len(source) // 1024)  # all the others move up
        return source.pop(0) if source else default
    if isinstance(source, Native) and source.kind == "iterator":
        return source.state.popleft() if source.state else default
    return UNKNOWN


def _dealt(args: list[Value]) -> list[Value]:
    """Each iterator that stands in several places gives each of them its next item in turn."""
    places = Counter(id(arg) for arg in args if isinstance(arg, Native))
    rests: dict[int, list[Value]] = {}
    turns: Counter[int] = Counter()
    out: list[Value] = []
    for arg in args:
        mark = id(arg)
        if places[mark] < 2:
            out.append(arg)
            continue
        rest = rests[mark] if mark in rests else rests.setdefault(mark, items(arg))
        out.append(rest[turns[mark] :: places[mark]])
        turns[mark] += 1
    return out


def _sequence(machine: Machine, value: Value) -> Sequence[Value]:
    """A known iterable as what has a length and can be cut: itself where it does. Raises ValueError as items does."""
    if isinstance(value, _SEQUENCES):
        return value
    if isinstance(value, (dict, set, frozenset)):
        machine.spend(8 * len(value))
    return items(value)


def _starmap(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    out: list[Value] = []
    for row in items(args[1]):
        out.append(calls.call(machine, args[0], list(row), {}))
        machine.put(out[-1])
        if len(out) >= _FUTILE and all(item is UNKNOWN for item in out[-_FUTILE:]):
            return UNKNOWN
    return out


def _repeat(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    times = args[1] if len(args) > 1 else kwargs.get("times")
    if times is None:
        return Cycle((args[0],))
    if not isinstance(times, int) or times > MAX_ITEMS:
        return UNKNOWN
    machine.spend(8 * times)
    return [args[0]] * times


def _count(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """Numbers without end, which end where nobody could have counted to."""
    start = args[0] if args else kwargs.get("start", 0)
    step = args[1] if len(args) > 1 else kwargs.get("step", 1)
    if not isinstance(start, int) or not isinstance(step, int):
        return UNKNOWN
    return range(start, start + step * MAX_ITEMS, step) if step else Cycle((start,))


def _accumulate(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    function = args[1] if len(args) > 1 else kwargs.get("func")
    given = items(args[0])
    if kwargs.get("initial") is not None:
        given = [kwargs["initial"], *given]
    out = given[:1]
    for item in given[1:]:
        machine.tick()
        pair = [out[-1], item]
        value = (
            operators.binary(machine, ast.Add(), *pair) if function is None else calls.call(machine, function, pair, {})
        )
        if value is UNKNOWN:
            return UNKNOWN
        if isinstance(value, (str, bytes, list, tuple)):
            machine.spend(len(value))
        out.append(value)
    return out


def _zip_longest(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    lists = [_sequence(machine, arg) for arg in args]
    length = max(map(cost.length, lists), default=0)
    if length > MAX_ITEMS:
        return UNKNOWN
    machine.spend((PAIR + 8 * len(lists)) * length)
    return list(itertools.zip_longest(*lists, fillvalue=kwargs.get("fillvalue")))


def _islice(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    bounds = args[1:]
    if not all(bound is None or isinstance(bound, int) for bound in bounds):
        return UNKNOWN
    source = itertools.cycle(args[0].items) if isinstance(args[0], Cycle) else _sequence(machine, args[0])
    stop = bounds[0] if len(bounds) == 1 else bounds[1]
    if (stop is None and isinstance(args[0], (Cycle, range))) or any((bound or 0) > MAX_ITEMS for bound in bounds):
        return UNKNOWN
    return list(itertools.islice(source, *bounds))


def _takewhile(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    out: list[Value] = []
    for item in items(args[1]):
        verdict = operators.truth(calls.call(machine, args[0], [item], {}))
        if verdict is None:
            return UNKNOWN
        if not verdict:
            break
        machine.put(item)
        out.append(item)
    return out


def _compress(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    data, kept = columns(machine, args)
    if any(operators.truth(item) is None for item in kept):
        return UNKNOWN
    return list(itertools.compress(data, kept))


def _pairwise(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    given = items(args[0])
    machine.spend(PAIR * len(given))
    return list(itertools.pairwise(given))


ITERATORS: Final[dict[str, _Function]] = {
    "itertools.starmap": _starmap, "itertools.repeat": _repeat, "itertools.count": _count,
    "itertools.accumulate": _accumulate, "itertools.zip_longest": _zip_longest, "itertools.islice": _islice,
    "itertools.takewhile": _takewhile, "itertools.compress": _compress, "itertools.pairwise": _pairwise,
}  # fmt: skip
