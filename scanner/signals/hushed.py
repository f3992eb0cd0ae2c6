"""Which calls of a function nobody hears: those whose failure is swallowed, and those whose answer nobody takes.

Of some both are left to whoever calls the function.
"""

import ast
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from enum import IntEnum
from typing import Final, NamedTuple

from scanner.signals.module import Function, Module, verb_of
from scanner.signals.reach import RUNNERS
from scanner.signals.scopes import Scope
from scanner.syntax import FIELDS, blocks, nodes

__all__ = ["Hushed"]

# What is asked of an answer only to be done with it.
DONE = frozenset(("close", "aclose", "read", "text", "json", "release", "getcode", "start", "execute"))
PUTS_UP = frozenset(
    ("sleep", "close", "aclose", "disconnect", "clear", "wait", "unlink", "remove", "rmtree")
)  # with failure
# Statements by which an answer is taken, dropped or handed on.
_TAKING: Final = frozenset((ast.Expr, ast.Assign, ast.With, ast.AsyncWith, ast.Return))
WAITS = RUNNERS | {"run", "run_until_complete", "wait_for"}


class Hushed:
    """``silent`` are calls whose failure is swallowed where they stand, ``unheard`` those whose answer nobody takes.

    ``emptied`` are calls whose failure gives the function's caller an empty answer, and no other word of it;
    ``returned`` those whose answer goes to that caller, and to nobody else.
    """

    def __init__(self, module: Module) -> None:
        self.silent = set[ast.Call]()
        self.unheard = set[ast.Call]()
        self.emptied = set[ast.Call]()
        self.returned = set[ast.Call]()
        for scope in module.scopes:
            self._see_scope(scope)

    def _see_scope(self, scope: Scope) -> None:
        """Look at a function's statements, or at the module's own."""
        loads = Counter(_loads(scope.own))
        given = Counter(_loads(node for part in scope.own if isinstance(part, ast.Return) for node in nodes(part)))
        names = _Names(loads.keys(), {name for name, count in given.items() if count == loads[name]})
        self._see(scope.top.body, names, _Heard.LOUD)

    def _see(self, block: list[ast.stmt], names: "_Names", heard: "_Heard") -> None:
        for statement in block:
            if isinstance(statement, Function):
                continue
            tells = heard is not _Heard.LOUD or type(statement) in _TAKING
            unheard = _unheard(statement, names.loaded) if tells else ()
            for call in _own_calls(statement) if tells else ():
                if heard is _Heard.SILENT:
                    self.silent.add(call)
                elif heard is _Heard.EMPTIED:
                    self.emptied.add(call)
                if call in unheard:
                    self.unheard.add(call)
                elif _is_returned(statement, names.returned):
                    self.returned.add(call)
            inside = min(heard, _heard_of(statement))
            for inner in blocks(statement):
                handles = isinstance(statement, (ast.Try, ast.TryStar)) and inner is not statement.body
                self._see(inner, names, heard if handles else inside)


class _Heard(IntEnum):
    SILENT = 0
    EMPTIED = 1
    LOUD = 2


class _Names(NamedTuple):
    loaded: Container[str]
    returned: Container[str]  # and asked for nowhere else


def _loads(parts: Iterable[ast.AST]) -> Iterator[str]:
    return (node.id for node in parts if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))


def _own_calls(statement: ast.stmt) -> Iterator[ast.Call]:
    """The calls in a statement's own expressions, not in the blocks that it holds."""
    for name in FIELDS[type(statement)]:
        part = getattr(statement, name)
        for item in part if isinstance(part, list) else (part,):
            if isinstance(item, (ast.expr, ast.withitem)):
                yield from (node for node in nodes(item) if isinstance(node, ast.Call))


def _heard_of(statement: ast.stmt) -> _Heard:
    """How much is heard of what fails in a statement's body."""
    match statement:
        case ast.Try(handlers=handlers) | ast.TryStar(handlers=handlers):
            return min((max(map(_heard_by, handler.body)) for handler in handlers), default=_Heard.LOUD)
        case ast.With(items=items) | ast.AsyncWith(items=items):
            held = [item.context_expr for item in items]
            is_suppressed = any(isinstance(node, ast.Call) and verb_of(node) == "suppress" for node in held)
            return _Heard.SILENT if is_suppressed else _Heard.LOUD
        case _:
            return _Heard.LOUD


def _heard_by(statement: ast.stmt) -> _Heard:
    """How much a statement of a handler says."""
    match statement:
        case ast.Pass() | ast.Continue() | ast.Break() | ast.Return(value=None | ast.Constant(value=None)):
            return _Heard.SILENT
        case ast.Expr(value=ast.Constant()) | ast.Assign(value=ast.Constant()) | ast.AugAssign(value=ast.Constant()):
            return _Heard.SILENT
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="debug"))):  # which nobody reads who does not look for it
            return _Heard.SILENT
        case ast.Expr(value=ast.Call() | ast.Await(value=ast.Call()) as value):
            call = value.value if isinstance(value, ast.Await) else value
            return _Heard.SILENT if isinstance(call, ast.Call) and verb_of(call) in PUTS_UP else _Heard.LOUD
        case ast.Return(value=ast.Constant() | ast.Dict(keys=[]) | ast.List(elts=[]) | ast.Tuple(elts=[])):
            return _Heard.EMPTIED
        case _:
            return _Heard.LOUD


def _is_returned(statement: ast.stmt, names: Container[str]) -> bool:
    """Whether the answers of a statement's calls go to whoever called the function."""
    match statement:
        case ast.Return():
            return True
        case ast.Assign(targets=[ast.Name(id=name)]):
            return name in names
        case ast.With(body=block) | ast.AsyncWith(body=block):
            return all(isinstance(inner, ast.Return) for inner in block)
        case _:
            return False


def _unheard(statement: ast.stmt, loaded: Container[str]) -> set[ast.expr]:
    """The calls in a statement whose answer nobody takes, among others."""
    match statement:
        case ast.Expr(value=value):
            return {*_waited_for(value)}
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return set() if name in loaded else {*_waited_for(value)}
        case ast.With(items=items, body=block) | ast.AsyncWith(items=items, body=block):
            return {inner for item in items for inner in _waited_for(item.context_expr)} if _is_idle(block) else set()
        case _:
            return set()


def _is_idle(block: list[ast.stmt]) -> bool:
    """Whether a block does nothing, or only waits for what names stand for."""
    return all(
        isinstance(inner, ast.Pass)
        or (isinstance(inner, ast.Expr) and isinstance([*_waited_for(inner.value)][-1], ast.Name))
        for inner in block
    )


def _waited_for(value: ast.expr) -> Iterator[ast.expr]:
    """An expression, and what it only waits for, or for what that gave to be over."""
    inner: ast.expr | None = value
    while inner is not None:
        yield inner
        match inner:
            case ast.Await(value=inner):
                pass
            case ast.Call(func=ast.Attribute(value=inner, attr=attr), args=[]) if attr in DONE:
                pass
            case ast.Call(args=[first, *_]) if verb_of(inner) in WAITS:
                inner = first
            case _:
                inner = None
