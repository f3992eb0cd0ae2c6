"""The statements of decoding loops, fast: assignments of numbers and characters turned into closures once.

As with the expressions in scalars: what a closure here does not know raises Slow before anything is changed, and the
statement is run the general way.
"""

import ast
from collections.abc import Callable
from typing import Any, Final

from scanner.decode.fold.machine import MAX_ITEMS, MAX_TEXT, Machine
from scanner.decode.fold.scalars import OPERATORS, SMALL, Scalar, Slow, compile_scalar, lookup
from scanner.decode.fold.values import Env
from scanner.syntax import nodes

__all__ = ["PIECE", "Statement", "compile_statement"]

Statement = Callable[[Env], None]
PIECE: Final = 8  # characters that one statement appends to a text
_INTS: Final = frozenset({int, bool})
_GROWS: Final = frozenset({str, bytes, list, tuple})
_STEADY: Final = (ast.Name, ast.Constant, ast.BinOp)  # no key that hangs on an item


def compile_statement(machine: Machine, node: ast.stmt) -> Statement | None:
    """A closure that runs ``node`` in an Env, or None when the statement is of another kind."""
    if isinstance(node, ast.Assign) and len(node.targets) == 1:
        target = node.targets[0]
        if isinstance(target, ast.Name):
            return _name(machine, target.id, compile_scalar(machine, node.value))
        if isinstance(target, ast.Subscript):
            return _items(machine, [target], [node.value])
        if isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple):
            return _items(machine, target.elts, node.value.elts)
    if isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
        return _augmented(machine, node.target.id, node.op, compile_scalar(machine, node.value))
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        return _append(machine, node.value)
    return None


def _name(machine: Machine, name: str, value: Scalar | None) -> Statement | None:
    if value is None:
        return None

    def store(env: Env) -> None:
        new = value(env)
        holder = env.elsewhere.get(name, env)
        names = holder.names
        machine.effects += holder is not env
        if type(new) in _GROWS and len(new) > 1 and names.get(name) is not new:
            machine.growth += 1
        machine.changes += 1
        names[name] = new

    return store


def _items(machine: Machine, targets: list[ast.expr], values: list[ast.expr]) -> Statement | None:
    """``table[i] = x`` and ``table[i], table[j] = x, y``."""
    places: list[tuple[str, Scalar]] = []
    for target in targets:
        if not isinstance(target, ast.Subscript) or not isinstance(target.value, ast.Name):
            return None
        key = compile_scalar(machine, target.slice)
        if key is None or not all(isinstance(part, _STEADY) for part in nodes(target.slice)):
            return None
        places.append((target.value.id, key))
    computed = [compile_scalar(machine, value) for value in values]
    scalars = [value for value in computed if value is not None]
    if len(scalars) != len(places) or len(computed) != len(scalars):
        return None

    def store(env: Env) -> None:
        news = [value(env) for value in scalars]
        found: list[tuple[Any, int]] = []
        for (name, key), new in zip(places, news, strict=True):
            holder, index = lookup(env, name), key(env)
            if type(index) not in _INTS or not _takes(holder, index, new):
                raise Slow
            found.append((holder, index))
        for (holder, index), new in zip(found, news, strict=True):
            holder[index] = new
            machine.effects += 1
            machine.changes += 1
            machine.growth += 1

    return store


def _takes(holder: Any, index: int, new: Any) -> bool:
    if type(holder) is dict:
        return True
    if type(holder) is list:
        return -len(holder) <= index < len(holder)
    return type(holder) is bytearray and -len(holder) <= index < len(holder) and type(new) is int and 0 <= new < 256


def _augmented(machine: Machine, name: str, op: ast.operator, value: Scalar | None) -> Statement | None:
    apply = OPERATORS.get(type(op))
    if apply is None or value is None:
        return None
    adds, xors = isinstance(op, ast.Add), isinstance(op, ast.BitXor)

    def store(env: Env) -> None:
        holder = env.elsewhere.get(name, env)
        names = holder.names
        old: Any = names.get(name)
        new: Any = value(env)
        if type(old) in _INTS and type(new) in _INTS and -SMALL < old < SMALL and -SMALL < new < SMALL:
            try:
                names[name] = apply(old, new)
            except (ArithmeticError, ValueError):
                raise Slow from None
            machine.xors += xors
            machine.effects += holder is not env
        elif adds and type(old) is str and type(new) is str and len(new) <= PIECE and len(old) < MAX_TEXT:
            names[name] = None  # CPython extends a string in place only while nothing else holds it
            old += new
            names[name] = old
            machine.appended += 1
            machine.growth += 1
            machine.effects += holder is not env
        else:
            raise Slow
        machine.changes += 1

    return store


def _append(machine: Machine, node: ast.Call) -> Statement | None:
    """``out.append(x)``."""
    function = node.func
    if (
        not isinstance(function, ast.Attribute)
        or function.attr != "append"
        or not isinstance(function.value, ast.Name)
        or len(node.args) != 1
        or node.keywords
    ):
        return None
    name, value = function.value.id, compile_scalar(machine, node.args[0])
    if value is None:
        return None

    def store(env: Env) -> None:
        holder = lookup(env, name)
        if type(holder) is not list or len(holder) >= MAX_ITEMS:
            raise Slow
        item = value(env)
        holder.append(item)
        machine.put(item)
        machine.changes += 1
        machine.growth += 1
        machine.effects += 1

    return store
