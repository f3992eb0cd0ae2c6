"""Assignments of every form: to names, items and attributes, in place, and what takes items away again."""

import ast
import contextlib
from typing import Any, Final

from scanner.decode.fold import cost, expressions, methods, objects, operators
from scanner.decode.fold.machine import MAX_ITEMS, MAX_TEXT, Machine
from scanner.decode.fold.names import canonical
from scanner.decode.fold.rounds import PIECE
from scanner.decode.fold.values import UNKNOWN, Class, Env, Function, Instance, Native, Ref, Value, items_of, known

__all__ = ["annotated", "assign", "assigned", "augmented", "deleted"]

_CHANGED: Final = frozenset({list, set, dict})  # by operators, in their place


def assign(machine: Machine, target: ast.expr, value: Value, env: Env) -> None:
    """Bind ``value`` to an assignment target of any form."""
    if isinstance(target, ast.Name):
        holder = env.elsewhere.get(target.id, env)
        names = holder.names
        machine.effects += holder is not env
        if value is not UNKNOWN:
            machine.changes += 1
            if isinstance(value, (str, bytes, list, tuple)) and names.get(target.id) is not value and len(value) > 1:
                machine.growth += 1
        names[target.id] = value
    elif isinstance(target, (ast.Tuple, ast.List)):
        _unpack(machine, target.elts, value, env)
    elif isinstance(target, ast.Starred):
        assign(machine, target.value, value, env)
    elif isinstance(target, ast.Attribute):
        machine.effects += 1
        holder = expressions.evaluate(machine, target.value, env)
        if isinstance(holder, Instance):
            machine.changes += 1
            objects.set_attribute(machine, holder, target.attr, value)
        elif isinstance(holder, (Class, Function)):
            names = holder.attrs if isinstance(holder, Function) else holder.env.names
            names[target.attr] = value
            machine.changes += 1
        elif isinstance(holder, Ref) and value is not UNKNOWN:
            machine.patched[canonical(f"{holder.name}.{target.attr}")] = value
    elif isinstance(target, ast.Subscript):
        _assign_item(machine, target, value, env)


def _unpack(machine: Machine, targets: list[ast.expr], value: Value, env: Env) -> None:
    found = items_of(value)
    items = list(found) if found is not None and cost.length(found) <= MAX_ITEMS else None
    cost.settle(machine, items)
    star = next((i for i, t in enumerate(targets) if isinstance(t, ast.Starred)), None)
    if items is not None and star is not None and len(items) >= len(targets) - 1:
        tail = len(targets) - star - 1
        middle = items[star : len(items) - tail]
        items = [*items[:star], middle, *items[len(items) - tail :]]
    if items is None or len(items) != len(targets):
        items = [UNKNOWN] * len(targets)
    for target, item in zip(targets, items, strict=True):
        assign(machine, target, item, env)


def _assign_item(machine: Machine, target: ast.Subscript, value: Value, env: Env) -> None:
    holder = expressions.evaluate(machine, target.value, env)
    key = expressions.evaluate(machine, target.slice, env)
    if isinstance(holder, Native) and holder.kind == "namespace" and isinstance(key, str):
        holder.state.names[key] = value
        machine.changes += 1
        return
    machine.effects += 1
    if isinstance(holder, Instance):
        objects.ask(machine, holder, "__setitem__", key, value)
        return
    try:
        if isinstance(holder, dict) and (known(key) or isinstance(key, Ref)):
            if type(key) is tuple:
                cost.enter(machine, key)
            entries: dict[Any, Value] = holder
            entries[key] = value
        elif isinstance(holder, (list, bytearray)) and isinstance(key, int):
            holder[key] = value
        elif isinstance(holder, (list, bytearray)) and isinstance(key, slice):
            items = items_of(value)
            if items is None or len(holder) + cost.length(items) > MAX_ITEMS:
                return
            machine.spend(8 * len(items))
            holder[key] = items
        else:
            return
    except (TypeError, ValueError, IndexError):
        return
    if value is not UNKNOWN:  # a table that fills with what is not known gets nobody anywhere
        machine.changes += 1
        machine.growth += 1


