"""The order in which members are read: as stored, until something may be there to hide the rest."""

import math
import time
from collections.abc import Callable, Hashable, Iterable, Iterator

from scanner.member import Member
from scanner.report import Anomaly

__all__ = ["in_order"]

# A member that takes longer, or all so far, change the order of the rest; honest ones take a tenth of that.
COSTLY_SECONDS, COSTLY_IN_ALL = 2.0, 10.0
# The order then, in rounds: only what runs by installing or starting, and up to how many bytes.
LATER_ROUNDS = ((True, 64 * 1024), (False, 64 * 1024), (True, math.inf), (False, math.inf))


def in_order(
    read: Callable[[], Iterable[Member | Anomaly]],
    is_loud: Callable[[Member], bool],
    is_low: Callable[[], bool],
    *,
    loud_first: bool = False,
) -> Iterator[Member | Anomaly]:
    """All that the reader gives, in its order, until that costs so much that it may be meant to hide the rest.

    From then on, or from the start with ``loud_first``, what runs by itself comes first, then what is small: everything
    is read anew and nothing held. ``read`` begins from the first member whenever it is called, with budgets of its own;
    ``is_loud`` says whether a member runs by installing or starting, ``is_low`` whether a budget is nearly spent. What
    a member costs is the reader's time for it with that of whoever takes it.
    """
    seen: set[Hashable] = set()
    if not loud_first:
        started = last = time.monotonic()
        for item in read():
            seen.add(_identity(item))
            yield item
            now = time.monotonic()
            if now - last > COSTLY_SECONDS or now - started > COSTLY_IN_ALL or is_low():
                break
            last = now
        else:
            return
    for loud, most in LATER_ROUNDS:
        for item in read():
            if isinstance(item, Member) and (len(item.data) > most or (loud and not is_loud(item))):
                continue
            if (identity := _identity(item)) not in seen:
                seen.add(identity)
                yield item


def _identity(item: Member | Anomaly) -> Hashable:
    """What tells an item again when the same archive is read anew."""
    return item if isinstance(item, Anomaly) else (item.name, item.offset, item.start, item.sha256)
