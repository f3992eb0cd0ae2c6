"""What a finding shows of the text it stands in, and what names that: to people, and from release to release."""

import hashlib
import itertools
import re
from collections.abc import Container, Iterable, Iterator, Sequence

from scanner.report import QUIET_SCOPES, Finding, Place, Scope

__all__ = ["EVIDENCE_MATCHES", "fingerprint", "is_among", "joint", "snippet", "telling", "with_loudness"]

SNIPPET_LENGTH = 160  # characters: about two lines of a card
# The text around a match that makes it this evidence and no other: up to here on its line, each way.
EVIDENCE_BEFORE, EVIDENCE_AFTER = 256, 4096
# Matches of one rule in a text whose lines take part in its fingerprint, and that are counted in it.
EVIDENCE_LINES, EVIDENCE_MATCHES = 64, 1_000
_IMPORT = re.compile(rb"[ \t]*(?:import|from)[ \t]+[\w.]+[\w., \t]*(?:[(\r\n#*]|\Z)")
_UNPRINTABLE = re.compile(rb"[^\x20-\x7e]+")
SHORTEST_ALIKE = 4  # characters: what is shorter stands everywhere
# How loud evidence stands, in its fingerprint: what was known or dismissed where nothing runs it is news where it runs.
LOUDEST_FIRST = ("itself", "code", "quiet")
LOUD_MARK = "@"  # before that


def fingerprint(
    rule: str, data: bytes, spans: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]] = ()
) -> str:
    """The rule with its evidence: the lines of its matches, white space folded.

    Whole lines, since a rule often matches only the call in front of a payload, and another payload is new evidence;
    folded, so that indentation and line ends do not make it new. Of all matches: libyara tells of ``others`` than the
    first ``spans`` where it was asked, and those that are spelled alike are looked for.
    """
    lines: dict[bytes, None] = {}
    count = 0
    alike = (span for one in dict.fromkeys(data[start:end] for start, end in spans) for span in _alike(data, one))
    for start, end in itertools.islice(itertools.chain(spans, others, alike), EVIDENCE_MATCHES):
        count += 1
        if count > EVIDENCE_LINES:
            continue
        begin = max(data.rfind(b"\n", 0, start) + 1, start - EVIDENCE_BEFORE)
        stop = data.find(b"\n", end, end + EVIDENCE_AFTER)
        stop = min(len(data), end + EVIDENCE_AFTER) if stop == -1 else stop
        lines[b" ".join(data[begin:stop].split())] = None
    many = b"\0%d" % count if count > EVIDENCE_LINES else b""
    return hashlib.sha256(rule.encode() + b"\0" + b"\n".join(lines) + many).hexdigest()[:32]


def _alike(data: bytes, text: bytes) -> Iterator[tuple[int, int]]:
    """Where a text stands again, behind the first time."""
    at = data.find(text) if len(text) >= SHORTEST_ALIKE else -1
    while at != -1 and (at := data.find(text, at + len(text))) != -1:
        yield at, at + len(text)


def snippet(data: bytes, start: int, end: int) -> str:
    """The line around a match, cut to SNIPPET_LENGTH around the match itself; as hostile as it was found."""
    first = max(data.rfind(b"\n", 0, start) + 1, start - SNIPPET_LENGTH // 2)
    last = data.find(b"\n", min(end, start + SNIPPET_LENGTH), first + SNIPPET_LENGTH)
    last = min(len(data), first + SNIPPET_LENGTH) if last == -1 else last
    line = data[first:last]
    if b"\0" in line:  # of a program: only its words say something
        line = _UNPRINTABLE.sub("…".encode(), line)
    return line.decode("utf-8", "backslashreplace").strip()


def telling(data: bytes, spans: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Of the places where a rule's strings stand, the one to show: the longest match, which is rarely a common word.

    An import only where there is nothing else.
    """
    telling = [span for span in spans if not _is_import(data, span[0])]
    return max(telling or spans, key=lambda span: span[1] - span[0])


def _is_import(data: bytes, at: int) -> bool:
    start = data.rfind(b"\n", 0, at) + 1
    return _IMPORT.match(data, start, min(len(data), start + SNIPPET_LENGTH)) is not None


def joint(fingerprints: Iterable[str]) -> str:
    """One for all: evidence beside what was known is new."""
    first, *others = fingerprints
    return hashlib.sha256(" ".join((first, *others)).encode()).hexdigest()[:32] if others else first


def with_loudness(finding: Finding) -> str:
    """The finding's fingerprint, with how loud it stands where that is not said yet."""
    if not finding.fingerprint or LOUD_MARK in finding.fingerprint:
        return finding.fingerprint
    is_quiet = finding.scope in QUIET_SCOPES or finding.place is not Place.CODE
    loud = "quiet" if is_quiet else "code" if finding.scope is Scope.CODE else "itself"
    return f"{finding.fingerprint}{LOUD_MARK}{loud}"


def is_among(finding: Finding, fingerprints: Container[str]) -> bool:
    """Whether a finding's evidence is among these, as loud as here or louder, or it is not said how loud."""
    evidence, _, loud = with_loudness(finding).partition(LOUD_MARK)
    if not loud:
        return False
    louder = LOUDEST_FIRST[: LOUDEST_FIRST.index(loud) + 1]
    return evidence in fingerprints or any(f"{evidence}{LOUD_MARK}{word}" in fingerprints for word in louder)
