"""What comes from the network, followed through a module to what runs it: code, shell commands, pickles."""

import ast
import itertools
import re
from collections.abc import Container
from enum import IntEnum
from typing import Final

from scanner.signals.answers import REQUEST_TYPES, Answers
from scanner.signals.follow import INTERPRETER, LOOKED_UP, NONE, WHOLE, Body, Flow, Share
from scanner.signals.module import Module, given_to, is_literal, keyword, verb_of

__all__ = ["Ran", "Remote", "Sink", "remote_is_run"]


class Sink(IntEnum):
    """What something remote is given to: what runs it, or what may be made to, or does so when a person agrees."""

    READ = 1
    RUN = 2


Ran = dict[Sink, int]  # the first line (1-based) of each

_NO_TEXT = "status_code status ok reason headers url elapsed encoding close closed raise_for_status"
NO_TEXT = frozenset(_NO_TEXT.split())
NUMBERS = frozenset(("len", "int", "float", "bool", "isinstance", "hash", "print", "hasattr", "type", "id", "ord"))

_CODE = "exec builtins.exec marshal.loads marshal.load types.FunctionType"
CODE = frozenset(_CODE.split())
_READERS = (
    "eval builtins.eval pickle.loads pickle.load dill.loads dill.load cloudpickle.loads cloudpickle.load "
    "jsonpickle.decode yaml.unsafe_load logging.config.dictConfig"
)
READERS = frozenset(_READERS.split())
MODES = frozenset(("exec", "eval", "single"))
UNSAFE = frozenset(("yaml.Loader", "yaml.CLoader", "yaml.UnsafeLoader", "yaml.CUnsafeLoader"))
_SHELLS = (
    "os.system os.popen subprocess.getoutput subprocess.getstatusoutput commands.getoutput "
    "asyncio.create_subprocess_shell"
)
SHELLS = frozenset(_SHELLS.split())
_SPAWNS = (
    "subprocess.Popen subprocess.run subprocess.call subprocess.check_call subprocess.check_output "
    "asyncio.create_subprocess_exec"
)
SPAWNS = frozenset(_SPAWNS.split())
AN_INTERPRETER: Final = re.compile(INTERPRETER, re.IGNORECASE)
FLAG: Final = re.compile(r"-\w*c\w*|-enc\w*|/[ck]|-e|-", re.IGNORECASE)  # what comes next is the program itself
# Whoever is shown a command and says yes runs it himself.
QUESTIONS = frozenset(("input", "raw_input", "confirm", "ask", "prompt"))
ASKED = ("input", "confirm", "Confirm.ask", "Prompt.ask", "click.prompt", "typer.prompt")


def remote_is_run(tree: ast.Module) -> Ran:
    """Where a module runs what it got from the network or from who asked it; empty where it does not.

    A tree that is nested too deep to follow gives nothing.
    """
    try:
        return Remote(Module(tree)).ran()
    except (RecursionError, MemoryError):
        return {}


class Remote(Flow):
    """One walk; with ``handed``, of what functions of these names are given instead of what comes from elsewhere."""

    def __init__(self, module: Module, handed: Container[str] = ()) -> None:
        super().__init__(module)
        self.found: Ran = {}
        self.handed = self.hand_to(handed)
        self.answers = Answers(module, (call for call, _ in self.calls))
        self.asking = {body for call, body in self.calls if self._asks_a_person(call)}
        # Somebody who asks one calls these.
        self.agreed = {called for call, body in self.calls if body in self.asking for called in self.called(call, body)}
        for body in () if handed else self.bodies.values():
            self._take_requests(body)

    def _take_requests(self, body: Body) -> None:
        if isinstance(body.top, ast.Module):
            return
        spec = body.top.args
        for arg in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs):
            if arg.annotation is not None and self.module.path(arg.annotation) in REQUEST_TYPES:
                body.names[arg.arg] = WHOLE

    def ran(self) -> Ran:
        bodies = self.bodies.values()
        if any(body.names or any(self.answers.has(node, body.owner) for node in body.own) for body in bodies):
            self.walk()
        return self.found

    def source(self, node: ast.expr, body: Body) -> Share:
        return WHOLE if not self.handed and self.answers.has(node, body.owner) else NONE

    def of_attribute(self, node: ast.Attribute, body: Body) -> Share:
        return NONE if node.attr in NO_TEXT else self.share(node.value, body)

    def gives(self, call: ast.Call, body: Body) -> Share:
        given = given_to(call)
        match call.func:
            case ast.Name(id=name) if name in NUMBERS:
                return NONE
            case ast.Attribute(value=ast.Constant(value=str(template)), attr="format"):
                return self.filled(template, "{", self.most(given, body))
            case ast.Attribute(attr=name) if name in NO_TEXT:
                return NONE
            case ast.Attribute(value=value, attr=name) if name in LOOKED_UP:
                return self.share(value, body)
            case ast.Attribute(value=value):
                return max(self.share(value, body), self.most(given, body))
            case _:
                return self.most(given, body)

    def leave(self, call: ast.Call, body: Body) -> None:
        sink = self._sink(call, body)
        if sink is not None:
            agreed = body in self.asking or body in self.agreed
            self.found.setdefault(Sink.READ if agreed else sink, call.lineno)

    def _asks_a_person(self, call: ast.Call) -> bool:
        return verb_of(call) in QUESTIONS and self.module.path(call.func).endswith(ASKED)

    def _sink(self, call: ast.Call, body: Body) -> Sink | None:
        path = self.module.path(call.func)
        first = call.args[0] if call.args else None
        if path in CODE or (path in ("compile", "builtins.compile") and _has_a_mode(call)):
            return Sink.RUN if self.share(first, body) else None
        if path in READERS or (path == "yaml.load" and self._is_unsafe(call)):
            return Sink.READ if self.share(first, body) else None
        if path in SHELLS or path in SPAWNS:
            return Sink.RUN if self._is_command(call, path, body) else None
        given = given_to(call)
        handed = [part for part in given if isinstance(part, ast.Name) and part.id == "exec"]
        return Sink.RUN if handed and self.most(given, body) else None

    def _is_unsafe(self, call: ast.Call) -> bool:
        """Whether a document may make objects, and says so: without a word of who loads it, it once was usual."""
        loader = call.args[1] if len(call.args) > 1 else keyword(call, "Loader")
        return loader is not None and self.module.path(loader) in UNSAFE

    def _is_command(self, call: ast.Call, path: str, body: Body) -> bool:
        command = call.args[0] if call.args else keyword(call, "args")
        if not isinstance(command, ast.List):
            return self.share(command, body) is WHOLE
        started = command.elts
        if not started or not (
            self.module.path(started[0]) == "sys.executable" or is_literal(started[0], AN_INTERPRETER)
        ):
            return False
        for flag, program in itertools.pairwise(started):
            if is_literal(flag, FLAG):
                return self.share(program, body) is not NONE
        return len(started) <= 2 and self.share(keyword(call, "input"), body) is WHOLE


def _has_a_mode(call: ast.Call) -> bool:
    """Whether it is Python that is compiled, not a pattern: to be run, even if it is but an expression."""
    modes = [*call.args[2:3], *(word.value for word in call.keywords if word.arg == "mode")]
    return any(isinstance(mode, ast.Constant) and mode.value in MODES for mode in modes)
