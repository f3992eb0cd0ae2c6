"""A module's values, followed from where they come from to where they go; what counts as either, its user says.

Within a function all assignments count, in whatever order; between functions what is returned, handed over and kept in
``self`` does. Who else gets a value gives one that is made of it, unless the user of the walk knows better.
"""

import ast
import itertools
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from typing import Any, ClassVar, Final

from scanner.signals.bodies import NONE, PART, WHOLE, Body, Share, scope_of
from scanner.signals.calls import Calls
from scanner.signals.definitions import CONSTRUCTORS, Definitions, fields_of, makers_of
from scanner.signals.module import Function, Module, keyword, verb_of
from scanner.signals.remembered import remembered
from scanner.signals.scopes import Scope
from scanner.syntax import defaults_of

__all__ = [
    "INTERPRETER",
    "LOOKED_UP",
    "OF_PATHS",
    "RUN_BY",
    "Flow",
]


LOOKED_UP = frozenset(("get", "get_nowait", "pop", "setdefault", "index", "count"))  # arguments say which, not what
KEEPS_AMONG = frozenset(("append", "add"))
# What is written into something else: archives, files; and what a path is put together by.
ARCHIVES = frozenset(("zipfile.ZipFile", "tarfile.open", "gzip.GzipFile", "gzip.open"))
OPENS = frozenset(("open", "io.open", "codecs.open", "aiofiles.open", "wave.open"))
OF_PATHS = frozenset(("Path", "PurePath", "join", "str", "fspath"))
_INTERPRETERS = (
    r"python[\d.]*w?|pwsh|powershell|cmd|(?:ba|da|k|z|fi)?sh|node|bun|deno|perl|ruby|php|osascript|[wc]script"
)
INTERPRETER: Final = rf"(?:\S*[/\\])?(?:{_INTERPRETERS})(?:\.exe)?"
# What may stand before a command that somebody else wrote: who runs it.
RUN_BY: Final = rf"{INTERPRETER}(?:\s+[-/]\w+)*\s+['\"]?"
BEFORE: Final = re.compile(rf"\s*(?:(?:sudo\s+)?{RUN_BY})?", re.IGNORECASE)
OF_STARTERS = frozenset(("target", "args", "kwargs", "daemon", "name"))
_BINDING: Final = frozenset({
    ast.Assign, ast.AugAssign, ast.NamedExpr, ast.AnnAssign, ast.For, ast.AsyncFor, ast.comprehension, ast.withitem,
})  # fmt: skip
# What asks an object for a method, by its name.
OPERATORS: Final[dict[type[ast.unaryop], str]] = {
    ast.Invert: "__invert__",
    ast.USub: "__neg__",
    ast.UAdd: "__pos__",
}
PROPERTIES = frozenset(("property", "cached_property"))
MOST_ASKED = 50_000  # expressions; honest modules ask for some thousands
ROUNDS = 4  # through so many functions, there and back


