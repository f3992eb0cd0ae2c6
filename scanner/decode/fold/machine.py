"""The state of one abstract run: what it may cost, where strings came from, and what it found."""

import ast
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from scanner.decode import ciphers
from scanner.decode.budget import PeelBudget
from scanner.decode.fold.values import UNKNOWN, Class, Code, Env, Function, Instance, Native, Ref, Trace, Value

__all__ = ["MAX_ITEMS", "MAX_TEXT", "Emission", "ExhaustedError", "Fold", "Machine", "Memo", "RaisedError", "Unit"]

MAX_TEXT: Final = 16 * 1024 * 1024  # characters of one computed string
MAX_ITEMS: Final = 2_000_000  # items of one computed container
# Bytes computed by one run, kept or not: what a worker may hold (300 MB) without what it holds anyway and one big step.
MAX_ALLOCATED: Final = 160 * 1024 * 1024
MAX_KEPT: Final = 2 * 1024 * 1024
_TEXTS: Final = (str, bytes, bytearray, list)
TRACED: Final = 4  # shorter strings are shared between places, so their origin would be wrong
# Steps without a decoded or derived text, an appended character or an XOR: honest code that computes, not a decoder.
IDLE_STEPS: Final = 50_000
IDLE_BODY_STEPS: Final = 6_000  # of one body that is read, with nothing known of what it is called with
LEAST_STEPS: Final = 2_000  # of what comes behind something that was given up, however often that was so
ROUND: Final = 1024  # steps between two looks at the clock
# Steps that honest code does for other reasons than to decode; from so many characters on, what comes out may be code.
WEAK: Final = frozenset({"reverse", "xor", "chars"})
PROGRAM: Final = 400
STEPS_A_PUT: Final = 100  # more of them for each character or byte that was put behind others: decoders take fewer
PATIENCE: Final = 16  # times that a node is tried the fast way in vain


class ExhaustedError(Exception):
    """The run has used up its steps, its memory or its time; what was found so far stands."""


class IdleError(ExhaustedError):
    """What is run takes many steps and brings nothing out."""

    def __init__(self) -> None:
        super().__init__("idle")


class RaisedError(Exception):
    """A function of the file has raised something, which one of its callers handles."""

    def __init__(self, value: Value) -> None:
        super().__init__("raised")
        self.value = value


# What a node stands for, None where it had more than one value; and whether that is worth a folded layer.
Fold = tuple[str | None, bool]


@dataclass(slots=True)
class Unit:
    """One source text being run: a member's own, or one that it passes to exec."""

    data: bytes  # UTF-8, newlines normalised: what the tree's positions speak of
    path: tuple[str, ...]
    line: int | None
    tree: ast.Module
    starts: list[int] = field(default_factory=list)
    folds: dict[ast.expr, Fold] = field(default_factory=dict)
    is_whole: bool = True  # the tree is that of the text as it came, not of what could be parsed of it

    def may_yield(self, body: Sequence[ast.stmt]) -> bool:
        """Whether the word is in these statements, so that a function of them may be a generator."""
        first, last = body[0].lineno, body[-1].end_lineno or len(self.starts)
        end = self.starts[last] if last < len(self.starts) else len(self.data)
        return self.data.find(b"yield", self.starts[first - 1], end) != -1


@dataclass(frozen=True, slots=True)
class Emission:
    """Something that the run decoded or would run: a layer in the making."""

    data: bytes
    path: tuple[str, ...]
    line: int | None
    is_code: bool
    is_read: bool = False  # run as part of the text that holds it: its own emissions follow
    is_run: bool = False  # by the file's own statements, or what they call
    lines: tuple[int, ...] | None = None  # folded text: the line that each of its lines stands for
    tree: ast.Module | None = None  # of ``data``, where it was needed here


@dataclass(slots=True)
class Memo:
    """What a call expression gave while the names in it had these values."""

    names: tuple[str, ...] | None
    values: tuple[Value, ...] = ()
    value: Value = UNKNOWN
    is_noted: bool = False  # evaluated where its value is noted as well
    misses: int = 0


