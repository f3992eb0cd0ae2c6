"""Calls that stay on this machine or in its network, as far as an address is written out."""

import ast
import re
from typing import Final

from scanner.signals.module import Module, is_literal

__all__ = ["NETWORK", "bases", "is_near"]

# What comes behind a host decides whether it ends there; before an @, it is the name of a user.
_HERE: Final = r"(?:\w+://)?(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)"
WHOLE: Final = re.compile(_HERE + r"(?:[:/?#][^@]*)?")
BEGINNING: Final = re.compile(_HERE + r"[:/?#][^@]*")
PATH: Final = re.compile(r"/(?!/)\S*")  # on whatever machine the caller was made for: a socket's on this one
# Hosts of private networks (RFC 1918, 3927, 6762).
NETWORK: Final = re.compile(
    r"(?:127|10|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))\.[\d.]+|.*\.(?:local|internal|lan)"
)


def is_near(call: ast.Call, module: Module) -> bool:
    """Whether a call goes to this machine, by what its address begins with, or that of whom it is asked."""
    where = call.args[0] if call.args else None
    if not is_literal(where, PATH):
        return _is_here(where, module)
    made = module.value_of(call.func.value) if isinstance(call.func, ast.Attribute) else None
    if not isinstance(made, ast.Call):
        return True
    return all(module.path(base).startswith("socket.") or _is_here(base, module) for base in bases(made))


def bases(made: ast.Call) -> list[ast.expr]:
    """What may be the address that a client is made for: its base, then its first argument."""
    return [*(word.value for word in made.keywords if word.arg == "base_url"), *made.args[:1]]


def _is_here(where: ast.expr | None, module: Module) -> bool:
    """Whether an address is one of this machine's; names count that are given once."""
    if isinstance(where, ast.Name) and where.id not in module.renamed:
        where = module.values.get(where.id)
    if isinstance(where, ast.Tuple) and where.elts:
        where = where.elts[0]
    if not isinstance(where, (ast.BinOp, ast.JoinedStr)):
        return is_literal(where, WHOLE)
    while isinstance(where, (ast.BinOp, ast.JoinedStr)):
        where = where.left if isinstance(where, ast.BinOp) else next(iter(where.values), None)
    return is_literal(where, BEGINNING)
