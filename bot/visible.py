"""Hostile text made plain: what cannot be seen is shown by its number.

Names, snippets and paths come from attackers. This is the first step on every way out: to a chat (``bot.chat.text``),
a terminal, or a report to the index.
"""

import unicodedata

__all__ = ["clip", "visible"]

# Marks that stack on one letter; more than two of them in a row are "zalgo" text that paints over other lines.
MARKS_IN_A_ROW = 2
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Blank although they count as letters or symbols: Hangul fillers, the Braille blank, the combining grapheme joiner.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800\u034f\u17b4\u17b5")


def visible(text: str, *, lines: bool = False) -> str:
    """The text with every control, direction, zero-width, tag and unassigned character shown as ``<U+202E>``.

    Newlines stay with ``lines``, otherwise runs of white space become one blank; tabs become four blanks. Variation
    selectors and piled-up combining marks are dropped.
    """
    out: list[str] = []
    marks = 0
    for char in text.replace("\r\n", "\n"):
        category = unicodedata.category(char)
        if category in ("Mn", "Me"):
            marks += 1
            if marks <= MARKS_IN_A_ROW and char not in _BLANK and not 0xFE00 <= ord(char) <= 0xFE0F:
                out.append(char)
            continue
        marks = 0
        if char == "\n" and lines:
            out.append(char)
        elif char in "\n\t" or category == "Zs":
            out.append("    " if char == "\t" and lines else " ")
        elif category in _HIDDEN or char in _BLANK:
            out.append(f"<U+{ord(char):04X}>")
        else:
            out.append(char)
    shown = "".join(out)
    return shown if lines else " ".join(shown.split())


def clip(text: str, limit: int) -> str:
    """At most ``limit`` UTF-16 units, the last one an ellipsis where something was cut.

    Discord's clients count UTF-16 units and its documents say characters; the larger count is safe with both.
    """
    if limit <= 0:
        return ""
    if units(text) <= limit:
        return text
    out: list[str] = []
    left = limit - 1
    for char in text:
        left -= 2 if ord(char) > 0xFFFF else 1
        if left < 0:
            break
        out.append(char)
    return "".join(out) + "…"


def units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text) + sum(ord(char) > 0xFFFF for char in text)
