"""One source text folded: parsed, run abstractly, and everything that it decodes or would run given as emissions."""

import ast
import contextlib
import re
from collections.abc import Callable
from dataclasses import replace
from types import EllipsisType
from typing import Final

from scanner.decode import gates
from scanner.decode.budget import PeelBudget
from scanner.decode.fold import calls, expressions, statements
from scanner.decode.fold.bodies import worth_reading
from scanner.decode.fold.machine import IDLE_BODY_STEPS, Emission, ExhaustedError, IdleError, Machine, RaisedError, Unit
from scanner.decode.fold.render import render
from scanner.decode.fold.source import parse
from scanner.decode.fold.unread import holds_unread
from scanner.decode.fold.values import UNKNOWN, Code, Env, Function, Value
from scanner.syntax import argument_names, expression_of, nodes, normalise

__all__ = ["Folded", "fold"]

SHORTEST: Final = 16  # characters of a program that does anything
INLINE: Final = 6  # levels of exec within exec that share the caller's stack; deeper ones wait their turn
LONGEST: Final = 4_000_000  # characters of an expression
QUOTED: Final = re.compile(r"(['\"])([^'\"\\\r\n]*)\1")  # a plain literal, most of what is evaluated by the thousand
LITERAL: Final = (ast.Constant, ast.UnaryOp, ast.BinOp)
NOTEWORTHY: Final = 80  # characters of a plain literal passed to eval that make it a layer of its own


class Folded:
    """What folding one text gave: emissions, long literals nobody decoded, and why it stopped early, if it did."""

    def __init__(self) -> None:
        self.emissions: list[Emission] = []
        self.literals: list[Emission] = []  # not decoded by the code: candidates for decoding by content
        self.stopped: str | None = None
        self.parsed = False

    def add(self, other: "Folded", own: tuple[str, ...]) -> None:
        """What another run over the same text gave as well, but for the text itself, folded: its path is ``own``."""
        seen = {item.data for item in self.emissions}
        self.emissions += [item for item in other.emissions if item.data not in seen and item.path != own]
        left = {item.data for item in other.literals}
        self.literals = [item for item in self.literals if item.data in left]


def fold(
    text: bytes,
    budget: PeelBudget,
    *,
    path: tuple[str, ...] = (),
    line: int | None = None,
    tree: ast.Module | EllipsisType | None = ...,
) -> Folded:
    """Fold one source text (UTF-8). Never raises for what the text holds.

    ``tree`` is that of the text, or None where it does not parse, if that is known.
    """
    machine = Machine(budget)
    folded = _fold(machine, text, path, line, tree)
    if machine.is_blind and machine.guessed and folded.stopped is None and holds_unread(machine.units[0].tree):
        # A decoy behind a condition that nobody knows may have taken the payload's place: it comes true, or not.
        for guess in (False, True):
            other = Machine(budget, guess=guess, deadline=machine.deadline)
            own = machine.units[0].tree if machine.units[0].is_whole else tree
            folded.add(_fold(other, text, path, line, own), (*path, "folded"))
    return folded


def _fold(
    machine: Machine, text: bytes, path: tuple[str, ...], line: int | None, tree: ast.Module | EllipsisType | None
) -> Folded:
    machine.run_text = _run_text
    folded = Folded()
    units = machine.units
    try:
        unit = _open(machine, text, path, line, tree)
        if unit is None:
            return folded
        folded.parsed = True
        _run(machine, unit, Env())
        while machine.pending:
            waiting, waiting_path, waiting_line, env = machine.pending.pop(0)
            inner = _open(machine, waiting.encode("utf-8", "surrogatepass"), waiting_path, waiting_line)
            if inner is not None:
                machine.exec_depth = 0
                _run(machine, inner, env)
    except ExhaustedError as stop:
        folded.stopped = str(stop)
    except (RecursionError, MemoryError):
        folded.stopped = "nesting"
    folded.stopped = folded.stopped or machine.cut
    _leftovers(machine, folded)
    folded.emissions += machine.emissions
    for unit in units:
        rendered = render(unit)
        if rendered is not None:
            lines = rendered[1] if unit is units[0] else None
            folded.emissions.append(Emission(rendered[0], (*unit.path, "folded"), unit.line, is_code=True, lines=lines))
    machine.close()
    return folded


