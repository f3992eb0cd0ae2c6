"""How long to wait after a fault, and when to stop trying: pure decisions."""

import random
from collections.abc import Callable
from typing import Literal

import msgspec

from bot.store.uploads import Upload
from scanner.feed.faults import IndexFault, RateLimited
from scanner.fetch import Gone, HashMismatch, TooBig
from scanner.index import Missing, Stale

__all__ = ["Outage", "Outcome", "outcome_of", "pause"]

LONGEST_PAUSE = 60.0
JITTER = 0.25
# The index's edge keeps a "404" for up to two minutes, and says it of files that were uploaded meanwhile.
# A file that is not what the index lists has as long to become so.
NOT_YET_SECONDS = 180.0
# Pages have been seen to stay stale for their whole time to live, which is a day.
PATIENCE_SECONDS = 86400.0 + 3600.0
# The page of one project may fail alone; where those of as many fail in a row, it is the index.
OUTAGE_PROJECTS = 3
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


class Outage:
    """What all uploads meet together: while the index, or its file host, wants to be left alone, none asks it."""

    def __init__(self, first: float) -> None:
        self._first = first
        self._projects: set[str] = set()  # that met a fault since the last answer
        self._pauses = 0
        self._until = 0.0

    def answered(self) -> None:
        """An upload got what it asked for, or a plain no."""
        self._projects.clear()
        self._pauses = 0

    def met(self, fault: IndexFault, project: str, now: float) -> float | None:
        """Count a fault; gives the seconds of the pause that it begins, if it does."""
        if isinstance(fault, Stale):
            return None
        self._projects.add(project)
        asked = fault.retry_after
        alone = asked is None and not isinstance(fault, RateLimited) and len(self._projects) < OUTAGE_PROJECTS
        if alone or (asked is None and now < self._until):  # the others that were in work when the pause began
            return None
        self._pauses += 1
        wait = pause(self._pauses, first=self._first, asked=asked)
        if now + wait <= self._until:
            return None
        self._until = now + wait
        return wait

    def left(self, now: float) -> float:
        """Seconds until the index may be asked again; 0: now."""
        return max(self._until - now, 0.0)


class Outcome(msgspec.Struct, frozen=True):
    """What becomes of an upload that could not be scanned now.

    With state ``later``: when it is due, the kind of fault, and since when it meets that one.
    """

    state: Literal["later", "failed", "skipped"]
    reason: str
    due_at: float = 0.0
    fault: str = ""
    fault_at: float = 0.0


def outcome_of(error: Exception, upload: Upload, now: float, *, first: float) -> Outcome:
    """What to do about ``error``: only what may pass is tried again, as long as it may be expected to pass."""
    match error:
        case TooBig():
            return Outcome("skipped", str(error))
        case Missing() | Stale() if upload.gone:
            return Outcome("skipped", f"{upload.gone} by the index before it could be fetched")
        case Missing():
            kind, patience, end = Missing, NOT_YET_SECONDS, Outcome("skipped", f"gone from the index: {error}")
        case Gone():
            kind, patience = Gone, NOT_YET_SECONDS
            end = Outcome("failed", f"the file host does not have it: {error}")
        case HashMismatch():
            kind, patience, end = HashMismatch, NOT_YET_SECONDS, Outcome("failed", str(error))
        case IndexFault():
            kind, patience = IndexFault, PATIENCE_SECONDS
            end = Outcome("failed", f"the index could not be asked for a day: {error}")
        case _:
            kind, patience = type(error), SURPRISE_SECONDS
            end = Outcome("failed", f"{kind.__name__}: {error}"[:500])
    fault = kind.__name__
    fault_at = upload.fault_at if upload.fault == fault and upload.fault_at is not None else now
    if now - fault_at >= patience:
        return end
    wait = pause(upload.attempts, first=first, asked=error.retry_after if isinstance(error, IndexFault) else None)
    return Outcome("later", str(error), now + wait, fault, fault_at)
