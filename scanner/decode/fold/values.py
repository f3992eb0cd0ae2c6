"""What the abstract interpreter computes with.

Plain strings, bytes, numbers and containers stand for themselves. Everything else is one of the classes here, or
UNKNOWN: a value that static reading cannot give.
"""

import ast
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, cycle, islice
from typing import Any, Final, NamedTuple, TypeAlias

__all__ = [
    "OWN_FILE",
    "UNKNOWN",
    "Bound",
    "Class",
    "Code",
    "Cycle",
    "Env",
    "Function",
    "Instance",
    "Method",
    "Native",
    "Partial",
    "Ref",
    "Trace",
    "Value",
    "bytes_of",
    "is_plain",
    "items_of",
    "known",
]

Value: TypeAlias = Any


class _Unknown:
    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __bool__(self) -> bool:
        raise TypeError("the truth of an unknown value is unknown")


UNKNOWN: Final = _Unknown()


@dataclass(frozen=True, slots=True)
class Ref:
    """A builtin, a module, or something in a module, by its full dotted name (``base64.b64decode``, ``exec``)."""

    name: str


@dataclass(slots=True)
class Env:
    """The names of one scope; ``parent`` is where a name is looked up next."""

    names: dict[str, Value] = field(default_factory=dict)
    parent: "Env | None" = None
    elsewhere: dict[str, "Env"] = field(default_factory=dict)  # global and nonlocal names, with where they are
    is_class: bool = False  # of its body: no scope for the functions there
    is_module: bool = False  # one with a parent nevertheless: the dictionary that a text was run with

    def find(self, name: str) -> Value:
        env: Env | None = self
        while env is not None:
            if name in env.names:
                return env.names[name]
            env = env.parent
        return None

    def holds(self, name: str) -> bool:
        env: Env | None = self
        while env is not None:
            if name in env.names:
                return True
            env = env.parent
        return False

    @property
    def module(self) -> "Env":
        env = self
        while env.parent is not None and not env.is_module:
            env = env.parent
        return env

    def apart(self) -> "Env":
        """A scope with the same names, which may be given other values."""
        return Env(dict(self.names), self.parent, is_class=self.is_class, is_module=self.is_module)


@dataclass(slots=True, eq=False)
class Function:
    """A ``def`` or a ``lambda`` with the scope it closes over."""

    name: str
    args: ast.arguments
    body: list[ast.stmt] | ast.expr
    env: Env
    defaults: list[Value] = field(default_factory=list)
    kw_defaults: list[Value] = field(default_factory=list)
    calls: int = 0
    entered: int = 0  # calls of it that are being run
    may_yield: bool = True  # nobody has looked yet
    names: tuple[str, ...] | None = None  # of its arguments, where there are none but positional ones
    is_generator: bool = False
    binding: str = ""  # "staticmethod", "classmethod", "property", or empty: bound to its instance
    owner: "Class | None" = None  # the class whose method it is
    attrs: dict[str, Value] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Class:
    name: str
    env: Env
    bases: list[Value] = field(default_factory=list)
    meta: Value = None  # the class of the file that it is an object of, if it is
    fields: Sequence[str] = ()  # names with annotations: what it is made with, if nothing else says so
    order: "list[Class] | None" = None  # in which attributes are looked for, once that was asked
    sample: "Instance | None" = None  # what its methods are read with


@dataclass(slots=True, eq=False)
class Instance:
    cls: Class
    attrs: dict[str, Value] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Bound:
    """A function of the file, bound to its instance."""

    function: Function
    receiver: Value


@dataclass(slots=True, eq=False)
class Method:
    """A method of a plain value or of a Native object, not yet called."""

    receiver: Value
    name: str


@dataclass(slots=True, eq=False)
class Partial:
    function: Value
    args: tuple[Value, ...]
    kwargs: dict[str, Value]


@dataclass(slots=True, eq=False)
class Native:
    """An object of a known library class, such as a cipher with its key; ``state`` is whatever its methods need.

    Of an "iterator" it is a deque of the items that are left.
    """

    kind: str
    state: Any


OWN_FILE: Final = Native("own-file", None)  # the path of the file that is being read


@dataclass(slots=True, eq=False)
class Cycle:
    """``itertools.cycle`` over known items, and how many of them were taken."""

    items: tuple[Value, ...]
    at: int = 0

    def take(self, count: int) -> list[Value]:
        """The next items. Raises ValueError where there are none."""
        if not self.items:
            raise ValueError("nothing to repeat")
        first = self.at % len(self.items)
        self.at = first + count
        return list(islice(cycle(self.items), first, first + count))


@dataclass(slots=True, eq=False)
class Code:
    """What ``compile`` or ``marshal.loads`` give: source text, or a listing read out of a code object."""

    source: str | bytes
    mode: str = "exec"
    listing: bool = False


class Trace(NamedTuple):
    """Where a string came from: decoding steps, the calls that made them, the literal at their root and its line."""

    steps: tuple[str, ...]
    calls: tuple[str, ...]
    root: Value
    line: int


_PLAIN = (str, bytes, int, float, complex, bool, type(None), bytearray)
_TEXTS = (frozenset({str}), frozenset({bytes}))
MOST_SORTED: Final = 100_000  # texts, which takes some ten milliseconds
_HOLDERS = (list, tuple, set, frozenset, dict)


def items_of(value: Value) -> Sequence[Any] | None:
    """The items of a known iterable, of an iterator those that are left; None for anything else."""
    if isinstance(value, (list, tuple, str, bytes, bytearray, range)):
        return value
    if isinstance(value, (set, frozenset)):
        return _in_order(list(value))
    if isinstance(value, dict):
        return list(value)
    if isinstance(value, Native) and value.kind == "namespace":
        return list(value.state.names)
    if isinstance(value, Native) and value.kind == "iterator":
        rest = list(value.state)
        value.state.clear()
        return rest
    return None


def _in_order(items: list[Any]) -> list[Any]:
    """Items of a set, texts the same way in every process: in Python's own order, they follow a seed."""
    if len(items) <= MOST_SORTED and any(kind.issuperset(map(type, items)) for kind in _TEXTS):
        items.sort()
    return items


def is_plain(value: Value) -> bool:
    """Whether a value is a scalar of Python itself, wholly known."""
    return isinstance(value, _PLAIN)


def known(value: Value, depth: int = 4) -> bool:
    """Whether a value is plain through and through: no unknown parts, no objects."""
    if isinstance(value, _PLAIN):
        return True
    values: Iterable[Value] = (value,)
    seen: set[int] = set()  # what many lists share is looked at once
    for _ in range(depth + 1):
        holders: list[Any] = []
        for item in values:
            if isinstance(item, (*_PLAIN, range)):
                continue
            if not isinstance(item, _HOLDERS):
                return False
            if id(item) not in seen:
                seen.add(id(item))
                holders.append(item)
        if not holders:
            return True
        values = chain.from_iterable(chain(item, item.values()) if isinstance(item, dict) else item for item in holders)
    return False


def bytes_of(value: Value) -> bytes:
    """Bytes of a known string. Raises TypeError otherwise."""
    if isinstance(value, (bytes, bytearray)):
        return bytes(value)
    if isinstance(value, str):
        return value.encode("utf-8", "surrogatepass")
    raise TypeError("not known bytes")
