"""Downloading one distribution file into memory, checked against the index's digest."""

import hashlib

import aiohttp
import stamina

from scanner.feed.faults import IndexFault, Unavailable
from scanner.feed.http import broken, refusal

__all__ = ["FetchRefused", "Fetcher", "Gone", "HashMismatch", "TooBig"]

# Long enough for a file at the size limit on a poor line, short enough that a dripping server holds nothing up.
FETCHING = aiohttp.ClientTimeout(total=300, sock_connect=10, sock_read=30)
CHUNK = 256 * 1024


class FetchRefused(Exception):  # noqa: N818 - an answer about the file, not a failure to ask
    """The file cannot be had as the index describes it; the message says why."""


class TooBig(FetchRefused):
    """Larger than the limit: it is not read."""


class HashMismatch(FetchRefused):
    """What the file host gave is not what the index lists: digest or size differ."""


class Gone(FetchRefused):
    """The file host does not have it; right after the upload that passes."""


class Fetcher:
    """Fetches files of at most ``limit`` bytes.

    A connection that breaks is tried again at once, ``attempts`` times in all; longer outages are the caller's.
    """

    def __init__(self, session: aiohttp.ClientSession, agent: str, limit: int, *, attempts: int = 3) -> None:
        self._session = session
        # A coded answer would be unpacked on the way, and no longer match its digest.
        self._headers = {"User-Agent": agent, "Accept-Encoding": "identity"}
        self.limit = limit
        self._attempts = attempts

    async def fetch(self, url: str, *, sha256: str, size: int | None = None) -> bytes:
        """The file's bytes.

        Raises TooBig, HashMismatch, Gone, and Unavailable or RateLimited (with the server's wait) for what may pass.
        """
        if size is not None and size > self.limit:
            raise TooBig(f"{size:,} bytes, more than the limit of {self.limit:,}")
        patient = stamina.retry_context(
            on=_worth_another, attempts=self._attempts, timeout=FETCHING.total, wait_initial=0.2, wait_max=2.0
        )
        async for attempt in patient:
            with attempt:
                return await self._once(url, sha256, size)
        raise AssertionError("unreachable: the last attempt raises")

    async def _once(self, url: str, sha256: str, size: int | None) -> bytes:
        digest = hashlib.sha256()
        data = bytearray()
        try:
            async with self._session.get(url, headers=self._headers, timeout=FETCHING, max_redirects=5) as response:
                if fault := refusal(response.status, response.headers, url):
                    raise fault
                if response.status in (404, 410):
                    raise Gone(f"{url}: {response.status}")
                if response.status != 200:
                    raise Unavailable(f"{url}: status {response.status}")
                if response.content_length is not None and response.content_length > self.limit:
                    raise TooBig(f"{response.content_length:,} bytes, more than the limit of {self.limit:,}")
                async for chunk in response.content.iter_chunked(CHUNK):
                    data += chunk
                    if len(data) > self.limit:
                        raise TooBig(f"more than the limit of {self.limit:,} bytes")
                    digest.update(chunk)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise broken(url, error) from error
        if size is not None and len(data) != size:
            raise HashMismatch(f"{len(data):,} bytes where the index lists {size:,}")
        if digest.hexdigest() != sha256.lower():
            raise HashMismatch(f"sha256 {digest.hexdigest()} where the index lists {sha256 or 'none'}")
        return bytes(data)


def _worth_another(error: Exception) -> bool:
    """Whether to try at once again: not when the server has asked for a pause."""
    return isinstance(error, IndexFault) and error.retry_after is None
