"""One distribution from bytes to report: members, layers, findings, score. Runs inside a worker."""

import hashlib
import itertools
import time
import traceback
from collections import Counter
from collections.abc import Callable, Container, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
from packaging.utils import InvalidSdistFilename, InvalidWheelFilename, parse_sdist_filename, parse_wheel_filename

from scanner.anomalies import TIMED_OUT, failure_of, is_incomplete
from scanner.archive import Budget, Wanted, is_archive, read_members
from scanner.decode import PeelBudget, Scopes, peel
from scanner.engine import Matcher, Memory, merge, new_memory
from scanner.kept import Kept
from scanner.known_good import built_in as known_good
from scanner.member import Layer, Member, MemberKind
from scanner.order import in_order
from scanner.report import LOUD_SCOPES, Anomaly, Finding, Report, ScanJob, Scope
from scanner.ruleset import RuleSet
from scanner.score import score
from scanner.signals import CHECKS, Signals

__all__ = ["DEFAULT_THRESHOLD", "Watcher", "names_from_filename", "scan"]

DEFAULT_THRESHOLD = 0.5
# The reader tells the first of a kind; so does the scan, for kinds that every member can have.
ANOMALIES_PER_KIND = 50
# Bytes of decoded layers that are kept for members that come again.
REMEMBERED = 8 << 20
# What matching may take of one member.
MEMBER_SECONDS, MEMBER_BYTES_PER_SECOND = 4.0, 2_000_000
# In shorter source texts hardly anything fires by chance, and they cost nothing to make.
MODULE_BYTES = 1000
NOBODY = Member(name="", data=b"")
SOURCES = (".py", ".pyw", ".pyc")


class Watcher:
    """Told of everything as it is found, so that a scan that is killed leaves what it had; this one lets it pass."""

    def found(self, item: Finding | Anomaly) -> None:
        """A finding, not yet scored, or an anomaly."""

    def reached(self, member: str, members: int, size: int) -> None:
        """Before a member is looked at: its name, how many came before it, and their bytes."""


def scan(
    job: ScanJob,
    rules: RuleSet,
    threshold: float = DEFAULT_THRESHOLD,
    *,
    seconds: float | None = None,
    watcher: Watcher | None = None,
    known: Memory | None = None,
    brief: bool = False,
) -> Report:
    """Scan one distribution. Hostile content never raises; it gives anomalies and an incomplete report.

    After ``seconds`` no new member is begun. ``known`` is what earlier scans with the same rules have left; nothing
    that is found hangs on it. A ``brief`` scan is for what has cost another worker its life: it matches members as they
    stand, loud ones first, and decodes and concludes nothing.
    """
    known = new_memory() if known is None else known
    return _Scan(job, rules, threshold, seconds, watcher or Watcher(), known, brief).run()


@dataclass
class _Stopwatch:
    """Seconds per stage: each lap gives the time since the last one to a stage."""

    seconds: dict[str, float] = field(default_factory=dict[str, float])
    last: float = field(default_factory=time.perf_counter)

    def lap(self, stage: str) -> float:
        now = time.perf_counter()
        took, self.last = now - self.last, now
        self.seconds[stage] = self.seconds.get(stage, 0.0) + took
        return took


