"""Looking at how the watch stands, and keeping what operators have to hear."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from bot.desk.watching import Watch
from bot.notices.conditions import Limits, notices_of
from bot.pipeline.pauses import pause
from bot.store.database import Database
from bot.store.notices import mark_told, observe, untold

__all__ = ["NoticeKeeper"]

log = structlog.get_logger(__name__)

LOOK_SECONDS = 5.0


class NoticeKeeper:
    """Looks every few seconds until cancelled. Everything goes to the log at once, and to the database for the channel.

    Without a channel (``to_channel`` false) the log is all, and nothing waits for a channel that may come later.
    """

    def __init__(
        self,
        db: Database,
        watch: Callable[[], Awaitable[Watch]],
        limits: Limits,
        now: Callable[[], float],
        *,
        to_channel: bool,
    ) -> None:
        self._db = db
        self._watch = watch
        self._limits = limits
        self._now = now
        self._to_channel = to_channel

    async def run(self) -> None:
        failures = 0
        while True:
            try:
                await self.look()
                failures = 0
            except Exception:  # whoever tells of faults must not end with one
                failures += 1
                log.exception("notices could not be kept", failures=failures)
            await asyncio.sleep(pause(failures, first=LOOK_SECONDS) if failures else LOOK_SECONDS)

    async def look(self) -> None:
        """Look once."""
        watch = await self._watch()
        now = self._now()
        current = notices_of(watch, now, self._limits)
        if not current and not watch.problems:
            return
        async with self._db.transaction() as tx:
            begun, ended = await observe(tx, current, now)
            if not self._to_channel:
                await mark_told(tx, await untold(tx))
        for row in begun:
            say = log.warning if row.over else log.info
            say("notice", what=row.key, words=row.words, detail=row.detail)
        for row in ended:
            log.info("notice is over", what=row.key, words=row.over, lasted=round(now - row.began_at))
