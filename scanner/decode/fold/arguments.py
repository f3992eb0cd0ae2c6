"""The arguments of library functions, taken as Python binds them."""

from collections.abc import Callable
from typing import TypeAlias

from scanner.decode.fold.machine import Machine
from scanner.decode.fold.values import Native, Value, bytes_of

__all__ = ["Maker", "Methods", "bound", "bytes_or_none"]

# A function or class of a library, and the methods of its objects by name.
Maker: TypeAlias = Callable[[Machine, list[Value], dict[str, Value]], Value]
Methods: TypeAlias = Callable[[Machine, Native, str, list[Value], dict[str, Value]], Value]


def bound(parameters: str, args: list[Value], kwargs: dict[str, Value]) -> list[Value]:
    """The values of a function's parameters (names with blanks between them); None for what is left out."""
    names = parameters.split()
    given = {**dict(zip(names, args, strict=False)), **kwargs}
    return [given.get(name) for name in names]


def bytes_or_none(value: Value) -> bytes:
    """Bytes of a known string, none of None. Raises TypeError otherwise."""
    return b"" if value is None else bytes_of(value)
