"""The order in which members are read: as stored, until something may be there to hide the rest."""

import time
from collections.abc import Callable, Hashable, Iterable, Iterator

from scanner.archive import Wanted
from scanner.member import Member
from scanner.report import Anomaly

__all__ = ["in_order"]

# A member that takes longer, or all so far, change the order of the rest; honest ones take a tenth of that.
COSTLY_SECONDS, COSTLY_IN_ALL = 2.0, 10.0
SMALL = 64 * 1024  # bytes
# What a reader says of itself where it did not come to the end, and of archives where it did not follow all readings.
CUT_SHORT, VIEWS_DROPPED = ("budget-bytes", "budget-members"), ("tar-views-dropped", "zip-too-many-records")


def in_order(
    read: Callable[[Wanted | None], Iterable[Member | Anomaly]],
    *,
    is_loud: Callable[[str], bool],
    is_source: Callable[[str], bool],
    is_low: Callable[[], bool],
    loud_first: bool = False,
) -> Iterator[Member | Anomaly]:
    """All that the reader gives, in its order, until that costs so much that it may be meant to hide the rest.

    From then on, or from the start with ``loud_first``, what runs by itself comes first, then what is small, then all
    source: everything is read anew and nothing held. So it is where the reader had to leave something out; then nothing
    follows. Where it has to of those as well, that is told as ``code-unread``.

    ``read`` begins from the first member whenever it is called, with budgets of its own, and may leave out what is not
    wanted; ``is_loud`` and ``is_source`` say by a member's name whether it runs by installing or starting, and whether
    it is source. ``is_low`` says whether a budget of the scan is nearly spent. What a member costs is the reader's time
    for it with that of whoever takes it.
    """
    seen: set[Hashable] = set()
    cut = False
    if not loud_first:
        started = last = time.monotonic()
        for item in read(None):
            cut = cut or _is_cut(item)
            seen.add(_identity(item))
            yield item
            now = time.monotonic()
            if now - last > COSTLY_SECONDS or now - started > COSTLY_IN_ALL or is_low():
                break
            last = now
        else:
            if not cut:
                return

    def loud_and_small(name: str, size: int) -> bool:
        return size <= SMALL and is_loud(name)

    def small(_: str, size: int) -> bool:
        return size <= SMALL

    def source(name: str, _: int) -> bool:
        return is_loud(name) or is_source(name)

    def small_or_source(name: str, size: int) -> bool:
        return small(name, size) or source(name, size)

    for wanted in (loud_and_small, small_or_source) if cut else (loud_and_small, small, source):
        unread, asked = False, _Asked(wanted)
        for item in read(asked):
            unread = unread or _is_cut(item)
            if isinstance(item, Anomaly) or asked(item.name, len(item.data)):
                yield from _unseen(item, seen)
        if unread:
            yield Anomaly(kind="code-unread", detail="left out what may run")
            cut = True
        elif not asked.refused:
            return
    if not cut:
        for item in read(None):
            yield from _unseen(item, seen)


class _Asked:
    """What is wanted, and whether anything ever was not: where nothing was, all has been read."""

    def __init__(self, wanted: Wanted) -> None:
        self._wanted = wanted
        self.refused = False

    def __call__(self, name: str, size: int) -> bool:
        is_wanted = self._wanted(name, size)
        self.refused = self.refused or not is_wanted
        return is_wanted


def _is_cut(item: Member | Anomaly) -> bool:
    """Whether it says that something was left out; what archives inside have left out of their budget is not meant."""
    if isinstance(item, Member):
        return False
    return (item.kind in CUT_SHORT and item.member is None) or item.kind in VIEWS_DROPPED


def _unseen(item: Member | Anomaly, seen: set[Hashable]) -> Iterator[Member | Anomaly]:
    if (identity := _identity(item)) not in seen:
        seen.add(identity)
        yield item


def _identity(item: Member | Anomaly) -> Hashable:
    """What tells an item again when the same archive is read anew."""
    return item if isinstance(item, Anomaly) else (item.name, item.offset, item.start, item.sha256)
