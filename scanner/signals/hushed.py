"""Which calls of a function nobody hears: those whose failure is swallowed, and those whose answer nobody takes."""

import ast
from collections.abc import Iterator

from scanner.signals.follow import Body
from scanner.signals.module import Function, verb_of
from scanner.signals.reach import RUNNERS
from scanner.syntax import FIELDS, blocks, nodes

__all__ = ["Hushed"]

# What is asked of an answer only to be done with it.
DONE = frozenset(("close", "aclose", "read", "text", "json", "release", "getcode", "start"))
WAITS = RUNNERS | {"run", "run_until_complete", "wait_for"}


class Hushed:
    """``silent`` are calls whose failure is swallowed where they stand, ``unheard`` those whose answer nobody takes."""

    def __init__(self) -> None:
        self.silent = set[ast.Call]()
        self.unheard = set[ast.Call]()

    def see(self, body: Body) -> None:
        """Look at a function's statements, or at the module's own."""
        loaded = {node.id for node in body.own if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
        self._see(body.top.body, loaded, is_silent=False)

    def _see(self, block: list[ast.stmt], loaded: set[str], *, is_silent: bool) -> None:
        for statement in block:
            if isinstance(statement, Function):
                continue
            for call in _own_calls(statement):
                if is_silent:
                    self.silent.add(call)
                if _is_unheard(call, statement, loaded):
                    self.unheard.add(call)
            is_hushed = is_silent or _hushes(statement)
            for inner in blocks(statement):
                handles = isinstance(statement, (ast.Try, ast.TryStar)) and inner is not statement.body
                self._see(inner, loaded, is_silent=is_silent if handles else is_hushed)


def _own_calls(statement: ast.stmt) -> Iterator[ast.Call]:
    """The calls in a statement's own expressions, not in the blocks that it holds."""
    for name in FIELDS[type(statement)]:
        part = getattr(statement, name)
        for item in part if isinstance(part, list) else (part,):
            if isinstance(item, (ast.expr, ast.withitem)):
                yield from (node for node in nodes(item) if isinstance(node, ast.Call))


def _hushes(statement: ast.stmt) -> bool:
    """Whether what fails in a statement's body is heard of no more."""
    match statement:
        case ast.Try(handlers=handlers) | ast.TryStar(handlers=handlers):
            return any(all(_says_nothing(part) for part in handler.body) for handler in handlers)
        case ast.With(items=items) | ast.AsyncWith(items=items):
            held = [item.context_expr for item in items]
            return any(isinstance(node, ast.Call) and verb_of(node) == "suppress" for node in held)
        case _:
            return False


def _says_nothing(statement: ast.stmt) -> bool:
    match statement:
        case ast.Pass() | ast.Continue() | ast.Return(value=None | ast.Constant(value=None)):
            return True
        case ast.Expr(value=ast.Constant()) | ast.Assign(value=ast.Constant()):
            return True
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="debug"))):  # which nobody reads who does not look for it
            return True
        case _:
            return False


def _is_unheard(call: ast.Call, statement: ast.stmt, loaded: set[str]) -> bool:
    """Whether nobody takes the answer of a call in a statement."""
    match statement:
        case ast.Expr(value=value):
            return _ends(value, call)
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            return name not in loaded and _ends(value, call)
        case ast.With(items=items, body=block) | ast.AsyncWith(items=items, body=block):
            return any(_ends(item.context_expr, call) for item in items) and all(
                isinstance(inner, ast.Pass) or (isinstance(inner, ast.Expr) and _ends(inner.value, None))
                for inner in block
            )
        case _:
            return False


def _ends(value: ast.expr, call: ast.Call | None) -> bool:
    """Whether an expression only waits for a call, or for what it gave to be over; None stands for a name's."""
    while value is not call:
        match value:
            case ast.Await(value=inner):
                value = inner
            case ast.Call(func=ast.Attribute(value=inner, attr=attr), args=[]) if attr in DONE:
                value = inner
            case ast.Call(args=[inner, *_]) if verb_of(value) in WAITS:
                value = inner
            case _:
                return call is None and isinstance(value, ast.Name)
    return True
