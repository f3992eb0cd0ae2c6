"""Every kind of anomaly that a report can carry, from whichever room it comes."""

from scanner.archive.anomalies import KINDS as ARCHIVE_KINDS
from scanner.archive.anomalies import Kind
from scanner.report import Anomaly

__all__ = ["KINDS", "TIMED_OUT", "Kind", "failure_of", "is_incomplete"]

SCAN_KINDS: dict[str, Kind] = {
    "deadline": Kind("Took longer than one distribution may; the rest was not scanned", incomplete=True),
    "worker-died": Kind("The scanning process died; what it had found until then is kept", incomplete=True),
    "build-unread": Kind(
        "Says what runs at build, and is not read here; whatever it may name was taken for that", incomplete=True
    ),
    "code-unread": Kind(
        "Holds so much that even of what runs by installing or importing, some was not scanned", incomplete=True
    ),
    "member-pieces": Kind(
        "Too large to be held at once: read in pieces, and what only the whole shows was not seen", incomplete=True
    ),
    "out-of-memory": Kind("Needed more memory than a scan may have; what needed it was not scanned", incomplete=True),
    "match-timeout": Kind("Rules took too long on a part of this text; that part was not matched", incomplete=True),
    "match-fault": Kind("The rule engine gave up on a part of this text; that part was not matched", incomplete=True),
    "match-many": Kind("A rule's string occurs over a million times in one text; counted up to there"),
    "read-fault": Kind("The archive reader failed; the rest was not scanned", incomplete=True),
    "peel-fault": Kind("The decoders failed on this member; it was scanned as far as they came", incomplete=True),
    "peel-bytes": Kind("Decodes to more than the scanner reads; the rest was not decoded", incomplete=True),
    "peel-layers": Kind("Holds more encoded texts than the scanner decodes; the rest was not decoded", incomplete=True),
    "peel-depth": Kind("Encoded deeper than the scanner decodes; the innermost was not decoded", incomplete=True),
    "peel-time": Kind("Took too long to decode; the rest was not decoded", incomplete=True),
    "peel-incomplete": Kind("Too intricate to decode whole; what came out was scanned", incomplete=True),
    "signal-fault": Kind("A signal failed; the others were kept", incomplete=True),
    "code-unfollowed": Kind("Holds more code than is followed; of some, rules alone tell what it does"),
    "findings-dropped": Kind("One rule fired in more members than a report keeps; the loudest are kept"),
}

KINDS: dict[str, Kind] = {**ARCHIVE_KINDS, **SCAN_KINDS}

# Of a file that was never opened, or in which what runs was not read for lack of time, memory or budget, "clean" would
# say too much: whoever wants a payload overlooked puts in front of it what takes the scanner all that it has.
UNOPENED = ("archive-unknown", "archive-unsupported")
TIMED_OUT = ("deadline", "budget-time")
PASSED_BY = "code-unread"
UNREAD = ("out-of-memory", "read-fault")  # of a member it concerns that one alone


def is_incomplete(kind: str) -> bool:
    """Whether something was left unread. A kind that no table knows counts as that: better asked than missed."""
    known = KINDS.get(kind)
    return known is None or known.incomplete


def failure_of(anomaly: Anomaly) -> str | None:
    """What an anomaly says of the whole scan: why it failed, where it did."""
    if anomaly.kind in TIMED_OUT:
        return f"out of time: {anomaly.detail}"
    if anomaly.kind == PASSED_BY or (anomaly.kind in UNREAD and anomaly.member is None):
        return f"{anomaly.kind}: {anomaly.detail}"
    if anomaly.kind in UNOPENED and anomaly.member is None:
        return f"not a readable archive: {anomaly.detail}"
    return None
