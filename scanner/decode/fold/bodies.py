"""Which functions' bodies are read: in a long text, those that the gates would open for, and whoever names these."""

import ast
import re
from collections.abc import Iterable, Iterator
from typing import Final

from scanner.decode import gates
from scanner.decode.fold.machine import Machine, Unit
from scanner.decode.fold.names import weighty
from scanner.decode.fold.values import UNKNOWN, Class, Env, Function, Instance, Ref, Value

__all__ = ["worth_reading"]

MOST_ITEMS: Final = 64  # of a container that are looked at
# Words of the gates whose functions give texts or run them, so that it matters what they are called with.
MAKES: Final = frozenset({"runs", "shell", "asked", "pieces", "alias", "decoder", "indirect", "chars", "chr-map"})
GIVES: Final = b"global "  # what others see of a body without calling it
_NAMES: Final = re.compile(rb"[A-Za-z_]\w*")


def worth_reading(machine: Machine, unit: Unit, functions: list[Function]) -> list[Function]:
    """Those of a unit's functions whose bodies can bring something out, in their order.

    A body can where it holds a word of the gates or sets what others see, names what was decoded or resolved before, or
    names a function that makes texts or runs them. The rest is the ordinary code beside it, most of a long text, and
    reading takes a hundred times as long as looking for words.
    """
    if len(unit.data) < gates.PROGRAM:
        return functions
    scopes = {id(scope): scope for function in functions for scope in _scopes(function)}
    bound = {name for scope in scopes.values() for name in scope.names}
    worth: set[int] = set()
    makers: list[Function] = []
    naming: dict[str, list[Function]] = {}
    for function in functions:
        text = _text(unit, function)
        words = gates.words_of(text) if text is not None and text.isascii() else MAKES
        if words or (text is not None and GIVES in text):
            worth.add(id(function))
        if not MAKES.isdisjoint(words):
            makers.append(function)
        elif text is not None:
            for name in bound.intersection(map(bytes.decode, _NAMES.findall(text))):
                naming.setdefault(name, []).append(function)
    others: dict[int, list[str]] = {}  # further names of functions, and of classes by their instances
    for scope in scopes.values():
        for name, value in scope.names.items():
            if isinstance(value, (Function, Instance)):
                others.setdefault(id(value if isinstance(value, Function) else value.cls), []).append(name)
            elif _is_told(machine, name, value):
                makers += naming.pop(name, ())
    while makers:
        function = makers.pop()
        worth.add(id(function))
        names = [function.name, *others.get(id(function), ())]
        if function.owner is not None:
            names += [function.owner.name, *others.get(id(function.owner), ())]
        for name in names:
            if not name.startswith("__"):  # who calls these by name means any other
                makers += naming.pop(name, ())
    return [function for function in functions if id(function) in worth]


def _scopes(function: Function) -> Iterator[Env]:
    """Those whose names a body may use, by themselves or of its instance."""
    env: Env | None = function.env if function.owner is None else function.owner.env
    while env is not None:
        yield env
        env = env.parent


def _text(unit: Unit, function: Function) -> bytes | None:
    """The text of a body, None where it is a lambda's: these are short, and may stand within each other."""
    if isinstance(function.body, ast.expr):
        return None
    first, last = function.body[0], function.body[-1]
    start = unit.starts[first.lineno - 1] + first.col_offset
    return unit.data[start : unit.starts[(last.end_lineno or 0) - 1] + (last.end_col_offset or 0)]


def _is_told(machine: Machine, name: str, value: Value) -> bool:
    """Whether a name stands for something else than it says: decoded, or a module or builtin under another name."""
    if value is UNKNOWN or value is None or isinstance(value, (bool, int, float, range, Class)):
        return False
    if isinstance(value, Ref):
        return value.name.rpartition(".")[2] != name and weighty(value.name)
    if isinstance(value, (str, bytes, bytearray)):
        trace = machine.trace(value)
        return trace is not None and bool(trace.steps)
    if isinstance(value, (list, tuple, dict, set, frozenset)):
        items: Iterable[Value] = value.values() if isinstance(value, dict) else value
        return len(value) > MOST_ITEMS or any(isinstance(i, Function) or _is_told(machine, "", i) for i in items)
    return True
