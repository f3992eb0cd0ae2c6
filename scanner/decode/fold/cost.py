"""What a step would cost, told from its operands before it is taken, so that no single step runs long.

The interpreter counts its own steps, but one builtin, method, operator or comparison of Python's may take minutes. So
each is entered through ``enter``, which weighs what it gets: all that lies within, shared parts as often as a walk over
them would meet them.
"""

import sys
from collections import deque
from collections.abc import Collection, Iterable
from itertools import chain
from typing import Any, Final

from scanner.decode.fold.machine import ExhaustedError, Machine
from scanner.decode.fold.values import Cycle, Method, Native, Partial, Ref, Value

__all__ = [
    "GIVING",
    "LIMIT",
    "LOOSE",
    "CostlyError",
    "charge",
    "division",
    "enter",
    "enter_call",
    "hashing",
    "is_spread",
    "length",
    "pieces",
    "power",
    "settle",
    "weight",
]

LIMIT: Final = 128 * 1024 * 1024  # bytes that one step may read, or as many nanoseconds that it takes
SMALL: Final = 4096  # what costs less is counted as the step that it is
FEW: Final = 8  # values, each of
SHORT: Final = 16  # characters, or
BRIEF: Final = 256  # of them where each costs no more than to be read
WORD: Final = 1 << 64  # or below this number
DEEPEST: Final = 100  # containers within each other
NODE: Final = 32  # bytes of an item, with its place

# Nanoseconds for each byte, of what takes many of them; all else reads about a byte in one, or an item in ten.
PRICES: Final = {
    "textwrap.dedent": 1_000,  # compiles the indentation as a regular expression
    "html.unescape": 60,
    "urllib.parse.quote": 60,
    "base64.b32encode": 60,
    "base64.b85encode": 60,
    "base64.a85decode": 60,
    "json.loads": 15,
    "ast.literal_eval": 60,
    "sorted": 4,
    "sort": 4,
}
# What takes as long whatever it gets, or counts its own steps.
FREE: Final = frozenset(
    {
        *("len", "next", "range", "operator.itemgetter", "operator.attrgetter", "functools.partial"),
        *("getattr", "setattr", "inspect.getattr_static", "__import__", "importlib.import_module"),
        *("dir", "vars", "globals", "locals", "exec", "eval", "compile", "execfile", "types.FunctionType"),
        *("operator.methodcaller", "operator.getitem", "runpy.run_path", "io.BytesIO", "io.StringIO"),
        "struct.unpack_from",
    }
)
# What takes no more of a range than of what stands beside it, or than it is told.
CUTTING: Final = frozenset({"zip", "map", "itertools.islice", "itertools.compress"})
# What gives something that was there before.
GIVING: Final = frozenset(
    {"pop", "get", "setdefault", "next", "__next__", "__getitem__", "operator.getitem", "getattr", "read", "getvalue"}
)
# Methods that do not look at what their object holds.
FREE_METHODS: Final = frozenset({"append", "insert", "extend", "clear", "__len__", "__next__", "read", "getvalue"})
# Methods that look at nothing but their first argument: a key, or a text.
KEYED: Final = frozenset({"pop", "get", "add", "discard", "setdefault", "update", "__getitem__", "__call__"})


class CostlyError(ValueError):
    """A step would take too long: what it gives stays unknown."""


_HOLDERS: Final = frozenset({list, tuple, set, frozenset, dict, deque, range, Native, Cycle, Partial})
_SIZED: Final = frozenset({bytearray, memoryview, complex}) | _HOLDERS
LOOSE: Final = frozenset({list, tuple, set, frozenset, dict})


def length(value: Any) -> int:
    """How many items there are, also where Python has no number for it."""
    try:
        return len(value)
    except OverflowError:  # of a range
        return sys.maxsize


def weight(values: Collection[Value], limit: int) -> int:
    """The bytes of some values and of everything in them; where they are more than ``limit``, any number above it.

    So are those of what is nested deeper than Python's own functions, of which some recurse unguarded, should go.
    """
    total = sum(map(sys.getsizeof, values))
    depth = 0
    while total <= limit and not _HOLDERS.isdisjoint(map(type, values)):
        holders = [value for value in values if type(value) in _HOLDERS]
        total += NODE * sum(map(_count, holders))
        depth += 1
        if total > limit or depth > DEEPEST:
            return limit + 1
        values = list(chain.from_iterable(map(_parts, holders)))
        total += sum(map(sys.getsizeof, values))
    return total


