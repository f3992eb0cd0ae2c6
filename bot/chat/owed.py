"""Cards that are owed, one after the other, for as long as the service runs."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NoReturn

import structlog

from bot.pipeline.pauses import pause

__all__ = ["work_off"]

log = structlog.get_logger(__name__)


async def work_off(
    step: Callable[[], Awaitable[bool]],
    rest: Callable[[], Awaitable[object]],
    ends: tuple[type[Exception], ...] = (),
) -> NoReturn:
    """Take step after step, and ``rest`` after one that found nothing; what is one of ``ends`` goes to the caller.

    Whatever else fails is tried again after a pause that grows: a full disk or a busy file, which a log of every look
    would only fill the more.
    """
    failures = 0
    while True:
        try:
            worked = await step()
        except ends:
            raise
        except Exception:
            failures += 1
            wait = pause(failures, first=1.0)
            log.exception("the cards that are owed cannot be read", failures=failures, wait=wait)
            await asyncio.sleep(wait)
            continue
        failures = 0
        if not worked:
            await rest()
