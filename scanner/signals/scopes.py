"""The functions of a module and its own statements, each with its nodes: read once, however often it is followed."""

import ast
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from scanner.syntax import FIELDS, argument_names

__all__ = ["Function", "Scope", "scopes_of"]

Function = ast.FunctionDef | ast.AsyncFunctionDef
_OTHERS: Final = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Global, ast.Nonlocal})
_LEAVING: Final = frozenset({ast.Return, ast.Yield, ast.YieldFrom, ast.Call})


@dataclass(eq=False)
class Scope:
    """A function, or the module's own statements: its ``own`` nodes, and by which of them values leave it."""

    top: ast.Module | Function
    owner: ast.ClassDef | None
    outer: "Scope | None"
    arguments: list[str]
    own: list[ast.AST]
    locals: set[str]

    @cached_property
    def takers(self) -> "Takers":
        return Takers(self)

    @cached_property
    def leaving(self) -> list[ast.AST]:
        return [node for node in self.own if type(node) in _LEAVING]

    @cached_property
    def calls(self) -> list[ast.Call]:
        return [node for node in self.own if isinstance(node, ast.Call)]

    @cached_property
    def given(self) -> dict[str, ast.expr]:
        """What its names were given first; of what a loop goes through, the first."""
        found: dict[str, ast.expr] = {}
        for node in self.own:
            match node:
                case ast.Assign(targets=targets, value=value):
                    pass
                case (
                    ast.AnnAssign(target=target, value=ast.expr() as value)
                    | ast.withitem(optional_vars=ast.expr() as target, context_expr=value)
                ):
                    targets = [target]
                case ast.Call(func=ast.Lambda(args=spec), args=given):
                    for arg, value in zip(spec.args, given, strict=False):
                        found.setdefault(arg.arg, value)
                    continue
                case ast.For(target=target, iter=several) | ast.AsyncFor(target=target, iter=several):
                    targets, value = [target], ast.Subscript(several, ast.Constant(0), ast.Load())
                case _:
                    continue
            for target in targets:
                parts = target.elts if isinstance(target, ast.Tuple) else [target]
                own = (
                    value.elts if isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(parts) > 1 else ()
                )
                for part, part_given in itertools.zip_longest(parts, own, fillvalue=value):
                    if isinstance(part, ast.Name):
                        found.setdefault(part.id, part_given)
        return found


class Takers:
    """Which arguments of a function take what it is given: ``positional`` ones, ``named`` ones or ``others``."""

    def __init__(self, called: Scope) -> None:
        spec = called.top.args if isinstance(called.top, Function) else None
        self.others = spec.vararg.arg if spec and spec.vararg else None
        self.named = spec.kwarg.arg if spec and spec.kwarg else None
        self.every = {*called.arguments}
        self.positional = [name for name in called.arguments if name not in (self.others, self.named)]


def scopes_of(tree: ast.Module) -> list[Scope]:
    """All of them, the module's own first, and those around others before these."""
    return [*_collected(tree, None, None)]


def _collected(top: ast.Module | Function, owner: ast.ClassDef | None, outer: Scope | None) -> Iterator[Scope]:
    spec = None if isinstance(top, ast.Module) else top.args
    named = [*argument_names(spec)] if spec else []
    arguments = named[1:] if owner is not None and named[:1] in (["self"], ["cls"]) else named
    scope = Scope(top, owner, outer, arguments, [], {*named})
    elsewhere = set[str]()
    inner: list[tuple[Function, ast.ClassDef | None]] = []
    waiting: list[tuple[ast.AST | None, ast.ClassDef | None]] = [(node, None) for node in top.body]
    for node, of in waiting:  # which grows while it is read
        if node is None:
            continue
        if type(node) is ast.Name:
            if type(node.ctx) is ast.Store:
                scope.locals.add(node.id)
        elif type(node) in _OTHERS:
            if isinstance(node, Function):
                inner.append((node, of or owner))
                continue
            if isinstance(node, ast.ClassDef):
                of = node
            elif isinstance(node, (ast.Global, ast.Nonlocal)):
                elsewhere.update(node.names)
        scope.own.append(node)
        for name in FIELDS[type(node)]:
            part = getattr(node, name)
            if type(part) is list:
                waiting += [(item, of) for item in part]
            else:
                waiting.append((part, of))
    scope.locals -= elsewhere
    yield scope
    for function, of in inner:
        yield from _collected(function, of, scope)
