"""Methods of strings, bytes and containers: which are pure, and how far they may go."""

import builtins
import codecs
import functools
import re
from typing import Any, Final

from scanner.decode import steps
from scanner.decode.fold import cost
from scanner.decode.fold.machine import MAX_ITEMS, MAX_TEXT, Machine
from scanner.decode.fold.values import UNKNOWN, Native, Ref, Value, is_plain, items_of, known

__all__ = ["call_method", "format_is_small", "format_value", "namespace_item", "plain_codec"]

_TEXT: Final = frozenset(
    [
        "strip",
        "lstrip",
        "rstrip",
        "lower",
        "upper",
        "swapcase",
        "title",
        "capitalize",
        "casefold",
        "replace",
        "split",
        "rsplit",
        "splitlines",
        "partition",
        "rpartition",
        "removeprefix",
        "removesuffix",
        "startswith",
        "endswith",
        "find",
        "rfind",
        "index",
        "rindex",
        "count",
        "translate",
        "isdigit",
        "isalpha",
        "isalnum",
        "isnumeric",
        "isspace",
        "isupper",
        "islower",
        "isdecimal",
        "isascii",
        "zfill",
        "ljust",
        "rjust",
        "center",
        "hex",
        "encode",
        "decode",
        "join",
        "format",
        "format_map",
        "expandtabs",
        "maketrans",
        "fromhex",
        "tobytes",
        "tolist",
    ]
)
_GROWING: Final = frozenset({"zfill", "ljust", "rjust", "center", "expandtabs"})
_CHANGING: Final = frozenset(
    ("append", "extend", "insert", "pop", "reverse", "sort", "remove", "clear", "update", "add", "discard")
)
_LIST: Final = frozenset(
    [
        "append",
        "extend",
        "insert",
        "pop",
        "reverse",
        "sort",
        "index",
        "count",
        "copy",
        "remove",
        "clear",
        "keys",
        "values",
        "items",
        "get",
        "update",
        "setdefault",
        "add",
        "union",
        "difference",
        "intersection",
        "discard",
    ]
)
_WIDE_FORMAT: Final = re.compile(r"\d{5,}|\*")
FAULTS: Final = (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, MemoryError)


def format_is_small(text: str | bytes | bytearray) -> bool:
    """Whether a format string asks for no absurd width."""
    return len(text) <= MAX_TEXT // 8 and not _WIDE_FORMAT.search(
        text if isinstance(text, str) else text.decode("latin-1")
    )


def format_value(value: Value, conversion: int, spec: Value) -> str | None:
    """One part of an f-string, None when it is not known."""
    if isinstance(value, Ref) or not known(value) or not isinstance(spec, str) or not format_is_small(spec):
        return None
    try:
        if conversion == 114:
            value = repr(value)
        elif conversion == 115:
            value = str(value)
        elif conversion == 97:
            value = ascii(value)
        return format(value, spec)
    except FAULTS:
        return None


def namespace_item(machine: Machine, holder: Native, key: str) -> Value:
    """``globals()[key]``: the file's own name, or a builtin's module."""
    env = holder.state
    if env.holds(key):
        return env.find(key)
    if key in ("__builtins__", "builtins"):
        return Ref("builtins")
    # After ``from builtins import *`` every builtin is a global.
    return Ref(key) if hasattr(builtins, key) else UNKNOWN


