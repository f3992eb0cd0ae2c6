"""The commonest decoding loop in one go: ``for i in ...: text += <arithmetic of i>``.

Nothing but the loop's own name changes between its rounds, so every other value is read once, and each round is a few
calls of closures. Where a value is not what these closures know, the loop goes on the general way.
"""

import ast
from collections.abc import Callable, Sequence
from typing import Any, Final

from scanner.decode.fold.machine import MAX_TEXT, Machine
from scanner.decode.fold.scalars import FUNCTIONS, OPERATORS, Slow
from scanner.decode.fold.values import Env, Ref, Value

__all__ = ["append_all"]

SMALL: Final = 1 << 62
PIECE: Final = 8  # characters that one round appends
INTS: Final = (int, bool)
INDEXED: Final = frozenset({str, bytes, list, tuple, bytearray})
Round = Callable[[Any], Any]


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
    holder = env.module if body.target.id in env.shared else env
    text = holder.names.get(body.target.id)
    value = _evaluated(machine, body.value, env)
    names = {part.id for part in ast.walk(value) if isinstance(part, ast.Name)}
    if type(text) is not str or node.target.id in env.shared or body.target.id in names:
        return 0
    pieces: list[str] = []
    try:
        one = _compile(machine, value, node.target.id, env)
        if one is None:
            return 0
        for item in items[: MAX_TEXT - len(text)]:
            piece = one(item)
            if type(piece) is not str or len(piece) > PIECE:
                break
            pieces.append(piece)
            if not len(pieces) & 0x3FF:
                machine.tick(0x400)
    except (Slow, ArithmeticError, LookupError, TypeError, ValueError):
        pass  # this round is for the general way
    if pieces:
        env.names[node.target.id] = items[len(pieces) - 1]
        holder.names[body.target.id] = text + "".join(pieces)
        machine.appended += len(pieces)
        machine.changes += 1
        machine.growth += 1
    return len(pieces)


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
    return name == builtin and not machine.patched


def _compile(machine: Machine, node: ast.expr, variable: str, env: Env) -> Round | None:
    """A closure from the loop's item to the value; what does not ask for the item is computed once."""
    one = _closure(machine, node, variable, env)
    if one is None or any(isinstance(part, ast.Name) and part.id == variable for part in ast.walk(node)):
        return one
    value = one(None)
    return lambda item: value


def _closure(machine: Machine, node: ast.expr, variable: str, env: Env) -> Round | None:
    if isinstance(node, ast.Name) and node.id == variable:
        return lambda item: item
    if isinstance(node, (ast.Name, ast.Constant)):
        value: Value = node.value if isinstance(node, ast.Constant) else env.find(node.id)
        return (lambda item: value) if type(value) in INTS or type(value) in INDEXED else None
    if isinstance(node, ast.Subscript):
        return _index(_compile(machine, node.value, variable, env), _compile(machine, node.slice, variable, env))
    if isinstance(node, ast.BinOp):
        left, right = (_compile(machine, side, variable, env) for side in (node.left, node.right))
        return _arithmetic(machine, node.op, left, right)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and len(node.args) == 1 and not node.keywords:
        argument = _compile(machine, node.args[0], variable, env)
        for name, function in FUNCTIONS.items():
            if argument is not None and _is_builtin(machine, env, node.func.id, name):
                return _applied(function, argument)
    return None


def _applied(function: Callable[[Any], Value], argument: Round) -> Round:
    return lambda item: function(argument(item))


def _index(holder: Round | None, key: Round | None) -> Round | None:
    if holder is None or key is None:
        return None

    def pick(item: Any) -> Any:
        items, at = holder(item), key(item)
        if type(items) in INDEXED and type(at) in INTS:
            return items[at]
        raise Slow

    return pick


def _arithmetic(machine: Machine, op: ast.operator, left: Round | None, right: Round | None) -> Round | None:
    apply = OPERATORS.get(type(op))
    if apply is None or left is None or right is None:
        return None
    xors = isinstance(op, ast.BitXor)

    def compute(item: Any) -> int:
        a, b = left(item), right(item)
        if type(a) in INTS and type(b) in INTS and -SMALL < a < SMALL and -SMALL < b < SMALL:
            if xors:
                machine.xors += 1
            return apply(a, b)
        raise Slow

    return compute
