"""A module's values, followed from where they come from to where they go; what counts as either, its user says.

Within a function all assignments count, in whatever order; between functions what is returned, handed over and kept in
``self`` does. Who else gets a value gives one that is made of it, unless the user of the walk knows better.
"""

import ast
import itertools
import re
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import Any, ClassVar, Final

from scanner.signals.module import Function, Module, defined, keyword
from scanner.signals.reach import RUNNERS
from scanner.syntax import FIELDS, argument_names

__all__ = ["INTERPRETER", "LOOKED_UP", "NONE", "PART", "WHOLE", "Body", "Flow", "Share", "handed_over"]


class Share(IntEnum):
    """How much of a value is of what is followed: a command that merely holds a part is still the module's own."""

    NONE = 0
    PART = 1
    WHOLE = 2


NONE, PART, WHOLE = Share
LOOKED_UP = frozenset(("get", "get_nowait", "pop", "setdefault", "index", "count"))  # arguments say which, not what
KEEPS_AMONG = frozenset(("append", "add"))
INTERPRETER: Final = r"(?:\S*[/\\])?(?:python[\d.]*w?|pwsh|powershell|cmd|bash|sh|zsh|node)(?:\.exe)?"
# What may stand before a command that somebody else wrote: who runs it.
BEFORE: Final = re.compile(rf"\s*(?:(?:sudo\s+)?{INTERPRETER}(?:\s+[-/]\w+)*\s+['\"]?)?", re.IGNORECASE)
OF_STARTERS = frozenset(("target", "args", "kwargs", "daemon", "name"))
STARTERS = RUNNERS | {"apply_async", "call_soon", "call_later"}
_BINDING: Final = frozenset({
    ast.Assign, ast.AugAssign, ast.NamedExpr, ast.AnnAssign, ast.For, ast.AsyncFor, ast.comprehension, ast.withitem,
})  # fmt: skip
_SCOPES: Final = frozenset({ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Global, ast.Nonlocal})
_LEAVING: Final = frozenset({ast.Return, ast.Yield, ast.YieldFrom, ast.Call})
MOST_CALLED = 8  # functions of one name
MOST_ASKED = 50_000  # expressions; honest modules ask for some thousands
ROUNDS = 4  # through so many functions, there and back


@dataclass(eq=False)
class Body:
    """A function, or the module's own statements, with what is followed in it.

    Of its ``own`` nodes ``binding`` may give a name a value, and by ``leaving`` values leave it.
    """

    top: ast.Module | Function
    owner: ast.ClassDef | None
    outer: "Body | None"
    arguments: list[str]
    own: list[ast.AST]
    locals: set[str]
    names: dict[str, Share] = field(default_factory=dict[str, Share])
    returns: Share = NONE
    binding: list[ast.AST] = field(default_factory=list[ast.AST])
    leaving: list[ast.AST] = field(default_factory=list[ast.AST])
    assigned: int = -1  # changes of the walk when either was seen last
    left: int = -1

    @cached_property
    def given(self) -> dict[str, ast.expr]:
        """What its names were given first."""
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
                case _:
                    continue
            for target in targets:
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, value)
        return found


