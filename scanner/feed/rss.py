"""PyPI's RSS feeds: the newest hundred releases and forty projects, as a cross-check of the changelog."""

import html
import re
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import ParseError

import aiohttp
import msgspec
from defusedxml.ElementTree import fromstring
from packaging.utils import canonicalize_name

from scanner.feed.faults import Garbled
from scanner.feed.http import MIB, ask

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

__all__ = ["RssFeed", "RssItem", "parse_projects", "parse_releases"]

REPLY_LIMIT = 8 * MIB  # the real feeds have about 60 kB
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_ITEM = re.compile(r"<item\b[^>]*>.*?</item\s*>", re.DOTALL)


class RssItem(msgspec.Struct, frozen=True):
    """A release, or with version None a project. ``published`` is the start of the upload (Unix seconds, None: unsaid);
    items are not in its order."""

    name: str
    version: str | None
    published: float | None

    @property
    def project(self) -> str:
        """The normalised name (PEP 503)."""
        return canonicalize_name(self.name)


class RssFeed:
    """``{index}/rss/``, asked with the ETag of the last answer; raises Unavailable, RateLimited or Garbled."""

    def __init__(self, session: aiohttp.ClientSession, index_url: str, agent: str) -> None:
        self._session = session
        self._root = f"{index_url}/rss"
        self._headers = {"Accept": "text/xml, application/rss+xml", "User-Agent": agent}
        self._etags: dict[str, str] = {}

    async def releases(self) -> tuple[RssItem, ...] | None:
        """The newest releases; None when nothing has changed since the last call."""
        body = await self._get("updates.xml")
        return None if body is None else parse_releases(body)

    async def projects(self) -> tuple[RssItem, ...] | None:
        """The newest projects that have a release; None when nothing has changed since the last call."""
        body = await self._get("packages.xml")
        return None if body is None else parse_projects(body)

    async def _get(self, page: str) -> bytes | None:
        headers = dict(self._headers)
        if page in self._etags:
            headers["If-None-Match"] = self._etags[page]
        url = f"{self._root}/{page}"
        answer = await ask(self._session, "GET", url, headers=headers, limit=REPLY_LIMIT)
        if answer.status == 304:
            return None
        if answer.status != 200:
            raise Garbled(f"{url}: status {answer.status}")
        if etag := answer.headers.get("ETag"):
            self._etags[page] = etag
        else:
            self._etags.pop(page, None)
        return answer.body


def parse_releases(body: bytes) -> tuple[RssItem, ...]:
    """Items of ``updates.xml``. Items that cannot be read are left out; raises Garbled when it is no feed."""
    read = (_release(item) for item in _items(body))
    return tuple(dict.fromkeys(item for item in read if item is not None))


def parse_projects(body: bytes) -> tuple[RssItem, ...]:
    """Items of ``packages.xml``, as above."""
    read = (_project(item) for item in _items(body))
    return tuple(dict.fromkeys(item for item in read if item is not None))


def _items(body: bytes) -> list["Element"]:
    """The items; where the whole is ill-formed (somebody's summary), those that are well-formed alone."""
    text = _NOT_XML.sub("", body.decode("utf-8", "replace"))
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        root = fromstring(text, forbid_dtd=True)
    except (ParseError, ValueError) as error:
        if "<rss" not in text[:2000]:
            raise Garbled(f"no RSS feed ({error})") from error
        return [item for item in map(_alone, _ITEM.findall(text)) if item is not None]
    if root.tag != "rss":
        raise Garbled(f"no RSS feed, but <{str(root.tag)[:40]}>")
    return root.findall("./channel/item")


def _alone(text: str) -> "Element | None":
    try:
        return fromstring(text, forbid_dtd=True)
    except (ParseError, ValueError):
        # What identifies the release is written by the index, what breaks the item by the uploader.
        kept = re.findall(r"<(title|link|pubDate)>([^<]*)</\1>", text)
        plain = "".join(f"<{tag}>{html.escape(html.unescape(value))}</{tag}>" for tag, value in kept)
        return fromstring(f"<item>{plain}</item>", forbid_dtd=True) if kept else None


def _release(item: "Element") -> RssItem | None:
    name, _, version = _text(item, "title").rpartition(" ")
    parts = [unquote(part) for part in urlsplit(_text(item, "link")).path.split("/") if part]
    if len(parts) >= 3 and parts[-3] == "project" and canonicalize_name(name) != parts[-2]:
        name, version = parts[-2], parts[-1]
    return RssItem(name, version, _published(item)) if name and version else None


def _project(item: "Element") -> RssItem | None:
    name = _text(item, "title").removesuffix(" added to PyPI")
    return RssItem(name, None, _published(item)) if name and " " not in name else None


def _text(item: "Element", tag: str) -> str:
    return (item.findtext(tag) or "").strip()


def _published(item: "Element") -> float | None:
    try:
        return parsedate_to_datetime(_text(item, "pubDate")).timestamp()
    except (ValueError, OverflowError):
        return None
