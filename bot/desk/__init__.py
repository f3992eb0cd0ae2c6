"""The desk: every verb once, whichever door it came through."""

from bot.desk.asking import Asking, CaseList, Figures, Lookup, RuleView
from bot.desk.outcome import Door, Outcome
from bot.desk.reporting import KINDS, Reporting
from bot.desk.voting import NOTE_LIMIT, Voting
from bot.desk.watching import Running, Watch

__all__ = [
    "KINDS",
    "NOTE_LIMIT",
    "CaseList",
    "Desk",
    "Door",
    "Figures",
    "Lookup",
    "Outcome",
    "RuleView",
    "Running",
    "Watch",
]


class Desk(Voting, Reporting, Asking):
    """All that people can ask of Meerkat.

    ``now`` gives Unix seconds, ``rules`` the running set's rules by name, ``running`` what the running parts know of
    themselves, and ``index`` lists a project's files for ``scan``.
    """
