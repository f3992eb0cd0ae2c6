"""From waiting uploads to reports and cases: several at a time, each step safe to repeat."""

import asyncio
import contextlib
import math
from collections.abc import Callable

import msgspec
import structlog

from bot.pipeline.baseline import Baselines
from bot.pipeline.figures import Metrics
from bot.pipeline.pauses import Outage, outcome_of, pause
from bot.pipeline.room import Room
from bot.settings import Settings
from bot.store import uploads
from bot.store.cases import record_report
from bot.store.database import Database, surely
from bot.store.ledger import project_events, watched_since
from bot.store.suppressions import suppressed_fingerprints
from bot.store.uploads import Upload
from scanner.facts import release_facts
from scanner.feed.faults import IndexFault
from scanner.fetch import Fetcher, FetchRefused
from scanner.index import IndexClient, Missing, ProjectPage, RemoteFile
from scanner.known_good import KnownGood
from scanner.known_good import load as load_known_good
from scanner.pool import Pool, PoolError
from scanner.report import ReleaseFacts, Report, ScanJob
from scanner.score import rescore
from scanner.signals.sibling import compare

__all__ = ["ScanLoop"]

log = structlog.get_logger(__name__)

MIB = 2**20
ROOM_BYTES = 64 * MIB  # of distributions in memory at once, beside one that is larger than the other limit
LARGE_BYTES = 32 * MIB
# Uploads in work beyond the scanning ones: they wait for the index or for their bytes, not for a worker.
FETCH_AHEAD = 6
LOOK_SECONDS = 1.0  # between looks at an empty queue; a new upload wakes the loop at once
STOP_SECONDS = 0.5


class ScanFailed(Exception):  # noqa: N818 - a report's verdict, to be tried once more
    """The worker gave no result."""


