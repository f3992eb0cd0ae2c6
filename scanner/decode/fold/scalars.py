"""The arithmetic of decoding loops, fast: expressions over numbers and characters turned into closures once.

A loop over a payload evaluates the same few nodes a hundred thousand times. What a closure here does not know raises
Slow, and the node is evaluated the general way.
"""

import ast
import operator
from collections.abc import Callable
from typing import Any, Final

from scanner.decode.fold.machine import Machine
from scanner.decode.fold.values import Env, Ref, Value

__all__ = ["FUNCTIONS", "MISSING", "OPERATORS", "SMALL", "Scalar", "Slow", "compile_scalar", "lookup"]

Scalar = Callable[[Env], Value]


class Slow(Exception):  # noqa: N818 - a signal, not an error
    """Not a matter of small numbers and characters."""


MISSING: Final = object()
SMALL: Final = 1 << 62
_SHORT: Final = 64
_INTS: Final = (int, bool)
_SHORT_NUMBER: Final = 1e15
_DIGITS: Final = 16
OPERATORS: Final[dict[type[ast.operator], Callable[[int, int], int]]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.BitXor: operator.xor, ast.BitAnd: operator.and_,
    ast.BitOr: operator.or_, ast.Mod: operator.mod, ast.FloorDiv: operator.floordiv, ast.Mult: operator.mul,
    ast.RShift: operator.rshift,
}  # fmt: skip
_PLAIN: Final = frozenset({int, bool, str, bytes, list, tuple, dict, bytearray, range})


def compile_scalar(machine: Machine, node: ast.expr) -> Scalar | None:
    """A closure that computes ``node`` from an Env, or None when the node is of another kind."""
    if isinstance(node, ast.Constant):
        value = node.value
        if type(value) in (int, bool) or (type(value) in (str, bytes) and len(value) < _SHORT):  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
            return lambda env: value
        return None
    if isinstance(node, ast.Name):
        return _name(node.id)
    if isinstance(node, ast.BinOp):
        return _binop(machine, node)
    if isinstance(node, ast.Subscript):
        return _subscript(machine, node)
    if isinstance(node, ast.Call):
        return _call(machine, node)
    return None


def lookup(env: Env | None, name: str) -> Value:
    """What a name is bound to; a value of no type that is known here where it is not bound."""
    while env is not None:
        value = env.names.get(name, MISSING)
        if value is not MISSING:
            return value
        env = env.parent
    return MISSING


def _name(name: str) -> Scalar:
    def read(env: Env | None) -> Value:
        while env is not None:  # as lookup does: a call of its own would double the time
            if name in env.names:
                value = env.names[name]
                if type(value) in _PLAIN:
                    return value
                break
            env = env.parent
        raise Slow

    return read


def _binop(machine: Machine, node: ast.BinOp) -> Scalar | None:
    apply = OPERATORS.get(type(node.op))
    left = compile_scalar(machine, node.left)
    right = compile_scalar(machine, node.right)
    if apply is None or left is None or right is None:
        return None
    adds = apply is operator.add
    xors = apply is operator.xor

    def compute(env: Env) -> Value:
        a, b = left(env), right(env)
        if type(a) in _INTS and type(b) in _INTS and -SMALL < a < SMALL and -SMALL < b < SMALL:
            if xors:
                machine.xors += 1
            try:
                return apply(a, b)
            except (ArithmeticError, ValueError):
                raise Slow from None
        if adds and type(a) is str and type(b) is str and len(a) + len(b) < _SHORT:
            return a + b
        raise Slow

    return compute


def _subscript(machine: Machine, node: ast.Subscript) -> Scalar | None:
    holder = compile_scalar(machine, node.value)
    key = compile_scalar(machine, node.slice)
    if holder is None or key is None:
        return None

    def pick(env: Env) -> Value:
        items, index = holder(env), key(env)
        try:
            value = items[index]
        except (TypeError, LookupError):
            raise Slow from None
        if type(value) in _PLAIN:
            return value
        raise Slow

    return pick


def _ord(value: Any) -> int:
    if type(value) in (str, bytes) and len(value) == 1:
        return ord(value)
    raise Slow


def _chr(value: Any) -> str:
    if type(value) is int and 0 <= value < 0x110000:
        return chr(value)
    raise Slow


def _len(value: Any) -> int:
    if type(value) in (str, bytes, list, tuple):
        return len(value)
    raise Slow


def _int(value: Any) -> int:
    kind = type(value)
    is_short = kind is float and -_SHORT_NUMBER < value < _SHORT_NUMBER
    if is_short or kind is int or (kind is str and len(value) < _DIGITS and value.isdecimal()):
        return int(value)
    raise Slow


# What decoding loops call for every character: a call of one of these goes no longer way.
FUNCTIONS: Final[dict[str, Callable[[Any], Value]]] = {"ord": _ord, "chr": _chr, "len": _len, "int": _int}


def _call(machine: Machine, node: ast.Call) -> Scalar | None:
    if not isinstance(node.func, ast.Name) or len(node.args) != 1 or node.keywords:
        return None
    name = node.func.id
    argument = compile_scalar(machine, node.args[0])
    if argument is None:
        return None

    def apply(env: Env) -> Value:
        target = lookup(env, name)
        function = FUNCTIONS.get(name if target is MISSING else target.name if type(target) is Ref else "")
        if function is None:
            raise Slow
        return function(argument(env))

    return apply
