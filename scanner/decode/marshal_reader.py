"""Code objects read as data: marshal streams and ``.pyc`` files of CPython 2.7 to 3.14, names, constants and calls.

The format is that of CPython's ``Python/marshal.c``; the header sizes are those of ``importlib._bootstrap_external``.
Nothing is ever unmarshalled: a reader over bytes builds plain values.
"""

import struct
from dataclasses import dataclass, field
from typing import Any, Final

from scanner.decode import bytecode

__all__ = ["CodeObject", "listing", "looks_like_marshal", "pyc_body", "read_marshal"]

MAX_DEPTH: Final = 120
MAX_OBJECTS: Final = 400_000
MOST_CODE: Final = 128 * 1024  # bytes of instructions that a listing writes out: a program has some ten thousand
SAMPLE: Final = 64 * 1024  # bytes of instructions that show of which version they are
MAX_DIGITS: Final = 20_000  # of a number, 15 bits each
MAX_LISTED: Final = 16 * 1024 * 1024  # bytes of a listing: parts may be shared


@dataclass(slots=True)
class CodeObject:
    """What rules can read of a code object: every field is as stored, None where the layout has no such field."""

    name: Any = None
    filename: Any = None
    first_line: int = 0
    names: Any = ()
    varnames: Any = ()
    consts: Any = ()
    code: Any = b""
    fields: list[Any] = field(default_factory=list)


# Field kinds of a code object by layout: l = 32-bit integer, o = object. The named ones are what is kept.
_LAYOUTS: Final[dict[str, list[tuple[str, str]]]] = {
    "3.11": [(k, "l") for k in ("argcount", "posonly", "kwonly", "stacksize", "flags")]
    + [(k, "o") for k in ("code", "consts", "names", "varnames", "kinds", "filename", "name", "qualname")]
    + [("first_line", "l"), ("linetable", "o"), ("exceptiontable", "o")],
    "3.8": [(k, "l") for k in ("argcount", "posonly", "kwonly", "nlocals", "stacksize", "flags")]
    + [(k, "o") for k in ("code", "consts", "names", "varnames", "free", "cell", "filename", "name")]
    + [("first_line", "l"), ("linetable", "o")],
    "3.0": [(k, "l") for k in ("argcount", "kwonly", "nlocals", "stacksize", "flags")]
    + [(k, "o") for k in ("code", "consts", "names", "varnames", "free", "cell", "filename", "name")]
    + [("first_line", "l"), ("linetable", "o")],
    "2.7": [(k, "l") for k in ("argcount", "nlocals", "stacksize", "flags")]
    + [(k, "o") for k in ("code", "consts", "names", "varnames", "free", "cell", "filename", "name")]
    + [("first_line", "l"), ("linetable", "o")],
}

_NULL: Final = object()


class _TooMuchError(ValueError):
    """More than is read of any stream, whatever its layout."""


def _joined(digits: list[int]) -> int:
    """A number of digits of 15 bits, the lowest first: neighbours are joined until one is left."""
    width = 15
    while len(digits) > 1:
        digits.append(0)  # which is left over where their number was even
        digits = [low | high << width for low, high in zip(digits[::2], digits[1::2], strict=False)]
        width *= 2
    return digits[0] if digits else 0