class Flow:
    """One walk. ``source`` and ``gives`` say where values come from, ``leave`` sees every call once a round."""

    # Methods that keep what they are given.
    KEEPS: ClassVar = frozenset(
        ("extend", "write", "put", "put_nowait", "update", "write_text", "write_bytes", "writelines", "writestr")
    )
    SOURCES: ClassVar[tuple[type[ast.expr], ...]] = (ast.Attribute, ast.Call)  # what ``source`` is asked of
    OF_OBJECTS: ClassVar = False  # what is put into an object by another name than ``self`` is kept by all of them

    def __init__(self, module: Module) -> None:
        self.module = module
        self.known: dict[Any, Any] = {}  # what is remembered
        self.calls = module.once(Calls)
        self.definitions = module.once(Definitions)
        self.bodies: dict[Scope, Body] = {}
        self.kept: dict[ast.ClassDef | None, dict[str, Share]] = {}
        self.kept_by_others: dict[str, Share] = {}
        self.written: dict[str, Share] = {}  # into files, by their paths where these are written out
        self.entered = set[ast.Lambda]()  # whose values are being worked out
        self.changes = self.asked = 0
        for scope in module.scopes:
            self.bodies[scope] = Body(scope, self.bodies[scope.outer] if scope.outer is not None else None)

    def source(self, node: ast.expr, body: Body) -> Share:
        """What of an expression is followed from here on, whatever it is made of."""
        raise NotImplementedError

    def gives(self, call: ast.Call, body: Body) -> Share:
        """What somebody else's function or method gives."""
        raise NotImplementedError

    def of_attribute(self, node: ast.Attribute, body: Body) -> Share:
        """What an attribute of something is."""
        return self.share(node.value, body)

    def of_path(self, parts: list[ast.expr], body: Body) -> Share:
        """What a path is that is put together of these."""
        return self.most(parts, body)

    def leave(self, call: ast.Call, body: Body) -> None:
        """See where a call takes what it is given."""

    def _may_keep(self, node: ast.AST) -> bool:
        """Whether a method is called that keeps what it is given, or its one argument among others."""
        if type(node) is not ast.Call or node.args == []:
            return False
        func = node.func
        return type(func) is ast.Lambda or (
            type(func) is ast.Attribute
            and (func.attr in self.KEEPS or (func.attr in KEEPS_AMONG and len(node.args) == 1))
        )

    def hand_to(self, functions: Collection[str | Scope]) -> bool:
        """Follow what these functions, or those of such names, are given; whether there are any."""
        handed = self.calls.of_names(functions).union(of for of in functions if isinstance(of, Scope))
        made = [owner for name, owner in self.module.classes.items() if name in functions]
        makers = [method for owner in made for method in self.definitions.methods_of(owner, *CONSTRUCTORS)]
        for scope in (*handed, *(self.calls.scopes[maker] for maker in makers)):
            self.bodies[scope].names.update(dict.fromkeys(scope.arguments, WHOLE))
        for owner in made:
            if self.definitions.has_fields_only(owner):
                self.kept_by(owner).update(dict.fromkeys(fields_of(owner), WHOLE))
        return bool(handed or made)

    def walk(self) -> None:
        """Follow everything, until nothing more comes of it."""
        for body in self.bodies.values():
            for name, value in defaults_of(body.top.args) if isinstance(body.top, Function) else ():
                self._raise(body.names, name, self.share(value, body.outer or body))
        for _ in range(ROUNDS):
            before = self.changes
            self._make_fields()
            for body in self.bodies.values():
                for _ in range(2):  # a loop's end comes before its beginning
                    body.assigned = self._see(self._assign, self._binding(body), body, body.assigned)
                body.left = self._see(self._leave, body.scope.leaving, body, body.left)
            if self.changes == before or self.asked > MOST_ASKED:
                break

    @remembered
    def _binding(self, body: Body) -> list[ast.AST]:
        """The nodes of a function that may name values."""
        return [node for node in body.own if type(node) in _BINDING or self._may_keep(node)]

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
            case ast.Call(func=ast.Lambda(args=spec), args=given):
                for arg, value in zip(spec.args, given, strict=False):
                    self._raise(body.names, arg.arg, self.share(value, body))
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
                self._raise(scope_of(name, body).names, name, share)
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
                self._raise(self.kept_by(body.owner), name, share)
            case ast.Attribute(value=ast.Name(), attr=name) if self.OF_OBJECTS:
                self._raise(self.kept_by_others, name, share)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                for part in parts:
                    self._bind(part, share, body)
            case ast.Starred(value=value) | ast.Subscript(value=value):
                self._bind(value, share, body)
            case ast.Constant(value=str(path)):
                self._raise(self.written, path, share)
            case ast.Call(args=[path, *_]) if verb_of(target) in OF_PATHS:
                self._bind(path, share, body)
            case ast.BinOp(left=folder, op=ast.Div()):
                self._bind(folder, share, body)
            case ast.Call(func=ast.Attribute(value=holder, attr="setdefault")):
                self._bind(holder, share, body)
            case _:
                return
        if isinstance(target, ast.Name) and (inner := self.packs(body).get(target.id)) is not None:
            self.bind_file(inner, share, body)

    def bind_file(self, path: ast.expr, share: Share, body: Body) -> None:
        """What is followed was written into a file, or into another one of a module's files."""
        self._bind(path, share, body)

    @remembered
    def packs(self, body: Body) -> dict[str, ast.expr]:
        """By the name of a file or an archive that a function opens, what is written into: a path, or another file."""
        found: dict[str, ast.expr] = {}
        for node in self._binding(body):
            match node:
                case (
                    ast.withitem(optional_vars=ast.Name(id=name), context_expr=ast.Call() as made)
                    | ast.Assign(targets=[ast.Name(id=name)], value=ast.Call() as made)
                ):
                    path = self.module.path(made.func)
                    if path in ARCHIVES:
                        inner = keyword(made, "fileobj") or next(iter(made.args), None)
                    elif path in OPENS:
                        inner = next(iter(made.args), None)
                    elif isinstance(made.func, ast.Attribute) and made.func.attr == "open":
                        inner = made.func.value
                    else:
                        continue
                    if inner is not None:
                        found[name] = inner
                case _:
                    pass
        return found

    def kept_by(self, owner: ast.ClassDef | None) -> dict[str, Share]:
        """What objects of a class keep by their attributes, together with those of what it is made from."""
        root = self.definitions.family_of(owner)[-1] if owner is not None else None
        return self.kept.setdefault(root, {})

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
                made = self.module.of_partial(node.func)
                given = [*made.args[1:], *node.args] if made else node.args
                words = [*made.keywords, *node.keywords] if made else node.keywords
                for called in self.calls.called(node, body.scope):
                    self._hand(self.bodies[called], given, words, body)
                for called, given in self.calls.started(node, body.scope):
                    self._hand(self.bodies[called], given, node.keywords, body)
                self._keep_fields(node, body)
                self.leave(node, body)
            case _:
                pass

    def _make_fields(self) -> None:
        """What objects have by fields that functions of the module make."""
        outside = self.module.scopes[0]
        for owner in self.module.classes.values():
            for name, maker in makers_of(owner):
                made = (self.bodies[scope].returns for scope in self.calls.named(maker, outside))
                self._raise(self.kept_by(owner), name, max(made, default=NONE))

    def _keep_fields(self, call: ast.Call, body: Body) -> None:
        """What an object is made with that has nothing but fields."""
        match call.func:
            case ast.Name(id="cls") if body.owner is not None:
                made = body.owner
            case ast.Name(id=name):
                made = self.module.classes.get(name)
            case _:
                return
        if made is not None and self.definitions.has_fields_only(made):
            kept = self.kept_by(made)
            words = {word.arg: word.value for word in call.keywords if word.arg}
            for name, value in (*zip(fields_of(made), call.args, strict=False), *words.items()):
                self._raise(kept, name, self.share(value, body))

    def _hand(self, called: Body, given: Sequence[ast.expr], words: Sequence[ast.keyword], body: Body) -> None:
        takers = called.scope.takers
        for name, value in itertools.zip_longest(takers.positional[: len(given)], given):
            taker = name or takers.others
            if value is not None and taker:
                self._raise_argument(called, taker, value, body)
        for word in words:
            if word.arg in takers.every:
                self._raise_argument(called, word.arg, word.value, body)
            elif takers.named and word.arg not in OF_STARTERS:
                self._raise_argument(called, takers.named, word.value, body)
            elif word.arg == "kwargs" and isinstance(word.value, ast.Dict):
                for key, value in zip(word.value.keys, word.value.values, strict=True):
                    if isinstance(key, ast.Constant) and key.value in takers.every:
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
                return scope_of(name, body).names.get(name, NONE)
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
                kept = max(self.kept_by(body.owner).get(name, NONE), self.kept_by_others.get(name, NONE))
                return kept or self._of_property(name)
            case ast.Attribute(attr=name):
                return self.of_attribute(node, body) or self._of_property(name)
            case ast.Call(func=func):
                made = body.given.get(func.id) if isinstance(func, ast.Name) else func
                if isinstance(made, ast.Lambda):
                    return self._of_lambda(made, body)
                called = self.calls.called(node, body.scope)
                if called and not (isinstance(node.func, ast.Name) and node.func.id in self.module.classes):
                    own = max(self.bodies[scope].returns for scope in called)
                    return max(own, self.gives(node, body)) if self.calls.is_handed(node.func, body.scope) else own
                return self.gives(node, body)
            case ast.JoinedStr(values=values):
                return self._put_together(values, body)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self._put_together([left, right], body)
            case ast.BinOp(left=ast.Constant(value=str(template)), op=ast.Mod(), right=right):
                return self.filled(template, "%", self.share(right, body))
            case ast.BinOp(left=left, op=ast.Div(), right=right):
                return self.of_path([left, right], body)
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
            case ast.UnaryOp(op=op):
                return max((self.bodies[scope].returns for scope in self.operators.get(type(op), ())), default=NONE)
            case ast.IfExp(body=first, orelse=second):
                return max(self.share(first, body), self.share(second, body))
            case ast.List(elts=parts) | ast.Tuple(elts=parts) if type(node) is ast.List or _has_words(parts):
                # As a command, it is not written by whoever named a part of it.
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

    def _of_lambda(self, made: ast.Lambda, body: Body) -> Share:
        """What calling a lambda gives; nothing of one that calls itself."""
        if made in self.entered:
            return NONE
        self.entered.add(made)
        try:
            return self.share(made.body, body)
        finally:
            self.entered.remove(made)

    def _of_property(self, name: str) -> Share:
        """What an attribute is that a method of that name gives."""
        return max((self.bodies[scope].returns for scope in self.properties.get(name, ())), default=NONE)

    @cached_property
    def operators(self) -> dict[type[ast.unaryop], set[Scope]]:
        """The methods that operators ask objects for."""
        return {operator: self.calls.of_names((name,)) for operator, name in OPERATORS.items()}

    @cached_property
    def properties(self) -> dict[str, list[Scope]]:
        """The methods that objects give as attributes, by their names."""
        found: dict[str, list[Scope]] = {}
        for scope in self.bodies:
            decorators = scope.top.decorator_list if isinstance(scope.top, Function) else ()
            if any(self.module.path(decorator).rpartition(".")[2] in PROPERTIES for decorator in decorators):
                found.setdefault(getattr(scope.top, "name", ""), []).append(scope)
        return found

    def most(self, parts: Iterable[ast.expr], body: Body) -> Share:
        """The most that any of several expressions is of what is followed."""
        return max((self.share(part, body) for part in parts), default=NONE)

    def _put_together(self, parts: Sequence[ast.expr], body: Body) -> Share:
        first, *others = parts or [ast.Constant("")]
        if isinstance(first, ast.Constant):
            is_before = isinstance(first.value, str) and BEFORE.fullmatch(first.value) is not None
            return min(self.most(others, body), WHOLE if is_before else PART)
        own = self.share(first, body)
        return own if own is WHOLE else max(own, min(self.most(others, body), PART))

    def filled(self, template: str, mark: str, share: Share) -> Share:
        """What a template is whose holes, the first at ``mark``, are filled with this."""
        return share if BEFORE.fullmatch(template.partition(mark)[0]) else min(share, PART)


def _has_words(parts: list[ast.expr]) -> bool:
    """Whether several values are the words of a command, rather than what somebody gives at once."""
    return any(isinstance(part, ast.Constant) and isinstance(part.value, str) for part in parts)
