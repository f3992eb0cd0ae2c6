"""What is read without being run: whatever that changes is put back, since the way that is taken goes on with it."""

import ast
import contextlib
from collections import deque
from collections.abc import Collection, Generator, Iterator, Sequence
from typing import Any, Final

from scanner.decode.fold.machine import Machine
from scanner.decode.fold.scalars import MISSING, lookup
from scanner.decode.fold.values import Bound, Class, Cycle, Env, Function, Instance, Method, Native, Partial, Ref, Value
from scanner.syntax import nodes

__all__ = ["unchanged"]

# Of these alone, nothing changes but the scope's own names: most of what stands behind ``except ImportError``.
_TAME: Final = (
    ast.Assign, ast.Pass, ast.Expr, ast.Import, ast.ImportFrom, ast.alias, ast.Name, ast.Constant, ast.Attribute,
    ast.Raise, ast.Return, ast.Continue, ast.Break, ast.Tuple, ast.BoolOp, ast.Compare, ast.IfExp,
)  # fmt: skip
_ANY: Final = frozenset({"globals", "locals", "vars", "exec", "eval", "builtins"})  # who says these may mean any name
_HOLDERS: Final = frozenset({
    list, dict, set, bytearray, tuple, deque, Env, Function, Class, Instance, Bound, Partial, Method, Native,
    Cycle,
})  # fmt: skip
LOOK: Final = 64  # items looked through in a step


@contextlib.contextmanager
def unchanged(machine: Machine, parts: Sequence[ast.stmt | ast.expr], env: Env) -> Generator[Env]:
    """A scope to read ``parts`` in, without effect on the names of ``env`` or on any value that they lead to."""
    names: set[str] = set()
    is_tame = True
    for part in parts:
        for node in nodes(part):
            if isinstance(node, ast.Name):
                names.add(node.id)
            elif not isinstance(node, _TAME) or (isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store)):
                is_tame = False
    apart = env.apart()
    if is_tame:
        yield apart
        return
    scopes = [(scope, dict(scope.names)) for scope in _outer(env)]
    kept = _kept(machine, [machine.chance, *_roots(names, env)])
    patched = dict(machine.patched)
    try:
        yield apart
    finally:
        machine.patched = patched
        for value, held in (*scopes, *kept):
            _put_back(value, held)


def _outer(env: Env) -> Generator[Env]:
    while env.parent is not None:
        env = env.parent
        yield env


def _roots(names: set[str], env: Env) -> Iterator[Value]:
    """What the names stand for."""
    for name in names:
        value = lookup(env, name)
        if type(value) is Ref or value is MISSING:
            name = name if value is MISSING else value.name
            value = env if name in _ANY else None
        yield value


def _kept(machine: Machine, roots: list[Value]) -> list[tuple[Value, Any]]:
    """Whatever can be changed of all that these lead to, and what it holds now."""
    out: list[tuple[Value, Any]] = []
    seen: set[int] = set()
    waiting = roots
    for value in waiting:  # which grows while it is read
        kind = type(value)
        if kind not in _HOLDERS or id(value) in seen:
            continue
        seen.add(id(value))
        inner: Collection[Value] = ()
        if kind is list or kind is set or kind is bytearray or kind is deque:
            out.append((value, value.copy()))
            inner = value if kind is not bytearray else ()
        elif kind is Function:
            out.append((value, dict(value.attrs)))
            inner = (value.env, *value.defaults, *value.kw_defaults, *value.attrs.values())
        elif kind is dict or kind is Env or kind is Instance:
            held = dict(value if kind is dict else value.names if kind is Env else value.attrs)
            out.append((value, held))
            inner = [*held.values(), value.parent if kind is Env else value.cls if kind is Instance else None]
        elif kind is Cycle:
            out.append((value, value.at))
        elif kind is Native:
            state = value.state
            out.append((value, (state, state.getstate() if value.kind == "chance" and state is not None else None)))
            inner = (state,)
        else:
            inner = _within(value)
        machine.tick(len(inner) // LOOK)
        if not _HOLDERS.isdisjoint(map(type, inner)):
            waiting += inner
    return out


def _within(value: Value) -> Collection[Value]:
    if isinstance(value, Class):
        return (value.env, *value.bases)
    if isinstance(value, Bound):
        return (value.function, value.receiver)
    if isinstance(value, Partial):
        return (value.function, *value.args, *value.kwargs.values())
    return (value.receiver,) if isinstance(value, Method) else value


def _put_back(value: Value, held: Any) -> None:
    if isinstance(value, (list, bytearray)):
        value[:] = held
    elif isinstance(value, deque):
        value.clear()
        value.extend(held)
    elif isinstance(value, Cycle):
        value.at = held
    elif isinstance(value, Native):
        value.state, drawn = held
        if drawn is not None:
            value.state.setstate(drawn)
    else:
        names = (
            value.names if isinstance(value, Env) else value.attrs if isinstance(value, (Instance, Function)) else value
        )
        names.clear()
        names.update(held)
