"""A minimal Inspector: versions, distributions, members, and one member with numbered lines."""

import io
import tarfile
import zipfile
from html import escape
from urllib.parse import quote

from aiohttp import web
from packaging.utils import canonicalize_name

from bot.demo.pypi.page import Page, error_page, typed
from bot.demo.pypi.state import File

__all__ = ["distributions", "listing", "member", "versions"]


async def versions(page: Page) -> web.StreamResponse:
    found = page.state.project(_canonical(page))
    if found is None:
        return _document("404", "")  # an unknown project is a page, not an error
    return _document(found.name, _list([f"./{quote(version)}/" for version in found.releases]))


async def distributions(page: Page) -> web.StreamResponse:
    found = page.state.project(_canonical(page))
    release = found.releases.get(page.part("version")) if found else None
    if found is None or release is None:
        return _document("404", "")
    return _document(f"{found.name} {release.version}", _list([f".{file.path}/" for file in release.files]))


async def listing(page: Page) -> web.StreamResponse:
    """The members of one distribution, also of one that the index removed."""
    _canonical(page)
    file = _file(page)
    if file is None:
        return error_page(404, "404 Not Found")
    members = _members(file)
    if members is None:
        return error_page(400, "Bad archive")
    return _document(file.filename, _list([f"./{quote(name)}" for name in members]))


async def member(page: Page) -> web.StreamResponse:
    file = _file(page)
    if file is None:
        return error_page(404, "404 Not Found")
    members = _members(file)
    if members is None:
        return error_page(400, "Bad archive")
    content = members.get(page.part("member"))
    if content is None:
        return error_page(404, "404 Not Found")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return _document(file.filename, "Binary files are not supported.")
    return _document(page.part("member"), f'<pre id="line" class="line-numbers">{escape(text)}</pre>')


def _canonical(page: Page) -> str:
    name = page.part("name")
    normalized = canonicalize_name(name)
    if name != normalized:
        raise web.HTTPMovedPermanently(page.request.path.replace(f"/project/{name}/", f"/project/{normalized}/", 1))
    return normalized


def _file(page: Page) -> File | None:
    parts = page.request.match_info
    return page.state.stored.get(f"/packages/{parts['a']}/{parts['b']}/{parts['rest']}/{parts['filename']}")


def _members(file: File) -> dict[str, bytes] | None:
    try:
        if file.filename.endswith((".whl", ".zip", ".egg")):
            with zipfile.ZipFile(io.BytesIO(file.data)) as archive:
                return {name: archive.read(name) for name in archive.namelist()}
        with tarfile.open(fileobj=io.BytesIO(file.data)) as archive:
            opened = {one.name: archive.extractfile(one) for one in archive if one.isfile()}
            return {name: content.read() for name, content in opened.items() if content}
    except Exception:  # whatever way an archive is broken in, the page says that it is
        return None


def _list(links: list[str]) -> str:
    return "".join(f'<li><a href="{escape(link)}">{escape(link)}</a></li>' for link in links)


def _document(title: str, body: str) -> web.Response:
    return typed(
        f"<!DOCTYPE html><html><head><title>{escape(title)}</title></head><body>{body}</body></html>",
        "text/html; charset=utf-8",
    )
