"""Exceptions that a program raises itself: how they are made, and which handler takes them."""

import builtins
from typing import Final

from scanner.decode.fold import attributes
from scanner.decode.fold.values import UNKNOWN, Class, Env, Instance, Ref, Value

__all__ = ["KINDS", "catches", "is_exception", "made"]

KINDS: Final[dict[str, type[BaseException]]] = {
    name: kind for name, kind in vars(builtins).items() if isinstance(kind, type) and issubclass(kind, BaseException)
}


def made(name: str, args: list[Value]) -> Instance:
    """One of Python's own exceptions."""
    return Instance(Class(name, Env(), [Ref(name)]), {"args": tuple(args)})


def is_exception(cls: Class) -> bool:
    """Whether a class of the file is made from one of Python's own exceptions."""
    return any(isinstance(base, Ref) and base.name in KINDS for one in attributes.order(cls) for base in one.bases)


def catches(wanted: Value, raised: Value) -> bool:
    """Whether a handler of these exceptions takes what was raised; so it does where nobody knows."""
    if isinstance(wanted, tuple):
        return any(catches(one, raised) for one in wanted)
    if isinstance(raised, Instance):
        raised = raised.cls
    line: list[Value] = attributes.order(raised) if isinstance(raised, Class) else []
    if isinstance(wanted, Class):
        return wanted in line or not line
    kind = KINDS.get(wanted.name) if isinstance(wanted, Ref) else None
    names = [base.name for one in line for base in one.bases if isinstance(base, Ref)]
    own = [KINDS.get(name) for name in ([raised.name] if isinstance(raised, Ref) else names)]
    if kind is None or not own or None in own or raised is UNKNOWN:
        return True
    return any(one is not None and issubclass(one, kind) for one in own)
