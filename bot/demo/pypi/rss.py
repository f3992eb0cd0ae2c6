"""The three RSS feeds. A quarantined release stays in them, a deleted one vanishes."""

import re
from email.utils import formatdate
from xml.sax.saxutils import escape

from aiohttp import web

from bot.demo.pypi.page import Page, cached, error_page, typed
from bot.demo.pypi.state import Project, Release

__all__ = ["packages", "releases", "updates"]

NEWEST_RELEASES, NEWEST_PROJECTS = 100, 40


async def updates(page: Page) -> web.StreamResponse:
    """The newest releases of all projects."""
    everything = [(p, r) for p in page.state.projects.values() for r in p.releases.values()]
    newest = sorted(everything, key=lambda pair: pair[1].created, reverse=True)[:NEWEST_RELEASES]
    items = [
        _item(
            f"{project.name} {release.version}",
            f"{page.url}/project/{project.normalized}/{release.version}/",
            release,
            release.created,
        )
        for project, release in newest
    ]
    return _feed(page, "PyPI recent updates", items)


async def packages(page: Page) -> web.StreamResponse:
    """The newest projects; the ones without a release drop out after the limit was applied."""
    newest = sorted(page.state.projects.values(), key=lambda one: one.created, reverse=True)[:NEWEST_PROJECTS]
    items: list[str] = []
    for project in newest:
        if not project.releases:
            continue
        link = f"{page.url}/project/{project.normalized}/"
        release = next(reversed(project.releases.values()))
        items.append(_item(f"{project.name} added to PyPI", link, release, project.created, guid=True))
    return _feed(page, "PyPI newest packages", items)


async def releases(page: Page) -> web.StreamResponse:
    """The newest releases of one project."""
    project = page.state.project(page.part("name"))
    if project is None:
        return error_page(404, "404 Not Found")
    newest = sorted(project.releases.values(), key=lambda one: one.created, reverse=True)[:NEWEST_PROJECTS]
    items = [_item(one.version, _release_link(page, project, one), one, one.created) for one in newest]
    return _feed(page, f"PyPI recent updates for {project.name}", items)


def _release_link(page: Page, project: Project, release: Release) -> str:
    return f"{page.url}/project/{project.normalized}/{release.version}/"


def _item(title: str, link: str, release: Release, at: float, *, guid: bool = False) -> str:
    summary = _printable(str(release.info.get("summary") or ""))
    mail = str(release.info.get("author_email") or "")
    parts = [
        f"<title>{escape(_printable(title))}</title>",
        f"<link>{escape(link)}</link>",
        f"<guid>{escape(link)}</guid>" if guid else "",
        f"<description>{escape(summary)}</description>",
        f"<author>{escape(_printable(mail))}</author>" if "@" in mail else "",
        f"<pubDate>{formatdate(at, usegmt=True)}</pubDate>",
    ]
    return f"<item>{''.join(parts)}</item>"


def _printable(text: str) -> str:
    return re.sub(r"[\x00-\x1f]", "", text)


def _feed(page: Page, title: str, items: list[str]) -> web.Response:
    body = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>{escape(title)}</title><link>{page.url}/</link>"
        f"<description>{escape(title)}</description><language>en</language>"
        f"{''.join(items)}</channel></rss>\n"
    )
    answer = typed(body, "text/xml; charset=UTF-8", headers={"Access-Control-Allow-Origin": "*"})
    return cached(page, answer)
