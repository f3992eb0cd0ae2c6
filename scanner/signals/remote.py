"""What comes from the network, followed through a module to what runs it: code, shell commands, pickles.

Within a function all assignments count, in whatever order; between functions what is returned, handed over and kept in
``self`` does. Who else gets a value gives one that is made of it.
"""

import ast
import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Final

from scanner.signals.answers import REQUEST_TYPES, Answers, is_literal, verb_of
from scanner.signals.reach import Function, Module, defined
from scanner.syntax import FIELDS, argument_names

__all__ = ["Ran", "Sink", "remote_is_run"]


class Sink(IntEnum):
    """What something remote is given to: what runs it, or what may be made to, or does so when a person agrees."""

    READ = 1
    RUN = 2


Ran = dict[Sink, int]  # the first line (1-based) of each


class _Share(IntEnum):
    """How much of a value is remote: a command that merely holds something remote is still the module's own."""

    NONE = 0
    PART = 1
    WHOLE = 2


NONE, PART, WHOLE = _Share
_NO_TEXT = "status_code status ok reason headers url elapsed encoding close closed raise_for_status"
NO_TEXT = frozenset(_NO_TEXT.split())
NUMBERS = frozenset(("len", "int", "float", "bool", "isinstance", "hash", "print", "hasattr", "type", "id", "ord"))
LOOKED_UP = frozenset(("get", "pop", "setdefault", "index", "count"))  # their arguments say which, not what

_CODE = "exec builtins.exec marshal.loads marshal.load types.FunctionType"
CODE = frozenset(_CODE.split())
_READERS = (
    "eval builtins.eval pickle.loads pickle.load dill.loads dill.load cloudpickle.loads cloudpickle.load "
    "jsonpickle.decode yaml.unsafe_load"
)
READERS = frozenset(_READERS.split())
UNSAFE = frozenset(("yaml.Loader", "yaml.CLoader", "yaml.UnsafeLoader", "yaml.CUnsafeLoader"))
_SHELLS = (
    "os.system os.popen subprocess.getoutput subprocess.getstatusoutput commands.getoutput "
    "asyncio.create_subprocess_shell"
)
SHELLS = frozenset(_SHELLS.split())
SPAWNS = frozenset(f"subprocess.{name}" for name in ("Popen", "run", "call", "check_call", "check_output"))
_INTERPRETER = r"(?:\S*[/\\])?(?:python[\d.]*w?|pwsh|powershell|cmd|bash|sh|zsh|node)(?:\.exe)?"
INTERPRETER: Final = re.compile(_INTERPRETER, re.IGNORECASE)
# What may stand before a command that somebody else wrote: who runs it.
BEFORE: Final = re.compile(rf"\s*(?:(?:sudo\s+)?{_INTERPRETER}(?:\s+[-/]\w+)*\s+['\"]?)?", re.IGNORECASE)
FLAG: Final = re.compile(r"-\w*c\w*|-enc\w*|/[ck]|-e|-", re.IGNORECASE)  # what comes next is the program itself
# Whoever is shown a command and says yes runs it himself.
QUESTIONS = frozenset(("input", "raw_input", "confirm", "ask", "prompt"))
ASKED = ("input", "confirm", "Confirm.ask", "Prompt.ask", "click.prompt", "typer.prompt")
MOST_CALLED = 8  # functions of one name
MOST_ASKED = 50_000  # expressions; honest modules ask for some thousands
ROUNDS = 4  # through so many functions, there and back


@dataclass
class _Body:
    """A function, or the module's own statements, with what is remote in it."""

    top: ast.Module | Function
    owner: ast.ClassDef | None
    arguments: list[str]
    own: list[ast.AST]
    names: dict[str, _Share] = field(default_factory=dict[str, _Share])
    returns: _Share = NONE
    asks: bool = False  # a person
    is_agreed: bool = False  # somebody who asks one calls it


