"""Calls whose value hangs on nothing but their own text, evaluated once.

Obfuscators write every string of a program as the call that decodes it, and the interpreter comes by each of them as
often as functions are called and branches are taken.
"""

import ast
from typing import Final

from scanner.decode.fold import calls
from scanner.decode.fold.machine import Machine, Memo
from scanner.decode.fold.scalars import MISSING, lookup
from scanner.decode.fold.values import UNKNOWN, Env, Ref, Value

__all__ = ["evaluate_call"]

_CONSTANT: Final = frozenset({str, bytes, int, bool, Ref})
_COMPREHENSIONS: Final = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_OTHERS: Final = (ast.IfExp, ast.Compare, ast.BoolOp, ast.JoinedStr, ast.FormattedValue, ast.Dict, ast.Set)
MISSES: Final = 8  # other values for the names in a call, until it is taken for one that changes each time


def evaluate_call(machine: Machine, node: ast.Call, env: Env) -> Value:
    """The value of a call expression, remembered where nothing else can have a part in it."""
    memos = machine.memos
    if node not in memos:  # most calls are met once: only the second time is worth a look at their parts
        memos[node] = None
        return calls.evaluate_call(machine, node, env)
    memo = memos[node]
    if memo is not None:
        if memo.names is None or machine.patched:
            return calls.evaluate_call(machine, node, env)
        if memo.value is not UNKNOWN and _same(env, memo) and _is_noted(machine, memo, node):
            if machine.trace(memo.value) is not None:
                machine.appended += 1  # a decoded text: whoever decodes it again is not idle
            return memo.value
    before = _state(machine)
    value = calls.evaluate_call(machine, node, env)
    if memo is None:  # the calls within have told their names by now
        memo = machine.memos[node] = Memo(_names_in(machine, node))
    memo.misses += 1
    if memo.names is None:
        return value
    if type(value) in _CONSTANT and before == _state(machine):
        values = tuple([_find(env, name) for name in memo.names])
        if all(type(held) in _CONSTANT for held in values):
            memo.value, memo.values, memo.is_noted = value, values, not machine.call_depth
    if memo.misses > MISSES:
        memo.names = None
    return value


def _is_noted(machine: Machine, memo: Memo, node: ast.Call) -> bool:
    """Whether nothing else is to be noted of a call: what it gives is written out in place of all its parts."""
    if not memo.is_noted and not machine.call_depth:
        memo.is_noted = calls.note_value(machine, node, memo.value)
    return memo.is_noted or machine.call_depth > 0


def _names_in(machine: Machine, node: ast.expr) -> tuple[str, ...] | None:
    """The names that an expression asks for; None where it holds more than constants, operators and calls."""
    names: dict[str, None] = {}
    waiting: list[ast.expr | None] = [node]
    while waiting:
        part = waiting.pop()
        kind = type(part)
        if kind is ast.Constant or part is None:
            continue
        if isinstance(part, ast.Name):
            names[part.id] = None
        elif isinstance(part, ast.Call):
            known = machine.memos.get(part)
            if known is not None:
                if known.names is None:
                    return None
                names.update(dict.fromkeys(known.names))
                continue
            waiting.append(part.func)
            waiting += part.args
            waiting += [keyword.value for keyword in part.keywords]
        elif isinstance(part, (ast.Attribute, ast.Starred)):
            waiting.append(part.value)
        elif isinstance(part, (ast.List, ast.Tuple)):
            waiting += part.elts
        elif isinstance(part, ast.BinOp):
            waiting += (part.left, part.right)
        elif isinstance(part, ast.UnaryOp):
            waiting.append(part.operand)
        elif isinstance(part, ast.Subscript):
            waiting += (part.value, part.slice)
        elif isinstance(part, ast.Slice):
            waiting += (part.lower, part.upper, part.step)
        elif isinstance(part, ast.Lambda):
            waiting += [part.body, *part.args.defaults, *part.args.kw_defaults]
        elif isinstance(part, _COMPREHENSIONS):
            waiting += [part.key, part.value] if isinstance(part, ast.DictComp) else [part.elt]
            for generator in part.generators:
                waiting += [generator.target, generator.iter, *generator.ifs]
        elif isinstance(part, _OTHERS):
            waiting += [child for child in ast.iter_child_nodes(part) if isinstance(child, ast.expr)]
        else:
            return None
    return tuple(names)


def _find(env: Env, name: str) -> Value:
    """What a name stands for here; the builtin of that name where nothing has taken its place."""
    value = lookup(env, name)
    return Ref(name) if value is MISSING else value


def _same(env: Env, memo: Memo) -> bool:
    """Whether the names in a call stand for what they stood for."""
    for name, before in zip(memo.names or (), memo.values, strict=True):
        value = lookup(env, name)
        if value is MISSING:
            if type(before) is not Ref or before.name != name:
                return False
        elif value is not before and not (type(value) is Ref and type(before) is Ref and value.name == before.name):
            return False
    return True


def _state(machine: Machine) -> tuple[int, ...]:
    """What changes when an expression does more than compute.

    Objects, and functions that use names from elsewhere, cannot be reached from constants and builtins.
    """
    return (machine.outside, machine.opaque, machine.xors, len(machine.emissions))
