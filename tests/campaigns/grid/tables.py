"""The tables beside this file: `== NAME [ADDRESS]` begins a row, `--` stands between its imports and its code."""

import functools
from pathlib import Path
from typing import NamedTuple

__all__ = ["Row", "imports", "indented", "rows"]


class Row(NamedTuple):
    name: str
    imports: str
    code: str
    address: str = ""


@functools.cache
def rows(table: str) -> dict[str, Row]:
    """A table's rows, by their names."""
    text = Path(__file__).with_name(f"{table}.txt").read_text("utf-8")
    found: dict[str, Row] = {}
    for part in text.split("\n== ")[1:]:
        head, _, body = part.partition("\n")
        name, _, address = head.partition(" ")
        before, _, code = body.partition("--\n")
        found[name] = Row(name, before.strip(), code.strip(), address)
    return found


def imports(*texts: str) -> str:
    """The lines of these, each once."""
    return "\n".join(dict.fromkeys(line for text in texts for line in text.splitlines() if line))


def indented(text: str, levels: int = 1) -> str:
    return "\n".join("    " * levels + line if line else line for line in text.splitlines())
