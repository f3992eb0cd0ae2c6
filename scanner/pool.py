"""Isolated worker processes behind an interface: bytes and metadata in, a report out."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from hashlib import blake2b, sha256
from pathlib import Path
from time import monotonic
from typing import Literal, Protocol

import msgspec
import structlog

from scanner.report import Anomaly, Report, ScanJob
from scanner.ruleset import RuleSet, load_rules
from scanner.sandbox import MEMORY_BYTES
from scanner.scan import names_from_filename
from scanner.score import score
from scanner.worker_process import Heard, PackedRules, WorkerDiedError, WorkerProcess, WorkerStuckError

__all__ = ["Pool", "PoolError", "SandboxError", "WorkerPool"]

# How much of the deadline a worker may take before another one gets the rest of it for a brief look.
FIRST_LOOK = 0.75
# A worker ends a scan by itself at this share of its time, with a whole report; at the end of that it is killed.
OWN_SHARE = 0.9
# A new worker costs half a second; fragmentation and whatever a decoder leaks go with the old one.
JOBS_PER_WORKER = 2_000
RESIDENT_BYTES = 160 * 1024 * 1024
# Making a prefilter costs a second or two of one core beside the scans, which libyara alone needs for so many packed
# bytes of packages.
PREFILTER_AFTER_BYTES = 10_000_000
MISSING_HELP = "set MEERKAT_SCAN__SANDBOX=best-effort (--sandbox best-effort) to scan without these walls"

log = structlog.stdlib.get_logger(__name__)


class PoolError(Exception):
    """No worker could take a distribution, which says nothing of that; says what became of the workers."""


class SandboxError(Exception):
    """Workers cannot be isolated here as they must be; the text names what is missing."""

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__("\n".join(["workers cannot be isolated on this system:", *missing, MISSING_HELP]))
        self.missing = tuple(missing)


class Pool(Protocol):
    """Where distributions are scanned. A cluster can stand behind the same interface."""

    async def start(self) -> None:
        """Be ready for scans. Raises RuleSetError and SandboxError."""

    async def scan(self, job: ScanJob) -> Report:
        """Scan one distribution; waits for a free worker. Cancelling ends the scan.

        Never raises for what the distribution holds or does: a worker that dies or hangs gives a report with what was
        found until then, an anomaly that says why, and ``complete`` False. Raises PoolError when none could take it.
        """
        ...

    async def reload(self, folder: Path | None = None) -> RuleSet:
        """Compile the rules anew and use them from the next scan on; scans under way end with the old ones.

        Raises RuleSetError, and keeps the running set.
        """
        ...

    @property
    def rules(self) -> RuleSet: ...

    async def close(self) -> None:
        """End all workers, whatever they do."""


class _Seat:
    """A place for one worker; ``coming`` is the worker, running or starting."""

    def __init__(self) -> None:
        self.coming: asyncio.Task[WorkerProcess] | None = None


class WorkerPool:
    """``jobs`` worker processes on this machine.

    ``seconds`` is the deadline of one distribution, from the moment a worker gets it. ``sandbox`` "required" refuses
    to start where a wall is missing, "best-effort" logs it. ``popular`` is a popularity list that replaces the built-in
    one; it is read again at every reload.
    """

    def __init__(
        self,
        rules: Path,
        *,
        jobs: int,
        threshold: float,
        seconds: float,
        sandbox: Literal["required", "best-effort"],
        memory: int = MEMORY_BYTES,
        popular: Path | None = None,
    ) -> None:
        self.folder, self.popular = rules, popular
        self.threshold, self.seconds, self.sandbox, self.memory = threshold, seconds, sandbox, memory
        self.missing: tuple[str, ...] = ()
        self.peak = 0  # most memory that any worker used, in bytes
        self.deaths = 0
        self._seats = [_Seat() for _ in range(jobs)]
        self._free: asyncio.Queue[_Seat] = asyncio.Queue()
        self._packed: PackedRules | None = None
        self._bytes = 0  # given to workers so far
        self._tried: PackedRules | None = None  # the set that a prefilter was last made for
        self._preparing: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()
        self._closed = False

    @property
    def rules(self) -> RuleSet:
        """The running set. Only after ``start``."""
        assert self._packed is not None, "the pool is not started"
        return self._packed.rules

    @property
    def pids(self) -> tuple[int, ...]:
        """Process ids of the workers that run now."""
        return tuple(
            seat.coming.result().process.pid
            for seat in self._seats
            if seat.coming is not None and seat.coming.done() and _is_alive(seat.coming)
        )

    async def start(self) -> None:
        """Compile the rules and start all workers.

        Raises RuleSetError, SandboxError, and WorkerDiedError or OSError when workers cannot run at all.
        """
        self._packed = PackedRules.of(await asyncio.to_thread(load_rules, self.folder, self.popular))
        for seat in self._seats:
            self._call_for(seat)
        try:
            workers = await asyncio.gather(*(seat.coming for seat in self._seats if seat.coming))
        except BaseException:
            await self.close()
            raise
        self.missing = workers[0].missing
        if self.missing and self.sandbox == "required":
            await self.close()
            raise SandboxError(self.missing)
        for wall in self.missing:
            log.warning("workers are not fully isolated", missing=wall)
        for seat in self._seats:
            self._free.put_nowait(seat)

    async def reload(self, folder: Path | None = None) -> RuleSet:
        """See ``Pool.reload``; a new ``folder`` is kept for the next time."""
        rules = await asyncio.to_thread(load_rules, folder or self.folder, self.popular)
        self._packed = PackedRules.of(rules)
        self.folder = folder or self.folder
        return rules

    async def scan(self, job: ScanJob) -> Report:
        """See ``Pool.scan``."""
        seat = await self._free.get()
        try:
            return await self._scan_at(seat, job)
        finally:
            self._free.put_nowait(seat)
            self._bytes += len(job.data)
            self._prepare()

    async def close(self) -> None:
        """See ``Pool.close``."""
        self._closed = True
        if self._preparing is not None:
            self._preparing.cancel()
        for seat in self._seats:
            self._dismiss(seat)
        while self._ending:
            await asyncio.wait(self._ending)

    def _prepare(self) -> None:
        """Begin to make a prefilter for the running set, where it will pay."""
        idle = self._preparing is None or self._preparing.done()
        if self._closed or not idle or self._bytes < PREFILTER_AFTER_BYTES or self._tried is self._packed:
            return
        self._tried = self._packed
        if self.rules.prefilter is None:
            self._preparing = asyncio.create_task(self._prefilter(), name="make the prefilter")

    async def _prefilter(self) -> None:
        """Give the running set a prefilter; workers take it over before their next distribution."""
        plain = self._packed
        assert plain is not None, "the pool is not started"
        try:
            packed = await asyncio.to_thread(lambda: PackedRules.of(plain.rules.prefiltered()))
        except Exception:  # a processor that Hyperscan does not know, say: everything is found all the same
            log.exception("no prefilter: libyara reads every text")
            return
        if self._packed is plain:
            self._packed = packed

    async def _scan_at(self, seat: _Seat, job: ScanJob) -> Report:
        """Scan one distribution; where it costs a worker its life, another one takes a brief look in what time is left.

        Both looks are made with the rules of the first.
        """
        started, heard, packed = monotonic(), Heard(), self._packed
        assert packed is not None, "the pool is not started"
        first = await self._look(seat, packed, job, heard)
        if isinstance(first, Anomaly) and first.kind == "worker-died" and not heard.accepted and not self._closed:
            first = await self._look(seat, packed, job, heard)  # it died before it had seen this distribution
        if isinstance(first, Report):
            return await asyncio.to_thread(_about, job, first)  # a hundred megabytes may be to digest
        if not heard.accepted and not self._closed:
            raise PoolError(f"no worker could take {job.filename}: {first.detail}")
        second = None
        if not self._closed:
            second = await self._look(seat, packed, job, heard, brief=True)
        # In a thread: what a hostile distribution had fired may take long to score.
        return await asyncio.to_thread(self._interrupted, job, packed.rules, heard, (first, second), started)

    async def _look(
        self, seat: _Seat, packed: PackedRules, job: ScanJob, heard: Heard, *, brief: bool = False
    ) -> Report | Anomaly:
        """A worker's report, or how the worker was lost and over which member; ``heard`` has what it told."""
        if self._closed:
            return Anomaly(kind="worker-died", detail="the pool was closed")
        share = self.seconds * (1 if brief else FIRST_LOOK)
        worker = None
        try:
            async with asyncio.timeout(_left(heard, share)) as limit:
                worker = await self._worker(seat)
                if heard.since is None:
                    heard.since = monotonic()
                    limit.reschedule(asyncio.get_running_loop().time() + share)
                left = _left(heard, share) or 0.0
                if worker.rules is not packed:
                    await worker.load(packed)
                report = await worker.scan(job, self.threshold, left * OWN_SHARE, heard, brief=brief)
        except TimeoutError:
            lost = Anomaly(kind="deadline", detail=f"killed after {share:.3g} s")
        except WorkerStuckError as error:
            lost = Anomaly(kind="deadline", detail=str(error))
        except (WorkerDiedError, OSError) as error:
            self.deaths += 1
            lost = Anomaly(kind="worker-died", detail=str(error))
        except BaseException:  # cancelled: the worker is in the middle of something
            self._replace(seat)
            raise
        else:
            self.peak = max(self.peak, worker.peak)
            if worker.jobs >= JOBS_PER_WORKER or worker.resident > RESIDENT_BYTES:
                self._replace(seat)
            return report
        if worker is not None:  # one that is still starting is as good as another
            self._replace(seat)
        return msgspec.structs.replace(lost, member=heard.near.member if heard.near else None)

    async def _worker(self, seat: _Seat) -> WorkerProcess:
        """The seat's worker, alive; waits for one that is starting."""
        if seat.coming is None or (seat.coming.done() and not _is_alive(seat.coming)):
            self._replace(seat)
        assert seat.coming is not None, "the pool is closed"
        return await asyncio.shield(seat.coming)

    def _replace(self, seat: _Seat) -> None:
        """Another worker for the seat; it starts while others scan."""
        self._dismiss(seat)
        self._call_for(seat)

    def _call_for(self, seat: _Seat) -> None:
        assert self._packed is not None
        if self._closed:
            return
        seat.coming = asyncio.create_task(WorkerProcess.start(self._packed, self.memory), name="start a worker")
        # Whoever scans next asks for the outcome; nobody may, before the pool closes.
        seat.coming.add_done_callback(lambda task: task.cancelled() or task.exception())

    def _dismiss(self, seat: _Seat) -> None:
        coming, seat.coming = seat.coming, None
        if coming is not None:
            ending = asyncio.create_task(_end(coming), name="end a worker")
            self._ending.add(ending)
            ending.add_done_callback(self._ending.discard)

    def _interrupted(
        self,
        job: ScanJob,
        rules: RuleSet,
        heard: Heard,
        looks: tuple[Anomaly, Report | Anomaly | None],
        started: float,
    ) -> Report:
        """The report of a scan whose first worker was lost: what both looks told, scored, and why there is no more."""
        first, second = looks
        brief = second if isinstance(second, Report) else None
        heard.noted(first)
        if isinstance(second, Anomaly):
            heard.noted(second)
        modules = brief.modules if brief else None
        probability, findings = score([*heard.findings], rules.points, modules=modules)
        alert = probability >= self.threshold
        if not self._closed:  # whoever closed the pool knows
            log.warning(
                "scan interrupted", filename=job.filename, kind=first.kind, detail=first.detail, near=first.member
            )
        report = Report(
            project="",
            version="",
            filename="",
            sha256="",
            verdict="alert" if alert else "failed",
            score=probability,
            complete=False,
            findings=findings,
            anomalies=tuple(heard.anomalies),
            members=brief.members if brief else heard.near.members if heard.near else 0,
            modules=modules,
            bytes=brief.bytes if brief else heard.near.size if heard.near else 0,
            seconds=monotonic() - started,
            error=None if alert else f"{first.kind}: {first.detail}",
            rules_digest=rules.digest,
            evidence=brief.evidence if brief else {},
        )
        return _about(job, report)


def _about(job: ScanJob, report: Report) -> Report:
    """The report, about this distribution: a worker that a package has taken over may name another's."""
    project, version = names_from_filename(job.filename)
    return msgspec.structs.replace(
        report,
        project=job.project or project,
        version=job.version or version,
        filename=job.filename,
        sha256=sha256(job.data).hexdigest(),
        blake2b_256=blake2b(job.data, digest_size=32).hexdigest(),
    )


def _left(heard: Heard, share: float) -> float | None:
    """Seconds until so much of the time is gone; None before a worker has begun."""
    return None if heard.since is None else max(0.0, heard.since + share - monotonic())


def _is_alive(coming: asyncio.Task[WorkerProcess]) -> bool:
    return not coming.cancelled() and coming.exception() is None and coming.result().alive


async def _end(coming: asyncio.Task[WorkerProcess]) -> None:
    """Kill a worker, also one that is still starting."""
    coming.cancel()
    with suppress(asyncio.CancelledError, WorkerDiedError, OSError):
        await (await coming).kill()