class _Scan:
    """The state of one scan; one ``run`` each."""

    def __init__(
        self,
        job: ScanJob,
        rules: RuleSet,
        threshold: float,
        seconds: float | None,
        watcher: Watcher,
        known: Memory,
        brief: bool,
    ) -> None:
        self.job, self.rules, self.threshold, self.watcher = job, rules, threshold, watcher
        self.brief = brief
        self.started = time.monotonic()
        self.deadline = None if seconds is None else self.started + seconds
        self.watch = _Stopwatch()
        named = names_from_filename(job.filename)
        self.project, self.version = job.project or named[0], job.version or named[1]
        # Signals tell what a whole distribution is like: not of a part of it.
        self.signals = Signals(job, self.project, self.version, rules.popular, checks=() if brief else CHECKS)
        self.budget = Budget(deadline=self.deadline)
        self.peel_budget = PeelBudget()
        self.room = REMEMBERED
        self.decoded: dict[tuple[bytes, MemberKind, str], list[Layer | Anomaly]] = {}
        self.matcher = Matcher(rules, known=known)
        self.share = 0.0  # seconds that matching may still take of this member
        self.kept = Kept()
        self.anomalies: list[Anomaly] = []
        self.evidence: dict[str, dict[str, None]] = {}  # digests by name, which several members can have
        self.per_kind: Counter[str] = Counter()
        self.members = self.size = 0
        self.modules: set[bytes] = set()  # digests of source texts of some size
        self.scopes = Scopes(is_wheel=job.filename.lower().endswith(".whl"))
        self.again = False

    def run(self) -> Report:
        with self._guard("read-fault", None):
            self._read()
            self._read_backend()
        self._ask_signals()
        for scope, names in self.scopes.installed:
            self._move(names, scope)
        return self._report()

    def _read(self) -> None:
        self.watch.lap("start")
        for item in self._items():
            self.watch.lap("inflate")
            if isinstance(item, Anomaly):
                self._tell(item)
                continue
            self.watcher.reached(item.name, self.members, self.size)
            self.members += 1
            self.size += len(item.data)
            self._show(item.name, self._look_for_scopes, item)
            if not item.start:
                self._show(item.name, self._see, item)
            self.watch.lap("signals")
            found = list(self._member(item))
            if found:
                self._keep(item.name, item.sha256.hex(), merge(found))
            if self.deadline is not None and time.monotonic() >= self.deadline:
                self._tell(Anomaly(kind="deadline", detail=f"stopped after {self.members:,} members", member=item.name))
                break
        self.watch.lap("inflate")

    def _items(self) -> Iterator[Member | Anomaly]:
        return in_order(
            self._open,
            is_loud=self._is_loud,
            is_source=lambda name: name.lower().endswith(SOURCES),
            is_low=lambda: self.peel_budget.is_low,
            loud_first=self.brief,
        )

    def _open(self, wanted: Wanted | None = None) -> Iterator[Member | Anomaly]:
        """The archive from its first member on, under budgets of its own."""
        budget = Budget(deadline=self.deadline)
        self.budget = budget.widened() if wanted else budget
        self.peel_budget = PeelBudget(seconds=0) if self.brief else PeelBudget()
        return read_members(self.job.data, self.budget, filename=self.job.filename, wanted=wanted)

    def _is_loud(self, name: str) -> bool:
        """Whether a member of this name runs by installing or starting."""
        return self.scopes.of(name) in LOUD_SCOPES

    def _member(self, member: Member) -> Iterator[Finding]:
        """Findings in all layers of a member, as far as its share of the time allows, none where it is known good."""
        if member.sha256 in known_good():
            return
        self.share = MEMBER_SECONDS + len(member.data) / MEMBER_BYTES_PER_SECOND
        with self._guard("peel-fault", member.name):
            for layer in self._peeled(member):
                self.watch.lap("peel")
                if isinstance(layer, Anomaly):
                    self._tell(layer)
                    continue
                yield from self._layer(layer)
        self.watch.lap("peel")

    def _peeled(self, member: Member) -> Iterator[Layer | Anomaly]:
        """The layers of a member, peeled once for all members with this content and this kind of name."""
        scope = self.scopes.of(member.name)
        peeled = peel(member, self.peel_budget, scope=scope)
        yield from itertools.islice(peeled, 1)
        kind = (member.sha256, member.kind, member.name.rpartition(".")[2].lower())
        known = self.decoded.get(kind)
        if known is not None:
            for item in known:
                if isinstance(item, Anomaly):
                    yield msgspec.structs.replace(item, member=member.name)
                else:
                    yield replace(item, member=member, scope=scope)
            return
        kept: list[Layer | Anomaly] = []
        room = self.room
        for item in peeled:
            yield item
            room -= len(item.data) if isinstance(item, Layer) else 0
            if room < 0:
                kept.clear()  # too much to keep, so none of it waits for the end
                continue
            # Without what the layer brings along: its member's bytes, and its tree once somebody has asked for that.
            kept.append(replace(item, member=NOBODY) if isinstance(item, Layer) else item)
        if room >= 0:
            self.room, self.decoded[kind] = room, kept

    def _see(self, member: Member) -> None:
        self.signals.see(member, self.scopes.of(member.name))

    def _look_for_scopes(self, member: Member) -> None:
        unread = self.scopes.begin(member)
        if unread is not None:
            self._tell(Anomaly(kind="build-unread", detail=unread, member=member.name))

    def _read_backend(self) -> None:
        """Members that stand before the pyproject.toml that names them are read once more, as what runs at build.

        Some rules are for builds alone. What was found already runs at build too, and stands until it is found again:
        a distribution may be made so that there is no time for that.
        """
        named = self.scopes.risen.get(Scope.BUILD)
        if not named:
            return
        self.again = True
        self._move(named, Scope.BUILD)
        found: list[tuple[str, str, list[Finding]]] = []
        for item in self._open(lambda name, _: name in named):
            if isinstance(item, Anomaly):
                if item.kind in TIMED_OUT:
                    self._tell(item)
            elif item.name in named:
                found.append((item.name, item.sha256.hex(), merge(self._member(item))))
        if self.budget.exhausted:
            self._tell(Anomaly(kind="code-unread", detail="left out what runs at build"))
        anew = {(finding.member, finding.rule) for *_, findings in found for finding in findings}
        self.kept.forget(anew)
        for name, digest, findings in found:
            self._keep(name, digest, findings)

    def _layer(self, layer: Layer) -> Iterator[Finding]:
        if layer.member.start and not layer.path and (layer.is_code or layer.scope in LOUD_SCOPES):
            self._tell(
                Anomaly(kind="member-pieces", detail=f"from byte {layer.member.start:,}", member=layer.member.name)
            )
        if layer.is_code and not layer.path and len(layer.data) >= MODULE_BYTES:
            self.modules.add(layer.sha256)
        if not self.again:
            self._show(layer.member.name, self.scopes.look, layer)
            self._show(layer.member.name, self.signals.see_layer, layer)
        self.watch.lap("signals")
        share = time.monotonic() + self.share
        self.matcher.deadline = share if self.deadline is None else min(share, self.deadline)
        for item in self.matcher.match(layer):
            if isinstance(item, Anomaly):
                self._tell(item)
            else:
                yield item
        self.share -= self.watch.lap("match")
        # Archives stored as such, be it in a decoded one, were opened by the reader; these came out of a decoder.
        if layer.path[-1:] not in ((), ("archive",)) and not layer.is_rewritten and is_archive(layer.data):
            yield from self._inside(layer)

    def _inside(self, layer: Layer) -> Iterator[Finding]:
        """An archive that a decoder gave: its members, each with the way to it."""
        for item in read_members(layer.data, self.budget.inside):
            self.watch.lap("inflate")
            if isinstance(item, Anomaly):
                self._tell(replace_member(item, layer.member.name))
                continue
            self.size += len(item.data)
            inner = replace(item, name=f"{layer.member.name}!/{item.name}")
            for deeper in peel(inner, self.peel_budget, scope=self.scopes.of(inner.name)):
                self.watch.lap("peel")
                if isinstance(deeper, Anomaly):
                    self._tell(deeper)
                else:
                    path = (*layer.path, "archive", *deeper.path)
                    yield from self._layer(replace(deeper, path=path, origin_line=layer.origin_line, lines=None))

    def _keep(self, member: str, digest: str, found: list[Finding]) -> None:
        self.evidence.setdefault(member, {})[digest] = None
        self._add(found)

    def _add(self, found: Iterable[Finding]) -> None:
        for finding in found:
            weighing = self.scopes.weighing(finding.member, finding.scope)
            if self.kept.add(msgspec.structs.replace(finding, scope=weighing)):
                self.watcher.found(finding)

    def _ask_signals(self) -> None:
        with self._guard("signal-fault", None):
            self._add(self.signals.findings())
        with self._guard("signal-fault", None):
            for anomaly in self.signals.anomalies():
                self._note(anomaly)
            for name, (scope, by) in self.signals.loaded.items():
                self._move((name,), scope, by)
            for scope, names in self.scopes.risen.items():
                self._move(names, scope)
        self.watch.lap("signals")

    def _move(self, members: Container[str], scope: Scope, run_by: str = "") -> None:
        """What was found in these members weighs as in code that runs there, which may have come later."""
        for moved in self.kept.move(members, scope, run_by):
            self.watcher.found(moved)

    def _tell(self, anomaly: Anomaly) -> None:
        self._note(anomaly)
        with self._guard("signal-fault", anomaly.member):
            self.signals.see_anomaly(anomaly)

    @contextmanager
    def _guard(self, kind: str, member: str | None) -> Generator[None]:
        """A fault of ours on hostile content costs that step, visibly, and not the scan."""
        try:
            yield
        except Exception as error:
            self._fault(kind, member, error)

    def _show(self, member: str, see: Callable[[Any], None], what: Member | Layer) -> None:
        """Signals look at every member and layer: the guard above would cost more than most of them."""
        try:
            see(what)
        except Exception as error:
            self._fault("signal-fault", member, error)

    def _fault(self, kind: str, member: str | None, error: Exception) -> None:
        if isinstance(error, MemoryError):
            self._note(
                Anomaly(kind="out-of-memory", detail=f"{kind.removesuffix('-fault')} stopped here", member=member)
            )
            return
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{last.filename.rpartition('/')[2]}:{last.lineno}"
        self._note(Anomaly(kind=kind, detail=f"{type(error).__name__} in {where}: {error}"[:300], member=member))

    def _note(self, anomaly: Anomaly) -> None:
        self.per_kind[anomaly.kind] += 1
        if self.per_kind[anomaly.kind] <= ANOMALIES_PER_KIND:
            self.anomalies.append(anomaly)
            self.watcher.found(anomaly)

    def _report(self) -> Report:
        for rule, count in self.kept.dropped.items():
            self._tell(Anomaly(kind="findings-dropped", detail=f"{rule}: {count:,} more"))
        for kind, count in self.per_kind.items():
            if count > ANOMALIES_PER_KIND:
                self.anomalies.append(Anomaly(kind=kind, detail=f"and {count - ANOMALIES_PER_KIND:,} more"))
        probability, scored = score([*self.kept], self.rules.points, modules=len(self.modules))
        self.watch.lap("score")
        error = next(filter(None, map(failure_of, self.anomalies)), None)
        verdict = "alert" if probability >= self.threshold else "failed" if error else "clean"
        evidence = {finding.member for finding in scored}
        sha256, blake2b = hashlib.sha256(self.job.data), hashlib.blake2b(self.job.data, digest_size=32)
        self.watch.lap("digests")
        return Report(
            project=self.project,
            version=self.version,
            filename=self.job.filename,
            sha256=sha256.hexdigest(),
            blake2b_256=blake2b.hexdigest(),
            verdict=verdict,
            score=probability,
            complete=not any(is_incomplete(anomaly.kind) for anomaly in self.anomalies),
            findings=scored,
            anomalies=tuple(self.anomalies),
            members=self.members,
            modules=len(self.modules),
            bytes=self.size,
            seconds=time.monotonic() - self.started,
            error=error if verdict == "failed" else None,
            rules_digest=self.rules.digest,
            timings=self.watch.seconds,
            evidence={name: _digest_of(digests) for name, digests in self.evidence.items() if name in evidence},
            listing=self.signals.listing,
        )


def _digest_of(digests: Iterable[str]) -> str:
    """One digest for all contents of a name: known is only what is known as a whole."""
    first, *others = digests
    return hashlib.sha256(" ".join((first, *others)).encode()).hexdigest() if others else first


def replace_member(anomaly: Anomaly, member: str) -> Anomaly:
    """The anomaly of an archive inside a member, named after both."""
    inner = f"{member}!/{anomaly.member}" if anomaly.member else member
    return msgspec.structs.replace(anomaly, member=inner)


def names_from_filename(filename: str) -> tuple[str, str]:
    """Project and version out of a distribution's file name, as well as it can be read."""
    try:
        if filename.endswith(".whl"):
            name, version, _, _ = parse_wheel_filename(filename)
            return name, str(version)
        name, version = parse_sdist_filename(filename)
        return name, str(version)
    except (InvalidSdistFilename, InvalidWheelFilename):
        stem, _, rest = filename.partition("-")
        return stem, rest
