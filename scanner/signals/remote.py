"""What comes from the network, followed through a module to what runs it: code, shell commands, pickles."""

import ast
import itertools
from collections.abc import Collection, Iterator
from enum import IntEnum
from functools import cached_property

from scanner.signals.addresses import Addresses
from scanner.signals.answers import REQUEST_TYPES, Answers
from scanner.signals.bodies import NONE, WHOLE, Body, Share, scope_of
from scanner.signals.calls import handed_over
from scanner.signals.credentials import Given, nobody
from scanner.signals.follow import LOOKED_UP, OF_PATHS, Flow
from scanner.signals.module import Function, Module, given_to, is_literal, keyword, module_of, verb_of
from scanner.signals.programs import PATHS_WRITE, RUN_FILES
from scanner.signals.scopes import Scope
from scanner.signals.sinks import (
    AN_INTERPRETER,
    BUFFERS,
    BY_ARGUMENTS,
    CALLS_MEMORY,
    CODE,
    COPIES,
    EXECUTABLE_MEMORY,
    EXECUTABLES,
    FLAG,
    GIVE_SOURCE,
    IMPORTS,
    MODES,
    OPTION,
    READ_FILES,
    READERS,
    RUNS_NEXT,
    RUNS_OTHERS,
    SCHEDULER,
    SHELLS,
    SINKS,
    SPAWNS,
    STARTED_BY,
    UNSAFE,
    WRITES,
)
from scanner.signals.startups import is_started
from scanner.syntax import as_written, nodes, text_of

__all__ = ["Ran", "Remote", "Sink", "remote_is_run"]


class Sink(IntEnum):
    """What something remote is given to: what runs it, or what may be made to, or does so when a person agrees."""

    READ = 1
    RUN = 2


Ran = dict[Sink, int]  # the first line (1-based) of each

_NO_TEXT = "status_code status ok reason headers url elapsed encoding close closed raise_for_status"
NO_TEXT = frozenset(_NO_TEXT.split())
NUMBERS = frozenset(("len", "int", "float", "bool", "isinstance", "hash", "print", "hasattr", "type", "id", "ord"))

DEEPEST_CHOSEN = 4  # names and attributes from a function to the module that it was taken from
# Whoever is shown a command and says yes runs it himself.
QUESTIONS = frozenset(("input", "raw_input", "confirm", "ask", "prompt"))
ASKED = ("input", "confirm", "Confirm.ask", "Prompt.ask", "click.prompt", "typer.prompt")


def remote_is_run(tree: ast.Module) -> Ran:
    """Where a module runs what it got from the network or from who asked it; empty where it does not.

    A tree that is nested too deep to follow gives nothing.
    """
    try:
        return Remote(module_of(tree)).ran()
    except (RecursionError, MemoryError):
        return {}


