"""PyPI's changelog over XML-RPC: every event, by serial, with nothing left out."""

import asyncio
import re
import xmlrpc.client
from collections.abc import Mapping
from typing import Any
from xml.parsers.expat import ExpatError

import aiohttp
import msgspec
from defusedxml.xmlrpc import DefusedExpatParser

from scanner.feed.events import JournalEvent
from scanner.feed.faults import LONGEST_WAIT, Garbled, RateLimited
from scanner.feed.http import MIB, ask

__all__ = ["PAGE_CAP", "Changelog", "Quota", "parse_reply"]

PAGE_CAP = 50_000  # events that the index gives per call; as many mean that there are more
# A full page is about 18 MB of XML.
REPLY_LIMIT = 96 * MIB
_RESET = re.compile(r"reset in (\d{1,9}) seconds")
_QUOTA = re.compile(r"(?:^|;)\s*(r|t)=(\d{1,9})(?=;|$)")


class Quota(msgspec.Struct, frozen=True):
    """What the index says is left of its limit: ``left`` calls within the next ``seconds``."""

    left: int
    seconds: float

    @property
    def pace(self) -> float:
        """Seconds between calls that spend what is left evenly."""
        return self.seconds / self.left if self.left else self.seconds


class Changelog:
    """``POST {index}/pypi``. Both calls raise Unavailable, RateLimited (with the server's wait) or Garbled.

    ``quota`` is from the newest reply, None where the index does not tell.
    """

    def __init__(self, session: aiohttp.ClientSession, index_url: str, agent: str) -> None:
        self._session = session
        self._url = f"{index_url}/pypi"
        self._headers = {"Content-Type": "text/xml", "Accept": "text/xml", "User-Agent": agent}
        self.quota: Quota | None = None

    async def last_serial(self) -> int:
        """The newest serial of the index."""
        value = await self._call("changelog_last_serial")
        if not isinstance(value, int):
            raise Garbled(f"changelog_last_serial gave {type(value).__name__}, not a number")
        return value

    async def since(self, serial: int) -> list[JournalEvent]:
        """Events after ``serial``, ascending, at most PAGE_CAP: then call again with the last one's serial."""
        value = await self._call("changelog_since_serial", serial)
        try:
            events = msgspec.convert(value, list[JournalEvent])
        except msgspec.ValidationError as error:
            raise Garbled(f"changelog_since_serial({serial}): {error}") from error
        return sorted((event for event in events if event.serial > serial), key=lambda event: event.serial)

    async def _call(self, method: str, *values: int) -> Any:
        body = xmlrpc.client.dumps(values, method).encode()
        answer = await ask(self._session, "POST", self._url, headers=self._headers, data=body, limit=REPLY_LIMIT)
        self.quota = _quota(answer.headers)
        if answer.status != 200:
            raise Garbled(f"{method}: status {answer.status} instead of 200; is {self._url} a PyPI index?")
        # A full page takes seconds to parse: not in the event loop.
        return await asyncio.to_thread(parse_reply, answer.body, method)


def parse_reply(body: bytes, method: str = "changelog") -> Any:
    """The one value of an XML-RPC reply. Raises RateLimited or Garbled, for faults too."""
    reader = xmlrpc.client.Unmarshaller()
    try:
        parser = DefusedExpatParser(reader, forbid_dtd=True)
        parser.feed(body)
        parser.close()
        values = reader.close()
    except xmlrpc.client.Fault as fault:
        text = str(fault.faultString)[:500]
        wait = _RESET.search(text)
        if "too many requests" in text.lower() or wait:
            raise RateLimited(f"{method}: {text}", min(float(wait[1]), LONGEST_WAIT) if wait else None) from fault
        raise Garbled(f"{method}: fault {fault.faultCode}: {text}") from fault
    except (ExpatError, xmlrpc.client.Error, ValueError, TypeError, LookupError, AttributeError) as error:
        raise Garbled(f"{method}: the reply is no XML-RPC ({error})") from error
    values = values or ()
    if len(values) != 1:
        raise Garbled(f"{method}: {len(values)} values instead of one")
    return values[0]


def _quota(headers: Mapping[str, str]) -> Quota | None:
    """From ``RateLimit: "xmlrpc.client";r=<left>;t=<seconds>``."""
    found = {name: int(number) for name, number in _QUOTA.findall(headers.get("RateLimit", ""))}
    return Quota(found["r"], min(found["t"], LONGEST_WAIT)) if {"r", "t"} <= found.keys() else None
