"""Comprehensions and generator expressions, evaluated eagerly over known items."""

import ast
from typing import Any, Final

from scanner.decode.fold import assignment, cost, expressions, loops, objects, operators
from scanner.decode.fold.machine import MAX_ITEMS, Machine
from scanner.decode.fold.values import UNKNOWN, Env, Value, items_of
from scanner.syntax import nodes

__all__ = ["comprehension"]

FUTILE: Final = 3  # unknown results in a row before giving up
_Comprehension = ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp


def comprehension(machine: Machine, node: _Comprehension, env: Env) -> Value:
    """The list, set or dict that a comprehension gives; UNKNOWN when it depends on something unknown."""
    # By who asks for the list, and once: an iterator has its items no second time.
    items = items_of(objects.iterated(machine, expressions.evaluate(machine, node.generators[0].iter, env)))
    inner = Env({}, env)
    out: list[Value] | None = None
    whole = True
    machine.call_depth += 1  # one text for many values: nothing is noted inside
    machine.hot += 1
    try:
        name = _single(node)
        if name is not None and items is not None and not isinstance(node, ast.DictComp):
            out = loops.computed(machine, node.elt, name, items, inner)
        if out is None:
            out = []
            # Decoders have 256 different items: a table of what each gave.
            memo: dict[Any, Value] | None = None if name is None else {}
            whole = _generate(machine, node, 0, UNKNOWN if items is None else items, inner, out, memo)
    finally:
        machine.call_depth -= 1
        machine.hot -= 1
    if not whole:
        if not out and not machine.call_depth:
            _read_once(machine, node, inner)
        return UNKNOWN
    try:
        cost.settle(machine, out)
        if not isinstance(node, (ast.ListComp, ast.GeneratorExp)):
            keys = [pair[0] for pair in out] if isinstance(node, ast.DictComp) else out
            cost.enter(machine, keys)
            cost.hashing(machine, keys)
        if isinstance(node, ast.DictComp):
            return dict(out)
        return set(out) if isinstance(node, ast.SetComp) else out
    except (TypeError, cost.CostlyError):
        return UNKNOWN


def _read_once(machine: Machine, node: _Comprehension, env: Env) -> None:
    """Read the parts with unknown items, for what they hold themselves."""
    for number, generator in enumerate(node.generators):
        if number:
            expressions.evaluate(machine, generator.iter, env)
        assignment.assign(machine, generator.target, UNKNOWN, env)
        for condition in generator.ifs:
            expressions.evaluate(machine, condition, env)
    for part in (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,):
        expressions.evaluate(machine, part, env)


def _single(node: _Comprehension) -> str | None:
    """The loop name of a comprehension whose results hang on nothing else that its rounds change; None for others."""
    if len(node.generators) != 1 or isinstance(node, ast.DictComp) or node.generators[0].ifs:
        return None
    stateful = (ast.NamedExpr, ast.Await, ast.Yield, ast.Lambda, ast.List, ast.ListComp, ast.GeneratorExp)
    for part in nodes(node.elt):
        if isinstance(part, stateful):
            return None
        if isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == "next":
            return None
    target = node.generators[0].target
    return target.id if isinstance(target, ast.Name) else None


def _generate(
    machine: Machine,
    node: _Comprehension,
    level: int,
    over: Value,
    env: Env,
    out: list[Value],
    memo: dict[Any, Value] | None,
) -> bool:
    generator = node.generators[level]
    items = items_of(over)
    if items is None:
        return False
    for item in items:
        if len(out) > MAX_ITEMS:
            return False
        if memo is not None and cost.is_spread(item):
            machine.steps -= 1
            mark = (type(item), item)
            if mark in memo:
                machine.xors += machine.xors and 1
                machine.put(memo[mark])
                out.append(memo[mark])
                continue
            effects = machine.effects
            assignment.assign(machine, generator.target, item, env)
            if not _element(machine, node, env, out):
                return False
            if effects == machine.effects:
                memo[mark] = out[-1]
            continue
        assignment.assign(machine, generator.target, item, env)
        tests = [operators.truth(expressions.evaluate(machine, test, env)) for test in generator.ifs]
        if None in tests:
            return False
        if all(tests) and not _inner(machine, node, level + 1, env, out):
            return False
    return True


def _inner(machine: Machine, node: _Comprehension, level: int, env: Env, out: list[Value]) -> bool:
    if level == len(node.generators):
        return _element(machine, node, env, out)
    over = expressions.evaluate(machine, node.generators[level].iter, env)
    return _generate(machine, node, level, over, env, out, None)


def _element(machine: Machine, node: _Comprehension, env: Env, out: list[Value]) -> bool:
    if isinstance(node, ast.DictComp):
        key = expressions.evaluate(machine, node.key, env)
        out.append((key, expressions.evaluate(machine, node.value, env)))
        return key is not UNKNOWN
    value = expressions.evaluate(machine, node.elt, env)
    out.append(value)
    machine.put(value)
    return value is not UNKNOWN or not all(item is UNKNOWN for item in out[-FUTILE:])
