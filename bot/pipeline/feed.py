"""Following the changelog: every event enters the ledger once, whatever happens in between."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import structlog

from bot.escalation.takedown import follow_takedown
from bot.pipeline.crosscheck import CrossCheck
from bot.pipeline.figures import FeedFigures
from bot.pipeline.pauses import pause
from bot.pipeline.start import parse_since, serial_at
from bot.settings import Settings
from bot.store.database import Database
from bot.store.ledger import cursor, forget_old, put_cursor, put_watched_since, store_events, watched_since
from scanner.feed import PAGE_CAP, Changelog, IndexFault, JournalEvent, RssFeed
from scanner.index import IndexClient

__all__ = ["FeedFollower", "SerialWentBack", "SinceAhead"]

log = structlog.get_logger(__name__)

BATCH = 1000  # events per transaction: a full page in one would keep everybody else waiting for seconds
# The index writes something every few seconds: as many polls without an event call for a look at its newest serial.
QUIET_POLLS = 12
SCARCE_CALLS = 100  # fewer calls left than this are spread over the rest of the limit's window
TIDY_SECONDS = 86400.0
# From this many failed polls' time on, RSS takes over until the changelog is back: two minutes at the default.
DOWN_POLLS = 24


class SerialWentBack(IndexFault):
    """The index's newest serial is lower than the last one stored: a restored database, or another index."""


class SinceAhead(IndexFault):
    """The serial that the first start is to begin at is not there yet; nothing is stored."""


class FeedFollower:
    """Polls the changelog from the stored serial, and watches RSS beside it.

    Promise after a crash: events, the uploads they announce, takedowns and the cursor enter the database in one
    transaction, so the next start asks for exactly what is not there. ``arrived`` is set when uploads wait.
    """

    def __init__(
        self,
        db: Database,
        changelog: Changelog,
        rss: RssFeed,
        index: IndexClient,
        settings: Settings,
        now: Callable[[], float],
        *,
        since: str | None = None,
        arrived: asyncio.Event | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Raises ValueError when ``since`` is neither a serial nor a time."""
        self._db = db
        self._changelog = changelog
        self._poll_seconds = settings.index.poll_seconds
        self._now = now
        self._sleep = sleep
        self._since = parse_since(since)
        self._since_given = since is not None
        self._arrived = arrived or asyncio.Event()
        self._started = False
        self._quiet = 0
        self._tidied_at: float | None = None
        self.figures = FeedFigures()
        self.cross_check = CrossCheck(
            db, rss, index, settings, now, figures=self.figures, down=self.down, arrived=self._arrived, sleep=sleep
        )

    async def run(self) -> None:
        """Follow until cancelled; every fault ends in a pause."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._follow())
            group.create_task(self.cross_check.run())

    def down(self) -> bool:
        """Whether the changelog has failed for so long that RSS must do."""
        failing = self.figures.failing_since
        return failing is not None and self._now() - failing >= DOWN_POLLS * self._poll_seconds

    async def _follow(self) -> None:
        failures = 0
        while True:
            try:
                more = await self.poll()
            except IndexFault as fault:
                failures += 1
                wait = pause(failures, first=self._poll_seconds, asked=fault.retry_after)
                self.figures.failed(str(fault), self._now())
                say = log.error if isinstance(fault, SerialWentBack | SinceAhead) else log.warning
                say("changelog failed", error=str(fault), failures=failures, wait=round(wait, 1))
            except Exception as error:  # the watch must outlive what nobody thought of; the log has it all
                failures += 1
                wait = pause(failures, first=self._poll_seconds)
                self.figures.failed(f"{type(error).__name__}: {error}", self._now())
                log.exception("following the changelog failed", failures=failures, wait=round(wait, 1))
            else:
                if failures:
                    log.info("changelog is back", failures=failures)
                failures = 0
                wait = 0.0 if more else self._pace()
            await self._sleep(wait)

    def _pace(self) -> float:
        quota = self._changelog.quota
        scarce = quota is not None and quota.left < SCARCE_CALLS
        return max(self._poll_seconds, quota.pace) if quota and scarce else self._poll_seconds

    async def poll(self) -> bool:
        """Ask once and store what is new; True when the index has more to give at once. Raises IndexFault's kinds."""
        serial = await cursor(self._db)
        if serial is None:
            await self._begin()
        else:
            await self._check_serial(serial)
        if serial is None:
            serial = await cursor(self._db) or 0
        events = await self._changelog.since(serial)
        await self._store(events)
        self._quiet = 0 if events else self._quiet + 1
        more = len(events) >= PAGE_CAP
        self.figures.polled(self._now(), behind=more)
        await self._tidy()
        return more

    async def _store(self, events: Sequence[JournalEvent]) -> None:
        for start in range(0, len(events), BATCH):
            batch = events[start : start + BATCH]
            now = self._now()
            async with self._db.transaction() as tx:
                files = await store_events(tx, batch, now)
                for event in batch:
                    await follow_takedown(tx, event, now=now)
            self.figures.last_event_at = float(batch[-1].at)
            log.debug("events stored", serial=batch[-1].serial, events=len(batch), files=files)
            if files:
                self._arrived.set()

    async def _begin(self) -> None:
        """A first start: settle where to begin, and remember from when on the ledger is to be complete."""
        now = self._now()
        if await watched_since(self._db) is None:
            async with self._db.transaction() as tx:
                await put_watched_since(tx, now - self._since.seconds)
        newest = await self._changelog.last_serial()
        serial = newest if self._since.serial is None else self._since.serial
        if serial > newest:
            raise SinceAhead(
                f"--since {serial}: the index's newest serial is {newest}; start again with one up to that, "
                "or with a time such as 2h"
            )
        if self._since.seconds:
            serial = await serial_at(self._changelog, now - self._since.seconds, newest)
        async with self._db.transaction() as tx:
            await put_cursor(tx, serial)
        self._started = True
        log.info("watch begins", serial=serial, newest=newest)

    async def _check_serial(self, serial: int) -> None:
        """At a start and when nothing comes, see that the index has not gone back behind the cursor."""
        if self._started and self._quiet < QUIET_POLLS:
            return
        newest = await self._changelog.last_serial()
        if newest < serial:
            raise SerialWentBack(
                f"the index's newest serial is {newest}, the ledger has {serial}: is this another index, or was it "
                "restored? Nothing is rewound; set another database or wait until the index has caught up"
            )
        if not self._started:
            log.info("watch goes on", serial=serial, newest=newest, since_ignored=self._since_given)
        self._started, self._quiet = True, 0

    async def _tidy(self) -> None:
        now = self._now()
        if self._tidied_at is None or now - self._tidied_at >= TIDY_SECONDS:
            self._tidied_at = now
            async with self._db.transaction() as tx:
                await forget_old(tx, now)
