"""The checks that are not YARA: names, versions, metadata, structure, shape, history, depth of peeling.

``CHECKS`` is the registry: a new signal is a module with a ``Check`` and a line here.
"""

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence

from scanner.member import Layer, Member
from scanner.report import Anomaly, Finding, ScanJob, Scope
from scanner.signals.acts import ActsCheck
from scanner.signals.beside import BesideCheck
from scanner.signals.binaries import BinaryCheck
from scanner.signals.check import Check, Package, SignalKind
from scanner.signals.ciphered import CipherCheck
from scanner.signals.compiled import CompiledCheck
from scanner.signals.dependencies import DependencyCheck
from scanner.signals.flows import FlowCheck
from scanner.signals.history import HistoryCheck
from scanner.signals.layout import LayoutCheck
from scanner.signals.linked import LinkCheck
from scanner.signals.loads import LoadCheck
from scanner.signals.media import MediaCheck
from scanner.signals.metadata import MetadataCheck
from scanner.signals.names import NameCheck
from scanner.signals.oddities import OddityCheck
from scanner.signals.passed import PassedCheck
from scanner.signals.peeling import PeelCheck
from scanner.signals.popular import PopularNames, built_in, load_popular
from scanner.signals.record import RecordCheck
from scanner.signals.shape import ShapeCheck
from scanner.signals.sibling import ListingCheck
from scanner.signals.theft import TheftCheck
from scanner.signals.unread import UnreadCheck
from scanner.signals.versions import VersionCheck

__all__ = ["CHECKS", "SIGNALS", "Check", "PopularNames", "SignalKind", "Signals", "load_popular"]

MOST_NAMED = 5  # members of which an anomaly tells
CHECKS: tuple[type[Check], ...] = (
    NameCheck,
    DependencyCheck,
    VersionCheck,
    MetadataCheck,
    RecordCheck,
    BinaryCheck,
    LayoutCheck,
    MediaCheck,
    ShapeCheck,
    ActsCheck,
    FlowCheck,
    TheftCheck,
    CipherCheck,
    LinkCheck,
    PassedCheck,
    BesideCheck,
    LoadCheck,
    CompiledCheck,
    UnreadCheck,
    PeelCheck,
    OddityCheck,
    HistoryCheck,
    ListingCheck,
)
# Every signal by name, as `meerkat rules list` shows it.
SIGNALS: dict[str, SignalKind] = {kind.name: kind for check in CHECKS for kind in check.kinds}


class Signals:
    """All checks over one distribution: fed as it streams by, asked once at the end.

    ``popular`` is a bigger list than the built-in one (``load_popular``), ``checks`` fewer than all.
    """

    def __init__(
        self,
        job: ScanJob,
        project: str,
        version: str,
        popular: PopularNames | None = None,
        checks: Sequence[type[Check]] = CHECKS,
    ) -> None:
        package = Package(
            filename=job.filename, project=project, version=version, facts=job.facts, popular=popular or built_in()
        )
        self.checks = [check(package) for check in checks]
        self._see = [check.see for check in self.checks if type(check).see is not Check.see]
        self._see_layer = [check.see_layer for check in self.checks if type(check).see_layer is not Check.see_layer]

    def see(self, member: Member, scope: Scope) -> None:
        """Look at one member; called for each, in stored order."""
        _let_all(self._see, member, scope)

    def see_layer(self, layer: Layer) -> None:
        """Look at one layer, the member's own first."""
        _let_all(self._see_layer, layer)

    def see_anomaly(self, anomaly: Anomaly) -> None:
        """Look at an anomaly of the archive, a member or a decoder."""
        _let_all([check.see_anomaly for check in self.checks], anomaly)

    @property
    def listing(self) -> dict[str, bytes]:
        """The distribution's own modules, see ``Report.listing``."""
        return next((check.listing for check in self.checks if isinstance(check, ListingCheck)), {})

    @property
    def loaded(self) -> Mapping[str, tuple[Scope, str]]:
        """Members that run where their names do not say so: where, and by which member; whole once all were seen."""
        return next((check.loaded for check in self.checks if isinstance(check, LoadCheck)), {})

    def findings(self) -> Iterator[Finding]:
        """What fired, check by check; called once, at the end. The first fault of one is raised after all others."""
        faults: list[Exception] = []
        for check in self.checks:
            try:
                yield from check.findings()
            except Exception as fault:
                faults.append(fault)
        if faults:
            raise faults[0]

    def anomalies(self) -> Iterator[Anomaly]:
        """What the checks could not look at; called once, after ``findings``."""
        names = [*dict.fromkeys(itertools.chain.from_iterable(check.passed_over for check in self.checks))]
        if names:
            shown = ", ".join(names[:MOST_NAMED])
            yield Anomaly(kind="code-unfollowed", detail=f"{len(names):,} members: {shown}")


def _let_all(looks: Sequence[Callable[..., None]], *what: object) -> None:
    """Let every check look, whatever one of them stumbles over; the first fault is raised when all have."""
    faults: list[Exception] = []
    for look in looks:
        try:
            look(*what)
        except Exception as fault:
            faults.append(fault)
    if faults:
        raise faults[0]
