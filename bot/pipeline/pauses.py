"""How long to wait after a fault, and when to stop trying: pure decisions."""

import random
from collections.abc import Callable
from typing import Literal

import msgspec

from bot.store.uploads import Upload
from scanner.feed.faults import IndexFault
from scanner.fetch import Gone, HashMismatch, TooBig
from scanner.index import Missing

__all__ = ["Outcome", "outcome_of", "pause"]

LONGEST_PAUSE = 60.0
JITTER = 0.25
# The index's edge keeps a "404" for up to two minutes, and says it of files that were uploaded meanwhile.
NOT_YET_SECONDS = 180.0
# Pages have been seen to stay stale for their whole time to live, which is a day.
PATIENCE_SECONDS = 86400.0 + 3600.0
MISMATCHES = 3
# What nobody thought of may be a full disk: an hour for somebody to make room.
SURPRISE_SECONDS = 3600.0


def pause(
    failures: int, *, first: float, asked: float | None = None, chance: Callable[[], float] = random.random
) -> float:
    """Seconds to wait after ``failures`` in a row: ``first``, then doubled up to a minute, with jitter.

    ``asked`` is the server's own wish, which is honoured in full.
    """
    grown = min(first * 2.0 ** min(max(failures, 1) - 1, 30), LONGEST_PAUSE)
    own = min(grown * (1 + JITTER * chance()), LONGEST_PAUSE)
    return own if asked is None else max(own, asked + min(first, 1.0) * chance())


class Outcome(msgspec.Struct, frozen=True):
    """What becomes of an upload that could not be scanned now; ``due_at`` with state ``later``."""

    state: Literal["later", "failed", "skipped"]
    reason: str
    due_at: float = 0.0


def outcome_of(error: Exception, upload: Upload, now: float, *, first: float) -> Outcome:
    """What to do about ``error``: only what may pass is tried again."""
    tried = now - (upload.tried_at if upload.tried_at is not None else now)
    wait = pause(upload.attempts, first=first, asked=error.retry_after if isinstance(error, IndexFault) else None)
    retry = Outcome("later", str(error), now + wait)
    match error:
        case TooBig():
            return Outcome("skipped", str(error))
        case Missing():
            if upload.gone:
                return Outcome("skipped", f"{upload.gone} by the index before it could be fetched")
            return retry if tried < NOT_YET_SECONDS else Outcome("skipped", f"gone from the index: {error}")
        case Gone():
            if tried < NOT_YET_SECONDS:
                return retry
            return Outcome("failed", f"the file host does not have it: {error}")
        case HashMismatch():
            return retry if upload.attempts < MISMATCHES else Outcome("failed", str(error))
        case IndexFault():
            if tried < PATIENCE_SECONDS:
                return retry
            return Outcome("failed", f"the index could not be asked for a day: {error}")
        case _:
            reason = f"{type(error).__name__}: {error}"[:500]
            return retry if tried < SURPRISE_SECONDS else Outcome("failed", reason)
