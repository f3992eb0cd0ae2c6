"""Isolated worker processes behind an interface: bytes and metadata in, a report out."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from hashlib import blake2b, sha256
from pathlib import Path
from time import monotonic
from typing import Literal, Protocol

import structlog

from scanner.report import Anomaly, Report, ScanJob
from scanner.ruleset import RuleSet, load_rules
from scanner.sandbox import MEMORY_BYTES
from scanner.scan import names_from_filename
from scanner.score import score
from scanner.worker_process import Heard, PackedRules, WorkerDiedError, WorkerProcess

__all__ = ["Pool", "SandboxError", "WorkerPool"]

# A worker ends a scan by itself at this share of the deadline, with a whole report; at the deadline it is killed.
OWN_SHARE = 0.8
# A new worker costs half a second; fragmentation and whatever a decoder leaks go with the old one.
JOBS_PER_WORKER = 2_000
RESIDENT_BYTES = 160 * 1024 * 1024
# Making a prefilter costs a second or two of one core beside the scans, which libyara alone needs for so many packed
# bytes of packages.
PREFILTER_AFTER_BYTES = 10_000_000
MISSING_HELP = "set MEERKAT_SCAN__SANDBOX=best-effort (--sandbox best-effort) to scan without these walls"

log = structlog.stdlib.get_logger(__name__)


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
        found until then, an anomaly that says why, and ``complete`` False.
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
        started = monotonic()
        assert self._packed is not None, "the pool is not started"
        for again in (True, False):
            heard = Heard()
            if self._closed:
                return self._interrupted(job, heard, "worker-died", "the pool was closed", started)
            try:
                worker = await self._worker(seat)
                async with asyncio.timeout(self.seconds):
                    if worker.rules is not self._packed:
                        await worker.load(self._packed)
                    report = await worker.scan(job, self.threshold, self.seconds * OWN_SHARE, heard)
            except TimeoutError:
                self._replace(seat)
                return self._interrupted(job, heard, "deadline", f"killed after {self.seconds:g} s", started)
            except (WorkerDiedError, OSError) as error:
                self._replace(seat)
                self.deaths += 1
                if again and not heard.accepted and not self._closed:
                    continue  # it died before it had seen this distribution
                return self._interrupted(job, heard, "worker-died", str(error), started)
            except BaseException:  # cancelled: the worker is in the middle of something
                self._replace(seat)
                raise
            self.peak = max(self.peak, worker.peak)
            if worker.jobs >= JOBS_PER_WORKER or worker.resident > RESIDENT_BYTES:
                self._replace(seat)
            return report
        raise AssertionError("the second try returns")

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

    def _interrupted(self, job: ScanJob, heard: Heard, kind: str, detail: str, started: float) -> Report:
        """The report of a scan whose worker is gone: what it had told, scored, and why there is no more."""
        near = heard.near
        where = near.member if near else None
        probability, findings = score(heard.findings, self.rules.points)
        alert = probability >= self.threshold
        named = names_from_filename(job.filename)
        if not self._closed:  # whoever closed the pool knows
            log.warning("scan interrupted", filename=job.filename, kind=kind, detail=detail, near=where)
        return Report(
            project=job.project or named[0],
            version=job.version or named[1],
            filename=job.filename,
            sha256=sha256(job.data).hexdigest(),
            blake2b_256=blake2b(job.data, digest_size=32).hexdigest(),
            verdict="alert" if alert else "failed",
            score=probability,
            complete=False,
            findings=findings,
            anomalies=(*heard.anomalies, Anomaly(kind=kind, detail=detail, member=where)),
            members=near.members if near else 0,
            bytes=near.size if near else 0,
            seconds=monotonic() - started,
            error=None if alert else f"{kind}: {detail}",
            rules_digest=self.rules.digest,
        )


def _is_alive(coming: asyncio.Task[WorkerProcess]) -> bool:
    return not coming.cancelled() and coming.exception() is None and coming.result().alive


async def _end(coming: asyncio.Task[WorkerProcess]) -> None:
    """Kill a worker, also one that is still starting."""
    coming.cancel()
    with suppress(asyncio.CancelledError, WorkerDiedError, OSError):
        await (await coming).kill()
