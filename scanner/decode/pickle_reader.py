"""Pickles read as data: the globals they would import and the strings they hold, by their opcodes."""

import io
import itertools
import pickletools
from collections.abc import Iterator
from typing import Any, Final

__all__ = ["begins_pickle", "looks_like_pickle", "read_pickle"]

MAX_OPCODES: Final = 500_000  # a third of a second; what stands behind them is read as any other data
KEEPS: Final = frozenset({"PUT", "BINPUT", "LONG_BINPUT", "MEMOIZE"})
GIVES: Final = frozenset({"GET", "BINGET", "LONG_BINGET"})


def begins_pickle(data: bytes) -> bool:
    """Whether data begins as protocol 2 and later do, by the PROTO opcode."""
    return len(data) > 8 and data[0] == 0x80 and 2 <= data[1] <= 5


def looks_like_pickle(data: bytes) -> bool:
    """The same, or protocol 0 by a global at the start."""
    return begins_pickle(data) or (len(data) > 8 and data[:1] == b"c" and b"\n" in data[:80])


def read_pickle(data: bytes) -> tuple[str, list[bytes], bool]:
    """What pickles, one behind the other, name and say, one line each, and their long strings for further peeling.

    Last whether there were no more than MAX_OPCODES. Raises ValueError when not a single opcode is readable.
    """
    lines: list[str] = []
    blobs: list[bytes] = []
    recent: list[str] = []  # the last texts on the stack
    memo: dict[object, str] = {}
    read = 0
    is_whole = True
    operations = _operations(data)
    try:
        for opcode, argument, _ in itertools.islice(operations, MAX_OPCODES):
            read += 1
            name = opcode.name
            if name in ("GLOBAL", "INST") and isinstance(argument, str):
                lines.append("global " + ".".join(argument.split(" ", 1)))
            elif name == "STACK_GLOBAL" and len(recent) >= 2:
                lines.append("global " + ".".join(recent[-2:]))
            elif name in ("REDUCE", "NEWOBJ", "BUILD"):
                lines.append(name.lower())
            elif name in KEEPS:
                memo[len(memo) if argument is None else argument] = recent[-1] if recent else ""
            elif name in GIVES:
                recent = [*recent[-3:], memo.get(argument, "")]
            elif name == "STOP":
                memo.clear()
            elif isinstance(argument, (str, bytes)) and argument:
                text = argument if isinstance(argument, str) else argument.decode("latin-1")
                recent = [*recent[-3:], text]
                lines.append(repr(argument))
                if len(text) >= 40:
                    blobs.append(argument if isinstance(argument, bytes) else text.encode("utf-8", "surrogatepass"))
        is_whole = next(operations, None) is None
    except (ValueError, IndexError, UnicodeError, OverflowError, MemoryError, AttributeError, TypeError) as error:
        if not read:
            raise ValueError(str(error)) from None
    return "\n".join(lines) + "\n", blobs, is_whole


def _operations(data: bytes) -> Iterator[tuple[pickletools.OpcodeInfo, Any, int | None]]:
    """Opcodes with their arguments and places; a reader that asks again reads on behind a pickle's end."""
    stream = io.BytesIO(data)
    while stream.tell() < len(data):
        yield from pickletools.genops(stream)
