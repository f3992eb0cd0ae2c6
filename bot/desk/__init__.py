"""The desk: every verb once, whichever door it came through."""

from collections.abc import Callable

from bot.desk.asking import Asking, CaseList, Figures, Lookup, RuleView
from bot.desk.outcome import Door, Outcome
from bot.desk.reporting import KINDS, Reporting
from bot.desk.scanning import ProjectPages, Scanning
from bot.desk.voting import NOTE_LIMIT, Voting
from bot.desk.watching import Running, Watch
from bot.settings import Settings
from bot.store.database import Database
from scanner.ruleset import Rule

__all__ = [
    "KINDS",
    "NOTE_LIMIT",
    "CaseList",
    "Desk",
    "Door",
    "Figures",
    "Lookup",
    "Outcome",
    "ProjectPages",
    "RuleView",
    "Running",
    "Watch",
]


class Desk(Voting, Reporting, Asking, Scanning):
    """All that people can ask of Meerkat.

    ``now`` gives Unix seconds, ``rules`` the running set's rules by name, ``running`` what the running parts know of
    themselves, and ``index`` lists a project's files for ``scan``.
    """

    def __init__(
        self,
        db: Database,
        settings: Settings,
        now: Callable[[], float],
        *,
        rules: Callable[[], dict[str, Rule]] = dict,
        running: Callable[[], Running] = Running,
        index: ProjectPages | None = None,
    ) -> None:
        Asking.__init__(self, db, settings, now, rules=rules, running=running)
        Scanning.__init__(self, db, settings, now, index=index)