def call_method(machine: Machine, receiver: Value, name: str, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """``receiver.name(*args)`` for a plain receiver; UNKNOWN when it is not pure or not affordable."""
    if isinstance(receiver, (str, bytes, bytearray)) and name in _TEXT:
        return _text_method(machine, receiver, name, args, kwargs)
    if isinstance(receiver, (list, dict, set, bytearray, tuple)) and name in _LIST:
        return _container_method(machine, receiver, name, args, kwargs)
    if isinstance(receiver, int) and name in ("to_bytes", "bit_length", "conjugate"):
        size = args[0] if args else kwargs.get("length", 1)
        if name == "to_bytes" and isinstance(size, int) and size > MAX_TEXT:
            return UNKNOWN
        if name == "to_bytes" and len(args) + len(kwargs) < 2:
            args = [args[0] if args else kwargs.get("length", 1), "big"]
            kwargs = {key: value for key, value in kwargs.items() if key == "signed"}
        return machine.derive(getattr(receiver, name)(*args, **kwargs), step="int" if name == "to_bytes" else "")
    if isinstance(receiver, (list, tuple, str, bytes)) and name == "__getitem__" and args:
        return receiver[args[0]]
    if name == "__len__" and isinstance(receiver, (list, tuple, str, bytes, dict)):
        return len(receiver)
    if name in ("__add__", "__mod__", "__mul__", "__xor__") and args:
        return _operator_method(machine, receiver, name, args[0])
    return UNKNOWN


def _operator_method(machine: Machine, receiver: Value, name: str, other: Value) -> Value:
    import ast

    from scanner.decode.fold import operators

    kinds = {"__add__": ast.Add(), "__mod__": ast.Mod(), "__mul__": ast.Mult(), "__xor__": ast.BitXor()}
    return operators.binary(machine, kinds[name], receiver, other)


def _text_method(
    machine: Machine, receiver: str | bytes | bytearray, name: str, args: list[Value], kwargs: dict[str, Value]
) -> Value:
    if name == "join":
        return _join(machine, receiver, args)
    if not all(known(arg) for arg in (*args, *kwargs.values())):
        return UNKNOWN
    if name == "decode" and isinstance(receiver, (bytes, bytearray)):
        return _decode(machine, bytes(receiver), *_codec_names(args, kwargs))
    if name == "encode" and isinstance(receiver, str):
        return _encode(machine, receiver, *_codec_names(args, kwargs))
    if name == "decode":  # Python 2: "...".decode("base64")
        return _decode(machine, str(receiver).encode("latin-1"), *_codec_names(args, kwargs))
    if name in _GROWING and args and isinstance(args[0], int) and args[0] > 100_000:
        return UNKNOWN
    if name.startswith("format") and not format_is_small(receiver):
        return UNKNOWN
    if name == "replace" and len(args) > 1 and len(receiver) * max(len(args[1]), 1) > MAX_TEXT * 4:
        return UNKNOWN
    if name == "translate" and args and isinstance(args[0], dict):
        table: dict[Any, Any] = args[0]
        if any(isinstance(v, str) and len(v) > 8 for v in table.values()) and len(receiver) > 100_000:
            return UNKNOWN
    cost.charge(machine, _price(receiver, name, args, kwargs))
    if name in ("tobytes", "tolist") and not isinstance(receiver, str):  # of a memoryview or an array
        return machine.derive(bytes(receiver) if name == "tobytes" else list(receiver), receiver)
    if name == "fromhex":
        return machine.derive(bytes.fromhex(*args), *args, step="hex", call="bytes.fromhex")
    result = getattr(receiver, name)(*args, **kwargs)
    if isinstance(result, list):
        machine.spend(_PIECE * len(result))
    if name == "translate" and result != receiver:
        return machine.derive(result, receiver, step="translate")
    return machine.derive(result, receiver)


_BACKWARDS: Final = frozenset({"rfind", "rindex", "rsplit", "rpartition"})
_STRIPPING: Final = frozenset({"strip", "lstrip", "rstrip"})
_PIECE: Final = 64  # bytes of a short text
_NESTED_FORMAT: Final = re.compile(r"\{[^{}]*\{")


def _price(receiver: str | bytes | bytearray, name: str, args: list[Value], kwargs: dict[str, Value]) -> int:
    """What a method of a text costs beyond reading all that it gets once."""
    size = len(receiver)
    if name in ("split", "rsplit", "splitlines"):
        separator = args[0] if args and name != "splitlines" else kwargs.get("sep")
        searched = len(separator) if name == "rsplit" and separator is not None else 1
        return max(size * searched, _PIECE * cost.pieces(receiver, separator))
    if name in _BACKWARDS or name in _STRIPPING:
        # Only searching forwards is linear; and each character is looked for among those that are stripped.
        return size * len(args[0]) if args and args[0] is not None else size
    if name == "expandtabs":
        width = args[0] if args else kwargs.get("tabsize", 8)
        return _PIECE * (receiver.count("\t") if isinstance(receiver, str) else receiver.count(b"\t")) * abs(int(width))
    if name.startswith("format"):
        if _NESTED_FORMAT.search(str(receiver)):
            return cost.LIMIT + 1  # a width among the arguments
        return cost.weight([*args, *kwargs.values()], cost.LIMIT) * str(receiver).count("{")
    if name == "translate" and args and isinstance(args[0], dict):
        table: dict[Any, Any] = args[0]
        return 2 * size * max((len(value) for value in table.values() if isinstance(value, str)), default=1)
    return size


def _codec_names(args: list[Value], kwargs: dict[str, Value]) -> tuple[str, str]:
    codec = args[0] if args else kwargs.get("encoding", "utf-8")
    errors = args[1] if len(args) > 1 else kwargs.get("errors", "strict")
    return str(codec), str(errors)


_CODEC_STEPS: Final = {"base64codec": "base64", "hexcodec": "hex", "zlibcodec": "zlib", "bz2codec": "bz2"}


LONGEST_CODEC: Final = 64  # characters of the name of one
_NO_NAME: Final = re.compile(r"[^0-9a-z]")


@functools.lru_cache(256)
def plain_codec(name: str) -> str:
    """The name of a codec without what Python does not mind in one."""
    return _NO_NAME.sub("", name.lower())


@functools.lru_cache(256)
def _text_codec(name: str) -> str:
    """The plain name of a codec between texts and bytes, by whatever name of it; empty where it is no such one."""
    try:
        found = codecs.lookup(name)
    except (LookupError, UnicodeError, ValueError):
        return ""
    return plain_codec(found.name) if getattr(found, "_is_text_encoding", True) else ""


def _is_read(plain: str, size: int) -> bool:
    return plain != "" and not (plain in steps.NAME_CODECS and size > steps.LONGEST_NAME)


def _decode(machine: Machine, data: bytes, codec: str, errors: str) -> Value:
    plain = plain_codec(codec[:LONGEST_CODEC])
    step = _CODEC_STEPS.get(plain, plain)
    if step in steps.DECODERS:
        return machine.derive(steps.DECODERS[step](data), data, step=step, call=f"codecs.decode:{step}")
    plain = _text_codec(codec[:LONGEST_CODEC])
    if not _is_read(plain, len(data)):
        return UNKNOWN
    if errors not in ("strict", "ignore", "replace", "backslashreplace", "surrogateescape"):
        errors = "replace"
    step = ""
    if plain.startswith(("utf16", "utf32", "utf7")):
        step = {"utf16": "utf-16", "utf32": "utf-32"}.get(plain[:5], "utf-7")
    elif plain.endswith("unicodeescape"):
        step = "escapes"
    result = data.decode(codec, errors)
    if step or plain not in ("utf8", "ascii", "usascii", "latin1", "iso88591"):
        return machine.derive(result, data, step=step)
    return machine.derive(result, data)


def _encode(machine: Machine, text: str, codec: str, errors: str) -> Value:
    if not _is_read(_text_codec(codec[:LONGEST_CODEC]), len(text)):
        return UNKNOWN
    if errors not in ("strict", "ignore", "replace", "backslashreplace", "surrogateescape", "surrogatepass"):
        errors = "replace"
    return machine.derive(text.encode(codec, errors), text)


def _join(machine: Machine, glue: str | bytes | bytearray, args: list[Value]) -> Value:
    parts = args[0] if args else UNKNOWN
    if isinstance(parts, (dict, set, frozenset, Native)):
        parts = items_of(parts)
    if not isinstance(parts, (list, tuple, str, bytes)) or len(parts) > MAX_ITEMS:
        return UNKNOWN
    if any(part is UNKNOWN or not isinstance(part, (str, bytes, bytearray)) for part in parts):
        return UNKNOWN
    size = sum(map(len, parts)) + len(glue) * len(parts)  # type: ignore[arg-type]
    if size > MAX_TEXT:
        return UNKNOWN
    machine.spend(size)
    result = glue.join(parts)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    traced = next((part for part in parts if isinstance(part, (str, bytes)) and machine.trace(part)), None)
    if traced is not None:
        return machine.derive(result, traced)
    origin = machine.trace(parts)
    if origin is not None:
        machine.set_trace(result, origin)
        return result
    if len(parts) > 8 and size <= len(parts) * 2:
        step = "xor" if machine.xors >= len(set(parts)) // 2 > 0 else "chars"
        return machine.assemble(result, step)
    return result


def _container_method(machine: Machine, receiver: Any, name: str, args: list[Value], kwargs: dict[str, Value]) -> Value:
    # As with items: a list that fills with what is not known gets nobody anywhere.
    if name in _CHANGING and (not args or args[-1] is not UNKNOWN):
        machine.changes += 1
        machine.growth += 1
        machine.effects += 1
        if name == "append":
            machine.put(args[0])
    if name == "extend":
        found = items_of(args[0]) if args else None
        if found is None:
            return UNKNOWN
        args = [found]
    if name in ("extend", "update") and args and len(receiver) + len(args[0]) > MAX_ITEMS:
        return UNKNOWN
    if name == "append" and len(receiver) > MAX_ITEMS:
        return UNKNOWN
    if name == "sort":
        return _sort(machine, receiver, args, kwargs)
    if name == "get" and args and isinstance(receiver, dict):
        return receiver.get(args[0], args[1] if len(args) > 1 else None)
    if name in ("index", "count") and not all(is_plain(arg) for arg in args):
        return UNKNOWN
    if (
        name == "update"
        and args
        and not isinstance(args[0], (list, tuple, dict, set, frozenset, bytes, bytearray, str))
    ):
        return UNKNOWN
    if name in ("update", "union", "difference", "intersection") and isinstance(receiver, set):
        cost.enter(machine, args)
        for other in args:
            cost.hashing(machine, list(other))
    if name == "extend":
        machine.spend(8 * len(args[0]))
    result = getattr(receiver, name)(*args, **kwargs)
    return list(result) if name in ("keys", "values", "items") else result


def _sort(machine: Machine, receiver: list[Value], args: list[Value], kwargs: dict[str, Value]) -> Value:
    from scanner.decode.fold import pure

    found = pure.PURE["sorted"](machine, [receiver, *args], kwargs)
    if found is UNKNOWN:
        return UNKNOWN
    receiver[:] = found
    return None
