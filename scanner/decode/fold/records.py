"""Bytes written as something else: addresses, UUIDs, records of numbers.

Objects of these classes are values with attributes, and with methods that are other known functions, partly applied.
"""

import ipaddress
import re
import struct
import uuid
from array import array
from collections.abc import Callable
from typing import Any, Final

from scanner.decode.fold.machine import MAX_ITEMS, MAX_TEXT, Machine
from scanner.decode.fold.values import UNKNOWN, Class, Env, Instance, Partial, Ref, Value, known

__all__ = ["RECORDS"]

_Function = Callable[[Machine, list[Value], dict[str, Value]], Value]
_UUID: Final = ("bytes", "bytes_le", "fields", "hex", "int", "urn", "version")
_ADDRESS: Final = ("packed", "compressed", "exploded", "version")
_LONGEST: Final = 64  # characters of an address
FIELD: Final = 32  # bytes that a character of a format may take
SHORT: Final = 4096  # characters of a format whose items are counted
_FIELDS: Final = re.compile(r"(\d*)([a-zA-Z?])")


def _made(kind: str, attrs: dict[str, Value]) -> Instance:
    return Instance(Class(kind, Env()), attrs)


def _of_known(function: _Function) -> _Function:
    """A function for which everything that it gets has to be known."""

    def apply(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
        return function(machine, args, kwargs) if known([*args, *kwargs.values()]) else UNKNOWN

    return apply


def _object(make: Callable[..., Any], names: tuple[str, ...]) -> _Function:
    """An object made of a short text, as its attributes; its bytes have the origin of the text."""

    def apply(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
        if any(isinstance(arg, (str, bytes)) and len(arg) > _LONGEST for arg in (*args, *kwargs.values())):
            return UNKNOWN
        value = make(*args, **kwargs)
        return _made(type(value).__name__, {name: getattr(value, name) for name in names})

    return _of_known(apply)


def _packed(make: Callable[..., Any]) -> _Function:
    """The bytes of an address, the last argument."""
    whole = _object(make, _ADDRESS)
    return lambda machine, args, kwargs: whole(machine, args[-1:], {}).attrs["packed"]


def _form(machine: Machine, form: Value) -> struct.Struct:
    """What a format of ``struct`` describes. Raises ValueError for one that is unknown or too long.

    The functions of the module keep a hundred of them, each in its parts: this one is let go.
    """
    if not isinstance(form, (str, bytes)) or len(form) > MAX_ITEMS:
        raise ValueError("not a format")
    machine.spend(FIELD * len(form))
    made = struct.Struct(form)
    if made.size > (MAX_TEXT if len(form) <= SHORT and _count(form) <= MAX_ITEMS else MAX_ITEMS):
        raise ValueError("too long")
    return made


def _count(form: str | bytes) -> int:
    """How many items a short format has."""
    text = form if isinstance(form, str) else form.decode("latin-1")
    return sum(1 if code in "spx" else int(count or 1) for count, code in _FIELDS.findall(text))


def _pack(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    return machine.derive(_form(machine, args[0]).pack(*args[1:]), *args[1:])


def _unpack(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    form, data = args[0], args[1]
    made = _form(machine, form)
    machine.spend(8 * len(data))
    return made.unpack(data)


def _unpack_from(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    form, data = args[0], args[1]
    made = _form(machine, form)
    machine.spend(8 * min(len(data), made.size))
    return made.unpack_from(data, *args[2:], **kwargs)


def _iter_unpack(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    form, data = args
    if len(data) > MAX_ITEMS:
        return UNKNOWN
    machine.spend(64 * len(data))
    return list(_form(machine, form).iter_unpack(data))


def _struct(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    form = args[0]
    size = _form(machine, form).size
    methods = ("pack", "unpack", "unpack_from", "iter_unpack")
    attrs: dict[str, Value] = {name: Partial(Ref(f"struct.{name}"), (form,), {}) for name in methods}
    return _made("Struct", {**attrs, "format": form, "size": size})


def _array(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    kind, items = args[0], args[1] if len(args) > 1 else []
    if kind == "B" and isinstance(items, (list, tuple, bytes, bytearray)):
        return machine.derive(bytearray(items), items)
    if len(items) > MAX_ITEMS:
        return UNKNOWN
    machine.spend(16 * len(items))
    value = array(kind, items)
    data = machine.derive(value.tobytes(), items)
    attrs = {"tobytes": Partial(Ref("bytes"), (data,), {}), "tolist": Partial(Ref("list"), (value.tolist(),), {})}
    return _made("array", {**attrs, "itemsize": value.itemsize, "typecode": kind})


_ADDRESSES: Final = {
    f"ipaddress.{make.__name__}": _object(make, _ADDRESS)
    for make in (ipaddress.ip_address, ipaddress.IPv4Address, ipaddress.IPv6Address)
}
RECORDS: Final[dict[str, _Function]] = {
    "uuid.UUID": _object(uuid.UUID, _UUID), **_ADDRESSES,
    "socket.inet_aton": _packed(ipaddress.IPv4Address), "socket.inet_pton": _packed(ipaddress.ip_address),
    "struct.Struct": _of_known(_struct), "struct.pack": _of_known(_pack), "struct.unpack": _of_known(_unpack),
    "struct.unpack_from": _of_known(_unpack_from), "struct.iter_unpack": _of_known(_iter_unpack),
    "array.array": _of_known(_array),
}  # fmt: skip
