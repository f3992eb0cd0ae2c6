"""Pure functions and classes of the standard library and of cryptography packages, by full dotted name."""

import base64
import binascii
import functools
import html
import json
import string
import textwrap
import urllib.parse
import zlib
from collections.abc import Callable
from typing import Any, Final

from scanner.decode import marshal_reader, pickle_reader, steps
from scanner.decode.fold import chance, cost, crypto, patterns, records
from scanner.decode.fold.arguments import bound
from scanner.decode.fold.iterators import taken
from scanner.decode.fold.machine import MAX_TEXT, Machine
from scanner.decode.fold.values import (
    OWN_FILE,
    UNKNOWN,
    Class,
    Code,
    Env,
    Instance,
    Native,
    Partial,
    Ref,
    Value,
    bytes_of,
    known,
)

__all__ = ["call_library", "call_native", "is_computed"]


def is_computed(name: str) -> bool:
    """Whether a library function is one of the pure ones."""
    return name in _STEPS or name in _FUNCTIONS or crypto.is_crypto(name)


def call_library(machine: Machine, name: str, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """Call a library function; UNKNOWN when it is not one of the pure ones."""
    step = _STEPS.get(name)
    if step is not None and args:
        return _decode(machine, name, step, _with_alphabet(machine, name, args, kwargs))
    function = _FUNCTIONS.get(name)
    if function is not None:
        return function(machine, args, kwargs)
    if crypto.is_crypto(name):
        return crypto.call_crypto(machine, name, args, kwargs)
    machine.opaque += 1
    return UNKNOWN


# Which decoder each function is: the path's word.
_STEPS: Final[dict[str, str]] = {
    "base64.b64decode": "base64", "base64.urlsafe_b64decode": "base64", "binascii.a2b_base64": "base64",
    "base64.b32decode": "base32", "base64.b32hexdecode": "base32hex", "base64.b16decode": "hex",
    "base64.b85decode": "base85", "base64.a85decode": "ascii85", "base64.z85decode": "z85", "binascii.unhexlify": "hex",
    "binascii.a2b_hex": "hex", "zlib.decompress": "zlib", "gzip.decompress": "gzip", "bz2.decompress": "bz2",
    "lzma.decompress": "lzma", "binascii.a2b_uu": "uu", "quopri.decodestring": "quopri", "binascii.a2b_qp": "quopri",
    "urllib.parse.unquote": "url", "urllib.parse.unquote_plus": "url", "urllib.parse.unquote_to_bytes": "url",
}  # fmt: skip
_TEXT_STEPS: Final = frozenset({"urllib.parse.unquote", "urllib.parse.unquote_plus"})


def _decode(machine: Machine, name: str, step: str, value: Value) -> Value:
    if isinstance(value, Native) and value.kind == "bytesio":
        value = value.state
    data = bytes_of(value)
    result: Value = _inflate(data) if step == "zlib" else steps.DECODERS[step](data)
    if name in _TEXT_STEPS:
        result = result.decode("utf-8", "replace")
    machine.spend(len(result))
    return machine.derive(result, value, step=step, call=name)


def _with_alphabet(machine: Machine, name: str, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """What is decoded, with the last two letters of base64 where b64decode was told others."""
    own = args[1] if len(args) > 1 else kwargs.get("altchars")
    if name != "base64.b64decode" or own is None:
        return args[0]
    return machine.derive(bytes_of(args[0]).translate(bytes.maketrans(bytes_of(own), b"+/")), args[0])


def _inflate(data: bytes) -> bytes:
    """zlib.decompress whatever window bits were asked for: zlib, gzip, or raw."""
    for bits in (47, -15):
        try:
            return steps.inflate(data, bits)
        except ValueError:
            continue
    raise ValueError("not a deflate stream")


def _codecs_decode(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    from scanner.decode.fold import methods

    name = str(args[1] if len(args) > 1 else kwargs.get("encoding", "utf-8"))
    codec = methods.plain_codec(name)
    value = args[0]
    word = {
        "rot13": "rot13", "base64": "base64", "base64codec": "base64", "hex": "hex", "hexcodec": "hex", "zip": "zlib",
        "zlib": "zlib", "zlibcodec": "zlib", "bz2": "bz2", "bz2codec": "bz2", "uu": "uu", "uucodec": "uu",
        "quopri": "quopri", "quotedprintable": "quopri",
    }.get(codec)  # fmt: skip
    if word is not None:
        result: Value = steps.DECODERS[word](bytes_of(value))
        if word == "rot13" and isinstance(value, str):
            result = result.decode("utf-8", "surrogatepass")
        return machine.derive(result, value, step=word, call=f"codecs.decode:{codec}")
    if codec in ("unicodeescape", "rawunicodeescape", "escape"):
        cost.charge(machine, ESCAPE * bytes_of(value).count(b"\\"))
        text = steps.escapes(bytes_of(value)).decode("utf-8", "replace")
        return machine.derive(text, value, step="escapes")
    return methods.call_method(machine, bytes_of(value), "decode", [name], {})


ESCAPE: Final = 300  # nanoseconds of each


def _codecs_encode(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    codec = str(args[1] if len(args) > 1 else kwargs.get("encoding", "utf-8")).replace("-", "").replace("_", "")
    return _codecs_decode(machine, [args[0], "rot13"], {}) if codec == "rot13" else UNKNOWN


def _marshal_loads(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    data = bytes_of(args[0])
    value = marshal_reader.read_marshal(data)
    if isinstance(value, marshal_reader.CodeObject):
        # The code object itself goes on as bytes: peel reads it as a layer of its own, constants and all.
        code = Code(data, listing=True)
        machine.derive(code, args[0], step="marshal", call="marshal.loads")
        return code
    return machine.derive(value, args[0], step="marshal") if known(value) else UNKNOWN


def _pickle_loads(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    text, *_ = pickle_reader.read_pickle(bytes_of(args[0]))
    result = text.encode("utf-8", "surrogatepass")
    machine.derive(result, args[0], step="pickle", call="pickle.loads")
    machine.emit(result, via="pickle", is_code=False)
    return UNKNOWN


def _pickle_load(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    source = args[0]
    return _pickle_loads(machine, [source.state], {}) if isinstance(source, Native) else UNKNOWN


def _unpickler(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    return Instance(Class("Unpickler", Env()), {"load": Partial(Ref("pickle.load"), (args[0],), {})})


def _plain(function: Callable[..., Any], step: str = "") -> Callable[[Machine, list[Value], dict[str, Value]], Value]:
    def apply(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
        if not all(known(arg) for arg in [*args, *kwargs.values()]):
            return UNKNOWN
        return machine.derive(function(*args, **kwargs), *args, step=step)

    return apply


def _json(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    machine.spend(JSON_ITEM * len(args[0]))
    return _plain(json.loads)(machine, args, kwargs)


LITERAL_ITEM: Final = 200  # bytes of an item of a literal, in the tree and out of it
JSON_ITEM: Final = 20  # bytes for each character: an empty list takes three


def _literal(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    import ast

    if not isinstance(args[0], str) or len(args[0]) > 1_000_000:
        return UNKNOWN
    machine.spend(LITERAL_ITEM * args[0].count(","))
    return machine.derive(ast.literal_eval(args[0]), args[0])


def _buffer(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    value = args[0] if args else kwargs.get("fileobj", b"")
    if isinstance(value, Native) and value.kind == "bytesio":
        return value
    return Native("bytesio", value) if isinstance(value, (str, bytes)) else UNKNOWN


def _open(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """A file by its path: the text that is being read, where it opens itself; of others nothing is known."""
    if (args[0] if args else kwargs.get("file")) is not OWN_FILE:
        return UNKNOWN
    mode = args[1] if len(args) > 1 else kwargs.get("mode", "r")
    data = machine.units[0].data
    is_binary = isinstance(mode, str) and "b" in mode
    return Native("bytesio", data if is_binary else data.decode("utf-8", "surrogateescape"))


def _file_of(step: str) -> Callable[[Machine, list[Value], dict[str, Value]], Value]:
    """Opens what is compressed so: in memory, since of other files nothing is known."""

    def opened(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
        source = kwargs.get("fileobj", args[0] if args else UNKNOWN)
        if not isinstance(source, Native) or source.kind != "bytesio":
            return UNKNOWN
        data = _decode(machine, f"{step}.decompress", step, source.state)
        mode = args[1] if len(args) > 1 else kwargs.get("mode")
        if isinstance(mode, str) and "t" in mode and isinstance(data, bytes):
            data = machine.derive(data.decode("utf-8", "surrogateescape"), data)
        return Native("bytesio", data)

    return opened


def _from_bytes(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    order = args[1] if len(args) > 1 else kwargs.get("byteorder", "big")
    if isinstance(args[0], int):
        return UNKNOWN
    data = bytes(args[0])
    return int.from_bytes(data, str(order)) if len(data) <= 100_000 else UNKNOWN  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]


def _escape_decode(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    return _decode(machine, "codecs.escape_decode", "escapes", args[0]), len(args[0])


def _codec_getter(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    return Native("codec", str(args[0]))


def _inflater(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    bits, words = bound("wbits zdict", args, kwargs)
    return Native("decompressor", "zlib") if words is None else Native("inflater", (bits or zlib.MAX_WBITS, words))


def _inflate_with(machine: Machine, state: tuple[int, Value], value: Value) -> Value:
    """What was deflated with words that both sides know."""
    data = zlib.decompressobj(state[0], zdict=bytes_of(state[1])).decompress(bytes_of(value), MAX_TEXT)
    machine.spend(len(data))
    return machine.derive(data, value, step="zlib", call="zlib.decompress")


def _template(machine: Machine, args: list[Value], kwargs: dict[str, Value]) -> Value:
    return Native("template", args[0]) if isinstance(args[0], str) else UNKNOWN


def _substitute(machine: Machine, text: str, given: dict[str, Value]) -> Value:
    if not known(given):
        return UNKNOWN
    cost.charge(machine, text.count("$") * cost.weight([*given.values()], cost.LIMIT))
    return machine.derive(string.Template(text).safe_substitute(given), text)


_FUNCTIONS: Final[dict[str, Callable[[Machine, list[Value], dict[str, Value]], Value]]] = {
    "codecs.decode": _codecs_decode, "codecs.encode": _codecs_encode, "codecs.getdecoder": _codec_getter,
    "codecs.getencoder": _codec_getter, "codecs.lookup": _codec_getter,
    "marshal.loads": _marshal_loads, "pickle.loads": _pickle_loads, "dill.loads": _pickle_loads,
    "pickle.load": _pickle_load, "dill.load": _pickle_load, "pickle.Unpickler": _unpickler,
    "ast.literal_eval": _literal, "json.loads": _json, "textwrap.dedent": _plain(textwrap.dedent),
    "html.unescape": _plain(html.unescape), "urllib.parse.quote": _plain(urllib.parse.quote),
    "base64.b64encode": _plain(base64.b64encode), "base64.b85encode": _plain(base64.b85encode),
    "base64.b32encode": _plain(base64.b32encode), "base64.urlsafe_b64encode": _plain(base64.urlsafe_b64encode),
    "binascii.hexlify": _plain(binascii.hexlify), "binascii.b2a_hex": _plain(binascii.hexlify),
    "open": _open,
    "io.BytesIO": _buffer, "io.StringIO": _buffer, "gzip.GzipFile": _file_of("gzip"),
    **{f"{step}.open": _file_of(step) for step in ("gzip", "bz2", "lzma")}, "int.from_bytes": _from_bytes,
    "zlib.decompressobj": _inflater, "string.Template": _template,
    "bz2.BZ2Decompressor": lambda machine, args, kwargs: Native("decompressor", "bz2"),
    "lzma.LZMADecompressor": lambda machine, args, kwargs: Native("decompressor", "lzma"),
    "base64.Fernet": lambda machine, args, kwargs: UNKNOWN, "codecs.unicode_escape_decode": _codecs_decode,
    "codecs.escape_decode": _escape_decode,
    **chance.CHANCE, **records.RECORDS, **patterns.PATTERNS,
}  # fmt: skip


# What other modules make, by its kind: how its methods are called.
_OBJECTS: Final = {**crypto.OBJECTS, "chance": chance.call_generator, "match": patterns.call_match}


def _got(machine: Machine, kind: str, holder: Value, names: list[Value], words: dict[str, Value]) -> Value:
    """What ``operator``'s getters ask of whom they are called with."""
    from scanner.decode.fold import attributes, calls

    if kind == "methodcaller":
        return calls.call(machine, attributes.attribute(machine, holder, str(names[0])), names[1:], words)
    if kind == "attrgetter":
        steps = (str(name).split(".") for name in names)
        found = [
            functools.reduce(lambda at, name: attributes.attribute(machine, at, name), way, holder) for way in steps
        ]
    else:
        found = [attributes.item(machine, holder, name) for name in names]
    return found[0] if len(found) == 1 else tuple(found)


def call_native(machine: Machine, target: Native, name: str, args: list[Value], kwargs: dict[str, Value]) -> Value:
    """A method of a library object."""
    kind, state = target.kind, target.state
    if kind in _OBJECTS:
        return _OBJECTS[kind](machine, target, name, args, kwargs)
    if kind == "decorator":
        return args[0] if args else UNKNOWN
    if kind == "bytesio":
        if name == "readlines":
            return state.splitlines(keepends=True)
        return state if name in ("read", "getvalue", "__enter__") else UNKNOWN
    if kind == "decompressor":
        return _decode(machine, f"{state}.decompress", state, args[0]) if name == "decompress" else b""
    if kind == "inflater":
        return _inflate_with(machine, state, args[0]) if name == "decompress" else b""
    if kind == "template":
        is_filled = name in ("substitute", "safe_substitute")
        return _substitute(machine, state, {**(args[0] if args else {}), **kwargs}) if is_filled else UNKNOWN
    if kind == "codec":
        if name in ("__call__", "decode"):
            return (_codecs_decode(machine, [args[0], state], {}), len(args[0]))
        return UNKNOWN
    if kind == "listing" and name == "index" and args and isinstance(args[0], str):
        return Native("position", args[0])  # of a name among those of a module: who picks by it gets the name back
    if kind == "iterator" and name == "__next__":
        return taken(machine, target)
    if kind in ("itemgetter", "attrgetter", "methodcaller") and name == "__call__":
        return _got(machine, kind, args[0], *state)
    if kind == "namespace" and name == "update" and args and isinstance(args[0], dict):
        state.names.update({k: v for k, v in args[0].items() if isinstance(k, str)})
        machine.changes += 1
        return None
    return UNKNOWN