class _Reader:
    def __init__(self, data: bytes, layout: str) -> None:
        self.data = data
        self.at = 0
        self.refs: list[Any] = []
        self.interned: list[Any] = []
        self.objects = 0
        self.layout = _LAYOUTS[layout]

    def take(self, size: int) -> bytes:
        if size < 0 or self.at + size > len(self.data):
            raise ValueError("marshal data ends early")
        piece = self.data[self.at : self.at + size]
        self.at += size
        return piece

    def int32(self) -> int:
        return struct.unpack("<i", self.take(4))[0]

    def many(self, count: int, depth: int) -> list[Any]:
        if count < 0 or count > len(self.data) - self.at:
            raise ValueError("marshal container longer than its data")
        return [self.value(depth + 1) for _ in range(count)]

    def spend(self, objects: int) -> None:
        self.objects += objects
        if self.objects > MAX_OBJECTS:
            raise _TooMuchError("too many objects in marshal data")

    def value(self, depth: int = 0) -> Any:
        if depth > MAX_DEPTH:
            raise ValueError("marshal data nested too deep")
        self.spend(1)
        head = self.take(1)[0]
        slot = -1
        if head & 0x80:  # FLAG_REF: later entries may point back here
            slot = len(self.refs)
            self.refs.append(None)
        result = self.typed(chr(head & 0x7F), depth)
        if slot >= 0:
            self.refs[slot] = result
        return result

    def typed(self, kind: str, depth: int) -> Any:
        if kind in _CONSTANT:
            return _CONSTANT[kind]
        if kind in "suatAzZ":
            return self.text(kind)
        if kind in "ilIfgxy":
            return self.number(kind)
        if kind in "()[<>":
            size = self.take(1)[0] if kind == ")" else self.int32()
            items = self.many(size, depth)
            return items if kind == "[" else tuple(items)
        if kind == "{":
            return self.mapping(depth)
        if kind == "r":
            index = self.int32()
            return self.refs[index] if 0 <= index < len(self.refs) else None
        if kind == "R":
            index = self.int32()
            return self.interned[index] if 0 <= index < len(self.interned) else None
        if kind == ":":
            return tuple(self.many(3, depth))
        if kind == "c":
            return self.code(depth)
        raise ValueError(f"unknown marshal type {kind!r}")

    def text(self, kind: str) -> Any:
        size = self.take(1)[0] if kind in "zZ" else self.int32()
        raw = self.take(size)
        if kind == "s":
            return raw
        text = raw.decode("utf-8" if kind in "ut" else "latin-1", "backslashreplace")
        if kind == "t":
            self.interned.append(text)
        return text

    def number(self, kind: str) -> Any:
        if kind == "i":
            return self.int32()
        if kind == "I":
            return struct.unpack("<q", self.take(8))[0]
        if kind == "l":
            count = self.int32()
            data = self.take(2 * abs(count))
            if abs(count) > MAX_DIGITS:  # larger ones say nothing
                return 0
            self.spend(abs(count) // 4)
            total = _joined([low | high << 8 for low, high in zip(data[::2], data[1::2], strict=True)])
            return -total if count < 0 else total
        parts = 1 if kind in "fg" else 2
        for _ in range(parts):
            self.take(8 if kind in "gy" else self.take(1)[0])
        return 0.0

    def mapping(self, depth: int) -> dict[Any, Any]:
        out: dict[Any, Any] = {}
        while True:
            key = self.value(depth + 1)
            if key is _NULL:
                return out
            # Numbers may be chosen to have one hash: the keys of others are not read.
            out[key if isinstance(key, (str, bytes)) else (len(out),)] = self.value(depth + 1)

    def code(self, depth: int) -> CodeObject:
        code = CodeObject()
        for name, kind in self.layout:
            item = self.int32() if kind == "l" else self.value(depth + 1)
            if name in CodeObject.__slots__:
                setattr(code, name, item)
        if not isinstance(code.names, tuple) or not isinstance(code.consts, tuple) or not isinstance(code.name, str):
            raise ValueError("not a code object of this layout")
        return code


_CONSTANT: Final[dict[str, Any]] = {
    "0": _NULL, "N": None, "F": False, "T": True, "S": StopIteration, ".": ...,
}  # fmt: skip


def looks_like_marshal(data: bytes) -> bool:
    """A code object's type byte, and a small argument count after it."""
    return len(data) > 40 and data[0] in (0x63, 0xE3) and data[2:5] == b"\0\0\0" and data[1] < 64


def read_marshal(data: bytes) -> Any:
    """The value that a marshal stream holds, code objects as CodeObject.

    Raises ValueError when no known layout fits.
    """
    for layout in _LAYOUTS:
        try:
            return _Reader(data, layout).value()
        except _TooMuchError:
            raise
        except (ValueError, struct.error, RecursionError, MemoryError, TypeError):
            continue
    raise ValueError("not a marshal stream of any known version")


def pyc_body(data: bytes) -> bytes | None:
    """The marshal stream of a ``.pyc`` file, or None when it is not one: magic, then 4, 8 or 12 bytes of header."""
    if data[2:4] != b"\r\n":
        return None
    for header in (16, 8, 12):
        if looks_like_marshal(data[header:]):
            return data[header:]
    return None


def _codes(value: Any) -> list[tuple[bytes, int]]:
    """Instructions and number of names of the first code objects in a value: enough to tell their version by."""
    found: list[tuple[bytes, int]] = []
    waiting = [value]
    left = SAMPLE
    while waiting and left > 0:
        item = waiting.pop()
        left -= 1
        if isinstance(item, CodeObject) and isinstance(item.code, bytes) and len(item.code) <= MOST_CODE:
            found.append((item.code, len(item.names)))
            left -= len(item.code)
            waiting.extend(const for const in reversed(item.consts) if isinstance(const, CodeObject))
    return found


def _calls(code: CodeObject, opcodes: bytecode.Opcodes) -> list[str]:
    names = [name if isinstance(name, str) else "_" for name in code.names]
    return list(dict.fromkeys(bytecode.calls_of(code.code, names, code.consts, opcodes)))


def _listed(item: Any) -> int:
    """About how many bytes a value adds to a listing, and to what is still to be listed."""
    if isinstance(item, CodeObject):
        names = sum(len(name) for name in (item.name, item.filename, *item.names) if isinstance(name, str))
        return names + len(item.consts)
    return len(item) if isinstance(item, (str, bytes, tuple, list, dict)) else 0


def listing(value: Any) -> tuple[str, list[bytes]]:
    """A code object as text that rules can read, and its long bytes constants for further peeling."""
    lines: list[str] = []
    blobs: list[bytes] = []
    stack = [value]
    seen = size = 0
    listed: set[int] = set()
    opcodes = bytecode.fitting(_codes(value))
    left = MOST_CODE
    while stack and seen < MAX_OBJECTS:
        item = stack.pop()
        seen += 1
        if isinstance(item, (CodeObject, tuple, list, dict, str, bytes)):
            if id(item) in listed:
                continue  # a reference to what was there before: a few bytes may stand for gigabytes of them
            listed.add(id(item))
        size += _listed(item)
        if size > MAX_LISTED:
            break
        if isinstance(item, CodeObject):
            lines.append(f"# code {item.name} in {item.filename}, line {item.first_line}")
            names = [str(name) for name in item.names if isinstance(name, str)]
            if names:
                lines.append("names: " + " ".join(names))
            if opcodes is not None and isinstance(item.code, bytes):
                left -= len(item.code) + len(item.consts) + len(item.names)
                lines += _calls(item, opcodes) if left > 0 else []
            stack.extend(reversed(item.consts))
        elif isinstance(item, (tuple, list)):
            stack.extend(reversed(item))
        elif isinstance(item, dict):
            stack.extend(reversed(item.values()))
        elif isinstance(item, bytes):
            if len(item) >= 40:
                blobs.append(item)
            lines.append(repr(item))
        elif isinstance(item, str):
            lines.append(repr(item))
            if len(item) >= 40:
                blobs.append(item.encode("utf-8", "surrogatepass"))
        elif isinstance(item, int) and not isinstance(item, bool) and abs(item) > 255 and item.bit_length() < 10_000:
            lines.append(str(item))
    return "\n".join(lines) + "\n", blobs
