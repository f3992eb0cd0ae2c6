"""Which of a module's own functions its calls enter, directly or by what they hand about."""

import ast
import itertools
from collections.abc import Collection, Container, Iterator
from functools import cached_property
from typing import Any

from scanner.signals.definitions import Definitions
from scanner.signals.module import Function, Module, keyword
from scanner.signals.reach import RUNNERS
from scanner.signals.remembered import remembered
from scanner.signals.scopes import Scope

__all__ = ["APART", "Calls", "handed_over"]

# Who runs what it is given apart: in a thread, in a process, later or at the end.
_APART = (
    "Thread Timer Process start_new_thread submit run_in_executor apply_async create_task ensure_future call_soon "
    "call_later call_soon_threadsafe run_coroutine_threadsafe add_callback add_job spawn spawn_later start_soon "
    "finalize to_thread add_background_task after"
)
APART = frozenset(_APART.split())
STARTERS = RUNNERS | APART
MOST_CALLED = 8  # functions of one name
MOST_GIVEN = 32  # arguments of what a thread runs


class Calls:
    """``every`` call of a module with the function it stands in, and what these calls enter."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.known: dict[Any, Any] = {}  # what is remembered
        self.definitions = module.once(Definitions)
        self.scopes = {scope.top: scope for scope in module.scopes}
        self.every = [(call, scope) for scope in module.scopes for call in scope.calls]
        self._named: dict[ast.expr, list[Scope]] = {}

    def of_names(self, names: Container[str] | Collection[str | Scope]) -> set[Scope]:
        """The functions of these names."""
        return {scope for scope in self.scopes.values() if isinstance(scope.top, Function) and scope.top.name in names}

    def called(self, call: ast.Call, scope: Scope) -> list[Scope]:
        """The module's own functions that a call enters; a method of its own class rather than one of that name."""
        return self.named(call.func, scope)

    def started(self, call: ast.Call, scope: Scope) -> Iterator[tuple[Scope, list[ast.expr]]]:
        """The module's own functions that a call has a thread or its like run, each with what it is given in order."""
        for function, given in handed_over(call, self.module):
            for of in self.named(function, scope):
                yield of, given

    def named(self, func: ast.expr, scope: Scope) -> list[Scope]:
        """The module's own functions that an expression names in one of its functions."""
        found = self._named.get(func)
        if found is None:
            several = itertools.islice(self._defined(func, scope), MOST_CALLED)
            found = [self.scopes[function] for function in several if function in self.scopes]
            if (
                isinstance(func, ast.Attribute)
                and isinstance(func.value, ast.Name)
                and func.value.id in ("self", "cls")
            ):
                found = [called for called in found if self._are_kin(called.owner, scope.owner)] or found
            self._named[func] = found
        return found

    def is_handed(self, func: ast.expr, scope: Scope) -> bool:
        """Whether what is called in a function is something that this is handed, goes through or keeps."""
        match func:
            case ast.Name(id=name):
                return name in scope.locals and name not in scope.given and name not in self.module.functions
            case ast.Attribute(value=ast.Name(id="self"), attr=name):
                value = self.module.values.get(f"self.{name}")
                return (
                    self.module.methods.isdisjoint(self.module.functions.get(name, ()))
                    and isinstance(value, ast.Name)
                    and value.id not in self.module.values
                )
            case _:
                return False

    def _are_kin(self, one: ast.ClassDef | None, other: ast.ClassDef | None) -> bool:
        """Whether a method of one class may be meant by ``self`` in another: the same, or one made from the other."""
        return one is other or (
            one is not None
            and other is not None
            and (one in self.definitions.family_of(other) or other in self.definitions.family_of(one))
        )

    def _defined(self, func: ast.expr, scope: Scope) -> Iterator[Function]:
        yield from self.definitions.named(func)
        yield from self._chosen(func, scope)
        if self.is_handed(func, scope):
            yield from self._handed_about

    @cached_property
    def _handed_about(self) -> list[Function]:
        """The module's functions that are named without being called: in a list or table, or by a decorator of its own.

        Who calls what it is handed may call any of them.
        """
        functions = self.module.functions
        called = {id(call.func) for call, _ in self.every}
        named = {
            node.id: None
            for scope in self.scopes.values()
            for node in scope.own
            if isinstance(node, ast.Name) and node.id in functions and id(node) not in called
        }
        about = [function for name in named for function in functions[name] if function not in self.module.methods]
        decorated = (top for top in self.scopes if isinstance(top, Function) and top not in about)
        about += [
            top
            for top in decorated
            if any(self.definitions.named(_decorator(decorator)) for decorator in top.decorator_list)
        ]
        return about

    def _chosen(self, func: ast.expr, scope: Scope) -> Iterator[Function]:
        """The functions that an expression may name which picks one: an item of a table, or a method by its name."""
        match self.module.values.get(func.id) if isinstance(func, ast.Name) else func:
            case ast.Subscript(value=table) | ast.Call(func=ast.Attribute(value=table, attr="get")):
                held = table if isinstance(table, ast.Dict) else self.module.value_of(table)
                yield from self._held_by(held) if isinstance(held, ast.Dict) else ()
            case ast.Call(func=ast.Name(id="getattr"), args=[ast.Name(id="self" | "cls") as holder, name, *_]):
                before = _beginning(name)
                for item in scope.owner.body if scope.owner is not None else ():
                    if isinstance(item, Function) and item.name.startswith(before):
                        yield from self.definitions.named(ast.Attribute(holder, item.name, ast.Load()))
            case _:
                pass

    @remembered
    def _held_by(self, table: ast.Dict) -> list[Function]:
        """The first functions that a table holds."""
        held = (function for value in table.values for function in self.definitions.named(value))
        return [*itertools.islice(held, MOST_CALLED)]


def handed_over(call: ast.Call, module: Module) -> Iterator[tuple[ast.expr, list[ast.expr]]]:
    """What a call has a thread or its like run, where it is one that does, each with what that is given in order."""
    if module.verb_of(call) not in STARTERS:
        return
    words = [(word.value, len(call.args)) for word in call.keywords if word.arg in ("target", "function", "func")]
    given = keyword(call, "args")
    for function, at in (*((function, at) for at, function in enumerate(call.args, 1)), *words):
        if isinstance(function, (ast.Name, ast.Attribute)):
            rest = [given] if given is not None else call.args[at : at + MOST_GIVEN]
            match rest:
                case [ast.Tuple(elts=parts) | ast.List(elts=parts)]:
                    yield function, parts
                case [ast.Tuple(elts=parts) | ast.List(elts=parts), ast.Dict(values=values)]:
                    yield function, [*parts, *values]
                case _:
                    yield function, rest


def _decorator(named: ast.expr) -> ast.expr:
    """A decorator as it is named, whatever it is told."""
    return named.func if isinstance(named, ast.Call) else named


def _beginning(text: ast.expr) -> str:
    """What a text that is put together begins with, as far as that is written out."""
    match text:
        case ast.Constant(value=str(written)):
            return written
        case ast.JoinedStr(values=[first, *_]) | ast.BinOp(left=first):
            return _beginning(first)
        case _:
            return ""
