"""Whether a program holds what nobody can read: a long literal that is no text, or a long row of numbers."""

import ast
from typing import Final

from scanner.syntax import nodes

__all__ = ["holds_unread"]

LONG: Final = 200  # characters of a literal
MANY: Final = 128  # numbers in a row
WORD: Final = 25  # characters between two blanks, on average: no language writes such
HIGH: Final = 4  # one of so many bytes is none of a text in English
CONTROL: Final = bytes({*range(32)} - {*b"\t\n\r\x1b"})
FEW: Final = 100  # bytes of a text, of which one may be such


def holds_unread(tree: ast.Module) -> bool:
    """Whether such a literal is anywhere in the program."""
    for node in nodes(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, (str, bytes)):
            if len(node.value) >= LONG and _is_unread(node.value):
                return True
        elif isinstance(node, (ast.List, ast.Tuple)) and len(node.elts) >= MANY:
            numbers = sum(isinstance(part, ast.Constant) and isinstance(part.value, int) for part in node.elts)
            if numbers * 2 > len(node.elts):
                return True
    return False


def _is_unread(value: str | bytes) -> bool:
    data = value.encode("utf-8", "surrogatepass") if isinstance(value, str) else value
    control = len(data) - len(data.translate(None, CONTROL))
    high = sum(byte > 126 for byte in data)
    return control * FEW > len(data) or high * HIGH > len(data) or len(data) > WORD * (data.count(b" ") + 1)