def remote_is_run(tree: ast.Module) -> Ran:
    """Where a module runs what it got from the network or from who asked it; empty where it does not.

    A tree that is nested too deep to follow gives nothing.
    """
    try:
        module = Module(tree)
        return _Flow(module).ran()
    except (RecursionError, MemoryError):
        return {}


class _Flow:
    def __init__(self, module: Module) -> None:
        self.module = module
        self.bodies: dict[ast.Module | Function, _Body] = {}
        self.kept: dict[ast.ClassDef | None, dict[str, _Share]] = {}
        self.found: Ran = {}
        self.changed = False
        self.asked = 0
        self._collect(module.tree, None)
        calls = [(node, body) for body in self.bodies.values() for node in body.own if isinstance(node, ast.Call)]
        self.answers = Answers(module, (call for call, _ in calls))
        for call, body in calls:
            body.asks = body.asks or self._asks_a_person(call)
        for call, body in calls:
            if body.asks:
                for called in self._called(call, body):
                    called.is_agreed = True
        self.asks = any(
            body.names or any(self.answers.has(node, body.owner) for node in body.own) for body in self.bodies.values()
        )

    def _collect(self, top: ast.Module | Function, owner: ast.ClassDef | None) -> None:
        spec = None if isinstance(top, ast.Module) else top.args
        named = [*argument_names(spec)] if spec else []
        arguments = named[1:] if owner is not None and named[:1] in (["self"], ["cls"]) else named
        body = self.bodies[top] = _Body(top, owner, arguments, [])
        for arg in [*spec.posonlyargs, *spec.args, *spec.kwonlyargs] if spec else []:
            if arg.annotation is not None and self.module.path(arg.annotation) in REQUEST_TYPES:
                body.names[arg.arg] = WHOLE
        waiting: list[tuple[ast.AST | None, ast.ClassDef | None]] = [(node, None) for node in top.body]
        for node, of in waiting:  # which grows while it is read
            if isinstance(node, Function):
                self._collect(node, of or owner)
                continue
            if node is None:
                continue
            body.own.append(node)
            within = node if isinstance(node, ast.ClassDef) else of
            for name in FIELDS[type(node)]:
                part = getattr(node, name)
                waiting += [(item, within) for item in (part if type(part) is list else (part,))]

    def ran(self) -> Ran:
        for _ in range(ROUNDS if self.asks else 0):
            self.changed = False
            for body in self.bodies.values():
                for _ in range(2):  # a loop's end comes before its beginning
                    for node in body.own:
                        with suppress(RecursionError):  # what is nested too deep is given up alone
                            self._assign(node, body)
                for node in body.own:
                    with suppress(RecursionError):
                        self._leave(node, body)
            if not self.changed or self.asked > MOST_ASKED:
                break
        return self.found

    # What names are given.

    def _assign(self, node: ast.AST, body: _Body) -> None:
        match node:
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    self._bind(target, self._share(value, body), body)
            case ast.AugAssign(target=target, value=value) | ast.NamedExpr(target=target, value=value):
                self._bind(target, self._share(value, body), body)
            case ast.AnnAssign(target=target, value=ast.expr() as value):
                self._bind(target, self._share(value, body), body)
            case (
                ast.For(target=target, iter=value)
                | ast.AsyncFor(target=target, iter=value)
                | ast.comprehension(target=target, iter=value)
            ):
                self._bind(target, self._share(value, body), body)
            case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
                self._bind(target, self._share(value, body), body)
            case ast.Call(func=ast.Attribute(value=ast.Name() as holder, attr="extend" | "write"), args=[value]):
                self._bind(holder, self._share(value, body), body)
            case ast.Call(func=ast.Attribute(value=ast.Name() as holder, attr="append"), args=[value]):
                self._bind(holder, min(self._share(value, body), PART), body)
            case _:
                pass

    def _bind(self, target: ast.expr, share: _Share, body: _Body) -> None:
        if share is NONE:
            return
        match target:
            case ast.Name(id=name):
                self._raise(body.names, name, share)
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
                self._raise(self.kept.setdefault(body.owner, {}), name, share)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                for part in parts:
                    self._bind(part, share, body)
            case ast.Starred(value=value) | ast.Subscript(value=value):
                self._bind(value, share, body)
            case _:
                pass

    def _raise(self, names: dict[str, _Share], name: str, share: _Share) -> None:
        if share > names.get(name, NONE):
            names[name] = share
            self.changed = True

    # Where values leave a function.

    def _leave(self, node: ast.AST, body: _Body) -> None:
        match node:
            case (
                ast.Return(value=ast.expr() as value)
                | ast.Yield(value=ast.expr() as value)
                | ast.YieldFrom(value=value)
            ):
                share = self._share(value, body)
                if share > body.returns:
                    body.returns = share
                    self.changed = True
            case ast.Call():
                for called in self._called(node, body):
                    self._hand(node, called, body)
                sink = self._sink(node, body)
                if sink is not None:
                    agreed = body.asks or body.is_agreed
                    self.found.setdefault(Sink.READ if agreed else sink, node.lineno)
            case _:
                pass

    def _called(self, call: ast.Call, body: _Body) -> Iterator[_Body]:
        """The module's own functions that a call enters; a method of its own class rather than one of that name."""
        func = call.func
        several = itertools.islice(defined(func, self.module), MOST_CALLED)
        found = [self.bodies[function] for function in several if function in self.bodies]
        if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name) and func.value.id in ("self", "cls"):
            found = [called for called in found if called.owner is body.owner] or found
        yield from found

    def _asks_a_person(self, call: ast.Call) -> bool:
        return verb_of(call) in QUESTIONS and self.module.path(call.func).endswith(ASKED)

    def _hand(self, call: ast.Call, called: _Body, body: _Body) -> None:
        for name, given in zip(called.arguments, call.args, strict=False):
            self._raise_argument(called, name, given, body)
        for word in call.keywords:
            if word.arg in called.arguments:
                self._raise_argument(called, word.arg, word.value, body)

    def _raise_argument(self, called: _Body, name: str, given: ast.expr, body: _Body) -> None:
        share = self._share(given, body)
        if share is not NONE:
            self._raise(called.names, name, share)

    # What of a value is remote.

    def _share(self, node: ast.expr | None, body: _Body) -> _Share:
        self.asked += 1
        if self.asked > MOST_ASKED:
            return NONE
        match node:
            case ast.Name(id=name):
                around = body if name in body.arguments else self.bodies[self.module.tree]
                return body.names.get(name, around.names.get(name, NONE))
            case ast.Attribute() if self.answers.has(node, body.owner):
                return WHOLE
            case ast.Attribute(attr=name) if name in NO_TEXT:
                return NONE
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
                return self.kept.get(body.owner, {}).get(name, NONE)
            case ast.Attribute(value=value):
                return self._share(value, body)
            case ast.Call():
                return self._of_call(node, body)
            case ast.JoinedStr(values=values):
                return self._put_together(values, body)
            case ast.BinOp(left=left, op=ast.Add(), right=right):
                return self._put_together([left, right], body)
            case ast.BinOp(left=ast.Constant(value=str(template)), op=ast.Mod(), right=right):
                return self._filled(template, "%", self._share(right, body))
            case ast.BinOp(left=left, right=right):
                return max(self._share(left, body), self._share(right, body))
            case (
                ast.Subscript(value=value)
                | ast.Await(value=value)
                | ast.NamedExpr(value=value)
                | ast.Starred(value=value)
                | ast.FormattedValue(value=value)
            ):
                return self._share(value, body)
            case ast.IfExp(body=first, orelse=second):
                return max(self._share(first, body), self._share(second, body))
            case ast.List(elts=parts):  # as a command, it is not written by whoever named a part of it
                return min(self._most(parts, body), PART)
            case ast.BoolOp(values=parts) | ast.Tuple(elts=parts) | ast.Dict(values=parts):
                return self._most(parts, body)
            case ast.ListComp(elt=value) | ast.GeneratorExp(elt=value) | ast.SetComp(elt=value):
                return self._share(value, body)
            case _:
                return NONE

    def _most(self, parts: Iterable[ast.expr], body: _Body) -> _Share:
        return max((self._share(part, body) for part in parts), default=NONE)

    def _of_call(self, call: ast.Call, body: _Body) -> _Share:
        if self.answers.has(call, body.owner):
            return WHOLE
        own = list(self._called(call, body))
        if own and not (isinstance(call.func, ast.Name) and call.func.id in self.module.classes):
            return max(called.returns for called in own)
        given = [*call.args, *(word.value for word in call.keywords)]
        match call.func:
            case ast.Name(id=name) if name in NUMBERS:
                return NONE
            case ast.Attribute(value=ast.Constant(value=str(template)), attr="format"):
                return self._filled(template, "{", self._most(given, body))
            case ast.Attribute(attr=name) if name in NO_TEXT:
                return NONE
            case ast.Attribute(value=value, attr=name) if name in LOOKED_UP:
                return self._share(value, body)
            case ast.Attribute(value=value):
                return max(self._share(value, body), self._most(given, body))
            case _:
                return self._most(given, body)

    def _put_together(self, parts: Sequence[ast.expr], body: _Body) -> _Share:
        first, *others = parts or [ast.Constant("")]
        if isinstance(first, ast.Constant):
            is_before = BEFORE.fullmatch(str(first.value)) is not None
            return min(self._most(others, body), WHOLE if is_before else PART)
        own = self._share(first, body)
        return own if own is WHOLE else max(own, min(self._most(others, body), PART))

    def _filled(self, template: str, mark: str, share: _Share) -> _Share:
        return share if BEFORE.fullmatch(template.partition(mark)[0]) else min(share, PART)

    # What runs it.

    def _sink(self, call: ast.Call, body: _Body) -> Sink | None:
        path = self.module.path(call.func)
        first = call.args[0] if call.args else None
        if path in CODE or (path in ("compile", "builtins.compile") and _is_mode_exec(call)):
            return Sink.RUN if self._share(first, body) else None
        if path in READERS or (path == "yaml.load" and self._is_unsafe(call)):
            return Sink.READ if self._share(first, body) else None
        if path in SHELLS or path in SPAWNS:
            return Sink.RUN if self._is_command(call, path, body) else None
        given = [*call.args, *(word.value for word in call.keywords)]
        handed = [part for part in given if isinstance(part, ast.Name) and part.id == "exec"]
        return Sink.RUN if handed and self._most(given, body) else None

    def _is_unsafe(self, call: ast.Call) -> bool:
        """Whether a document may make objects, and says so: without a word of who loads it, it once was usual."""
        loader = call.args[1] if len(call.args) > 1 else _keyword(call, "Loader")
        return loader is not None and self.module.path(loader) in UNSAFE

    def _is_command(self, call: ast.Call, path: str, body: _Body) -> bool:
        command = call.args[0] if call.args else _keyword(call, "args")
        if not isinstance(command, ast.List):
            return self._share(command, body) is WHOLE
        started = command.elts
        if not started or not (self.module.path(started[0]) == "sys.executable" or is_literal(started[0], INTERPRETER)):
            return False
        for flag, program in itertools.pairwise(started):
            if is_literal(flag, FLAG):
                return self._share(program, body) is not NONE
        return len(started) <= 2 and self._share(_keyword(call, "input"), body) is WHOLE


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((word.value for word in call.keywords if word.arg == name), None)


def _is_mode_exec(call: ast.Call) -> bool:
    modes = [*call.args[2:3], *(word.value for word in call.keywords if word.arg == "mode")]
    return any(isinstance(mode, ast.Constant) and mode.value == "exec" for mode in modes)
