"""Counting votes: from everybody's latest word to a verdict, and from the verdict to the case's state."""

from collections.abc import Iterable
from typing import Literal, Protocol

import msgspec

from bot.triage.states import DECIDED, REPORTING, TAKEN_DOWN, State

__all__ = ["Ballot", "Ruling", "Tally", "Verdict", "VoteWord", "rule_on", "tally"]

VoteWord = Literal["confirm", "dismiss", "unsure"]
Verdict = Literal["confirmed", "dismissed"]

_VERDICT: dict[str, Verdict] = {"confirm": "confirmed", "dismiss": "dismissed"}
_SENIOR = ("senior", "admin")


class Ballot(Protocol):
    """One person's latest vote; ``role`` is the one they had when they voted."""

    @property
    def user_id(self) -> int: ...
    @property
    def role(self) -> str: ...
    @property
    def vote(self) -> VoteWord: ...
    @property
    def at(self) -> float: ...


class Tally(msgspec.Struct, frozen=True):
    """What the votes say together. ``by_senior``: a senior's word decided, whatever the others said."""

    confirms: int
    dismisses: int
    unsure: int
    verdict: Verdict | None
    disputed: bool
    by_senior: bool

    def missing(self, word: VoteWord, quorum: int) -> int:
        """How many more volunteers must say the same."""
        return max(0, quorum - (self.confirms if word == "confirm" else self.dismisses))


class Ruling(msgspec.Struct, frozen=True):
    """What a new count makes of a case: its state, its verdict, and whether a waiting report must be taken back."""

    state: State
    verdict: Verdict | None
    cancel_report: bool


def tally(votes: Iterable[Ballot], quorum: int) -> Tally:
    """Count votes, one per person.

    The latest senior's word decides alone. Without one, contradiction makes a dispute, and ``quorum`` equal words a
    verdict. "Unsure" is heard but not counted.
    """
    ballots = sorted(votes, key=lambda ballot: (ballot.at, ballot.user_id))
    confirms = sum(ballot.vote == "confirm" for ballot in ballots)
    dismisses = sum(ballot.vote == "dismiss" for ballot in ballots)
    seniors = [ballot for ballot in ballots if ballot.role in _SENIOR and ballot.vote in _VERDICT]
    verdict: Verdict | None = None
    if seniors:
        verdict = _VERDICT[seniors[-1].vote]
    elif not (confirms and dismisses) and max(confirms, dismisses) >= quorum:
        verdict = "confirmed" if confirms else "dismissed"
    return Tally(
        confirms=confirms,
        dismisses=dismisses,
        unsure=len(ballots) - confirms - dismisses,
        verdict=verdict,
        disputed=not seniors and confirms > 0 and dismisses > 0,
        by_senior=bool(seniors),
    )


def rule_on(current: State, count: Tally, *, claimed: bool) -> Ruling:
    """The case's state after a count.

    What the index has acted on, or may have received, does not move by votes; the verdict is kept all the same, for
    the figures. A waiting or failed report stands only while the verdict is "confirmed".
    """
    settled = current in TAKEN_DOWN or current in (State.REPORTED, State.REPORT_UNKNOWN)
    if settled or (current in REPORTING and count.verdict == "confirmed"):
        return Ruling(current, count.verdict, cancel_report=False)
    if count.verdict:
        state = State(count.verdict)
    elif count.disputed:
        state = State.DISPUTED
    else:
        state = State.CLAIMED if claimed else State.OPEN
    assert state in DECIDED or count.verdict is None
    return Ruling(state, count.verdict, cancel_report=current is State.QUEUED)
