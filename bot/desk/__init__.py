"""The desk: every verb once, whichever door it came through."""

from bot.desk.asking import Asking, Figures, Lookup, RuleView, Watch
from bot.desk.outcome import Door, Outcome
from bot.desk.reporting import KINDS, Reporting
from bot.desk.voting import Voting

__all__ = ["KINDS", "Desk", "Door", "Figures", "Lookup", "Outcome", "RuleView", "Watch"]


class Desk(Voting, Reporting, Asking):
    """All that people can ask of Meerkat: ``Desk(db, settings, now, rules=..., health=...)``."""
