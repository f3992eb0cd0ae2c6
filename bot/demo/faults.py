"""Faults that a script orders beforehand: one mechanism for both stand-ins.

A fault waits for a request that fits it, and then spoils the answer (or replaces it, or the connection) as often as it
was told to.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from aiohttp import web

__all__ = ["Fault", "Faults", "Recorded", "send"]

DRIP_CHUNK = 256


@dataclass(slots=True)
class Fault:
    """What happens to the next ``times`` requests that fit ``method`` and the glob ``path``, after ``skip`` good ones.

    Without a handler's answer: ``reset`` drops the connection before any byte; ``status`` (with ``body``, ``headers``)
    replaces it. With it: ``after`` lets the handler run (and act) before ``reset`` or ``status`` hides its answer;
    ``truncate`` sends that many bytes of the body under the full Content-Length, then drops the connection;
    ``rewrite`` changes the body; ``drip`` waits that many seconds before each chunk; ``delay`` waits before anything.
    ``state`` is what a stale page shows instead of the present.
    """

    method: str
    path: str
    times: int = 1
    skip: int = 0
    status: int | None = None
    body: bytes | str | dict[str, Any] = ""
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    content_type: str = "text/html"
    reset: bool = False
    after: bool = False
    truncate: int | None = None
    rewrite: Callable[[bytes], bytes] | None = None
    drip: float = 0.0
    delay: float = 0.0
    state: Any = None
    seen: int = 0

    @property
    def spent(self) -> bool:
        return self.seen >= self.times

    def fits(self, request: web.Request) -> bool:
        return self.method in ("*", request.method) and fnmatchcase(request.path, self.path)


@dataclass(frozen=True, slots=True)
class Recorded:
    """One request as it came in, and what it got (status 0: the connection was dropped)."""

    at: float
    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    status: int


class Faults:
    """The faults that wait for their requests."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> Fault:
        self._waiting.append(fault)
        return fault

    def clear(self) -> None:
        self._waiting.clear()

    def take(self, request: web.Request) -> Fault | None:
        """The first fault for this request, counted down; None when it shall pass."""
        for fault in self._waiting:
            if not fault.fits(request) or fault.spent:
                continue
            if fault.skip:
                fault.skip -= 1
                return None
            fault.seen += 1
            return fault
        return None


async def send(
    request: web.Request, fault: Fault, answer: Callable[[], Any], content_type: Callable[[web.Response, str], None]
) -> web.StreamResponse:
    """Answer ``request`` as ``fault`` wants; ``answer`` runs the real handler."""
    if fault.delay:
        await asyncio.sleep(fault.delay)
    if fault.after:
        await answer()
    if fault.reset:
        return _drop(request)
    if fault.status is not None:
        return _replacement(fault, content_type)
    real: web.StreamResponse = await answer()
    if not isinstance(real, web.Response) or not isinstance(real.body, bytes):
        return real
    body = fault.rewrite(real.body) if fault.rewrite else real.body
    if fault.truncate is None and not fault.drip:
        real.body = body
        return real
    return await _trickle(request, real, body, fault)


def _drop(request: web.Request) -> web.StreamResponse:
    if request.transport is not None:
        request.transport.abort()
    return web.Response(status=500)


def _replacement(fault: Fault, content_type: Callable[[web.Response, str], None]) -> web.Response:
    text = json.dumps(fault.body) if isinstance(fault.body, dict) else fault.body
    body = text.encode() if isinstance(text, str) else text
    response = web.Response(status=fault.status or 200, body=body, headers=fault.headers)
    content_type(response, "application/json" if isinstance(fault.body, dict) else fault.content_type)
    return response


async def _trickle(request: web.Request, real: web.Response, body: bytes, fault: Fault) -> web.StreamResponse:
    slow = web.StreamResponse(status=real.status, headers=real.headers)
    slow.content_length = len(body)
    await slow.prepare(request)
    end = len(body) if fault.truncate is None else min(fault.truncate, len(body))
    for start in range(0, end, DRIP_CHUNK):
        await asyncio.sleep(fault.drip)
        await slow.write(body[start : min(start + DRIP_CHUNK, end)])
    if end < len(body):
        return _drop(request)
    await slow.write_eof()
    return slow