def assigned(machine: Machine, node: ast.Assign, env: Env) -> str | None:
    value = expressions.evaluate(machine, node.value, env)
    for target in node.targets:
        assign(machine, target, value, env)
    return None


def annotated(machine: Machine, node: ast.AnnAssign, env: Env) -> str | None:
    if node.value is not None:
        assign(machine, node.target, expressions.evaluate(machine, node.value, env), env)
    return None


def augmented(machine: Machine, node: ast.AugAssign, env: Env) -> str | None:
    before: Value = UNKNOWN
    if isinstance(node.target, ast.Name) and _append_text(machine, node, node.target.id, env):
        return None
    if isinstance(node.target, ast.Name):
        before = env.find(node.target.id) if env.holds(node.target.id) else UNKNOWN
    else:
        before = expressions.evaluate(machine, node.target, env)
    value = expressions.evaluate(machine, node.value, env)
    if isinstance(before, (list, bytearray)) and isinstance(node.op, ast.Add):
        _extend(machine, before, value)
        return None
    if isinstance(before, Instance):
        after = objects.binary(machine, node.op, before, value, inplace=True)
    else:
        after = operators.binary(machine, node.op, before, value)
    if type(before) in _CHANGED and type(after) is type(before):
        _replace(before, after)
        after = before
    assign(machine, node.target, after, env)
    return None


def _replace(before: Any, after: Any) -> None:
    """Give what was changed by an operator its new items in place, as whoever else holds it sees them."""
    if isinstance(before, list):
        before[:] = after
    else:
        before.clear()
        before.update(after)


def _extend(machine: Machine, before: list[Value] | bytearray, value: Value) -> None:
    """``before += value`` in place, as whoever else holds it sees it."""
    if methods.call_method(machine, before, "extend", [value], {}) is UNKNOWN:
        machine.effects += 1
        return
    if isinstance(value, (str, bytes, list, tuple)) and len(value) == 1:
        machine.put(value[0])
    origin = machine.trace(value)
    if origin is not None:
        machine.consumed.add(id(value))
        if isinstance(before, list) and machine.trace(before) is None:
            machine.set_trace(before, origin)


def _append_text(machine: Machine, node: ast.AugAssign, name: str, env: Env) -> bool:
    """``text += char`` in place: a loop over a long payload would otherwise copy it once for each character."""
    holder = env.elsewhere.get(name, env)
    if not isinstance(node.op, ast.Add) or type(holder.names.get(name)) is not str:
        return False
    value = expressions.evaluate(machine, node.value, env)
    text = holder.names[name]
    if type(value) is not str or len(value) > PIECE or len(text) > MAX_TEXT:
        holder.names[name] = operators.binary(machine, node.op, text, value)
    else:
        holder.names[name] = None  # CPython extends a string in place only while nothing else holds it
        text += value
        holder.names[name] = text
        machine.appended += 1
    machine.changes += 1
    machine.growth += 1
    machine.effects += holder is not env
    return True


def deleted(machine: Machine, node: ast.Delete, env: Env) -> str | None:
    for target in node.targets:
        if isinstance(target, ast.Name):
            objects.ask(machine, env.names.get(target.id), "__del__")
        if not isinstance(target, ast.Subscript):
            continue
        holder = expressions.evaluate(machine, target.value, env)
        key = expressions.evaluate(machine, target.slice, env)
        if isinstance(holder, Instance):
            objects.ask(machine, holder, "__delitem__", key)
        if isinstance(holder, (list, dict, bytearray)) and key is not UNKNOWN:
            with contextlib.suppress(*operators.FAULTS):
                cost.enter(machine, (key,))
                del holder[key]
                machine.changes += 1
                machine.effects += 1
    return None
