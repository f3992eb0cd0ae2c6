"""What every page of the index shares: the state that it shows, and the headers of its answers."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import msgspec
from aiohttp import web

from bot.demo.pypi.registry import Registry
from bot.demo.pypi.state import File, Project, Release, State
from bot.demo.server import set_type

__all__ = ["Page", "cached", "error_page", "iso", "json_answer", "typed", "visible_files"]


@dataclass(frozen=True)
class Page:
    """One request: the state to show (a past one for a stale page), the index's address, and the live registry."""

    request: web.Request
    state: State
    url: str
    registry: Registry

    @property
    def inspector_url(self) -> str:
        return f"{self.url}/inspector"

    def part(self, name: str) -> str:
        return self.request.match_info[name]


def typed(body: str | bytes, content_type: str, *, status: int = 200, headers: Mapping[str, str] = {}) -> web.Response:
    """An answer with exactly that Content-Type."""
    response = web.Response(status=status, body=body.encode() if isinstance(body, str) else body, headers=headers)
    set_type(response, content_type)
    return response


def json_answer(value: Any, *, status: int = 200, content_type: str = "application/json") -> web.Response:
    return typed(msgspec.json.encode(value), content_type, status=status)


def error_page(status: int, title: str) -> web.Response:
    """An HTML error, as the edge and the site itself give them."""
    return typed(f"<html><head><title>{title}</title></head><body>{title}</body></html>", "text/html", status=status)


def cached(page: Page, response: web.Response) -> web.Response:
    """Add the ETag, and answer 304 where the client has this very body."""
    body = response.body if isinstance(response.body, bytes) else b""
    etag = f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
    response.headers["ETag"] = etag
    if page.request.headers.get("If-None-Match") in (etag, f"W/{etag}", "*"):
        kept = {name: value for name, value in response.headers.items() if name != "Content-Length"}
        return web.Response(status=304, headers=kept)
    return response


def iso(at: float) -> str:
    """``2026-09-01T10:00:00.123456Z``; no fraction when there is none, as the index writes it."""
    moment = datetime.fromtimestamp(at, UTC).replace(tzinfo=None)
    return f"{moment.isoformat()}Z"


def visible_files(project: Project) -> list[tuple[Release, File]]:
    """The files that installers see: none of a quarantined project or release."""
    if project.status == "quarantined":
        return []
    return [(one, file) for one in project.releases.values() if not one.quarantined for file in one.files]
