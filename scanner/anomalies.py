"""Every kind of anomaly that a report can carry, from whichever room it comes."""

from scanner.archive.anomalies import KINDS as ARCHIVE_KINDS
from scanner.archive.anomalies import Kind

__all__ = ["KINDS", "Kind", "is_incomplete"]

SCAN_KINDS: dict[str, Kind] = {
    "deadline": Kind("Took longer than one distribution may; the rest was not scanned", incomplete=True),
    "worker-died": Kind("The scanning process died; what it had found until then is kept", incomplete=True),
    "build-unread": Kind(
        "Says what runs at build, and is not read here; whatever it may name was taken for that", incomplete=True
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
    "import-unseen": Kind("Runs more code by being imported than is followed; rules alone tell what it does"),
    "findings-dropped": Kind("One rule fired in more members than a report keeps; the loudest are kept"),
}

KINDS: dict[str, Kind] = {**ARCHIVE_KINDS, **SCAN_KINDS}


def is_incomplete(kind: str) -> bool:
    """Whether something was left unread. A kind that no table knows counts as that: better asked than missed."""
    known = KINDS.get(kind)
    return known is None or known.incomplete
