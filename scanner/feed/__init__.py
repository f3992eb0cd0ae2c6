"""PyPI's feeds: what was uploaded, changed and taken down."""

from scanner.feed.changelog import PAGE_CAP, Changelog, Quota
from scanner.feed.events import EventKind, JournalEvent, added_file, kind_of, removed_file
from scanner.feed.faults import Garbled, IndexFault, RateLimited, Unavailable
from scanner.feed.rss import RssFeed, RssItem

__all__ = [
    "PAGE_CAP",
    "Changelog",
    "EventKind",
    "Garbled",
    "IndexFault",
    "JournalEvent",
    "Quota",
    "RateLimited",
    "RssFeed",
    "RssItem",
    "Unavailable",
    "added_file",
    "kind_of",
    "removed_file",
]
