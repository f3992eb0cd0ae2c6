"""Builtins without effects, computed where their arguments are known."""

import ast
import builtins
import functools
from collections import deque
from collections.abc import Callable
from typing import Any, Final

from scanner.decode.fold import attributes, calls, cost, operators, reflection
from scanner.decode.fold.iterators import ITERATORS, PAIR, columns, taken
from scanner.decode.fold.iterators import items as _items
from scanner.decode.fold.machine import Machine
from scanner.decode.fold.values import (
    UNKNOWN,
    Class,
    Cycle,
    Function,
    Instance,
    Native,
    Partial,
    Ref,
    Value,
    is_plain,
    known,
)

__all__ = ["PURE", "Pure"]

_SIZED: Final = (list, tuple, str, bytes, bytearray, range, dict, set, frozenset)
_KINDS: Final = frozenset({*_SIZED, int, float, complex, bool, type(None)})  # that stand for themselves
Pure = Callable[[Machine, list[Value], dict[str, Value]], Value]
MAX_DIGITS: Final = 4096  # that a number is rounded to
WIDEST: Final = 128  # bits of a number that bounds a range: each of its own is as long


DECIMAL: Final = 40_000  # bits of a number whose decimal text does not take long: the time is the square of that


def _scalar(function: Callable[..., Any], most: int = DECIMAL) -> Pure:
    """A builtin on known scalars and containers of them, numbers of up to ``most`` bits."""

    def apply(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
        if not all(known(arg) for arg in args) or not all(known(arg) for arg in kwargs.values()):
            return UNKNOWN
        for arg in args:
            if isinstance(arg, int) and arg.bit_length() > most:
                return UNKNOWN
        return machine.derive(function(*args, **kwargs), *args)

    return apply


def _linear(function: Callable[..., Any]) -> Pure:
    """A builtin that takes no long time for a long number."""
    return _scalar(function, operators.MAX_BITS)


def _round(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    digits = args[1] if len(args) > 1 else kwargs.get("ndigits")
    if isinstance(digits, int) and abs(digits) > MAX_DIGITS:
        return UNKNOWN
    if isinstance(args[0], int) and args[0].bit_length() > DECIMAL:
        return UNKNOWN
    return round(args[0], digits) if is_plain(args[0]) else UNKNOWN


def _chr(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    value = args[0]
    return chr(int(value)) if isinstance(value, (int, float)) else UNKNOWN


def _bytes(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    if not args:
        return b""
    source = args[0]
    if isinstance(source, int):
        if not 0 <= source <= 1_000_000:
            return UNKNOWN
        machine.spend(source)
        return bytes(source)
    if isinstance(source, str):
        return machine.derive(source.encode(str(args[1]) if len(args) > 1 else "utf-8"), source)
    items = _items(source)
    if any(item is UNKNOWN for item in items):
        return UNKNOWN
    result = bytes(items)
    origin = machine.trace(source)
    if origin is not None or isinstance(source, (bytes, bytearray)):
        return machine.derive(result, source)
    xored = machine.xors and len(result) > 8
    return machine.derive(result, step="xor" if xored else ("chars" if len(result) > 8 else ""))


def _bytearray(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    value = _bytes(machine, args, kwargs)
    if value is UNKNOWN:
        return UNKNOWN
    return machine.derive(bytearray(value), value)


def _str(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    if not args:
        return ""
    value = args[0]
    if isinstance(value, (bytes, bytearray)) and (len(args) > 1 or kwargs):
        codec = args[1] if len(args) > 1 else kwargs.get("encoding", "utf-8")
        return calls.method(machine, bytes(value), "decode", [codec], {})
    if isinstance(value, int) and value.bit_length() > DECIMAL:
        return UNKNOWN
    return machine.derive(str(value), value) if known(value) else UNKNOWN


def _int(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    if any(isinstance(arg, (str, bytes)) and len(arg) > 200_000 for arg in args):
        return UNKNOWN
    if args and isinstance(args[0], (str, bytes)) and len(args) == 1 and len(args[0]) > 4000:
        return UNKNOWN
    return int(*args, **kwargs) if all(is_plain(arg) for arg in args) else UNKNOWN


def _range(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    return range(*args) if all(isinstance(arg, int) and arg.bit_length() <= WIDEST for arg in args) else UNKNOWN


def _apart(machine: Machine, value: Value) -> list[Value]:
    """The items of a known iterable; of what holds no objects, each may be a new one."""
    out = _items(value)
    if isinstance(value, range) or (isinstance(value, str) and not value.isascii()):
        machine.spend(PAIR * len(out))
    return out


def _list(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    if not args:
        return []
    out = _apart(machine, args[0])
    machine.spend(8 * len(out))
    origin = machine.trace(args[0])
    if origin is not None:
        machine.set_trace(out, origin)
    return out


def _tuple(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    return tuple(_apart(machine, args[0])) if args else ()


def _set(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    items = _items(args[0]) if args else []
    cost.hashing(machine, items)
    return set(items)


def _dict(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    out: dict[Any, Value] = {}
    if args:
        if isinstance(args[0], dict):
            out = dict(args[0])
        else:
            items = _items(args[0])
            cost.hashing(machine, [item[0] for item in items])
            out = dict(items)
    out.update(kwargs)
    return out


def _reversed(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    out = _apart(machine, args[0])[::-1]
    if isinstance(args[0], (str, bytes)):
        return machine.derive(out, args[0], step="reverse")
    return out


def _sorted(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    items = _items(args[0])
    key = kwargs.get("key")
    if key is not None:
        keyed: list[tuple[Value, Value]] = []
        for item in items:
            keyed.append((calls.call(machine, key, [item], {}), item))
            machine.appended += 1
        if not all(known(pair[0]) for pair in keyed):
            return UNKNOWN
        return [pair[1] for pair in sorted(keyed, key=lambda pair: pair[0], reverse=bool(kwargs.get("reverse")))]
    return sorted(items, reverse=bool(kwargs.get("reverse"))) if known(items) else UNKNOWN


def _extreme(function: Callable[..., Any]) -> Pure:
    plain = _scalar(function)

    def apply(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
        key = kwargs.get("key")
        if key is None:
            return plain(machine, args, kwargs)
        given = _items(args[0]) if len(args) == 1 else args
        keyed = [(calls.call(machine, key, [item], {}), item) for item in given]
        return function(keyed, key=lambda pair: pair[0])[1] if known([pair[0] for pair in keyed]) else UNKNOWN

    return apply


def _enumerate(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    start = args[1] if len(args) > 1 else kwargs.get("start", 0)
    items = _items(args[0])
    machine.spend(PAIR * len(items))
    return list(enumerate(items, start))


def _zip(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    lists = columns(machine, args)
    machine.spend((PAIR + 8 * len(lists)) * len(lists[0]))
    return list(zip(*lists, strict=False))


def _map(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    function = args[0]
    if len(args) == 1 or function is UNKNOWN:
        return UNKNOWN
    memo: dict[Any, Value] = {}
    out: list[Value] = []
    for row in zip(*columns(machine, args[1:]), strict=False):
        machine.tick()
        single = row[0] if len(row) == 1 and isinstance(row[0], (int, str, bytes)) else None
        if single is not None and (type(single), single) in memo and not isinstance(function, Native):
            out.append(memo[type(single), single])
            machine.put(out[-1])
            continue
        effects = machine.effects
        value = calls.call(machine, function, list(row), {})
        if value is UNKNOWN and len(out) < 3:
            return UNKNOWN
        if single is not None and is_plain(value) and effects == machine.effects:
            memo[type(single), single] = value
        machine.put(value)
        out.append(value)
    return out


def _filter(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    out: list[Value] = []
    for item in _items(args[1]):
        kept = item if args[0] is None else calls.call(machine, args[0], [item], {})
        verdict = operators.truth(kept)
        if verdict is None:
            return UNKNOWN
        if verdict:
            machine.put(item)
            out.append(item)
    return out


def _sum(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    items = _items(args[0])
    total = args[1] if len(args) > 1 else kwargs.get("start", 0)
    if any(isinstance(item, (str, bytes, list, tuple)) for item in items):  # each sum is a copy of the last
        cost.charge(machine, 8 * len(items) * sum(len(item) for item in items if isinstance(item, (list, tuple))))
    for item in items:
        total = operators.binary(machine, ast.Add(), total, item)
        if total is UNKNOWN:
            return UNKNOWN
    return total


def _divmod(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    left, right = args
    parts = tuple(operators.binary(machine, kind, left, right) for kind in (ast.FloorDiv(), ast.Mod()))
    return UNKNOWN if UNKNOWN in parts else parts


def _pow(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    if not all(isinstance(arg, int) and arg.bit_length() < 8192 for arg in args):
        return UNKNOWN
    if len(args) == 3:
        cost.charge(machine, cost.power(args[1], args[2]))
        return pow(*args)
    return operators.binary(machine, ast.Pow(), args[0], args[1])


def _iter(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    return Native("iterator", deque(_apart(machine, args[0])))


def _next(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    return taken(machine, args[0], *args[1:])


def _format(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    from scanner.decode.fold.methods import format_value

    text = format_value(args[0], -1, args[1] if len(args) > 1 else "")
    return UNKNOWN if text is None else text


def _type(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    if len(args) == 3:
        return reflection.made(*args)
    if len(args) != 1:
        return UNKNOWN
    if isinstance(args[0], (Function, Instance)):
        return args[0].cls if isinstance(args[0], Instance) else Ref("types.FunctionType")
    return Ref(type(args[0]).__name__) if type(args[0]) in _KINDS else UNKNOWN


def _isinstance(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    value = args[0]
    kinds = args[1] if isinstance(args[1], tuple) else (args[1],)
    if value == Ref("builtins"):
        return kinds != (Ref("dict"),)  # what the module is where a program starts
    if isinstance(value, Instance):
        known_kinds: list[Value] = [kind for kind in kinds if isinstance(kind, Class)]
        found = any(kind in attributes.order(value.cls) for kind in known_kinds)
    else:
        known_kinds = [getattr(builtins, kind.name, None) for kind in kinds if isinstance(kind, Ref)]
        known_kinds = [kind for kind in known_kinds if isinstance(kind, type)]
        if type(value) not in _KINDS:
            return UNKNOWN
        found = isinstance(value, tuple(known_kinds))
    return True if found else False if len(known_kinds) == len(kinds) else UNKNOWN


def _partial(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    return Partial(args[0], tuple(args[1:]), kwargs) if args and args[0] is not UNKNOWN else UNKNOWN


def _reduce(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    items = _items(args[1])
    items = [args[2], *items] if len(args) > 2 else items
    value = items[0]
    for item in items[1:]:
        value = calls.call(machine, args[0], [value, item], {})
        if value is UNKNOWN:
            return UNKNOWN
    return value


def _binary(kind: ast.operator) -> Pure:
    return lambda machine, args, kwargs: operators.binary(machine, kind, args[0], args[1])


def _chain(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    return [item for arg in args for item in _apart(machine, arg)]


def _cycle(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    return Cycle(tuple(_apart(machine, args[0])))


def _any(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    items = _items(args[0])
    return any(items) if known(items) else UNKNOWN


def _all(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    items = _items(args[0])
    return all(items) if known(items) else UNKNOWN


def _prod(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    return functools.reduce(lambda a, b: operators.binary(machine, ast.Mult(), a, b), _items(args[0]), 1)


def _getter(kind: str) -> Pure:
    """What ``operator``'s itemgetter, attrgetter and methodcaller give: it is called with whom to ask."""
    return lambda machine, args, kwargs: Native(kind, (args, kwargs))


def _len(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    return len(args[0]) if isinstance(args[0], _SIZED) else UNKNOWN


def _decorator(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """What leaves a function what it was, but for how it is remembered or called."""
    return Native("decorator", None)


PURE: Final[dict[str, Pure]] = {
    "chr": _chr, "bytes": _bytes, "bytearray": _bytearray, "str": _str, "int": _int, "range": _range, "list": _list,
    "tuple": _tuple, "set": _set, "frozenset": _set, "dict": _dict, "reversed": _reversed, "sorted": _sorted,
    "enumerate": _enumerate, "zip": _zip, "map": _map, "filter": _filter, "sum": _sum, "pow": _pow, "iter": _iter,
    "next": _next, "format": _format, "type": _type, "isinstance": _isinstance, "any": _any, "all": _all,
    "ord": _scalar(ord), "len": _len,
    "min": _extreme(min), "max": _extreme(max), "abs": _scalar(abs), "hex": _linear(hex),
    "oct": _linear(oct), "bin": _linear(bin), "divmod": _divmod, "round": _round, "repr": _scalar(repr),
    "ascii": _scalar(ascii), "float": _scalar(float), "bool": _linear(bool), "memoryview": _bytes,
    "functools.partial": _partial, "functools.lru_cache": _decorator, "functools.wraps": _decorator,
    "reduce": _reduce, "itertools.chain": _chain, "itertools.cycle": _cycle,
    "itertools.chain.from_iterable": lambda machine, args, kwargs: _chain(machine, _items(args[0]), {}),
    **ITERATORS, "math.prod": _prod, "math.floor": _scalar(int), "math.sqrt": _scalar(lambda x: x**0.5),
    "operator.xor": _binary(ast.BitXor()), "operator.add": _binary(ast.Add()), "operator.concat": _binary(ast.Add()),
    "operator.sub": _binary(ast.Sub()), "operator.mul": _binary(ast.Mult()), "operator.mod": _binary(ast.Mod()),
    **{f"operator.{kind}": _getter(kind) for kind in ("itemgetter", "attrgetter", "methodcaller")},
    "operator.getitem": lambda machine, args, kwargs: attributes.item(machine, args[0], args[1]),
    "str.maketrans": lambda machine, args, kwargs: str.maketrans(*args), "bytes.maketrans": _scalar(bytes.maketrans),
}  # fmt: skip
