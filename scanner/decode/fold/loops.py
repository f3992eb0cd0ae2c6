"""The commonest decoding loops in one go: ``for i in ...: text += <arithmetic of i>``, and comprehensions like it.

Nothing but the loop's own name changes between its rounds, so each part of the expression is computed for all rounds at
once, as a column. Where a value is not what is known here, the loop goes on the general way from that round on.
"""

import ast
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from scanner.decode.fold import chance, expressions
from scanner.decode.fold.machine import MAX_ITEMS, MAX_TEXT, STEPS_A_PUT, Machine
from scanner.decode.fold.rounds import PIECE
from scanner.decode.fold.scalars import FUNCTIONS, OPERATORS, SMALL, Slow
from scanner.decode.fold.values import Env, Ref, Value
from scanner.syntax import nodes

__all__ = ["append_all", "computed"]

ROUNDS: Final = 4096  # computed at once
INTS: Final = frozenset({int, bool})
INDEXED: Final = frozenset({str, bytes, list, tuple, bytearray})
CHARACTERS: Final = frozenset({str, bytes})
STEADY: Final = frozenset({"split", "rsplit", "splitlines", "encode", "decode"})  # of a text, the same in all rounds
FEW: Final = 8  # rounds that are not worth a column
FAULTS: Final = (Slow, ArithmeticError, LookupError, TypeError, ValueError)


@dataclass(frozen=True, slots=True)
class _Same:
    """A value that is the same in all rounds."""

    value: Any


class _Ints(list[int]):
    """A column of small numbers, known as such by how it was made: looking at each would cost more than computing."""


class _Chars(list[str]):
    """A column of single characters."""


Column = list[Any] | _Same  # a value for each round
CLOSED: Final = (ast.BitXor, ast.BitAnd, ast.BitOr, ast.Mod, ast.FloorDiv, ast.RShift)  # of small numbers: small ones


def append_all(machine: Machine, node: ast.For | ast.AsyncFor, items: Sequence[Any], env: Env) -> int:
    """Run as many rounds over ``items`` as can be run here; how many that were."""
    body = node.body[0]
    if (
        len(node.body) != 1
        or not isinstance(body, ast.AugAssign)
        or not isinstance(body.op, ast.Add)
        or not isinstance(body.target, ast.Name)
        or not isinstance(node.target, ast.Name)
    ):
        return 0
    holder = env.elsewhere.get(body.target.id, env)
    text = holder.names.get(body.target.id)
    value = _evaluated(machine, body.value, env)
    names = {part.id for part in nodes(value) if isinstance(part, ast.Name)}
    if type(text) is not str or node.target.id in env.elsewhere or body.target.id in names:
        return 0
    loop = _Loop(machine, node.target.id, env)
    items = items[: MAX_TEXT - len(text)]
    pieces: list[str] = []
    rounds = ROUNDS
    while len(pieces) < len(items) and rounds:
        found = loop.values(value, items[len(pieces) : len(pieces) + rounds], _are_pieces)
        if found is None:
            rounds //= 2  # one of these rounds is for the general way: up to it they are run here
            continue
        pieces += found
        machine.tick(len(found))
    if pieces:
        env.names[node.target.id] = items[len(pieces) - 1]
        holder.names[body.target.id] = text + "".join(pieces)
        machine.appended += len(pieces)
        machine.changes += 1
        machine.growth += 1
        machine.effects += holder is not env
    return len(pieces)


def computed(machine: Machine, node: ast.expr, name: str, items: Sequence[Any], env: Env) -> list[Any] | None:
    """The numbers or short texts that an expression gives for each item that a name stands for.

    None where one of them is anything else, and all are to be evaluated the general way.
    """
    if not FEW <= len(items) <= MAX_ITEMS:
        return None
    values = _Loop(machine, name, env).values(_evaluated(machine, node, env), items, _are_scalars)
    if values is None:
        return None
    machine.puts += len(values) // STEPS_A_PUT + 1  # as many as these steps are allowed for
    machine.tick(len(values))
    return [*values]  # no column any more


def _are_scalars(values: list[Any]) -> bool:
    return set(map(type, values)) <= INTS or _are_pieces(values)


def _are_pieces(values: list[Any]) -> bool:
    return set(map(type, values)) == {str} and max(map(len, values)) <= PIECE


def _evaluated(machine: Machine, node: ast.expr, env: Env) -> ast.expr:
    """The expression itself where a loop evaluates one from a short text that was read before."""
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and len(node.args) == 1
        and isinstance(node.args[0], ast.Constant)
        and isinstance(node.args[0].value, str)
        and _is_builtin(machine, env, node.func.id, "eval")
    ):
        tree = machine.parsed.get(node.args[0].value)
        return tree.body if tree is not None else node
    return node


def _is_builtin(machine: Machine, env: Env, name: str, builtin: str) -> bool:
    if env.holds(name):
        target = env.find(name)
        return type(target) is Ref and target.name == builtin
    return name == builtin and name not in machine.patched


