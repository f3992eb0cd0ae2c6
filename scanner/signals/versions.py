"""Version numbers: dependency confusion, and jumps that no project makes."""

import re
from collections.abc import Iterator

from packaging.version import InvalidVersion, Version

from scanner.report import Finding
from scanner.signals.check import Check, SignalKind, finding

__all__ = ["VersionCheck"]

CONFUSION = SignalKind(
    name="version-outbids",
    behaviour="naming",
    description="A version number chosen to outbid every other source: the mark of dependency confusion",
    points=2.0,
)
JUMP = SignalKind(
    name="version-jump",
    behaviour="history",
    description="The version jumps far beyond the previous release's",
    points=0.8,
)

# Calendar versions (2026.1, 26.11) and long counters are innocent; rows of nines and round giants are bids.
BID = re.compile(r"^(9{2,}|[1-9]0{2,}|[6-8][0-9]{2,}|1337|31337|69|420|6969|[1-9][0-9]{4,})(\.|$)")
CALENDAR = re.compile(r"^(19[89][0-9]|20[0-9]{2})([01][0-9]([0-3][0-9])?)?(\.|$)")


def _major(version: str) -> int | None:
    try:
        return Version(version).major
    except InvalidVersion:
        return None


class VersionCheck(Check):
    kinds = (CONFUSION, JUMP)

    def findings(self) -> Iterator[Finding]:
        version = self.package.version
        previous = self.package.facts.previous_version
        if BID.match(version) and not CALENDAR.match(version) and not (previous and BID.match(previous)):
            yield finding(CONFUSION, evidence=version)
        elif previous:
            now, before = _major(version), _major(previous)
            # A move to calendar versions is a known habit of honest projects.
            if now is not None and before is not None and now >= before + 10 and not CALENDAR.match(version):
                yield finding(JUMP, evidence=f"{previous} -> {version}")
