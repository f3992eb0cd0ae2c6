"""Statements, run abstractly: known conditions decide, unknown ones take every branch in turn."""

import ast
from collections.abc import Callable, Sequence
from typing import Any, Final

from scanner.decode.fold import (
    aside,
    assignment,
    calls,
    cost,
    exceptions,
    expressions,
    iterators,
    loops,
    matching,
    objects,
)
from scanner.decode.fold.machine import IdleError, Machine, RaisedError
from scanner.decode.fold.names import canonical, reference, star_names
from scanner.decode.fold.rounds import compile_statement
from scanner.decode.fold.scalars import Slow
from scanner.decode.fold.values import UNKNOWN, Class, Env, Function, Instance, Native, Ref, Value, items_of
from scanner.decode.fold.watch import Watch
from scanner.syntax import nodes

__all__ = ["run"]

# What ends a block early.
BREAK: Final = "break"
CONTINUE: Final = "continue"
RETURN: Final = "return"
RAISE: Final = "raise"

MAX_LOOP: Final = 300_000
# Decorators that leave a function what it was, but for what it is bound to.
BINDINGS: Final = {
    "staticmethod": "staticmethod", "classmethod": "classmethod", "property": "property",
    "functools.cached_property": "property",
}  # fmt: skip
ACCESSORS: Final = frozenset({"setter", "deleter"})  # of a property, which leave its name what it was


def run(machine: Machine, body: Sequence[ast.stmt], env: Env) -> str | None:
    """Run a block; what ended it early, or None.

    A statement that takes many steps and brings nothing out, or is nested too deep, is given up, and what stands behind
    it is run all the same: whoever wants a payload overlooked has it wait for a long sum. Of a loop or a call, that is
    the whole of it.
    """
    for statement in body:
        try:
            machine.steps -= 1
            if machine.steps < machine.due:
                machine.check()
            if machine.hot:
                if statement not in machine.rounds:
                    machine.rounds[statement] = compile_statement(machine, statement)
                fast = machine.rounds[statement]
                if fast is not None:
                    try:
                        fast(env)
                        continue
                    except Slow:
                        if machine.is_slow(statement):
                            machine.rounds[statement] = None
            handler = _STATEMENTS.get(type(statement))
            if handler is not None:
                signal = handler(machine, statement, env)
                if signal is not None:
                    return signal
        except (IdleError, RecursionError) as stop:
            if machine.hot or machine.call_depth:
                raise
            machine.give_up("nesting" if isinstance(stop, RecursionError) else str(stop))
            _forget(env, _stored([statement]))
    return None


def _expr(machine: Machine, node: ast.Expr, env: Env) -> str | None:
    expressions.evaluate(machine, node.value, env)
    return None


def _if(machine: Machine, node: ast.If, env: Env) -> str | None:
    test = machine.decide(objects.truth(machine, expressions.evaluate(machine, node.test, env)), node.test)
    if test is not None:
        taken, other = (node.body, node.orelse) if test else (node.orelse, node.body)
        signal = run(machine, taken, env)
        if not machine.call_depth and not machine.hot and other:  # in later rounds it has been read before
            _aside(machine, other, env)
        return signal
    machine.undecided += 1
    try:
        first = run(machine, node.body, env)
        second = run(machine, node.orelse, env)
    finally:
        machine.undecided -= 1
    if machine.call_depth and RETURN in (first, second):
        return RETURN
    return first if first in (second, BREAK) else None


def _aside(machine: Machine, body: Sequence[ast.stmt], env: Env) -> None:
    """A branch that is not taken: read for what it holds, of a function that is called again and again once."""
    if machine.call_depth:
        if body[0] in machine.aside:
            return
        machine.aside.add(body[0])
    with aside.unchanged(machine, body, env) as apart:
        run(machine, body, apart)


