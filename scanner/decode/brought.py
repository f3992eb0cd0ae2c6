"""Scripts of other languages that a module brings in quotes: with its line breaks written out, no rule reads them."""

import re
from collections.abc import Iterator
from typing import Final

from scanner.search import OF_CODE

__all__ = ["BROUGHT", "scripts"]

# Between line breaks that are written out, something that talks or is another language's.
_SPEAKS: Final = (
    rb"https?://|/dev/tcp|require\(|process\.env|XMLHTTP|\b(?:curl|wget)[ \t]|sockaddr|powershell|Invoke-"
    rb"|DownloadString|do shell script|WScript|fsockopen|os\.Environ|/bin/(?:ba|z)?sh"
)
BROUGHT: Final = OF_CODE.add(
    {
        "in a literal": (rb"\\n[^\n]*(?:" + _SPEAKS + rb")[^\n]*\\n",),
        "in several": (rb"\\n['\"][ \t]*\\?\r?\n[ \t]*['\"][^\n]*(?:" + _SPEAKS + rb")",),
    }
)
SPEAKS: Final = re.compile(_SPEAKS)
QUOTE: Final = re.compile(rb"['\"]")
QUOTED: Final = re.compile(rb"'(?:\\.|[^'\\\n])*+'|\"(?:\\.|[^\"\\\n])*+\"", re.DOTALL)
BETWEEN: Final = re.compile(rb"[ \t]*+(?:\\?\r?\n[ \t]*+)?+[bBuU]?")
ESCAPED: Final = re.compile(rb"\\(.)", re.DOTALL)
ESCAPES: Final = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"\n": b""}
FEWEST_BREAKS: Final = 2
SHORTEST, LONGEST = 40, 200_000  # bytes of a script
MOST: Final = 50  # scripts of one text


def scripts(source: bytes) -> Iterator[tuple[int, bytes]]:
    """What literals that stand side by side say, as a text of lines, each with where it begins."""
    told = 0
    for start, parts in _literals(source):
        said = b"".join(parts)
        if SHORTEST <= len(said) <= LONGEST and said.count(b"\\n") >= FEWEST_BREAKS and SPEAKS.search(said):
            yield start, ESCAPED.sub(lambda one: ESCAPES.get(one[1], one[1]), said)
            told += 1
            if told == MOST:
                return


def _literals(source: bytes) -> Iterator[tuple[int, list[bytes]]]:
    """Literals that stand side by side, without their quotes; of a line on which one does not end, nothing more."""
    at = 0
    while (quote := QUOTE.search(source, at)) is not None:
        start = end = quote.start()
        parts: list[bytes] = []
        while (part := QUOTED.match(source, end)) is not None:
            parts.append(part[0][1:-1])
            at = part.end()
            between = BETWEEN.match(source, at)
            end = between.end() if between is not None else at
        if parts:
            yield start, parts
        else:
            line = source.find(b"\n", start)
            at = line if line != -1 else len(source)