@dataclass(slots=True)
class Machine:
    """Everything that the evaluator shares. Functions over it are in the modules beside this one."""

    budget: PeelBudget
    steps: int = 0
    due: int = 0  # steps left from which on the next look at the clock is due, whoever takes them
    deadline: float = 0.0
    allocated: int = 0
    xors: int = 0
    call_depth: int = 0  # inside a function called with known arguments: its text stands for many values
    exec_depth: int = 0
    is_reading: bool = False  # the functions' bodies, each once, after everything that runs by itself
    is_within_read: bool = False  # a text that such a body runs
    changes: int = 0  # assignments of known values; a loop that makes none is not worth repeating
    hot: int = 0  # inside the second and later rounds of a loop, where notes are taken already
    scalars: dict[ast.expr, Callable[[Env], Value] | None] = field(default_factory=dict)  # by node, see scalars
    rounds: dict[ast.stmt, Callable[[Env], None] | None] = field(default_factory=dict)  # by statement, see rounds
    slow: dict[ast.AST, int] = field(default_factory=dict)  # times that a node's closure gave up
    scopes: list[Env] = field(default_factory=list)  # those that functions and classes were made in
    growth: int = 0  # texts, lists and long numbers built or extended
    opaque: int = 0  # calls of library functions that are not computed
    effects: int = 0  # changes that outlast the expression that makes them
    chance: Native = field(default_factory=lambda: Native("chance", None))  # random's own generator, see chance
    outside: int = 0  # texts run and namespaces taken: what hangs on more than its own expression
    memos: dict[ast.Call, Memo | None] = field(default_factory=dict)  # by call node, see memo
    stored: dict[ast.AST, set[str]] = field(default_factory=dict)  # names that a loop assigns, by the loop's node
    traces: dict[int, tuple[Value, Trace]] = field(default_factory=dict)
    consumed: set[int] = field(default_factory=set)
    results: dict[int, tuple[Value, "Unit"]] = field(default_factory=dict)  # decoder outputs, by identity
    emissions: list[Emission] = field(default_factory=list)
    emitted: set[int] = field(default_factory=set)
    pending: list[tuple[str, tuple[str, ...], int | None, Env]] = field(default_factory=list)
    functions: list[Function] = field(default_factory=list)  # of the unit being run, whose bodies are to be read
    constants: dict[int, tuple[Value, int, "Unit"]] = field(default_factory=dict)  # long literals, by identity
    room: int = MAX_KEPT  # characters of computed texts that may still be kept as if they were literals
    appended: int = 0  # characters and texts that loops have put behind a text
    puts: int = 0  # characters and bytes that were put behind others since the run last got on
    longest_number: int = 64  # bits of the longest number so far: payloads are numbers too
    moved: tuple[int, int, int] = (0, 0, 0)  # what there was when the run last got on: texts, XORs, appended
    moved_at: int = 0  # and how many steps were left then
    patience: int = IDLE_STEPS
    guess: bool | None = None  # how conditions turn out that nobody knows: otherwise every branch is taken in turn
    guessed: bool = False  # whether one was met where statements run by themselves
    is_blind: bool = False  # something was run there that nobody knows, or that is no program
    cut: str | None = None  # why a statement that runs by itself was given up, if one was
    longest: int = 0  # characters of the longest text so far, a unit's own or computed
    yielded: list[Value] | None = None  # what the generator being run has given
    blind: dict[tuple[int, ...], tuple[tuple[Value, ...], Value]] = field(default_factory=dict)  # what nothing gives
    classes: list[Class] = field(default_factory=list)
    patched: dict[str, Value] = field(default_factory=dict)
    parsed: dict[str, ast.Expression] = field(default_factory=dict)  # short texts passed to eval
    aside: set[ast.stmt] = field(default_factory=set)  # first statements of branches that were read within calls
    undecided: int = 0  # conditions that nobody knows around what is run, as far as its function goes
    strayed: int = 0  # calls of functions within themselves that hang on such, of the body being read
    tries: int = 0  # statements around the one being run that may handle what it raises
    raised: Value = UNKNOWN  # last
    unit: Unit | None = None
    returned: Value = None
    line: int = 1  # of the call being evaluated
    units: list[Unit] = field(default_factory=list)
    run_text: Callable[["Machine", Value, str, Env], Value] | None = None  # exec and eval: set by units

    def __post_init__(self) -> None:
        self.steps = self.moved_at = self.budget.steps
        self.due = self.steps - ROUND
        if not self.deadline:
            self.deadline = self.budget.now() + min(self.budget.member_seconds, max(self.budget.seconds, 0.05))

    def tick(self, cost: int = 1) -> None:
        """Count work. Raises ExhaustedError when the run has had its share."""
        self.steps -= cost
        if self.steps < self.due:
            self.check()

    def check(self) -> None:
        """Raise ExhaustedError when steps or time are used up or spent on nothing; called every thousand steps."""
        self.due = self.steps - ROUND
        moved = (len(self.traces) + len(self.emissions), self.xors, self.appended)
        if moved != self.moved:
            self.moved, self.moved_at, self.puts = moved, self.steps, 0
        elif self.moved_at - self.steps > self.patience + STEPS_A_PUT * self.puts:
            raise IdleError
        if self.steps <= 0:
            raise ExhaustedError("steps")
        if self.budget.now() > self.deadline:
            raise ExhaustedError("time")

    def keep(self, text: str | bytes, line: int) -> None:
        """Keep a computed text as if it were a literal, as long as there is room."""
        if self.unit is not None and id(text) not in self.constants and len(text) <= self.room:
            self.room -= len(text)
            self.constants[id(text)] = (text, line, self.unit)

    def decide(self, test: bool | None, node: ast.expr | None = None) -> bool | None:
        """How a condition turns out: what nobody knows, as this run guesses. A file may well be the main program."""
        if test is None and not self.is_reading and not _asks_for_main(node):
            self.guessed = True
            return self.guess
        return test

    def take_up(self, patience: int) -> None:
        """Go on with something else, which may take this many steps before it brings something out."""
        self.moved_at, self.puts, self.patience = self.steps, 0, patience

    def give_up(self, why: str) -> None:
        """Go on behind what took too many steps, or was nested too deep; what follows has half as many steps."""
        if not self.is_reading:
            self.cut = why
        self.take_up(max(self.patience // 2, LEAST_STEPS))

    def put(self, item: Value) -> None:
        """Count what is put behind others if it is a character or a byte: decoders do that, and little else."""
        kind = type(item)
        if (kind is str and len(item) == 1) or (kind is int and 0 <= item < 256):
            self.puts += 1

    def is_slow(self, node: ast.AST) -> bool:
        """Count that a closure did not know a node's values; whether it is not worth trying again."""
        self.slow[node] = count = self.slow.get(node, 0) + 1
        return count > PATIENCE

    def spend(self, size: int) -> None:
        """Count memory before or after it is taken. Raises ExhaustedError when a run has computed too much."""
        if size < 64:
            return
        self.allocated += size
        if self.allocated > MAX_ALLOCATED:
            raise ExhaustedError("memory")
        if size > 4096:
            self.steps -= size >> 12
            if self.budget.now() > self.deadline:
                raise ExhaustedError("time")

    def close(self) -> None:
        """Cut what holds itself: names hold functions, which hold their names; so everything goes at once."""
        for scope in self.scopes:
            scope.names.clear()
        for made in self.classes:
            made.sample = None
        self.scalars.clear()
        self.rounds.clear()

    def trace(self, value: Value) -> Trace | None:
        entry = self.traces.get(id(value))
        return entry[1] if entry is not None and entry[0] is value else None

    def set_trace(self, value: Value, trace: Trace) -> None:
        if isinstance(value, Code) or (isinstance(value, _TEXTS) and len(value) >= TRACED):
            self.traces[id(value)] = (value, trace)

    def derive(self, result: Value, *inputs: Value, step: str = "", call: str = "") -> Value:
        """Give ``result`` the origin of its longest traced input, one step further when ``step`` names one."""
        if isinstance(result, _TEXTS):
            size = len(result)
            if size < TRACED:
                return result
            self.spend(size)
            if size > self.longest:
                self.longest = size
        elif not isinstance(result, Code):
            return result
        best: Trace | None = None
        length = -1
        moved = False
        for item in inputs:
            mark = id(item)
            entry = self.traces.get(mark)
            if entry is None or entry[0] is not item:
                continue
            weight = len(item) if isinstance(item, _TEXTS) else 0
            if weight > length:
                best, length = entry[1], weight
            if mark in self.results:
                moved = True
                self.consumed.add(mark)
            elif step or mark in self.constants:
                self.consumed.add(mark)
        if best is None:
            if not step:
                return result
            best = Trace((), (), inputs[0] if inputs else None, self.line)
        steps = best.steps
        if step and not (step == "reverse" and steps[-1:] == ("reverse",)):
            steps = (*steps[-63:], step)
        calls = (*best.calls[-63:], call) if call else best.calls
        self.traces[id(result)] = (result, Trace(steps, calls, best.root, best.line))
        is_weak = step in WEAK and isinstance(result, _TEXTS) and len(result) < PROGRAM
        if (moved or (step and not is_weak)) and self.unit is not None:
            self.results[id(result)] = (result, self.unit)
        return result

    def assemble(self, result: Value, step: str) -> Value:
        """A text that was put together from what has no origin: a result as any decoder's where it is long enough."""
        self.set_trace(result, Trace((step,), (), result, self.line))
        if len(result) >= PROGRAM and self.unit is not None:
            self.results[id(result)] = (result, self.unit)
        return result

    def note(self, node: ast.expr, text: str, *, weighty: bool, force: bool = False) -> None:
        """Remember that ``node`` stands for ``text``; a place with two different values keeps its own text."""
        if self.call_depth or self.unit is None:
            return
        folds = self.unit.folds
        before = folds.get(node)
        differs = before is not None and before[0] != text and (not force or before[0] is None)
        folds[node] = (None, False) if differs else (text, weighty)

    def payload(self, value: Value) -> Value:
        """The text of what is run or shown, without the padding of a block cipher that the program has left on it."""
        text: Any = value.source if isinstance(value, Code) else value
        trace = self.trace(value) or self.trace(text)
        if trace is None or not trace.steps or trace.steps[-1] not in ciphers.BLOCK_CIPHERS:
            return text
        plain = ciphers.unpad(text)
        self.set_trace(plain, trace)
        return plain

    def emit(self, value: Value, *, via: str, is_code: bool, is_run: bool = False) -> tuple[str, ...] | None:
        """Queue a known text that would be run or was decoded; its path, or None when it was queued before.

        ``is_run`` says that it is run where this stands, which may be in a body that is only read.
        """
        payload = self.payload(value)
        data = _as_bytes(payload)
        if data is None or len(data) < 4 or self.unit is None:
            return None
        trace = self.trace(value) or self.trace(payload)
        steps = trace.steps if trace is not None else ()
        if not steps:
            steps = ("xor",) if self.xors > len(data) // 2 else (via,)
        mark = hash(data)
        if mark in self.emitted:
            return None
        self.emitted.add(mark)
        self.consumed.add(id(value))
        self.consumed.add(id(payload))
        path = (*self.unit.path, *steps)
        # A text within a decoded text has the line of the outermost literal.
        line = self.unit.line if self.unit.line is not None else (trace.line if trace else self.line)
        is_run = is_run and not self.is_reading and not self.is_within_read
        self.emissions.append(Emission(data, path, line, is_code, is_run=is_run))
        return path


def _asks_for_main(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Compare) and isinstance(node.left, ast.Name) and node.left.id == "__name__"


def _as_bytes(payload: Value) -> bytes | None:
    if isinstance(payload, str):
        return payload.encode("utf-8", "surrogatepass")
    if isinstance(payload, (bytes, bytearray)):
        return bytes(payload)
    return None


_OPAQUE: tuple[Any, ...] = (Ref, Function, Class, Instance, Native)


def is_callable_object(value: Value) -> bool:
    """Whether a value is one that can be named or called, not a plain one."""
    return value is not UNKNOWN and isinstance(value, _OPAQUE)