def _open(
    machine: Machine,
    text: bytes,
    path: tuple[str, ...],
    line: int | None,
    tree: ast.Module | EllipsisType | None = ...,
) -> Unit | None:
    text = normalise(text)
    parsed = parse(text, tree)
    if parsed is None:
        return None
    own, source = parsed
    starts = [0]
    position = source.find(b"\n")
    while position != -1:
        starts.append(position + 1)
        position = source.find(b"\n", position + 1)
    unit = Unit(source, path, line, own, starts, is_whole=source is text)
    machine.units.append(unit)
    machine.longest = max(machine.longest, len(source))
    return unit


def _run(machine: Machine, unit: Unit, env: Env) -> None:
    """Run a unit's statements, then read each function's body once with unknown arguments."""

    def statement_by_statement() -> None:
        for statement in unit.tree.body:
            with contextlib.suppress(RaisedError):  # whoever runs the text may handle it: it is read to its end
                statements.run(machine, [statement], env)

    _within(machine, unit, statement_by_statement)


def _within(machine: Machine, unit: Unit, work: Callable[[], Value]) -> Value:
    """Do ``work`` as part of a unit, then read the body of each function that it defines."""
    before = (machine.unit, machine.call_depth, machine.functions, machine.is_reading, machine.is_within_read)
    patience = machine.patience
    machine.is_within_read = machine.is_within_read or machine.is_reading
    machine.unit, machine.call_depth, machine.functions, machine.is_reading = unit, 0, [], False
    try:
        value = work()
        machine.is_reading = True
        machine.functions = worth_reading(machine, unit, machine.functions)
        while machine.functions:
            machine.take_up(IDLE_BODY_STEPS)
            # With nothing known of what it gets, a body is never read to its end: the others are read all the same.
            with contextlib.suppress(IdleError):
                _read(machine, machine.functions.pop(0))
        return value
    finally:
        machine.unit, machine.call_depth, machine.functions, machine.is_reading, machine.is_within_read = before
        machine.take_up(patience)


def _read(machine: Machine, function: Function) -> None:
    """Read a body with unknown arguments."""
    names = [*argument_names(function.args)]
    inner = Env(dict.fromkeys(names, UNKNOWN), function.env)
    if function.owner is not None and names and function.binding != "staticmethod":
        inner.names[names[0]] = calls.sample(machine, function.owner)
        inner.names["super()"] = (function.owner, inner.names[names[0]])
    machine.call_depth = machine.strayed = machine.undecided = 0
    if isinstance(function.body, ast.expr):
        expressions.evaluate(machine, function.body, inner)
    else:
        statements.run(machine, function.body, inner)


def _run_text(machine: Machine, value: Value, via: str, env: Env) -> Value:
    """exec or eval of a known text: a layer, read with the caller's names. The value of an expression."""
    payload = machine.payload(value)
    if via == "eval" and type(payload) is str and payload in machine.parsed:
        return _eval(machine, payload, env)
    mode = value.mode if isinstance(value, Code) else ("eval" if via == "eval" else "exec")
    if isinstance(value, Code) and value.listing:
        machine.emit(value, via="marshal", is_code=False)
        return UNKNOWN
    text = payload if isinstance(payload, str) else bytes(payload).decode("utf-8", "surrogateescape")
    if mode == "eval":
        if len(text) < NOTEWORTHY:
            quoted = QUOTED.fullmatch(text)
            if quoted is not None or _is_literal(machine, text):
                return machine.derive(quoted[2] if quoted else _eval(machine, text, env), payload)
        if len(text) >= NOTEWORTHY or (machine.trace(payload) is not None and len(text) > 24):
            path = machine.emit(value, via=via, is_code=True, is_run=True)
            if path is not None:
                return _eval_unit(machine, text, path, env)
        return _eval(machine, text, env)
    path = machine.emit(value, via=via, is_code=True, is_run=True)
    machine.is_blind = machine.is_blind or (len(text) < SHORTEST and not machine.is_reading)
    if path is None:
        return None
    if len(path) > machine.budget.depth:
        raise ExhaustedError("depth")
    slot = len(machine.emissions) - 1
    line = machine.emissions[slot].line
    if machine.exec_depth >= INLINE:
        machine.emissions[slot] = replace(machine.emissions[slot], is_read=True)
        machine.pending.append((text, path, line, env))
        return None
    data = text.encode("utf-8", "surrogatepass")
    if gates.stands_alone(data):
        machine.emissions[slot] = replace(machine.emissions[slot], is_read=True)
        return None
    unit = _open(machine, data, path, line)
    if unit is None or not unit.is_whole or _is_idle(unit.tree):
        machine.is_blind = machine.is_blind or not machine.is_reading
    if unit is not None:
        tree = unit.tree if unit.is_whole else None
        machine.emissions[slot] = replace(machine.emissions[slot], is_read=True, tree=tree)
        machine.exec_depth += 1
        try:
            _run(machine, unit, env)
        finally:
            machine.exec_depth -= 1
    return None


