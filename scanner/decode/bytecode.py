"""What bytecode calls, written as source would be: names, attributes and constants as they come on the stack.

Read out of ``co_code`` of CPython 3.6 to 3.14 by tables of opcodes (``Lib/opcode.py``, ``Lib/_opcode_metadata.py``).
The numbers change from version to version and a marshal stream does not say of which it is, so the table is taken
whose instructions name all that the code objects have names for.
"""

import functools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final, NamedTuple

__all__ = ["Opcodes", "calls_of", "fitting"]

SHOWN: Final = 200  # characters of a constant or of a name
WHOLE: Final = 0.9  # share of the names that a version's instructions use; the compiler leaves few of them unused
DEEPEST: Final = 64  # what is on the stack before a call


class Opcodes(NamedTuple):
    """One version's numbers, -1 for what it does not have, and the bits that stand below an index of a name."""

    name: int
    globe: int
    attribute: int
    method: int
    constant: int
    import_name: int
    import_from: int
    extended: int
    calls: tuple[int, ...]
    silent: tuple[int, ...]  # leave what is on the stack as it is
    others: tuple[int, ...]  # name something, and do nothing that is written here
    globe_bits: int = 0
    attribute_bits: int = 0


_OLD: Final = (90, 91, 95, 96, 97, 98)  # STORE and DELETE of _NAME, _ATTR and _GLOBAL
VERSIONS: Final = (
    Opcodes(101, 116, 106, 160, 100, 108, 109, 144, (131, 161), (9,), _OLD),  # 3.6 to 3.10
    Opcodes(101, 116, 106, 160, 100, 108, 109, 144, (171,), (0, 2, 9, 166), _OLD, 1),  # 3.11
    Opcodes(101, 116, 106, -1, 100, 108, 109, 144, (171,), (0, 2, 9), (*_OLD, 175), 1, 1),  # 3.12
    Opcodes(92, 91, 82, -1, 83, 75, 74, 71, (53,), (0, 34, 30), (114, 67, 108, 63, 113, 66, 90), 1, 1),  # 3.13
    Opcodes(93, 92, 80, -1, 82, 73, 72, 69, (52,), (0, 33, 27), (116, 65, 110, 61, 115, 64, 91), 1, 1),  # 3.14
)


def _instructions(code: bytes, extended: int) -> Iterable[tuple[int, int]]:
    """Opcodes with their arguments; most code has none that is longer than a byte."""
    opcodes, arguments = code[::2], code[1::2]
    return _extended(opcodes, arguments, extended) if extended in opcodes else zip(opcodes, arguments, strict=False)


def _extended(opcodes: bytes, arguments: bytes, extended: int) -> Iterator[tuple[int, int]]:
    prefix = 0
    for opcode, low in zip(opcodes, arguments, strict=False):
        argument = prefix << 8 | low
        prefix = argument & 0xFFFFFF if opcode == extended else 0
        if opcode != extended:
            yield opcode, argument


@functools.cache
def _naming(opcodes: Opcodes) -> dict[int, int]:
    """The instructions that speak of a name, with the bits that stand below its index."""
    plain = (opcodes.name, opcodes.method, opcodes.import_name, opcodes.import_from, *opcodes.others)
    return {
        **dict.fromkeys(plain, 0),
        opcodes.globe: opcodes.globe_bits,
        opcodes.attribute: opcodes.attribute_bits,
    }


def fitting(codes: Sequence[tuple[bytes, int]]) -> Opcodes | None:
    """The version that code objects are of, each given by its instructions and its number of names; None for none."""
    best: tuple[int, int, Opcodes] | None = None
    for opcodes in VERSIONS:
        used = calls = 0
        naming = _naming(opcodes)
        for code, count in codes:
            different = set(_instructions(code, opcodes.extended))
            named = {argument >> naming[opcode] for opcode, argument in different if opcode in naming}
            if named and max(named) >= count:
                break
            used += len(named)
            calls += sum(map(code[::2].count, opcodes.calls))
        else:
            if best is None or (used, calls) > best[:2]:
                best = (used, calls, opcodes)
    whole = sum(count for _, count in codes)
    return best[2] if best is not None and whole and best[0] >= WHOLE * whole else None


def calls_of(code: bytes, names: Sequence[str], consts: Sequence[Any], opcodes: Opcodes) -> Iterator[str]:
    """Imports, calls and attributes, a line each; what a call gets from elsewhere is left out of it."""
    names = [name[:SHOWN] for name in names]
    shown = [_shown(const) for const in consts]
    stack: list[str] = []
    module = ""
    naming = _naming(opcodes)
    for opcode, argument in _instructions(code, opcodes.extended):
        index = argument >> naming[opcode] if opcode in naming else len(names)
        word = names[index] if index < len(names) else ""
        if opcode in (opcodes.name, opcodes.globe):
            stack.append(word)
        elif opcode in (opcodes.attribute, opcodes.method):
            stack.append(f"{stack.pop() if stack else '_'}.{word}")
        elif opcode == opcodes.constant:
            stack.append(shown[argument] if argument < len(shown) else "_")
        elif opcode == opcodes.import_name:
            module, stack = word, []
            yield f"import {word}"
        elif opcode == opcodes.import_from:
            yield f"from {module} import {word}"
        elif opcode in opcodes.calls and len(stack) > argument:
            first = len(stack) - argument
            stack[first - 1 :] = [f"{stack[first - 1]}({', '.join(stack[first:])})"]
        elif opcode not in opcodes.silent or len(stack) > DEEPEST:
            yield from _written(stack)
            stack = []
        if stack and sum(map(len, stack[-2:])) > 8 * SHOWN:
            yield from _written(stack)
            stack = []
    yield from _written(stack)


def _shown(const: Any) -> str:
    if isinstance(const, (str, bytes)):
        return repr(const[:SHOWN])
    return repr(const) if isinstance(const, int) and const.bit_length() <= SHOWN else "_"


def _written(stack: list[str]) -> Iterator[str]:
    """The lowest entry as a call of what stands above it, if it may be one."""
    if stack and ("." in stack[0] or "(" in stack[0] or len(stack) > 1) and stack[0][:1].isidentifier():
        yield stack[0] if len(stack) == 1 else f"{stack[0]}({', '.join(stack[1:])})"
