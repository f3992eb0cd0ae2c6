"""The states of a case, and what each report outcome or takedown makes of the one before."""

from enum import StrEnum
from typing import Literal

__all__ = ["CLOSED", "DECIDED", "REPORTING", "TAKEN_DOWN", "UNDECIDED", "State", "Takedown", "after", "takedown_of"]


class State(StrEnum):
    """One word for where a case stands: on the card and in the database."""

    OPEN = "open"
    CLAIMED = "claimed"
    DISPUTED = "disputed"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    QUEUED = "queued"
    REPORTED = "reported"
    REPORT_FAILED = "report-failed"
    REPORT_UNKNOWN = "report-unknown"
    QUARANTINED = "quarantined"
    REMOVED = "removed"


UNDECIDED = frozenset({State.OPEN, State.CLAIMED, State.DISPUTED})
DECIDED = frozenset({State.CONFIRMED, State.DISMISSED})
REPORTING = frozenset({State.QUEUED, State.REPORTED, State.REPORT_FAILED, State.REPORT_UNKNOWN})
TAKEN_DOWN = frozenset({State.QUARANTINED, State.REMOVED})
# A closed case leaves room for a new one of the same project.
CLOSED = frozenset({State.DISMISSED, State.REMOVED})

Takedown = Literal["quarantined", "cleared", "removed"]

_JOURNAL: dict[str, Takedown] = {
    "project quarantined": "quarantined",
    "release quarantined": "quarantined",
    "project quarantine cleared": "cleared",
    "release quarantine cleared": "cleared",
    "remove project": "removed",
    "remove release": "removed",
    "quarantined": "quarantined",
    "cleared": "cleared",
    "removed": "removed",
}


def takedown_of(action: str) -> Takedown | None:
    """What a journal action means for a case; None for an action that takes nothing down."""
    return _JOURNAL.get(action)


def after(current: State, wanted: State) -> State:
    """The state once ``wanted`` is reported by the index or the delivery.

    A takedown outranks the report's own outcome: the answer to a request can arrive after the quarantine that it
    caused, and a removed project stays removed.
    """
    if current is State.REMOVED:
        return current
    if current is State.QUARANTINED and wanted in REPORTING:
        return current
    return wanted
