"""What can go wrong between Meerkat and the index: one exception type per kind of failure."""

import datetime as dt
from collections.abc import Mapping
from email.utils import parsedate_to_datetime

__all__ = ["LONGEST_WAIT", "Garbled", "IndexFault", "RateLimited", "Unavailable", "retry_after"]


class IndexFault(Exception):  # noqa: N818 - the field says fault
    """The index could not be asked; trying again later may help.

    ``retry_after`` are the seconds that the server itself asked for, None where it said nothing.
    """

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Unavailable(IndexFault):
    """No connection, a time-out, a broken transfer, or a status that says "not now"."""


class RateLimited(IndexFault):
    """Too many requests, said by status 429 or by a fault inside a 200."""


class Garbled(IndexFault):
    """An answer that is not what the interface promises."""


# A server may say anything; an hour is the longest window that the index's limits know.
LONGEST_WAIT = 3600.0


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds from a ``Retry-After`` header, given as seconds or as a date; None where there is none to read."""
    value = headers.get("Retry-After", "").strip()
    if not value:
        return None
    if value.isascii() and value.isdigit():
        return min(float(value), LONGEST_WAIT)
    try:
        at = parsedate_to_datetime(value)
    except ValueError:
        return None
    if at.tzinfo is None:
        at = at.replace(tzinfo=dt.UTC)
    return min(max(at.timestamp() - now, 0.0), LONGEST_WAIT)