def _stored(body: Sequence[ast.stmt]) -> set[str]:
    names: set[str] = set()
    for statement in body:
        for node in nodes(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                names.add(node.id)
    return names


def _forget(env: Env, stored: set[str]) -> None:
    """Names that some statements give values, of which nobody knows which were the last."""
    for name in stored:
        if name in env.names and not isinstance(env.names[name], (Ref, Function, Class)):
            env.names[name] = UNKNOWN


def _for(machine: Machine, node: ast.For | ast.AsyncFor, env: Env) -> str | None:
    items = items_of(objects.iterated(machine, expressions.evaluate(machine, node.iter, env)))
    if items is None:
        stored = machine.stored.get(node)
        if stored is None:
            stored = machine.stored[node] = _stored(node.body)
        _forget(env, stored)
        assignment.assign(machine, node.target, UNKNOWN, env)
        signal = run(machine, node.body, env)
        return RETURN if signal == RETURN and machine.call_depth else None
    cost.charge(machine, 8 * min(cost.length(items), MAX_LOOP))
    watch = Watch(machine)
    hot = machine.hot
    try:
        items, number = items[:MAX_LOOP], 0
        while number < len(items):
            assignment.assign(machine, node.target, items[number], env)
            watch.begin()
            signal = run(machine, node.body, env)
            if signal == BREAK:
                return None
            if signal in (RETURN, RAISE):
                return signal
            if watch.is_futile():
                break
            machine.hot = hot + 1
            number += 1
            if number == 1 and len(items) > 1:
                number += loops.append_all(machine, node, items[1:], env)
    finally:
        machine.hot = hot
    return run(machine, node.orelse, env)


def _while(machine: Machine, node: ast.While, env: Env) -> str | None:
    watch = Watch(machine)
    hot = machine.hot
    try:
        for _ in range(MAX_LOOP):
            test = objects.truth(machine, expressions.evaluate(machine, node.test, env))
            if test is False:
                break
            watch.begin()
            signal = run(machine, node.body, env)
            if signal == BREAK:
                return None
            if signal in (RETURN, RAISE):
                return signal
            if test is None or machine.changes == watch.before[0] or watch.is_futile() or watch.is_back(env):
                return None
            machine.hot = hot + 1
    finally:
        machine.hot = hot
    return run(machine, node.orelse, env)


def _try(machine: Machine, node: ast.Try, env: Env) -> str | None:
    machine.tries += 1
    try:
        signal = run(machine, node.body, env)
    except RaisedError as raised:
        signal, machine.raised = RAISE, raised.value
    finally:
        machine.tries -= 1
    taken: ast.ExceptHandler | None = None
    if signal == RAISE:
        taken = next((one for one in node.handlers if _catches(machine, one, env)), None)
    elif signal is None and node.handlers and machine.decide(None):
        taken = node.handlers[0]  # whatever fails here that nobody knows of
    for handler in node.handlers:
        if handler is not taken and not machine.hot:
            _aside(machine, handler.body, env)
    if taken is not None:
        if taken.name is not None:
            env.names[taken.name] = machine.raised
        signal = run(machine, taken.body, env)
    elif signal is None:
        signal = run(machine, node.orelse, env)
    return run(machine, node.finalbody, env) or signal


def _catches(machine: Machine, handler: ast.ExceptHandler, env: Env) -> bool:
    if handler.type is None:
        return True
    return exceptions.catches(expressions.evaluate(machine, handler.type, env), machine.raised)


def _with(machine: Machine, node: ast.With | ast.AsyncWith, env: Env) -> str | None:
    left: list[Value] = []
    for item in node.items:
        value = expressions.evaluate(machine, item.context_expr, env)
        if isinstance(value, Native) and value.kind == "iterator":  # of a function that is a context's manager
            value = iterators.taken(machine, value)
        elif isinstance(value, Instance):
            left.append(value)
            value = objects.ask(machine, value, "__aenter__" if objects.has(value, "__aenter__") else "__enter__")
        if item.optional_vars is not None:
            assignment.assign(machine, item.optional_vars, value, env)
    signal = run(machine, node.body, env)
    for value in reversed(left):
        name = "__aexit__" if objects.has(value, "__aexit__") else "__exit__"
        objects.ask(machine, value, name, None, None, None)
    return signal


def _def(machine: Machine, node: ast.FunctionDef | ast.AsyncFunctionDef, env: Env) -> str | None:
    decorators = [expressions.evaluate(machine, item, env) for item in node.decorator_list]
    function = expressions.function(machine, node.name, node.args, node.body, env)
    if not any(isinstance(item, ast.Attribute) and item.attr in ACCESSORS for item in node.decorator_list):
        env.names[node.name] = _decorated(machine, function, decorators, env)
    return None


def _decorated(machine: Machine, made: Value, decorators: list[Value], env: Env) -> Value:
    """What the name of a function or class stands for: itself, where nobody knows what a decorator makes of it."""
    for decorator in reversed(decorators):
        if isinstance(decorator, Ref) and isinstance(made, (Function, Class)):
            if isinstance(made, Function):
                made.binding = BINDINGS.get(decorator.name, made.binding)
        elif decorator is not UNKNOWN:
            value = calls.call(machine, decorator, [made], {}, env)
            made = made if value is UNKNOWN else value
    return made


def _class(machine: Machine, node: ast.ClassDef, env: Env) -> str | None:
    decorators = [expressions.evaluate(machine, item, env) for item in node.decorator_list]
    bases = [expressions.evaluate(machine, base, env) for base in node.bases]
    inner = Env({"__doc__": ast.get_docstring(node, clean=False)}, env, is_class=True)
    run(machine, node.body, inner)
    fields = [
        item.target.id for item in node.body if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
    ]
    made = Class(node.name, inner, bases, fields=fields)
    for held in inner.names.values():
        if isinstance(held, Function):
            held.owner = made
    machine.classes.append(made)
    machine.scopes += (env, inner)
    words = {word.arg or "": expressions.evaluate(machine, word.value, env) for word in node.keywords}
    made.meta = words.pop("metaclass", next((base.meta for base in bases if isinstance(base, Class)), None))
    objects.prepare(machine, made, words)
    env.names[node.name] = _decorated(machine, made, decorators, env)
    return None


def _import(machine: Machine, node: ast.Import, env: Env) -> str | None:
    for alias in node.names:
        machine.changes += 1
        if alias.asname:
            env.names[alias.asname] = Ref(canonical(alias.name))
        else:
            env.names[alias.name.partition(".")[0]] = Ref(alias.name.partition(".")[0])
    return None


def _import_from(machine: Machine, node: ast.ImportFrom, env: Env) -> str | None:
    if node.level or not node.module:
        for alias in node.names:
            env.names[alias.asname or alias.name] = UNKNOWN
        return None
    for alias in node.names:
        if alias.name != "*":
            machine.changes += 1
            env.names[alias.asname or alias.name] = reference(machine, f"{node.module}.{alias.name}")
        else:
            env.names.update(star_names(node.module))
    return None


def _return(machine: Machine, node: ast.Return, env: Env) -> str | None:
    machine.returned = expressions.evaluate(machine, node.value, env) if node.value is not None else None
    # Outside a call with known arguments every return is reached, so that the rest is read too.
    return RETURN if machine.call_depth else None


def _raise(machine: Machine, node: ast.Raise, env: Env) -> str | None:
    if node.exc is not None:
        machine.raised = expressions.evaluate(machine, node.exc, env)
    return RAISE if machine.call_depth or machine.tries else None


def _assert(machine: Machine, node: ast.Assert, env: Env) -> str | None:
    expressions.evaluate(machine, node.test, env)
    return None


def _match(machine: Machine, node: ast.Match, env: Env) -> str | None:
    subject = expressions.evaluate(machine, node.subject, env)
    taken: ast.match_case | None = None
    for case in node.cases:
        names: dict[str, Value] = {}
        found = None if taken is not None else matching.fits(machine, case.pattern, subject, env, names)
        if found and case.guard is not None:
            found = objects.truth(machine, expressions.evaluate(machine, case.guard, Env(names, env)))
        if found:
            taken = case
            for name, value in names.items():
                assignment.assign(machine, ast.Name(name, ast.Store()), value, env)
    signal = run(machine, taken.body, env) if taken is not None else None
    for case in node.cases:
        if case is not taken and not machine.hot:
            _aside(machine, case.body, env)
    return signal


def _global(machine: Machine, node: ast.Global, env: Env) -> str | None:
    if env.parent is not None:
        env.elsewhere.update(dict.fromkeys(node.names, env.module))
    return None


def _nonlocal(machine: Machine, node: ast.Nonlocal, env: Env) -> str | None:
    for name in node.names:
        holder = env.parent
        while holder is not None and name not in holder.names:
            holder = holder.parent
        if holder is not None:
            env.elsewhere[name] = holder
    return None


_STATEMENTS: dict[type[ast.stmt], Callable[[Machine, Any, Env], str | None]] = {
    ast.Expr: _expr,
    ast.Assign: assignment.assigned,
    ast.AnnAssign: assignment.annotated,
    ast.AugAssign: assignment.augmented,
    ast.If: _if,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.Try: _try,
    ast.TryStar: _try,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.FunctionDef: _def,
    ast.AsyncFunctionDef: _def,
    ast.ClassDef: _class,
    ast.Import: _import,
    ast.ImportFrom: _import_from,
    ast.Return: _return,
    ast.Delete: assignment.deleted,
    ast.Raise: _raise,
    ast.Assert: _assert,
    ast.Match: _match,
    ast.Global: _global,
    ast.Nonlocal: _nonlocal,
    ast.Break: lambda machine, node, env: BREAK,
    ast.Continue: lambda machine, node, env: CONTINUE,
}