class ScanLoop:
    """Claims uploads, fetches, scans, and records.

    Promise after a crash: every upload that was not recorded is claimed again; the report, the state and the case with
    its card enter the database in one transaction.
    """

    def __init__(
        self,
        db: Database,
        index: IndexClient,
        fetch: Fetcher,
        pool: Pool,
        settings: Settings,
        now: Callable[[], float],
        metrics: Metrics,
        *,
        arrived: asyncio.Event | None = None,
    ) -> None:
        self._db = db
        self._index = index
        self._fetch = fetch
        self._pool = pool
        self._threshold = settings.scan.threshold
        self._known_good = load_known_good(settings.scan.known_good) if settings.scan.known_good else KnownGood()
        self._first_pause = settings.index.poll_seconds
        self._lanes = asyncio.Semaphore(settings.scan.jobs + FETCH_AHEAD)
        self._now = now
        self._arrived = arrived or asyncio.Event()
        self._metrics = metrics
        self._room = Room(ROOM_BYTES, LARGE_BYTES)
        self._baselines = Baselines(db, index, fetch, pool, self._room)
        self._outage = Outage(self._first_pause)
        self._held: set[int] = set()
        self._stranded: set[int] = set()  # claimed, but in nobody's hands: their outcome could not be stored

    async def run(self) -> None:
        """Work until cancelled; every fault ends in a pause or in the upload's reason."""
        await self._recover()
        try:
            async with asyncio.TaskGroup() as lanes:
                while True:
                    await self._lanes.acquire()
                    upload = await self._next()
                    self._held.add(upload.id)
                    lanes.create_task(self._lane(upload))
        finally:
            await self._let_go()

    @surely
    async def _recover(self) -> None:
        async with self._db.transaction() as tx:
            again, lost = await uploads.release_claims(tx, now=self._now())
        if again or lost:
            log.info("going on after an interruption", again=again, given_up=lost)

    async def _let_go(self) -> None:
        """In good order at a stop; without it the next start does the same, and counts an interruption."""
        held = [*self._held, *self._stranded]

        async def release() -> None:
            async with self._db.transaction() as tx:
                await uploads.unclaim(tx, held)

        if held:
            try:
                async with asyncio.timeout(STOP_SECONDS):
                    await release()
            except Exception:
                log.warning("claims stay until the next start", uploads=held, exc_info=True)

    async def _next(self) -> Upload:
        failures = 0
        while True:
            self._arrived.clear()
            try:
                await self._take_up_stranded()
                wait = min(self._outage.left(self._now()), LOOK_SECONDS)
                if not wait:
                    upload = await uploads.claim(self._db, self._now(), largest=self._room.largest)
                    if upload is not None:
                        return upload
                    wait = await self._until_due()
                failures = 0
            except Exception:  # a full disk or a busy file: the queue is still there afterwards
                failures += 1
                wait = pause(failures, first=self._first_pause)
                log.exception("the queue cannot be read", failures=failures, wait=round(wait, 1))
            # Not wait_for(), which in Python 3.11 swallows a cancellation that meets the event.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._arrived.wait()

    async def _take_up_stranded(self) -> None:
        if stranded := set(self._stranded):
            async with self._db.transaction() as tx:
                await uploads.unclaim(tx, stranded, due_at=self._now() + self._first_pause)
            self._stranded -= stranded

    async def _until_due(self) -> float:
        due = await uploads.next_due(self._db, largest=self._room.largest)
        return LOOK_SECONDS if due is None else min(max(due - self._now(), 0.01), LOOK_SECONDS)

    async def _lane(self, upload: Upload) -> None:
        say = log.bind(upload=upload.id, project=upload.project, version=upload.version, filename=upload.filename)
        try:
            outcome = await self._work(upload)
            self._outage.answered()
        except Exception as error:
            self._count(error, upload)
            outcome = await self._settle_fault(upload, error, say)
        finally:
            self._lanes.release()
        self._held.discard(upload.id)
        self._metrics.outcomes.labels(outcome).inc()

    def _count(self, error: Exception, upload: Upload) -> None:
        if not isinstance(error, IndexFault):
            self._outage.answered()
        elif wait := self._outage.met(error, upload.project, self._now()):
            log.warning("the index is left alone", error=str(error), wait=round(wait, 1))

    async def _settle_fault(self, upload: Upload, error: Exception, say: structlog.stdlib.BoundLogger) -> str:
        """Record why the upload could not be scanned. Where even that fails, it is tried again when that may work."""
        outcome = outcome_of(error, upload, self._now(), first=self._first_pause)
        expected = isinstance(error, IndexFault | Missing | FetchRefused | ScanFailed | PoolError)
        told = expected or upload.fault == outcome.fault  # a surprise is told in full when it begins and when it lasts
        say.warning(
            "not scanned",
            outcome=outcome.state,
            reason=outcome.reason,
            attempts=upload.attempts,
            exc_info=None if told else error,
        )
        try:
            async with self._db.transaction() as tx:
                if outcome.state == "later":
                    await uploads.later(
                        tx, upload.id, outcome.reason, outcome.due_at, fault=outcome.fault, fault_at=outcome.fault_at
                    )
                elif outcome.state == "skipped":
                    await uploads.skipped(tx, upload.id, outcome.reason)
                else:
                    await uploads.failed(tx, upload.id, outcome.reason, now=self._now())
        except Exception:
            self._stranded.add(upload.id)
            say.exception("the outcome cannot be stored; the upload is tried again when the database can be written")
        return outcome.state

    async def _work(self, upload: Upload) -> str:
        """All steps for one upload; gives its outcome. Raises what ``outcome_of`` knows."""
        file, facts = await self._describe(upload)
        size = file.size if file.size is not None else self._fetch.limit
        if size > (self._room.largest or size):
            # It would wait in its lane, and a release of large files in all of them.
            async with self._db.transaction() as tx:
                await uploads.put_back(tx, upload.id, size)
            return "later"
        async with self._room.hold(size):
            data = await self._fetch.fetch(file.url, sha256=file.sha256, size=file.size)
            async with self._db.transaction() as tx:
                await uploads.fetched(tx, upload.id, file, facts, self._now())
            job = ScanJob(filename=upload.filename, data=data, project=upload.name, version=upload.version, facts=facts)
            started = self._now()
            report = await self._pool.scan(job)
            del data, job
            self._metrics.scan_seconds.observe(self._now() - started)
        report = await self._beside_sibling(upload, report)
        if report.verdict == "alert":
            report = await self._second_look(upload, facts, report)
        return await self._record(upload, facts, report, file.uploaded_at or upload.uploaded_at)

    async def _describe(self, upload: Upload) -> tuple[RemoteFile, ReleaseFacts]:
        """What the index lists, or what the row kept of it when only the scan was lost in a crash."""
        if upload.state == "fetched" and upload.url and upload.sha256 and upload.attempts <= 2:
            kept = RemoteFile(
                project=upload.project,
                version=upload.version,
                filename=upload.filename,
                url=upload.url,
                sha256=upload.sha256,
                size=upload.size,
                blake2b_256=upload.blake2b_256,
                uploaded_at=upload.uploaded_at,
            )
            return kept, msgspec.json.decode(upload.facts or "{}", type=ReleaseFacts)
        try:
            page = await self._index.look_up(upload.project, upload.version, upload.filename, serial=upload.serial)
        except Missing as missing:
            if missing.page is not None:
                await self._complete(upload, missing.page)
            raise
        await self._complete(upload, page)
        file = page.file(upload.filename)
        assert file is not None, "look_up gives pages that list the file"
        events = await project_events(self._db, upload.project)
        return file, release_facts(page, upload.version, file.uploaded_at or upload.uploaded_at, events)

    async def _complete(self, upload: Upload, page: ProjectPage) -> None:
        """Add the release's files that no event has named so that it could be read: their names are the uploader's.

        Files from before the watch began stay out, unless this upload, which was asked for, is older still.
        """
        since = await watched_since(self._db)
        oldest = math.floor(upload.uploaded_at if since is None else min(since, upload.uploaded_at))
        known = await uploads.files_known(self._db, upload.project, upload.version)
        new = [
            file
            for file in page.of_release(upload.version)
            if file.filename not in known and (file.uploaded_at is None or file.uploaded_at >= oldest)
        ]
        if not new:
            return
        async with self._db.transaction() as tx:
            await uploads.add_uploads(
                tx, new, upload.name, source=upload.source, priority=upload.priority, now=self._now()
            )
        log.info("files known from the release's page alone", upload=upload.id, files=[file.filename for file in new])
        self._arrived.set()

    async def _beside_sibling(self, upload: Upload, report: Report) -> Report:
        """The report with what comparing the release's sdist and wheel says.

        The own listing is stored before the other one is read, so that of two scans at once the later sees the first.
        """
        if not report.listing:
            return report
        async with self._db.transaction() as tx:
            await uploads.put_listing(tx, upload.id, report.listing)
        found = compare(upload.filename, report.listing, await uploads.sibling_listing(self._db, upload))
        if found is None:
            return report
        report = msgspec.structs.replace(report, findings=(*report.findings, found))
        return rescore(report, threshold=self._threshold, points=self._pool.rules.points)

    async def _second_look(self, upload: Upload, facts: ReleaseFacts, report: Report) -> Report:
        """Before people are called: what an earlier release had already, and what people dismissed, weighs little."""
        known = await self._baselines.known(upload, facts)
        suppressed = await suppressed_fingerprints(self._db, upload.project, now=self._now())
        if known is None and not suppressed and not self._known_good:
            return report
        return rescore(
            report,
            threshold=self._threshold,
            known=known,
            suppressed=suppressed,
            known_members=self._known_good,
            points=self._pool.rules.points,
        )

    async def _record(self, upload: Upload, facts: ReleaseFacts, report: Report, uploaded_at: float) -> str:
        now = self._now()
        say = log.bind(upload=upload.id, project=upload.project, filename=upload.filename)
        if report.verdict == "failed" and upload.fault != ScanFailed.__name__:
            # The worker can have died for a reason that is not this file's, such as a stop of the whole service.
            raise ScanFailed(f"the scan failed: {report.error or 'no reason given'}")
        reason = _why_incomplete(report)
        async with self._db.transaction() as tx:
            if report.verdict == "failed":
                await uploads.failed(tx, upload.id, report.error or "the scan failed", report=report, now=now)
            else:
                await uploads.scanned(tx, upload.id, report, reason=reason, now=now)
            case_id = None
            if report.verdict == "alert" or (report.verdict == "clean" and await uploads.in_open_case(tx, upload.id)):
                case_id = await record_report(tx, upload.id, report, facts=facts, now=now)
        span = now - uploaded_at
        say.info(
            "scanned",
            verdict=report.verdict,
            score=round(report.score, 3),
            case=case_id,
            reason=reason,
            since_upload=round(span, 2),
            seconds=round(report.seconds, 3),
        )
        if report.verdict == "alert":
            self._metrics.upload_to_alert.observe(max(span, 0.0))
        return report.verdict


def _why_incomplete(report: Report) -> str | None:
    if report.complete:
        return None
    kinds = dict.fromkeys(anomaly.kind for anomaly in report.anomalies)
    return report.error or "incomplete: " + (", ".join(kinds) or "no reason given")
