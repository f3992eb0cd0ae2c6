"""Asking the index over HTTP: one way to send, to cap, and to name what went wrong."""

import time
from collections.abc import Mapping

import aiohttp
import msgspec
from multidict import CIMultiDict, CIMultiDictProxy

from scanner.feed.faults import IndexFault, RateLimited, Unavailable, retry_after

__all__ = ["Answer", "ask", "broken", "refusal"]

# 30 s in all: the index answers the calls that are made here within one or two.
ASKING = aiohttp.ClientTimeout(total=30, sock_connect=10, sock_read=20)
MIB = 2**20


class Answer(msgspec.Struct, frozen=True):
    """A whole reply; ``url`` is where redirects led to."""

    status: int
    headers: CIMultiDictProxy[str]
    body: bytes
    url: str


async def ask(
    session: aiohttp.ClientSession,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str],
    data: bytes | None = None,
    limit: int = 64 * MIB,
) -> Answer:
    """Send one request and read at most ``limit`` bytes of its reply.

    Raises RateLimited for 429 and Unavailable for 5xx, other refusals of the moment, and everything that breaks on the
    way; other statuses are the caller's to judge.
    """
    try:
        async with session.request(
            method, url, headers=headers, data=data, timeout=ASKING, max_redirects=5
        ) as response:
            body = bytearray()
            async for chunk in response.content.iter_chunked(MIB):
                body += chunk
                if len(body) > limit:
                    raise Unavailable(f"{url}: the answer is longer than {limit:,} bytes")
            if fault := refusal(response.status, response.headers, url):
                raise fault
            return Answer(
                response.status, CIMultiDictProxy(CIMultiDict(response.headers)), bytes(body), str(response.url)
            )
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise broken(url, error) from error


def broken(url: str, error: BaseException) -> Unavailable:
    """The exception for a request that broke on the way."""
    words = "timed out" if isinstance(error, TimeoutError) else str(error) or type(error).__name__
    return Unavailable(f"{url}: {words}")


def refusal(status: int, headers: Mapping[str, str], url: str) -> IndexFault | None:
    """The exception for a status that says "not now" (429, 5xx, and the edge's blocks), None for any other."""
    wait = retry_after(headers, time.time())
    if status == 429:
        return RateLimited(f"{url}: 429 too many requests", wait)
    if status >= 500 or status in (403, 408, 425):
        return Unavailable(f"{url}: status {status}", wait)
    return None