class Remote(Flow):
    """One walk; with ``handed``, of what functions of these names are given instead of what comes from elsewhere."""

    def __init__(self, module: Module, handed: Collection[str] = (), *, given: Given = nobody) -> None:
        super().__init__(module)
        self.given = given
        self.addresses = module.once(Addresses)
        self.files: dict[Body, set[str]] = {}  # names of paths to what was written
        self.paths: set[str] = set()
        self.asked_of: dict[ast.Call, bool] = {}
        self.found: Ran = {}
        self.is_own = not handed  # what the module has by itself, whether or not it has functions of those names
        self.handed = self.hand_to(handed)
        if self.is_own:
            self.take_visits()

    @cached_property
    def answers(self) -> Answers:
        return self.module.once(Answers)

    @cached_property
    def sinks(self) -> dict[ast.Call, list[ast.Call]]:
        """The calls that may run what they are given, or have a thread or its like do that: with what is called."""
        calls_memory = any(verb_of(call) in CALLS_MEMORY for call, _ in self.calls.every)
        runs = SINKS | BUFFERS if calls_memory else SINKS
        imports = any(self.module.path(call.func) in IMPORTS for call, _ in self.calls.every)

        def may_run(call: ast.Call) -> bool:
            is_chosen = imports and isinstance(call.func, ast.Name)
            return is_chosen or self.module.path(call.func) in runs or _may_run(call)

        started = (
            (call, [call, *(ast.Call(of, given, []) for of, given in handed_over(call, self.module))])
            for call, _ in self.calls.every
        )
        return {call: found for call, made in started if (found := [*filter(may_run, made)])}

    @cached_property
    def renamed(self) -> set[str]:
        """Where copies of Python's own interpreter go, as it is written."""
        copies = (call for call, _ in self.calls.every if verb_of(call) in COPIES and len(call.args) > 1)
        return {
            as_written(call.args[1])
            for call in copies
            if any(isinstance(node, ast.Attribute) and node.attr in EXECUTABLES for node in nodes(call.args[0]))
        }

    @cached_property
    def agreed(self) -> set[Scope]:
        """The functions that ask a person, and those that these call."""
        asking = {scope for call, scope in self.calls.every if self._asks_a_person(call)}
        return asking.union(*(self.calls.called(call, scope) for call, scope in self.calls.every if scope in asking))

    def take_visits(self) -> None:
        """Follow what functions are given by whoever asks them, or sends them something."""
        for body in self.bodies.values():
            if not isinstance(body.top, Function):
                continue
            spec = body.top.args
            for arg in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs):
                if arg.annotation is not None and self.module.path(arg.annotation) in REQUEST_TYPES:
                    body.names[arg.arg] = WHOLE
        if self.answers.handlers and self.answers.has_account():
            for scope in self._handlers():
                self.bodies[scope].names.update(dict.fromkeys(scope.arguments, WHOLE))
        for taker in self.answers.takers:
            for scope in self.calls.named(taker, self.module.scopes[0]):
                self.bodies[scope].names.update(dict.fromkeys(scope.arguments[-1:], WHOLE))

    def _handlers(self) -> Iterator[Scope]:
        for handler in self.answers.handlers:
            if isinstance(handler, Function):
                yield self.calls.scopes[handler]
            else:
                yield from self.calls.named(handler, self.module.scopes[0])

    def ran(self) -> Ran:
        loaders = [*self._loaders()]
        if (self.sinks or loaders) and (self.handed or any(map(self._has_source, self.bodies.values()))):
            self.walk()
            for body, given in loaders:
                if self.share(given, body) is not NONE:
                    self.found.setdefault(Sink.RUN, given.lineno)
        return self.found

    def _loaders(self) -> Iterator[tuple[Body, ast.expr]]:
        """What loaders of the module's own give as the source or code of a module."""
        for scope in self.calls.of_names(GIVE_SOURCE):
            bases = scope.owner.bases if scope.owner is not None else ()
            if any(self.module.path(base).endswith("Loader") for base in bases):
                for node in scope.leaving:
                    if isinstance(node, ast.Return) and node.value is not None:
                        yield self.bodies[scope], node.value
        for call, scope in self.calls.every:
            match call:
                case ast.Call(func=ast.Name(id="type"), args=[_, _, ast.Dict(keys=keys, values=values)]):
                    for key, value in zip(keys, values, strict=True):
                        is_method = isinstance(key, ast.Constant) and key.value in GIVE_SOURCE
                        if is_method and isinstance(value, ast.Lambda):
                            yield self.bodies[scope], value.body
                case _:
                    pass

    def _has_source(self, body: Body) -> bool:
        return bool(body.names) or any(isinstance(node, self.SOURCES) and self.source(node, body) for node in body.own)

    def source(self, node: ast.expr, body: Body) -> Share:
        if not self.is_own:
            return NONE
        is_one = self.answers.has(node, body.owner) or (
            isinstance(node, ast.Call) and (self._is_of_somebody(node, body) or self.given(node, self.module))
        )
        return WHOLE if is_one else NONE

    def _is_of_somebody(self, call: ast.Call, body: Body) -> bool:
        """Whether a call asks whoever is at an address that the module brings, by whatever protocol."""
        if call not in self.asked_of:
            is_other = isinstance(call.func, (ast.Name, ast.Attribute)) and self.addresses.may_ask(call)
            self.asked_of[call] = is_other and self.addresses.site(call, body.scope, chosen=True) is not None
        return self.asked_of[call]

    def of_attribute(self, node: ast.Attribute, body: Body) -> Share:
        is_path = node.attr == "name" and self.module.path(node.value).startswith("tempfile.")
        return NONE if is_path or node.attr in NO_TEXT else self.share(node.value, body)

    def of_path(self, parts: list[ast.expr], body: Body) -> Share:
        return NONE  # somebody else may say how a file is called

    def gives(self, call: ast.Call, body: Body) -> Share:
        given = given_to(call)
        match call.func:
            case ast.Name(id=name) if name in NUMBERS:
                return NONE
            case ast.Name(id="open") if call.args and self._is_file(call.args[0], body):
                return WHOLE
            case ast.Attribute(value=path, attr="read_text" | "read_bytes") if self._is_file(path, body):
                return WHOLE
            case ast.Attribute(value=holder, attr="format") if template := self._template(holder):
                return self.filled(template, "{", self.most(given, body))
            case ast.Attribute(attr=name) if name in NO_TEXT:
                return NONE
            case ast.Attribute(value=value, attr=name) if name in LOOKED_UP:
                return self.share(value, body)
            case ast.Attribute(value=value) | (ast.Call() as value):
                return max(self.share(value, body), self.most(given, body))
            case _:
                return self.most(given, body)

    def _template(self, holder: ast.expr) -> str:
        """The text that is written out, by itself or by the one name it has."""
        is_named = isinstance(holder, ast.Name) and holder.id not in self.module.renamed
        return text_of(self.module.value_of(holder) if is_named else holder)

    def leave(self, call: ast.Call, body: Body) -> None:
        made = self.sinks.get(call, ())
        sinks = (self._sink(of, body) or self._sink_of_file(of, body) or self._sink_of_typed(of, body) for of in made)
        sink = max(filter(None, sinks), default=None)
        if sink is not None:
            self.found.setdefault(Sink.READ if body.scope in self.agreed else sink, call.lineno)

    def _starts_file(self, command: ast.expr | None, body: Body) -> bool:
        """Whether a command has an interpreter run a file that holds what came from the network."""
        match command:
            case ast.Constant(value=str(text)):
                return RUNS_NEXT.match(text) is not None and any(path in text for path in self.paths if path)
            case ast.JoinedStr(values=[ast.Constant(value=str(first)), ast.FormattedValue(value=file), *_]):
                return RUNS_NEXT.fullmatch(first) is not None and self._is_file(file, body)
            case ast.BinOp(left=ast.Constant(value=str(first)), op=ast.Add(), right=file):
                return RUNS_NEXT.fullmatch(first) is not None and self._is_file(file, body)
            case _:
                return False

    def _asks_a_person(self, call: ast.Call) -> bool:
        return verb_of(call) in QUESTIONS and self.module.path(call.func).endswith(ASKED)

    def _sink(self, call: ast.Call, body: Body) -> Sink | None:
        path = self.module.path(call.func)
        first = call.args[0] if call.args else None
        if path in CODE or (path in ("compile", "builtins.compile") and _has_a_mode(call)):
            return Sink.RUN if self.share(first, body) else None
        if path in BUFFERS:
            return Sink.RUN if self.most(call.args, body) else None
        if path in READERS or (path == "yaml.load" and self._is_unsafe(call)):
            return Sink.READ if self.share(first, body) else None
        if path in SHELLS or path in SPAWNS or path in BY_ARGUMENTS:
            return Sink.RUN if self._is_command(call, path, body) else None
        given = given_to(call)
        handed = [part for part in given if isinstance(part, ast.Name) and part.id == "exec"]
        return Sink.RUN if handed and self.most(given, body) else None

    def _assign(self, node: ast.AST, body: Body) -> None:
        super()._assign(node, body)
        match node:
            case ast.Call(func=ast.Attribute(value=path, attr=verb), args=given) if verb in PATHS_WRITE:
                if share := self.most(given, body):
                    self.bind_file(path, share, body)
            case ast.Call(args=[*_, ast.Attribute(value=keeper, attr="write" | "append" | "put")]):  # is called with it
                self._bind(keeper, self.source(node, body), body)
            case _:
                pass

    def _may_keep(self, node: ast.AST) -> bool:
        return super()._may_keep(node) or (
            type(node) is ast.Call and bool(node.args) and isinstance(node.args[-1], ast.Attribute)
        )

    def bind_file(self, path: ast.expr, share: Share, body: Body) -> None:
        # The path says nothing of what came: who shows or starts it does not run that as code.
        match path:
            case ast.Name(id=name):
                self.files.setdefault(scope_of(name, body), set()).add(name)
            case ast.Constant(value=str(text)):
                self.paths.add(text)
            case ast.Call(args=[*_, inner]):
                self.bind_file(inner, share, body)
            case ast.BinOp(left=folder, op=ast.Div()):
                self.bind_file(folder, share, body)
            case _:
                pass

    def _is_file(self, node: ast.expr, body: Body) -> bool:
        """Whether a path leads to a file that holds what came from the network, or to its folder."""
        match node:
            case ast.Name(id=name):
                return name in self.files.get(scope_of(name, body), ())
            case ast.Constant(value=str(text)):
                return text in self.paths
            case ast.Attribute(value=ast.Name() as holder, attr="name" | "parent"):
                return self.share(holder, body) is not NONE or self._is_file(holder, body)
            case ast.Call(args=[*_, inner]) if verb_of(node) in OF_PATHS:
                return self._is_file(inner, body)
            case ast.BinOp(left=folder, op=ast.Div()):
                return self._is_file(folder, body)
            case _:
                return False

    def _sink_of_file(self, call: ast.Call, body: Body) -> Sink | None:
        path = self.module.path(call.func)
        for table, sink in ((RUN_FILES, Sink.RUN), (READ_FILES, Sink.READ)):
            given = call.args[table[path] :][:1] if path in table else []
            if any(self._is_file(part, body) for part in given):
                return sink
        match call.func:
            case ast.Attribute(value=holder, attr=verb) if verb in WRITES:
                named: ast.expr | None = holder
                if isinstance(holder, ast.Name) and verb not in PATHS_WRITE:
                    named = self.packs(body).get(holder.id)
                is_run = (named is not None and is_started(named, self.module)) or self._is_memory(call)
                return Sink.RUN if is_run and self.most(call.args, body) else None
            case ast.Call(func=ast.Name(id="getattr"), args=[holder, name, *_]):  # somebody else says which function
                return Sink.RUN if self.share(name, body) and self.share(holder, body) else None
            case ast.Name():  # and which module it is of, and what it is given
                return Sink.RUN if self._is_imported(call.func, body) and self.most(given_to(call), body) else None
            case _:
                return None

    def _is_memory(self, call: ast.Call) -> bool:
        """Whether a call writes to memory that is run as a program."""
        holder = call.func.value if isinstance(call.func, ast.Attribute) else None
        written = [*([holder] if holder is not None else ()), *call.args[:1]]
        return any(self.module.path(part) in EXECUTABLE_MEMORY for part in written)

    def _sink_of_typed(self, call: ast.Call, body: Body) -> Sink | None:
        """A shell that the module has started, which gets what came as if somebody had typed it."""
        match call:
            case ast.Call(func=ast.Attribute(value=ast.Attribute(value=program, attr="stdin"), attr="write")):
                pass
            case ast.Call(func=ast.Attribute(value=program, attr="communicate")):
                pass
            case _:
                return None
        started = self.module.value_of(program)
        started = started.value if isinstance(started, ast.Await) else started
        if not isinstance(started, ast.Call) or self.module.path(started.func) not in STARTED_BY:
            return None
        is_shell = any(map(self._is_shell, started.args[:1]))
        return Sink.RUN if is_shell and self.most(call.args, body) is not NONE else None

    def _is_shell(self, command: ast.expr, depth: int = DEEPEST_CHOSEN) -> bool:
        """Whether a command starts a shell or an interpreter that reads what it is told; of two, either."""
        match command:
            case ast.Name() if depth:
                named = self.module.value_of(command)
                return named is not None and self._is_shell(named, depth - 1)
            case ast.IfExp(body=first, orelse=second):
                return self._is_shell(first, depth) or self._is_shell(second, depth)
            case ast.List(elts=[first, *options]):
                return is_literal(first, AN_INTERPRETER) and all(is_literal(option, OPTION) for option in options)
            case _:
                return is_literal(command, AN_INTERPRETER)

    def _is_imported(self, function: ast.expr | None, body: Body) -> bool:
        """Whether a function is taken from whichever module somebody else names."""
        for _ in range(DEEPEST_CHOSEN):
            match function:
                case ast.Name(id=name):
                    function = scope_of(name, body).given.get(name)
                case ast.Call(func=ast.Name(id="getattr"), args=[holder, *_]):
                    function = holder
                case ast.Call(args=[named, *_]) if self.module.path(function.func) in IMPORTS:
                    return self.share(named, body) is WHOLE
                case _:
                    return False
        return False

    def _is_unsafe(self, call: ast.Call) -> bool:
        """Whether a document may make objects, and says so: without a word of who loads it, it once was usual."""
        loader = call.args[1] if len(call.args) > 1 else keyword(call, "Loader")
        return loader is not None and self.module.path(loader) in UNSAFE

    def _is_command(self, call: ast.Call, path: str, body: Body) -> bool:
        if path in BY_ARGUMENTS:
            given = call.args[BY_ARGUMENTS[path] :]
            command = given[0] if given and isinstance(given[0], ast.List) else ast.List(given)
        else:
            command = call.args[0] if call.args else keyword(call, "args")
        if not isinstance(command, ast.List):
            return self.share(command, body) is WHOLE or self._starts_file(command, body)
        started = command.elts
        if started and is_literal(started[0], RUNS_OTHERS):
            at = next((at for at, word in enumerate(started) if is_literal(word, AN_INTERPRETER)), 0)
            started = started[at:]
        if not started or not (
            self.module.path(started[0]) == "sys.executable"
            or is_literal(started[0], AN_INTERPRETER)
            or is_literal(started[0], SCHEDULER)
            or as_written(started[0]) in self.renamed
        ):
            return False
        if any(self._is_file(part, body) for part in started[1:]):
            return True
        for flag, program in itertools.pairwise(started):
            if is_literal(flag, FLAG):
                return self.share(program, body) is not NONE
        return len(started) <= 2 and self.share(keyword(call, "input"), body) is not NONE


def _may_run(call: ast.Call) -> bool:
    """Whether a call of something else may have what it is given run."""
    match call.func:
        case ast.Attribute(attr=verb) if verb in WRITES or verb == "communicate":  # into what is run, or runs
            return True
        case ast.Call(func=ast.Name(id="getattr")):
            return True
        case _:
            return any(isinstance(part, ast.Name) and part.id == "exec" for part in given_to(call))


def _has_a_mode(call: ast.Call) -> bool:
    """Whether it is Python that is compiled, not a pattern: to be run, even if it is but an expression."""
    modes = [*call.args[2:3], *(word.value for word in call.keywords if word.arg == "mode")]
    return any(isinstance(mode, ast.Constant) and mode.value in MODES for mode in modes)
