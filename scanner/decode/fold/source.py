"""From source text to a tree, also for text that this Python does not parse as it stands."""

import ast
import re
from types import EllipsisType
from typing import Final

from scanner import syntax

__all__ = ["parse"]

_PY2_PRINT: Final = re.compile(rb"^([ \t]*|.*?[:;][ \t]*)print[ \t]+(?![(=.,\[])(?:>>[^,\n]+,)?(.*)$", re.MULTILINE)
_PY2_PRINT_BARE: Final = re.compile(rb"^([ \t]*)print[ \t]*$", re.MULTILINE)
_PY2_EXEC: Final = re.compile(
    # What is run goes to the end of the line without a semicolon: so it stands behind the last one.
    rb"^((?:.*;)?+(?:[^;\n]*?:)?[ \t]*)exec[ \t]++(?![(=.,])([^;\n]+)$",
    re.MULTILINE,
)
_PY2_IN: Final = re.compile(rb"(?<=.)[ \t]{1,8}in[ \t]{1,8}[\w., ]{1,80}\Z")
LONGEST_IN: Final = 99  # bytes of that, and one before it
_PY2_EXCEPT: Final = re.compile(rb"^([ \t]*except[ \t]+[\w.()]+)[ \t]*,[ \t]*(\w+)[ \t]*:", re.MULTILINE)
_PY2_RAISE: Final = re.compile(rb"^([ \t]*raise[ \t]+[\w.]+)[ \t]*,[ \t]*.*$", re.MULTILINE)
_PY2_OCTAL: Final = re.compile(rb"\b0([0-7]+)\b(?![.\w])")
_PY2_UR: Final = re.compile(rb"\b[uU][rR](?=['\"])")


def parse(text: bytes, tree: ast.Module | EllipsisType | None = ...) -> tuple[ast.Module, bytes] | None:
    """A tree, and the text its positions speak of; None when nothing of it parses.

    ``text`` is normalised; ``tree`` is its own, where somebody has asked for that before. Tried in turn: as it is;
    without a common indentation; with Python 2's statements rewritten; without the top-level statements that do not
    parse.
    """
    if isinstance(tree, ast.Module):
        return tree, text
    if syntax.is_too_dense(text):
        return None
    own = syntax.tree_of(text) if tree is ... else None
    if own is not None:
        return own, text
    if text[:1] in b" \t":
        lead = len(text) - len(text.lstrip(b" \t"))
        shifted = re.sub(rb"(?m)^[ \t]{1,%d}" % lead, b"", text)
        own = syntax.tree_of(shifted)
        if own is not None:
            return own, shifted
    older = _python2(text)
    own = syntax.tree_of(older) if older != text else None
    if own is not None:
        return own, older
    partial = _without_bad_statements(older)
    if partial is None:
        return None
    own = syntax.tree_of(partial)
    return (own, partial) if own is not None else None


def _exec_call(statement: re.Match[bytes]) -> bytes:
    before, run = statement.groups()
    namespace = _PY2_IN.search(run, max(len(run) - LONGEST_IN, 0))
    return before + b"exec(" + (run[: namespace.start()] if namespace is not None else run) + b")"


def _python2(text: bytes) -> bytes:
    text = _PY2_PRINT.sub(rb"\1print(\2)", text)
    text = _PY2_PRINT_BARE.sub(rb"\1print()", text)
    text = _PY2_EXEC.sub(_exec_call, text)
    text = _PY2_EXCEPT.sub(rb"\1 as \2:", text)
    text = _PY2_RAISE.sub(rb"\1", text)
    text = _PY2_UR.sub(b"u", text)
    return _PY2_OCTAL.sub(lambda m: b"0o" + m.group(1) if m.group(1).strip(b"0") else m.group(), text)


MAX_STATEMENTS: Final = 3_000
MAX_TRIED: Final = 400_000  # characters between words, all pieces together: what a parser takes its time for
_WORDS: Final = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_+/= "
# What CPython says of text that ends too early, at the place where the open part began. Any other fault stays one,
# whatever follows, unless it lies at the very end.
_OPEN: Final = re.compile("EOF|never closed|triple-quoted|expected an indented|expected 'except'")


def _fault(text: bytes) -> Exception | None:
    """What keeps a text from being parsed; None where nothing does."""
    try:
        syntax.parse(text)
    except syntax.FAULTS as error:
        return error
    return None


def _may_go_on(fault: Exception, lines: list[bytes]) -> bool:
    """Whether lines with this fault might be the start of a text without."""
    if not isinstance(fault, SyntaxError):
        return False
    if not fault.offset:  # CPython's place for what is missing behind the last line
        return True
    line, column = max((fault.lineno or 0, fault.offset), (fault.end_lineno or 0, fault.end_offset or 0))
    if line >= len(lines) and column > len(lines[-1].decode("utf-8", "replace").rstrip()):
        return True
    return _OPEN.search(fault.msg) is not None


def _without_bad_statements(text: bytes) -> bytes | None:
    """Blank out the top-level statements of a text that does not parse, all that do not, keeping line numbers."""
    lines = text.expandtabs(8).split(b"\n") if b"\t" in text[:10_000] and b"\n " in text[:10_000] else text.split(b"\n")
    starts = [
        index
        for index, line in enumerate(lines)
        if line[:1] not in (b"", b" ", b"\t", b"#", b")", b"]", b"}")
        and not line.startswith((b"else", b"elif", b"except", b"finally"))
    ]
    if not starts or len(starts) > MAX_STATEMENTS:
        return None
    good = False
    index = tried = 0
    while index < len(starts):
        # A statement may go over several column-0 lines (triple quotes): grow it a little before giving it up.
        begin = starts[index]
        taken = 0
        for ahead in (1, 2, 3, 5, 9):
            after = starts[index + ahead] if index + ahead < len(starts) else len(lines)
            piece = b"\n".join(lines[begin:after])
            if piece == text:
                break  # it is known not to parse, and to fail takes longer than to succeed
            tried += len(piece.translate(None, _WORDS)) + len(piece) // 64
            if tried > MAX_TRIED:
                lines[begin:] = [b""] * (len(lines) - begin)
                return b"\n".join(lines) if good else None
            fault = _fault(piece)
            if fault is None:
                taken = ahead
            if fault is None or after == len(lines) or not _may_go_on(fault, lines[begin:after]):
                break
        good = good or taken > 0
        if not taken:
            after = starts[index + 1] if index + 1 < len(starts) else len(lines)
            lines[begin:after] = [b""] * (after - begin)
        index += taken or 1
    return b"\n".join(lines) if good else None