def _is_idle(tree: ast.Module) -> bool:
    """Whether a program does nothing: it is what came out of the wrong key, or a decoy."""
    return all(
        isinstance(statement, (ast.Expr, ast.Pass)) and not any(isinstance(node, ast.Call) for node in nodes(statement))
        for statement in tree.body
    )


def _eval_unit(machine: Machine, text: str, path: tuple[str, ...], env: Env) -> Value:
    """The value of an expression in a text that is a layer of its own, read and folded as such."""
    slot = len(machine.emissions) - 1
    unit = _open(machine, text.strip().encode("utf-8", "surrogatepass"), path, machine.emissions[slot].line)
    body = unit.tree.body if unit is not None else []
    expression = body[0].value if len(body) == 1 and isinstance(body[0], ast.Expr) else None
    if unit is None or expression is None:
        return _eval(machine, text, env)
    if len(text) < NOTEWORTHY:
        machine.parsed[text] = ast.Expression(expression)
    machine.emissions[slot] = replace(machine.emissions[slot], is_read=True)
    value = _within(machine, unit, lambda: expressions.evaluate(machine, expression, env))
    if isinstance(value, (str, bytes)):
        unit.folds.clear()  # nothing but this value would be left of the text, and it goes on from here
    return value


def _expression(machine: Machine, text: str) -> ast.Expression | None:
    """The tree of an expression in text; of a short one it is kept, since packers evaluate the same few words again."""
    tree = machine.parsed.get(text)
    if tree is None and len(text) <= LONGEST:
        tree = expression_of(text.strip().encode("utf-8", "surrogatepass"))
        if tree is not None and len(text) < NOTEWORTHY:
            machine.parsed[text] = tree
    return tree


def _is_literal(machine: Machine, text: str) -> bool:
    """Whether the text of an expression is only another way to write a text or a number."""
    tree = _expression(machine, text)
    return tree is not None and all(isinstance(node, LITERAL) for node in nodes(tree.body))


def _eval(machine: Machine, text: str, env: Env) -> Value:
    """The value of an expression in text, by the same abstract reading as everything else."""
    tree = _expression(machine, text)
    if tree is None:
        return UNKNOWN
    machine.call_depth += 1  # positions in this text are not the unit's
    try:
        return expressions.evaluate(machine, tree.body, env)
    finally:
        machine.call_depth -= 1


def _leftovers(machine: Machine, folded: Folded) -> None:
    """Decoder outputs that nothing else took, and long literals that nothing decoded."""
    for mark, (value, unit) in machine.results.items():
        # Shorter ones stand in the folded layer, where they are used.
        if mark not in machine.consumed and not isinstance(value, Code) and len(value) >= NOTEWORTHY:
            machine.unit = unit
            machine.emit(value, via="decoded", is_code=False)
    for mark, (value, line, unit) in machine.constants.items():
        if mark in machine.consumed or len(value) < 60:
            continue
        data = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
        folded.literals.append(Emission(data, unit.path, unit.line or line, is_code=False))