def _count(holder: Any) -> int:
    kind = type(holder)
    if kind is Native or kind is Partial:
        return 1
    return length(holder.items if kind is Cycle else holder) << (kind is dict)


def _parts(holder: Any) -> Iterable[Value]:
    kind = type(holder)
    if kind in LOOSE or kind is deque:
        return chain(holder, holder.values()) if kind is dict else holder
    if kind is Native:
        return (holder.state,)
    if kind is Partial:
        return (holder.function, *holder.args, *holder.kwargs.values())
    return holder.items if kind is Cycle else ()  # the numbers of a range are there once they are asked for


def charge(machine: Machine, cost: int) -> None:
    """Count a step that reads ``cost`` bytes or takes as many nanoseconds.

    Raises CostlyError where those are too many, ExhaustedError when the run is out of time.
    """
    if cost < SMALL:
        return
    machine.steps -= min(cost, LIMIT) >> 14
    if machine.budget.now() > machine.deadline:
        raise ExhaustedError("time")
    if cost > LIMIT:
        raise CostlyError


def enter(machine: Machine, values: Collection[Value], price: int = 1) -> None:
    """Count a step that looks at all of ``values``. Raises as ``charge`` does."""
    if not _are_few(values, BRIEF if price == 1 else SHORT):
        charge(machine, price * weight(values, LIMIT // price))


def _are_few(values: Collection[Value], most: int) -> bool:
    """Whether values are a few numbers, names and texts of so many characters, or a short tuple of them each."""
    if len(values) > FEW:
        return False
    for value in values:
        kind = type(value)
        if kind is str or kind is bytes:
            if len(value) > most:
                return False
        elif kind is int:
            if not -WORD < value < WORD:
                return False
        elif kind in _SIZED and (
            kind is not tuple or not {int, str}.issuperset(map(type, value)) or not _are_few(value, most)
        ):
            return False
    return True


def enter_call(machine: Machine, target: Value, args: list[Value], kwargs: dict[str, Value]) -> None:
    """Count a call of a builtin, a library function or a method before it is made. Raises as ``charge`` does."""
    name = ""
    if type(target) is Ref:
        name = target.name
        if name in FREE:
            return
        if name in CUTTING:
            args = [arg for arg in args if type(arg) is not range]
    elif type(target) is Method:
        name = target.name
        if name in FREE_METHODS:
            return
        args = args[:1] if name in KEYED else [target.receiver, *args]
    else:
        args = [target, *args]
    enter(machine, [*args, *kwargs.values()] if kwargs else args, PRICES.get(name, 1))


def settle(machine: Machine, value: Value) -> None:
    """Count the memory of a container that a step has made. Raises ExhaustedError where that is too much."""
    if type(value) in LOOSE:
        machine.spend(sys.getsizeof(value))


def hashing(machine: Machine, items: Collection[Value]) -> None:
    """Count putting items into a set or a dict, beside looking at them. Raises as ``charge`` does.

    All items of one hash are compared with each other, and those of numbers, and of what holds them, can be chosen.
    """
    if len(items) < SMALL or {str, bytes}.issuperset(map(type, items)):
        return
    if {int, bool}.issuperset(map(type, items)) and max(map(abs, items)) < sys.hash_info.modulus:
        return
    charge(machine, 32 * len(items) ** 2)


def is_spread(item: Value) -> bool:
    """Whether an item is of those of which nobody can choose many with one hash."""
    kind = type(item)
    return kind is str or kind is bytes or (kind is int and abs(item) < sys.hash_info.modulus)


def division(left: int, right: int) -> int:
    """Nanoseconds that it takes to divide, at about one for each pair of digits of the divisor and the result."""
    digits = right.bit_length() // 30 + 1
    return (max(left.bit_length() // 30 + 1 - digits, 0) + 1) * digits


def power(exponent: int, modulus: int) -> int:
    """Nanoseconds that modular exponentiation takes: some multiplications and a division for each bit."""
    return 4 * (exponent.bit_length() + 1) * (modulus.bit_length() // 30 + 1) ** 2


def pieces(text: str | bytes | bytearray, separator: Value) -> int:
    """How many pieces a text has at most between separators, or blanks where there is none."""
    return len(text) // 2 if separator is None else text.count(separator) + 1
