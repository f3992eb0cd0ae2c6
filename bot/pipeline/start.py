"""Where a first start begins: at the newest serial, at a given one, or as far back as a time says."""

import re

import msgspec

from scanner.feed.changelog import Changelog

__all__ = ["Since", "parse_since", "serial_at"]

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 7 * 86400}
FIRST_STEP, GROWTH = 2_000, 4  # serials; a day has some 16,000
# An event bears the time at which its upload began, and some take minutes.
SLACK_SECONDS = 900


class Since(msgspec.Struct, frozen=True):
    """Either a serial or seconds back from now; neither: now."""

    serial: int | None = None
    seconds: float = 0.0


def parse_since(text: str | None) -> Since:
    """``41234567`` (a serial), ``90s``, ``30m``, ``2h``, ``1d``, ``1w``; None is now. Raises ValueError."""
    if text is None or not text.strip():
        return Since()
    match = re.fullmatch(r"(\d{1,18})\s*([smhdw]?)", text.strip().lower())
    if match is None:
        raise ValueError(f'"{text}" is neither a serial nor a time such as 30m, 2h or 1d')
    number, unit = int(match[1]), match[2]
    return Since(seconds=float(number * _UNITS[unit])) if unit else Since(serial=number)


async def serial_at(changelog: Changelog, at: float, newest: int) -> int:
    """The serial after which every event from the time ``at`` on lies; raises IndexFault's kinds.

    The changelog cannot be asked by time: step back from the newest serial until the events are older.
    """
    step = FIRST_STEP
    while True:
        start = max(newest - step, 0)
        events = await changelog.since(start)
        if start == 0 or not events or events[0].at < at - SLACK_SECONDS:
            break
        step *= GROWTH
    while events:
        first = next((event for event in events if event.at >= at), None)
        if first is not None:
            return first.serial - 1
        start = events[-1].serial
        events = await changelog.since(start) if start < newest else []
    return start
