"""What Python asks of objects of the file's own classes by itself: operators, items, missing attributes, contexts."""

import ast
from collections import deque
from collections.abc import Sequence
from typing import Any, Final

from scanner.decode.fold import attributes, calls, operators
from scanner.decode.fold.machine import Machine, RaisedError
from scanner.decode.fold.values import UNKNOWN, Bound, Class, Function, Instance, Native, Ref, Value

__all__ = [
    "BUILTINS",
    "ask",
    "binary",
    "compared",
    "has",
    "iterated",
    "parent",
    "prepare",
    "set_attribute",
    "truth",
    "unary",
]

_OPERATORS: Final[dict[type[ast.operator], str]] = {
    ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "truediv", ast.FloorDiv: "floordiv", ast.Mod: "mod",
    ast.Pow: "pow", ast.LShift: "lshift", ast.RShift: "rshift", ast.BitOr: "or", ast.BitXor: "xor", ast.BitAnd: "and",
    ast.MatMult: "matmul",
}  # fmt: skip
_UNARY: Final[dict[type[ast.unaryop], str]] = {ast.USub: "__neg__", ast.UAdd: "__pos__", ast.Invert: "__invert__"}
# Of a comparison, the method of the left operand, and that of the right one where the left one has none.
_COMPARE: Final[dict[type[ast.cmpop], tuple[str, str]]] = {
    ast.Eq: ("__eq__", "__eq__"), ast.NotEq: ("__ne__", "__ne__"), ast.Lt: ("__lt__", "__gt__"),
    ast.LtE: ("__le__", "__ge__"), ast.Gt: ("__gt__", "__lt__"), ast.GtE: ("__ge__", "__le__"),
}  # fmt: skip
# What a builtin asks of the object that it gets.
BUILTINS: Final = {
    name: f"__{name}__"
    for name in ("str", "repr", "bytes", "len", "bool", "int", "float", "next", "hash", "format", "abs", "reversed")
}


def ask(machine: Machine, holder: Value, name: str, *args: Value) -> Value:
    """``holder.name(*args)`` where its class defines that; UNKNOWN otherwise."""
    found = _method(holder, name)
    return calls.call(machine, Bound(found, holder), list(args), {}) if found is not None else UNKNOWN


def has(holder: Value, name: str) -> bool:
    """Whether the class of an object, or of a class, defines a method of that name."""
    return _method(holder, name) is not None


def _method(holder: Value, name: str) -> Function | None:
    cls = holder.cls if isinstance(holder, Instance) else holder.meta if isinstance(holder, Class) else None
    found = attributes.class_lookup(cls, name) if isinstance(cls, Class) else None
    return found if isinstance(found, Function) else None


def set_attribute(machine: Machine, holder: Instance, name: str, value: Value) -> None:
    """``holder.name = value``, where nothing else is said: into the object."""
    held = attributes.class_lookup(holder.cls, name)
    if has(holder, "__setattr__"):
        ask(machine, holder, "__setattr__", name, value)
    elif has(held, "__set__"):
        ask(machine, held, "__set__", holder, value)
        return
    holder.attrs[name] = value


def truth(machine: Machine, value: Value) -> bool | None:
    """Whether a value is true, or None where nobody knows."""
    if type(value) is Instance:
        for name in ("__bool__", "__len__"):
            if has(value, name):
                return operators.truth(ask(machine, value, name))
    return operators.truth(value)


def binary(machine: Machine, kind: ast.operator, left: Value, right: Value, *, inplace: bool = False) -> Value:
    """``left`` and ``right`` combined, where one of them is such an object."""
    name = _OPERATORS[type(kind)]
    if inplace and has(left, f"__i{name}__"):
        return ask(machine, left, f"__i{name}__", right)
    if has(left, f"__{name}__"):
        return ask(machine, left, f"__{name}__", right)
    return ask(machine, right, f"__r{name}__", left)


def unary(machine: Machine, kind: type[ast.unaryop], value: Value) -> Value:
    """What a sign makes of such an object."""
    return ask(machine, value, _UNARY[kind]) if kind in _UNARY else UNKNOWN


def compared(machine: Machine, kind: ast.cmpop, left: Value, right: Value) -> Value | None:
    """What a comparison with such an object gives; None where it says nothing of that itself."""
    sort = type(kind)
    if sort in (ast.In, ast.NotIn) and has(right, "__contains__"):
        found = truth(machine, ask(machine, right, "__contains__", left))
        return UNKNOWN if found is None else found == (sort is ast.In)
    own, turned = _COMPARE.get(sort, ("", ""))
    if own and has(left, own):
        return ask(machine, left, own, right)
    return ask(machine, right, turned, left) if turned and has(right, turned) else None


def iterated(machine: Machine, value: Value) -> Value:
    """What such an object gives when it is iterated over, as an iterator; any other value itself."""
    if type(value) is not Instance or not has(value, "__iter__"):
        return value
    given = ask(machine, value, "__iter__")
    if not isinstance(given, Instance) or machine.is_reading:
        return given
    out: list[Value] = []
    machine.tries += 1
    try:
        while len(out) <= machine.longest:
            out.append(ask(machine, given, "__next__"))
            machine.put(out[-1])
            if out[-1] is UNKNOWN:
                break
    except RaisedError:
        pass  # it has no more
    finally:
        machine.tries -= 1
    return Native("iterator", deque(out))


def prepare(machine: Machine, made: Class, keywords: dict[str, Value]) -> None:
    """Do what Python does by itself when a class is made."""
    for name, held in list(made.env.names.items()):
        ask(machine, held, "__set_name__", made, name)
    if isinstance(made.meta, Class):
        parts: list[Any] = [made.name, tuple(made.bases), made.env.names]
        for name, receiver in (("__new__", made.meta), ("__init__", made)):
            found = attributes.class_lookup(made.meta, name)
            if isinstance(found, Function):
                calls.call(machine, found, [receiver, *parts], keywords)
    for base in attributes.order(made)[1:]:
        found = base.env.names.get("__init_subclass__")
        if isinstance(found, Function):
            calls.call(machine, found, [made], keywords)
            break


def parent(state: Sequence[Value], name: str) -> Value:
    """An attribute by ``super()`` of a class and an object, or a class, of that."""
    owner, receiver = state[0], state[1]
    cls = receiver.cls if isinstance(receiver, Instance) else receiver
    line = attributes.order(cls) if isinstance(cls, Class) else []
    for one in line[line.index(owner) + 1 :] if owner in line else ():
        if name in one.env.names:
            found = one.env.names[name]
            is_bound = isinstance(found, Function) and name != "__new__" and found.binding != "staticmethod"
            return Bound(found, receiver) if is_bound else found
    return Ref("object.__new__") if name == "__new__" else UNKNOWN