class Flow:
    """One walk. ``source`` and ``gives`` say where values come from, ``leave`` sees every call once a round."""

    KEEPS: ClassVar = frozenset(("extend", "write", "put", "put_nowait", "update"))  # methods
    SOURCES: ClassVar[tuple[type[ast.expr], ...]] = (ast.Attribute, ast.Call)  # what ``source`` is asked of
    OF_OBJECTS: ClassVar = False  # what is put into an object by another name than ``self`` is kept by all of them

    def __init__(self, module: Module) -> None:
        self.module = module
        self.bodies: dict[ast.Module | Function, Body] = {}
        self.kept: dict[ast.ClassDef | None, dict[str, Share]] = {}
        self.kept_by_others: dict[str, Share] = {}
        self.changes = self.asked = 0
        self._collect(module.tree, None, None)
        self.calls = [(node, body) for body in self.bodies.values() for node in body.own if isinstance(node, ast.Call)]

    def source(self, node: ast.expr, body: Body) -> Share:
        """What of an expression is followed from here on, whatever it is made of."""
        raise NotImplementedError

    def gives(self, call: ast.Call, body: Body) -> Share:
        """What somebody else's function or method gives."""
        raise NotImplementedError

    def of_attribute(self, node: ast.Attribute, body: Body) -> Share:
        """What an attribute of something is."""
        return self.share(node.value, body)

    def leave(self, call: ast.Call, body: Body) -> None:
        """See where a call takes what it is given."""

    def _collect(self, top: ast.Module | Function, owner: ast.ClassDef | None, outer: Body | None) -> None:
        spec = None if isinstance(top, ast.Module) else top.args
        named = [*argument_names(spec)] if spec else []
        arguments = named[1:] if owner is not None and named[:1] in (["self"], ["cls"]) else named
        body = self.bodies[top] = Body(top, owner, outer, arguments, [], {*named})
        elsewhere = set[str]()
        waiting: list[tuple[ast.AST | None, ast.ClassDef | None]] = [(node, None) for node in top.body]
        for node, of in waiting:  # which grows while it is read
            if node is None:
                continue
            if type(node) is ast.Name:
                if type(node.ctx) is ast.Store:
                    body.locals.add(node.id)
            elif type(node) in _SCOPES:
                if isinstance(node, Function):
                    self._collect(node, of or owner, body)
                    continue
                if isinstance(node, ast.ClassDef):
                    of = node
                elif isinstance(node, (ast.Global, ast.Nonlocal)):
                    elsewhere.update(node.names)
            body.own.append(node)
            for name in FIELDS[type(node)]:
                part = getattr(node, name)
                if type(part) is list:
                    waiting += [(item, of) for item in part]
                else:
                    waiting.append((part, of))
        body.locals -= elsewhere
        body.binding = [node for node in body.own if type(node) in _BINDING or self._may_keep(node)]
        body.leaving = [node for node in body.own if type(node) in _LEAVING]

    def _may_keep(self, node: ast.AST) -> bool:
        """Whether a method is called that keeps what it is given, or its one argument among others."""
        return (
            type(node) is ast.Call
            and type(node.func) is ast.Attribute
            and node.args != []
            and (node.func.attr in self.KEEPS or (node.func.attr in KEEPS_AMONG and len(node.args) == 1))
        )

    def of_names(self, names: Container[str]) -> set[Body]:
        """The functions of these names."""
        return {body for body in self.bodies.values() if isinstance(body.top, Function) and body.top.name in names}

    def hand_to(self, names: Container[str]) -> bool:
        """Follow what functions of these names are given; whether there are any."""
        handed = self.of_names(names)
        for body in handed:
            body.names.update(dict.fromkeys(body.arguments, WHOLE))
        return bool(handed)

    def walk(self) -> None:
        """Follow everything, until nothing more comes of it."""
        for _ in range(ROUNDS):
            before = self.changes
            for body in self.bodies.values():
                for _ in range(2):  # a loop's end comes before its beginning
                    body.assigned = self._see(self._assign, body.binding, body, body.assigned)
                body.left = self._see(self._leave, body.leaving, body, body.left)
            if self.changes == before or self.asked > MOST_ASKED:
                break

    def _see(self, see: Callable[[Any, Body], None], nodes: list[ast.AST], body: Body, seen_at: int) -> int:
        """See nodes, unless nothing has changed since; how many changes there were when that began."""
        begun = self.changes
        if begun == seen_at:
            return begun
        for node in nodes:
            try:
                see(node, body)
            except RecursionError:  # what is nested too deep is given up alone
                continue
        return begun

    # What names are given.

    def _assign(self, node: ast.AST, body: Body) -> None:
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._bind(target, self.share(value, body), body)
            case ast.AugAssign(target=target, value=value) | ast.NamedExpr(target=target, value=value):
                self._bind(target, self.share(value, body), body)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self._bind(target, self.share(value, body), body)
            case (
                ast.For(target=target, iter=value)
                | ast.AsyncFor(target=target, iter=value)
                | ast.comprehension(target=target, iter=value)
            ):
                self._bind(target, self.share(value, body), body)
            case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
                self._bind(target, self.share(value, body), body)
            case ast.Call(func=ast.Attribute(value=holder, attr=verb), args=given) if verb in self.KEEPS:
                self._bind(holder, self.most(given, body), body)
            case ast.Call(func=ast.Attribute(value=holder, attr=verb), args=[value]) if verb in KEEPS_AMONG:
                self._bind(holder, min(self.share(value, body), PART), body)
            case _:
                pass

    def _bind(self, target: ast.expr, share: Share, body: Body) -> None:
        if share is NONE:
            return
        match target:
            case ast.Name(id=name):
                self._raise(_scope(name, body).names, name, share)
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
                self._raise(self.kept.setdefault(body.owner, {}), name, share)
            case ast.Attribute(value=ast.Name(), attr=name) if self.OF_OBJECTS:
                self._raise(self.kept_by_others, name, share)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                for part in parts:
                    self._bind(part, share, body)
            case ast.Starred(value=value) | ast.Subscript(value=value):
                self._bind(value, share, body)
            case _:
                pass

    def _raise(self, names: dict[str, Share], name: str, share: Share) -> None:
        if share > names.get(name, NONE):
            names[name] = share
            self.changes += 1

    # Where values leave a function.

    def _leave(self, node: ast.AST, body: Body) -> None:
        match node:
            case (
                ast.Return(value=ast.expr() as value)
                | ast.Yield(value=ast.expr() as value)
                | ast.YieldFrom(value=value)
            ):
                share = self.share(value, body)
                if share > body.returns:
                    body.returns = share
                    self.changes += 1
            case ast.Call():
                for called in self.called(node, body):
                    self._hand(called, node.args, node.keywords, body)
                for called, given in self.started(node, body):
                    self._hand(called, given, node.keywords, body)
                self.leave(node, body)
            case _:
                pass

    def called(self, call: ast.Call, body: Body) -> Iterator[Body]:
        """The module's own functions that a call enters; a method of its own class rather than one of that name."""
        yield from self.named(call.func, body)

    def started(self, call: ast.Call, body: Body) -> Iterator[tuple[Body, list[ast.expr]]]:
        """The module's own functions that a call has a thread or its like run, each with what it is given in order."""
        for function, given in handed_over(call, self.module):
            for of in self.named(function, body):
                yield of, given

    def named(self, func: ast.expr, body: Body) -> list[Body]:
        """The module's own functions that an expression names in one of its functions."""
        several = itertools.islice(self._defined(func, body), MOST_CALLED)
        found = [self.bodies[function] for function in several if function in self.bodies]
        if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name) and func.value.id in ("self", "cls"):
            found = [called for called in found if called.owner is body.owner] or found
        return found

    def _defined(self, func: ast.expr, body: Body) -> Iterator[Function]:
        yield from defined(func, self.module)
        for item in self._chosen(func, body):
            yield from defined(item, self.module)

    def _chosen(self, func: ast.expr, body: Body) -> Iterator[ast.expr]:
        """What an expression may name that picks one of several: an item of a table, or a method by its name."""
        match self.module.values.get(func.id) if isinstance(func, ast.Name) else func:
            case ast.Subscript(value=table) | ast.Call(func=ast.Attribute(value=table, attr="get")):
                held = table if isinstance(table, ast.Dict) else self.module.value_of(table)
                yield from held.values if isinstance(held, ast.Dict) else ()
            case ast.Call(func=ast.Name(id="getattr"), args=[ast.Name(id="self" | "cls") as holder, name, *_]):
                before = _beginning(name)
                for item in body.owner.body if body.owner is not None else ():
                    if isinstance(item, Function) and item.name.startswith(before):
                        yield ast.Attribute(holder, item.name, ast.Load())
            case _:
                pass

    def _hand(self, called: Body, given: Sequence[ast.expr], words: Sequence[ast.keyword], body: Body) -> None:
        spec = called.top.args if isinstance(called.top, Function) else None
        others = spec.vararg.arg if spec and spec.vararg else None
        named = spec.kwarg.arg if spec and spec.kwarg else None
        positional = [name for name in called.arguments if name not in (others, named)]
        for name, value in itertools.zip_longest(positional, given):
            taker = name or others
            if value is not None and taker:
                self._raise_argument(called, taker, value, body)
        for word in words:
            if word.arg in called.arguments:
                self._raise_argument(called, word.arg, word.value, body)
            elif named and word.arg not in OF_STARTERS:
                self._raise_argument(called, named, word.value, body)
            elif word.arg == "kwargs" and isinstance(word.value, ast.Dict):
                for key, value in zip(word.value.keys, word.value.values, strict=True):
                    if isinstance(key, ast.Constant) and key.value in called.arguments:
                        self._raise_argument(called, str(key.value), value, body)

    def _raise_argument(self, called: Body, name: str, given: ast.expr, body: Body) -> None:
        share = self.share(given, body)
        if share is not NONE:
            self._raise(called.names, name, share)

    # What of a value is followed.

    def share(self, node: ast.expr | None, body: Body) -> Share:
        """How much of an expression is of what is followed."""
        self.asked += 1
        if node is None or self.asked > MOST_ASKED:
            return NONE
        kind = type(node)
        if kind in self.SOURCES:
            own = self.source(node, body)
            if own is not NONE:
                return own
        if kind is ast.Constant:  # as most are
            return NONE
        match node:
            case ast.Name(id=name):
                return _scope(name, body).names.get(name, NONE)
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
                return max(self.kept.get(body.owner, {}).get(name, NONE), self.kept_by_others.get(name, NONE))
            case ast.Attribute():
                return self.of_attribute(node, body)
            case ast.Call():
                own_bodies = list(self.called(node, body))
                if own_bodies and not (isinstance(node.func, ast.Name) and node.func.id in self.module.classes):
                    return max(called.returns for called in own_bodies)
                return self.gives(node, body)
            case ast.JoinedStr(values=values):
                return self._put_together(values, body)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self._put_together([left, right], body)
            case ast.BinOp(left=ast.Constant(value=str(template)), op=ast.Mod(), right=right):
                return self.filled(template, "%", self.share(right, body))
            case ast.BinOp(left=left, right=right):
                return max(self.share(left, body), self.share(right, body))
            case (
                ast.Subscript(value=value)
                | ast.Await(value=value)
                | ast.NamedExpr(value=value)
                | ast.Starred(value=value)
                | ast.FormattedValue(value=value)
            ):
                return self.share(value, body)
            case ast.IfExp(body=first, orelse=second):
                return max(self.share(first, body), self.share(second, body))
            case ast.List(elts=parts):  # as a command, it is not written by whoever named a part of it
                return min(self.most(parts, body), PART)
            case ast.BoolOp(values=parts) | ast.Tuple(elts=parts) | ast.Dict(values=parts):
                return self.most(parts, body)
            case (
                ast.ListComp(elt=value)
                | ast.GeneratorExp(elt=value)
                | ast.SetComp(elt=value)
                | ast.DictComp(value=value)
            ):
                return self.share(value, body)
            case _:
                return NONE

    def most(self, parts: Iterable[ast.expr], body: Body) -> Share:
        """The most that any of several expressions is of what is followed."""
        return max((self.share(part, body) for part in parts), default=NONE)

    def _put_together(self, parts: Sequence[ast.expr], body: Body) -> Share:
        first, *others = parts or [ast.Constant("")]
        if isinstance(first, ast.Constant):
            is_before = BEFORE.fullmatch(str(first.value)) is not None
            return min(self.most(others, body), WHOLE if is_before else PART)
        own = self.share(first, body)
        return own if own is WHOLE else max(own, min(self.most(others, body), PART))

    def filled(self, template: str, mark: str, share: Share) -> Share:
        """What a template is whose holes, the first at ``mark``, are filled with this."""
        return share if BEFORE.fullmatch(template.partition(mark)[0]) else min(share, PART)


def _scope(name: str, body: Body) -> Body:
    """The function around, or the module, whose name this is."""
    while name not in body.locals and body.outer is not None:
        body = body.outer
    return body


def _beginning(text: ast.expr) -> str:
    """What a text that is put together begins with, as far as that is written out."""
    match text:
        case ast.Constant(value=str(written)):
            return written
        case ast.JoinedStr(values=[first, *_]) | ast.BinOp(left=first):
            return _beginning(first)
        case _:
            return ""


def handed_over(call: ast.Call, module: Module) -> Iterator[tuple[ast.expr, list[ast.expr]]]:
    """What a call has a thread or its like run, where it is one that does, each with what that is given in order."""
    if module.verb_of(call) not in STARTERS:
        return
    words = [word.value for word in call.keywords if word.arg in ("target", "function", "func")]
    for function in (*call.args, *words):
        if isinstance(function, (ast.Name, ast.Attribute)):
            at = call.args.index(function) + 1 if function in call.args else len(call.args)
            given = keyword(call, "args")
            rest = [given] if given is not None else call.args[at:]
            yield function, rest[0].elts if len(rest) == 1 and isinstance(rest[0], (ast.Tuple, ast.List)) else rest
