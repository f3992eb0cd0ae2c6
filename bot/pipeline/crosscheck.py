"""RSS beside the changelog: it shows what the changelog should have said, and stands in while that is down."""

import asyncio
import math
from collections.abc import Awaitable, Callable

import structlog

from bot.pipeline.figures import FeedFigures
from bot.pipeline.pauses import pause
from bot.settings import Settings
from bot.store.database import Database
from bot.store.ledger import NEW_PROJECT, NEW_RELEASE, watched_since
from bot.store.uploads import add_uploads, releases_known
from scanner.feed import IndexFault, RssFeed, RssItem
from scanner.index import IndexClient, Missing

__all__ = ["CrossCheck"]

log = structlog.get_logger(__name__)

# In polls of the changelog: RSS is asked every minute at the default of 5 s, and a release may be in RSS for two
# minutes before the changelog must have said it.
EVERY_POLLS, GRACE_POLLS = 12, 24
FAULTS = 3  # in one look: then it is the index, not one project's page
GIVE_UP_SECONDS = 900.0  # a release that RSS still lists but the index does not is removed

Release = tuple[str, str]


class CrossCheck:
    """Adds releases to the ledger that only RSS knows. What it adds, the changelog's own event later only completes."""

    def __init__(
        self,
        db: Database,
        rss: RssFeed,
        index: IndexClient,
        settings: Settings,
        now: Callable[[], float],
        *,
        figures: FeedFigures,
        down: Callable[[], bool],
        arrived: asyncio.Event,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._db = db
        self._rss = rss
        self._index = index
        self._now = now
        self._figures = figures
        self._down = down
        self._arrived = arrived
        self._sleep = sleep
        self._every = EVERY_POLLS * settings.index.poll_seconds
        self._grace = GRACE_POLLS * settings.index.poll_seconds
        self._window: dict[Release, RssItem] = {}
        self._new_projects: set[str] = set()
        self._unknown_since: dict[Release, float] = {}
        self._given_up: set[Release] = set()
        self._put_off: set[Release] = set()  # their page could not be had: they come last

    async def run(self) -> None:
        """Look until cancelled; every fault ends in a pause."""
        failures = 0
        while True:
            try:
                await self.look()
            except IndexFault as fault:
                failures += 1
                self._figures.rss_error = str(fault)
                log.warning("rss failed", error=str(fault), failures=failures)
                wait = max(self._every, pause(failures, first=self._every, asked=fault.retry_after))
            except Exception as error:  # the check must not end the watch; the log has it all
                failures += 1
                self._figures.rss_error = f"{type(error).__name__}: {error}"
                log.exception("the RSS cross-check failed", failures=failures)
                wait = self._every
            else:
                failures = 0
                self._figures.rss_error = None
                wait = self._every
            await self._sleep(wait)

    async def look(self) -> None:
        """Compare once; what one page's fault keeps out, the next looks try again. Raises IndexFault's kinds."""
        await self._read()
        self._figures.rss_at = self._now()
        since = await watched_since(self._db)
        down = self._down()
        if since is None or (self._figures.last_poll_at is None and not down) or (self._figures.behind and not down):
            return
        faults: list[IndexFault] = []
        for release in await self._missed(since, 0.0 if down else self._grace):
            try:
                await self._add(release, down=down)
            except IndexFault as fault:
                faults.append(fault)
                self._put_off.add(release)
                if fault.retry_after is not None or len(faults) == FAULTS:
                    break
        if faults:
            raise faults[-1]

    async def _read(self) -> None:
        projects = await self._rss.projects()
        if projects is not None:
            self._new_projects = {item.project for item in projects}
        releases = await self._rss.releases()
        if releases is None:
            return
        window = {(item.project, item.version): item for item in releases if item.version is not None}
        if self._window and window and not self._window.keys() & window.keys():
            log.warning("rss moved on by more than its window", releases=len(window))
        self._window = window

    async def _missed(self, since: float, grace: float) -> list[Release]:
        """Releases that are in RSS for longer than ``grace`` and still not in the ledger."""
        now = self._now()
        begun = math.floor(since)  # RSS tells whole seconds
        watched = [key for key, item in self._window.items() if item.published is not None and item.published >= begun]
        self._given_up &= set(self._window)
        self._put_off &= set(self._window)
        known = await releases_known(self._db, watched)
        unknown = [key for key in watched if key not in known and key not in self._given_up]
        self._unknown_since = {key: self._unknown_since.get(key, now) for key in unknown}
        missed = [key for key in reversed(unknown) if now - self._unknown_since[key] >= grace]  # the oldest first
        return sorted(missed, key=lambda release: release in self._put_off)

    async def _add(self, release: Release, *, down: bool) -> None:
        project, version = release
        try:
            files = await self._index.resolve(project, version)
        except Missing as error:
            if self._now() - self._unknown_since[release] > GIVE_UP_SECONDS:
                self._given_up.add(release)
                log.warning("rss lists a release that the index does not have", project=project, version=version)
            else:
                log.info("rss is ahead of the index", project=project, version=version, error=str(error))
            return
        priority = NEW_PROJECT if project in self._new_projects else NEW_RELEASE
        async with self._db.transaction() as tx:
            added = await add_uploads(
                tx, files, self._window[release].name, source="rss", priority=priority, now=self._now()
            )
        say = log.info if down else log.warning
        say("release known from rss alone", project=project, version=version, files=added, changelog_down=down)
        self._arrived.set()
