"""What the index knows of the project's past."""

from collections.abc import Iterator

from scanner.report import Finding
from scanner.signals.check import Check, SignalKind, finding

__all__ = ["HistoryCheck"]

FIRST = SignalKind(
    name="history-first-release",
    behaviour="history",
    description="The first release of a new project: most malicious uploads are one",
    points=0.8,
    group="history-new",
)
YOUNG = SignalKind(
    name="history-young-project",
    behaviour="history",
    description="The project is younger than two weeks",
    points=0.5,
    group="history-new",
)
DORMANT = SignalKind(
    name="history-dormant",
    behaviour="history",
    description="A release after more than a year of silence: taken-over projects come back like this",
    points=0.7,
)
BURST = SignalKind(
    name="history-burst",
    behaviour="history",
    description="Many releases within a day: somebody is trying things out, or evading removal",
    points=0.5,
)
NEW_OWNER = SignalKind(
    name="history-new-owner",
    behaviour="history",
    description="An owner or maintainer was added within the last two weeks",
    points=0.9,
)

DORMANT_DAYS = 365
YOUNG_DAYS = 14
BURST_RELEASES = 4


class HistoryCheck(Check):
    kinds = (FIRST, YOUNG, DORMANT, BURST, NEW_OWNER)

    def findings(self) -> Iterator[Finding]:
        facts = self.package.facts
        if facts.first_release:
            yield finding(FIRST)
        elif facts.project_age_days is not None and facts.project_age_days < YOUNG_DAYS:
            yield finding(YOUNG, evidence=f"{facts.project_age_days:.1f} days old")
        if facts.previous_upload_days is not None and facts.previous_upload_days > DORMANT_DAYS:
            yield finding(DORMANT, evidence=f"previous release {facts.previous_upload_days:.0f} days ago")
        if facts.releases_last_day is not None and facts.releases_last_day >= BURST_RELEASES:
            yield finding(BURST, evidence=f"{facts.releases_last_day} releases within a day")
        # A new project's only owner is new by nature.
        if facts.new_owner and not facts.first_release:
            yield finding(NEW_OWNER, evidence=", ".join(facts.owners or ()))