@dataclass(frozen=True, slots=True)
class _Loop:
    """What one loop's expression is computed with."""

    machine: Machine
    variable: str
    env: Env
    drawn: list[Any] = field(default_factory=list[Any])  # what the generator's state was before numbers were drawn

    def values(self, node: ast.expr, items: Sequence[Any], are_such: Callable[[list[Any]], bool]) -> list[Any] | None:
        """What an expression gives in each round; None, and nothing done, where not all of that is ``such``."""
        xors = self.machine.xors
        try:
            found = _spread(self._column(node, items), len(items))
        except FAULTS:
            found = None
        if found is not None and (isinstance(found, _Chars) or are_such(found)):
            self.drawn.clear()
            return found
        self.machine.xors = xors
        if self.drawn:
            self.machine.chance.state.setstate(self.drawn.pop())
        return None

    def _column(self, node: ast.expr, items: Sequence[Any]) -> Column:
        if isinstance(node, ast.Name) and node.id == self.variable:
            known = isinstance(items, bytes) or (
                isinstance(items, range) and max(map(abs, (items[0], items[-1]))) < SMALL
            )
            return _Ints(items) if known else list(items)
        if isinstance(node, (ast.Name, ast.Constant)):
            value: Value = node.value if isinstance(node, ast.Constant) else self.env.find(node.id)
            if type(value) in INTS or type(value) in INDEXED:
                return _Same(value)
        elif isinstance(node, ast.Subscript):
            return _picked(self._column(node.value, items), self._column(node.slice, items))
        elif isinstance(node, ast.BinOp):
            left, right = self._column(node.left, items), self._column(node.right, items)
            return self._arithmetic(node.op, left, right, len(items))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) == 1:
            for name in FUNCTIONS:
                if not node.keywords and _is_builtin(self.machine, self.env, node.func.id, name):
                    return _applied(name, self._column(node.args[0], items))
        elif isinstance(node, ast.Call):
            return self._called(node, items)
        raise Slow

    def _called(self, node: ast.Call, items: Sequence[Any]) -> Column:
        """A method of a text that no round changes, or the next number of the generator that is drawn from."""
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        if name == "randint" and len(node.args) == 2 and not node.keywords and not self.drawn:
            bounds = [self._column(bound, items) for bound in node.args]
            target = expressions.evaluate(self.machine, function, self.env)
            if type(target) is Ref and target.name == "random.randint" and self.machine.chance.state is not None:
                self.drawn.append(self.machine.chance.state.getstate())
                return chance.numbers(self.machine, [_one(bound) for bound in bounds], len(items))
        elif name in STEADY and isinstance(function, ast.Attribute) and not self._varies(node):
            value = expressions.evaluate(self.machine, node, self.env)
            if type(value) in INDEXED:
                return _Same(value)
        raise Slow

    def _varies(self, node: ast.expr) -> bool:
        return any(isinstance(part, ast.Name) and part.id == self.variable for part in nodes(node))

    def _arithmetic(self, op: ast.operator, left: Column, right: Column, rounds: int) -> Column:
        apply = operator.truediv if isinstance(op, ast.Div) else OPERATORS.get(type(op))
        if apply is None or not _are_small(left) or not _are_small(right):
            raise Slow
        if isinstance(op, ast.BitXor):
            self.machine.xors += rounds
        if isinstance(left, _Same) and isinstance(right, _Same):
            return _Same(apply(left.value, right.value))
        values = map(apply, _spread(left, rounds), _spread(right, rounds))
        return _Ints(values) if isinstance(op, CLOSED) else list(values)


def _spread(column: Column, rounds: int) -> list[Any]:
    return [column.value] * rounds if isinstance(column, _Same) else column


def _one(column: Column) -> int:
    if isinstance(column, _Same) and type(column.value) is int:
        return column.value
    raise Slow


def _are_small(column: Column) -> bool:
    if isinstance(column, _Ints):
        return True
    values = [column.value] if isinstance(column, _Same) else column
    return set(map(type, values)) <= INTS and min(values) > -SMALL and max(values) < SMALL


def _picked(holders: Column, keys: Column) -> Column:
    if not isinstance(holders, _Same) or type(holders.value) not in INDEXED:
        raise Slow
    held = holders.value
    if isinstance(keys, _Same):
        if type(keys.value) not in INTS:
            raise Slow
        return _Same(held[keys.value])
    if not isinstance(keys, _Ints) and not set(map(type, keys)) <= INTS:
        raise Slow
    values = map(held.__getitem__, keys)
    return _Chars(values) if type(held) is str else _Ints(values) if type(held) is bytes else list(values)


def _applied(name: str, column: Column) -> Column:
    if isinstance(column, _Same):
        return _Same(FUNCTIONS[name](column.value))
    if name == "ord" and isinstance(column, _Chars):
        return _Ints(map(ord, column))
    if name == "chr" and isinstance(column, _Ints):
        return _Chars(map(chr, column))
    kinds = set(map(type, column))
    if name == "ord" and kinds <= CHARACTERS and set(map(len, column)) == {1}:
        return _Ints(map(ord, column))
    if name == "chr" and kinds == {int}:
        return _Chars(map(chr, column))
    return list(map(FUNCTIONS[name], column))
