"""The text that an expression gives which hangs on nothing else: worked out, as folding would."""

import ast
import builtins
import itertools
from typing import Final

from scanner.decode.budget import PeelBudget
from scanner.decode.fold import expressions
from scanner.decode.fold.machine import ExhaustedError, IdleError, Machine, RaisedError
from scanner.decode.fold.values import Env
from scanner.syntax import nodes

__all__ = ["hangs_on_nothing", "worked_out"]

STEPS: Final = 1_000
SECONDS: Final = 0.005  # ordinary ones take a fiftieth
BYTES: Final = 64 * 1024
LONGEST: Final = 200  # nodes of an expression
_BUILTINS: Final = frozenset(vars(builtins))


def hangs_on_nothing(node: ast.expr) -> bool:
    """Whether an expression is short, and names builtins only."""
    inside = [*itertools.islice(nodes(node), LONGEST + 1)]
    names = [part for part in inside if isinstance(part, ast.Name)]
    own = {name.id for name in names if isinstance(name.ctx, ast.Store)}
    return len(inside) <= LONGEST and all(name.id in own or name.id in _BUILTINS for name in names)


def worked_out(node: ast.expr) -> str | None:
    """The text that an expression gives which hangs on nothing; None where it gives none, or takes long."""
    machine = Machine(PeelBudget(steps=STEPS, member_seconds=SECONDS, bytes=BYTES, tried=BYTES))
    try:
        value = expressions.evaluate(machine, node, Env())
    except (ExhaustedError, IdleError, RaisedError, RecursionError, MemoryError):
        return None
    finally:
        machine.close()
    return value if isinstance(value, str) else None
