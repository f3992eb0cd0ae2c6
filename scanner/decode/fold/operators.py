"""Operators on known values, within limits."""

import ast
import operator
from collections.abc import Callable
from typing import Any, Final

from scanner.decode.fold import cost, methods, objects
from scanner.decode.fold.machine import MAX_ITEMS, MAX_TEXT, Machine, is_callable_object
from scanner.decode.fold.values import UNKNOWN, Class, Instance, Ref, Value, is_plain, known

__all__ = ["FAULTS", "MAX_BITS", "binary", "compared", "truth"]

MAX_BITS: Final = 200_000  # of a computed number: multiplying and dividing take the square of them
FAULTS: Final = (
    TypeError, ValueError, ArithmeticError, LookupError, AttributeError, MemoryError, AssertionError,
)  # fmt: skip
_BINARY: Final[dict[type[ast.operator], Callable[[Any, Any], Any]]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod, ast.Pow: operator.pow, ast.LShift: operator.lshift,
    ast.RShift: operator.rshift, ast.BitOr: operator.or_, ast.BitXor: operator.xor, ast.BitAnd: operator.and_,
}  # fmt: skip

_COMPARE: Final[dict[type[ast.cmpop], Callable[[Any, Any], Any]]] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt,
    ast.GtE: operator.ge, ast.Is: operator.is_, ast.IsNot: operator.is_not,
    ast.In: lambda a, b: a in b, ast.NotIn: lambda a, b: a not in b,
}  # fmt: skip
FEW: Final = 256  # of what a program compares with for each of its characters
_NUMBERS: Final = frozenset({int, bool})


def truth(value: Value) -> bool | None:
    """Whether a value is true, or None where nobody knows."""
    if value is UNKNOWN:
        return None
    if is_plain(value) or isinstance(value, (list, tuple, dict, set, frozenset, range)):
        return bool(value)
    return True if is_callable_object(value) else None


_OWN: Final = frozenset({Instance, Class})  # which say themselves what operators make of them
_SMALL: Final = 1 << 62
_QUICK: Final = frozenset({
    ast.Add, ast.Sub, ast.BitXor, ast.BitAnd, ast.BitOr, ast.Mult, ast.Mod, ast.FloorDiv,
})  # fmt: skip
_DIVIDES: Final = (ast.Mod, ast.FloorDiv)
MAX_SHIFTED: Final = 1_000_000  # bits of a number that was shifted: it may have been a long literal
_TEXTS: Final = (str, bytes, bytearray)
_ADDED: Final = (*_TEXTS, list, tuple)


