"""Calls that stay on this machine or in its network, as far as an address is written out."""

import ast
import re
from typing import Final

from scanner.signals.module import Module, is_literal

__all__ = ["NETWORK", "bases", "is_near"]

_HERE: Final = r"(?:\w+://)?(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)"
# Private networks (RFC 1918, 6762), and names without a dot, which only a network's own server tells; not those under
# which a cloud keeps secrets, nor an address that is one number. A raw socket's peer may be an attacker's test.
_AROUND: Final = (
    r"(?:https?|wss?)://(?:(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.[\d.]+|[\w.-]+\.(?:local|lan)"
    r"|(?!metadata\b|\d+(?![\w-])|0x)[\w-]+)"
)
# What comes behind a host decides whether it ends there; before an @, it is the name of a user.
WHOLE: Final = re.compile(rf"(?:{_HERE}|{_AROUND})(?:[:/?#][^@]*)?")
BEGINNING: Final = re.compile(rf"(?:{_HERE}|{_AROUND})[:/?#][^@]*")
DEEPEST: Final = 6  # expressions from an address to what it begins with
PATH: Final = re.compile(r"/(?!/)\S*")  # on whatever machine the caller was made for: a socket's on this one
# Hosts of private networks (RFC 1918, 3927, 6762).
NETWORK: Final = re.compile(
    r"(?:127|10|192\.168|169\.254|172\.(?:1[6-9]|2\d|3[01]))\.[\d.]+|.*\.(?:local|internal|lan|svc)"
)


def is_near(call: ast.Call, module: Module, *, unless_told: bool = True) -> bool:
    """Whether a call stays near, by what its address begins with, or that of whom it is asked.

    A path alone, asked of whoever that is, does ``unless_told``.
    """
    where = call.args[0] if call.args else None
    if not is_literal(where, PATH):
        return _is_here(where, module)
    made = module.value_of(call.func.value) if isinstance(call.func, ast.Attribute) else None
    if not isinstance(made, ast.Call):
        return unless_told
    return all(module.path(base).startswith("socket.") or _is_here(base, module) for base in bases(made))


def bases(made: ast.Call) -> list[ast.expr]:
    """What may be the address that a client is made for: its base, then its first argument."""
    return [*(word.value for word in made.keywords if word.arg == "base_url"), *made.args[:1]]


def _is_here(where: ast.expr | None, module: Module) -> bool:
    """Whether an address is near, by what it begins with; names count that are given once."""
    host = WHOLE
    for _ in range(DEEPEST):
        match where:
            case ast.Name(id=name) if name not in module.renamed:
                where = module.values.get(name)
            case ast.Tuple(elts=[first, *_]) | ast.FormattedValue(value=first):
                where = first
            case ast.BinOp(left=first) | ast.JoinedStr(values=[first, *_]):
                where, host = first, BEGINNING
            case _:
                break
    return is_literal(where, host)
