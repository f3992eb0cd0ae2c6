"""Calls that run a text or start a program: what they get is a layer, and shows in the folded text."""

import ast
from typing import Any, Final

from scanner.decode.fold import calls, expressions
from scanner.decode.fold.machine import Machine
from scanner.decode.fold.names import weighty
from scanner.decode.fold.values import UNKNOWN, Bound, Code, Env, Function, Native, Ref, Value

__all__ = ["RUNNERS", "SHELLS", "call_later", "note_arguments", "run", "start", "with_mode"]

SHELLS: Final = frozenset(
    [
        "os.system",
        "os.popen",
        "subprocess.Popen",
        "subprocess.run",
        "subprocess.call",
        "subprocess.check_output",
        "subprocess.check_call",
        "subprocess.getoutput",
        "subprocess.getstatusoutput",
        "os.execv",
        "os.execl",
        "os.execvp",
        "os.spawnl",
        "os.spawnv",
        "asyncio.create_subprocess_shell",
        "asyncio.create_subprocess_exec",
    ]
)
_RUNNERS: Final = (
    "exec eval compile execfile types.FunctionType runpy.run_path timeit.timeit timeit.repeat timeit.Timer"
)
RUNNERS: Final = frozenset(_RUNNERS.split())
_WORKED_ON: Final = frozenset({str, bytes, bytearray, list})
SHOWN_ROOT: Final = 400  # of the encoded literal: enough for rules that ask for a long one


def call_later(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> None:
    """What a thread, a process, the end of the program or whoever else is handed it will run.

    It gets what stands behind it, or the list or tuple there. Functions of the file are read in any case, and called
    only where they get something to work on.
    """
    values = [*args, *kwargs.values()]
    for place, target in enumerate(values):
        is_own = isinstance(target, (Function, Bound))
        if not is_own and (type(target) is not Ref or (target.name not in RUNNERS and target.name not in SHELLS)):
            continue
        behind = values[place + 1 :]
        given = next((list(value) for value in behind if isinstance(value, (list, tuple))), behind)
        if is_own:
            names = next((value for value in behind if isinstance(value, dict)), {})
            given = [value for value in given if value is not names]
            if not machine.is_reading and not _WORKED_ON.isdisjoint(map(type, (*given, *names.values()))):
                calls.call(machine, target, given, names)
        elif target.name in SHELLS:
            start(machine, given)
        elif given:
            run(machine, target.name, given, None, None)


def with_mode(args: list[Value], kwargs: dict[str, Value]) -> list[Value]:
    """compile's mode in its place, also where it is given by name."""
    return [args[0], "", kwargs["mode"]] if "mode" in kwargs and len(args) < 3 else args


def note_arguments(machine: Machine, name: str, node: ast.Call, args: list[Value]) -> None:
    """Show the value of a named string where it is passed to something that rules look for."""
    if not weighty(name) or name in RUNNERS:
        return
    parts: list[tuple[ast.expr, Any]] = list(zip(node.args, args, strict=False))
    for part, value in parts:
        if isinstance(part, ast.Name) and isinstance(value, (str, bytes)) and 3 < len(value) <= expressions.SHOWN:
            machine.note(part, repr(value), weighty=machine.trace(value) is not None)


def run(machine: Machine, name: str, args: list[Value], node: ast.Call | None, env: Env | None) -> Value:
    """exec, eval and their like: queue what they would run, and go on inside it with the same names."""
    machine.outside += 1
    value = args[0]
    if isinstance(value, Native) and value.kind == "bytesio":
        value = value.state
    if not isinstance(value, (str, bytes, bytearray, Code)):
        machine.is_blind = machine.is_blind or not machine.is_reading
        return UNKNOWN
    env = _scope(args[1:], env)
    if node is not None and node.args and not machine.call_depth:
        _note_argument(machine, node.args[0], value)
    if name == "compile":
        if isinstance(value, Code):
            return value
        mode = args[2] if len(args) > 2 and isinstance(args[2], str) else "exec"
        made = Code(value if isinstance(value, str) else bytes(value), mode)
        trace = machine.trace(value)
        if trace is not None:
            machine.set_trace(made, trace)
        machine.consumed.add(id(value))
        return made
    if name == "types.FunctionType" and not isinstance(value, Code):
        return UNKNOWN
    return machine.run_text(machine, value, name, env) if machine.run_text is not None else UNKNOWN


def _scope(given: list[Value], env: Env | None) -> Env:
    """Where a text that is run has its names: in the dictionaries that it gets. Behind these, it may see all others."""
    scope = Env() if env is None else env  # another function calls it, with names that nobody gave
    for names in given[:2]:
        if isinstance(names, dict):
            scope = Env(names, scope, is_module=True)
        elif isinstance(names, Native) and names.kind == "namespace":
            scope: Env = names.state
    return scope


def _note_argument(machine: Machine, node: ast.expr, value: Value) -> None:
    """Show the decoders of what is run, by their full names, whatever variables and aliases they went through."""
    trace = machine.trace(value)
    payload = value.source if isinstance(value, Code) else value
    if trace is None:
        if not isinstance(node, ast.Constant) and isinstance(payload, (str, bytes)):
            machine.note(node, repr(payload[: expressions.SHOWN]), weighty=True, force=True)
        return
    if not trace.calls:
        if not isinstance(node, ast.Constant):
            machine.note(node, repr(payload[: expressions.SHOWN]), weighty=True, force=True)
        return
    root = trace.root if isinstance(trace.root, (str, bytes)) else payload
    text = repr(root[:SHOWN_ROOT])
    for step in trace.calls:
        named, _, codec = step.partition(":")
        text = f"{named}({text}, {codec!r})" if codec else f"{named}({text})"
    machine.note(node, text, weighty=True, force=True)


def start(machine: Machine, args: list[Value]) -> None:
    """``python -c CODE`` and decoded command lines: what a child process would run is a layer too."""
    machine.outside += 1
    if not args:
        return
    command = args[0]
    words = list(args[0]) if isinstance(args[0], (list, tuple)) else list(args)
    if "-c" in [word for word in words if isinstance(word, str)]:
        index = next(i for i, word in enumerate(words) if isinstance(word, str) and word == "-c")
        code = words[index + 1] if index + 1 < len(words) else None
        if isinstance(code, str) and machine.run_text is not None:
            machine.run_text(machine, code, "command", Env())
    elif isinstance(command, str) and machine.trace(command) is not None and machine.trace(command).steps:  # type: ignore[union-attr]  # pyright: ignore[reportOptionalMemberAccess]
        machine.emit(command, via="command", is_code=False, is_run=True)