def binary(machine: Machine, kind: ast.operator, left: Value, right: Value) -> Value:
    """``left`` and ``right`` combined, within limits."""
    if type(left) is int and type(right) is int and -_SMALL < left < _SMALL and -_SMALL < right < _SMALL:
        sort = type(kind)
        if sort in _QUICK and (right or sort not in _DIVIDES):
            if sort is ast.BitXor:
                machine.xors += 1
            return _BINARY[sort](left, right)
    if left is UNKNOWN or right is UNKNOWN:
        return UNKNOWN
    if isinstance(left, Ref) or isinstance(right, Ref):
        return UNKNOWN
    if type(left) in _OWN or type(right) in _OWN:
        return objects.binary(machine, kind, left, right)
    if not _affordable(kind, left, right):
        return UNKNOWN
    if isinstance(kind, ast.BitXor):
        machine.xors += 1
    try:
        cost.charge(machine, _price(kind, left, right))
        result = _BINARY[type(kind)](left, right)
    except (KeyError, *FAULTS):
        return UNKNOWN
    if isinstance(result, (str, bytes, list)):
        cost.settle(machine, result)
        if type(kind) is ast.Add and isinstance(left, str) and isinstance(right, str):
            machine.puts += len(left) == 1 or len(right) == 1
        return machine.derive(result, left, right)
    cost.settle(machine, result)
    if type(result) is int and (bits := result.bit_length()) > machine.longest_number:
        machine.longest_number = bits
        machine.growth += 1
        machine.appended += 1
        machine.spend(bits // 8)
    return result if is_plain(result) or isinstance(result, (tuple, set, frozenset, dict)) else UNKNOWN


def _affordable(kind: ast.operator, left: Value, right: Value) -> bool:
    if isinstance(kind, ast.Mult):
        if isinstance(left, int) and isinstance(right, int):
            return left.bit_length() + right.bit_length() < MAX_BITS
        count, items = (left, right) if isinstance(left, int) else (right, left)
        if isinstance(count, int) and isinstance(items, (str, bytes, bytearray, list, tuple)):
            return len(items) * max(count, 0) <= (MAX_TEXT if isinstance(items, _TEXTS) else MAX_ITEMS)
    if isinstance(kind, ast.Pow) and isinstance(left, int) and isinstance(right, int):
        return -64 <= right < 100_000 and left.bit_length() * abs(right) < MAX_BITS
    if isinstance(kind, _DIVIDES) and isinstance(left, int) and isinstance(right, int):
        return (left.bit_length() - right.bit_length()) * right.bit_length() <= MAX_BITS**2
    if isinstance(kind, ast.LShift) and isinstance(left, int) and isinstance(right, int):
        return right < MAX_BITS and left.bit_length() + right < MAX_SHIFTED
    if isinstance(kind, ast.Mod) and isinstance(left, (str, bytes)):
        return methods.format_is_small(left) and known(right)
    if isinstance(kind, ast.Add) and isinstance(left, _ADDED) and isinstance(right, _ADDED):
        return len(left) + len(right) <= (MAX_TEXT if isinstance(left, _TEXTS) else MAX_ITEMS)
    return True


def _price(kind: ast.operator, left: Value, right: Value) -> int:
    """What it costs to combine two values: lists are copied without a look at their items."""
    if isinstance(left, int) and isinstance(right, int):
        return cost.division(left, right) if isinstance(kind, _DIVIDES) else 0
    if isinstance(kind, (ast.Add, ast.Mult)):
        return 0  # by the size of the result, which is counted as memory
    size = cost.weight((left, right), cost.LIMIT)
    if isinstance(left, (str, bytes)) and isinstance(right, dict):
        # A format may ask for the same value of a dictionary again and again.
        return size * (left.count("%") if isinstance(left, str) else left.count(b"%"))
    return size


def compared(machine: Machine, kind: ast.cmpop, left: Value, right: Value) -> Value:
    """Whether two known values are to each other as they are said to be."""
    if type(left) in _OWN or type(right) in _OWN:
        found = objects.compared(machine, kind, left, right)
        if found is not None:
            return found
    if isinstance(left, Ref) != isinstance(right, Ref):
        return UNKNOWN
    try:
        if type(left) is not int or type(right) is not int:
            _enter_comparison(machine, kind, left, right)
        return bool(_COMPARE[type(kind)](left, right))
    except (KeyError, *FAULTS):
        return UNKNOWN


def _enter_comparison(machine: Machine, kind: ast.cmpop, left: Value, right: Value) -> None:
    """Count a comparison before it is made. Raises as ``cost.charge`` does."""
    if isinstance(kind, (ast.Is, ast.IsNot)):
        return
    kind_of = type(right)
    if type(left) is int and kind_of is tuple and len(right) < FEW and _NUMBERS.issuperset(map(type, right)):
        return  # what stands in a program for each of its characters
    # What is computed, or looked up by its hash, asks for no other item.
    looked_up = (dict, set, frozenset, range) if type(left) is int else (dict, set, frozenset)
    is_quick = isinstance(kind, (ast.In, ast.NotIn)) and kind_of in looked_up
    cost.enter(machine, (left,) if is_quick else (left, right))
