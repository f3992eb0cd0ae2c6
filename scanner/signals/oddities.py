"""Anomalies of the archive, told as findings: a well-made archive of an honest build tool has none."""

from collections.abc import Iterator

from scanner.archive.anomalies import KINDS
from scanner.decode.scope import scope_of
from scanner.report import Anomaly, Finding, Scope
from scanner.signals.check import Check, Package, SignalKind, finding

__all__ = ["OddityCheck"]

ODDITIES = {
    name: SignalKind(
        name=f"archive-{name.removeprefix('archive-')}",
        behaviour="structure",
        description=kind.description,
        points=kind.points,
        group="archive-oddity",
    )
    for name, kind in KINDS.items()
}


class OddityCheck(Check):
    kinds = tuple(ODDITIES.values())

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.first: dict[str, Anomaly] = {}

    def see_anomaly(self, anomaly: Anomaly) -> None:
        # What is odd in an archive inside the distribution is data to its installer.
        if "!/" not in (anomaly.member or ""):
            self.first.setdefault(anomaly.kind, anomaly)

    def findings(self) -> Iterator[Finding]:
        for name, anomaly in self.first.items():
            kind = ODDITIES.get(name)
            if kind and kind.points > 0:
                member = anomaly.member or ""
                scope = scope_of(member) if member else Scope.DATA
                yield finding(kind, member=member, evidence=anomaly.detail, scope=scope)
