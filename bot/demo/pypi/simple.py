"""The Simple interface, as JSON (version 1.4) and as HTML."""

import hashlib
import json
from html import escape
from typing import Any

from aiohttp import web
from packaging.utils import canonicalize_name

from bot.demo.pypi.page import Page, cached, iso, typed, visible_files
from bot.demo.pypi.state import File, Project

__all__ = ["index", "project"]

JSON_TYPE = "application/vnd.pypi.simple.v1+json"
HTML_TYPE = "application/vnd.pypi.simple.v1+html"
LATEST = "application/vnd.pypi.simple.latest+json"


async def index(page: Page) -> web.StreamResponse:
    """Every project that is not quarantined."""
    shown = [one for one in page.state.projects.values() if one.status != "quarantined"]
    shown.sort(key=lambda one: one.normalized)
    serial = page.state.journal[-1].serial if page.state.journal else 0
    if _wants_json(page):
        body = {
            "meta": {"_last-serial": serial, "api-version": "1.4"},
            "projects": [{"_last-serial": one.serial, "name": one.name} for one in shown],
        }
        return _answer(page, _compact(body), JSON_TYPE, serial)
    links = "\n".join(f'<a href="/simple/{one.normalized}/">{escape(one.name)}</a>' for one in shown)
    return _answer(page, f"<!DOCTYPE html><html><body>\n{links}\n</body></html>\n", _html_type(page), serial)


async def project(page: Page) -> web.StreamResponse:
    """One project's files."""
    name = page.part("name")
    normalized = canonicalize_name(name)
    if name != normalized or not page.request.path.endswith("/"):
        raise web.HTTPMovedPermanently(f"/simple/{normalized}/")
    found = page.state.project(name)
    if found is None:
        return typed("404 Not Found", "text/plain", status=404)
    files = [file for _, file in visible_files(found)]
    if _wants_json(page):
        return _answer(page, _compact(_project_json(page, found, files)), JSON_TYPE, found.serial)
    links = "\n".join(
        f'<a href="{page.url}{file.path}#sha256={file.sha256}">{escape(file.filename)}</a><br />' for file in files
    )
    status = f'<meta name="pypi:project-status" content="{found.status}">'
    body = f"<!DOCTYPE html><html><head>{status}</head><body>\n{links}\n</body></html>\n"
    return _answer(page, body, _html_type(page), found.serial)


def _project_json(page: Page, found: Project, files: list[File]) -> dict[str, Any]:
    versions = list(dict.fromkeys(file.version for file in files))
    return {
        "files": [_file_json(page, found, file) for file in files],
        "meta": {"_last-serial": found.serial, "api-version": "1.4"},
        "name": found.normalized,
        "project-status": {"status": found.status},
        "versions": versions,
    }


def _file_json(page: Page, found: Project, file: File) -> dict[str, Any]:
    metadata = {"sha256": hashlib.sha256(file.metadata).hexdigest()} if file.metadata else False
    return {
        "core-metadata": metadata,
        "data-dist-info-metadata": metadata,
        "filename": file.filename,
        "hashes": {"sha256": file.sha256},
        "provenance": None,
        "requires-python": file.requires_python,
        "size": len(file.data),
        "upload-time": iso(file.uploaded_at),
        "url": f"{page.url}{file.path}",
        "yanked": False if file.yanked is None else file.yanked or True,
    }


def _wants_json(page: Page) -> bool:
    accept = page.request.headers.get("Accept", "")
    wanted = page.request.query.get("format") or accept
    return any(kind in wanted for kind in (JSON_TYPE, LATEST))


def _html_type(page: Page) -> str:
    return HTML_TYPE if HTML_TYPE in page.request.headers.get("Accept", "") else "text/html; charset=UTF-8"


def _compact(value: dict[str, Any]) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":")) + "\n"


def _answer(page: Page, body: str, content_type: str, serial: int) -> web.Response:
    headers = {"Cache-Control": "max-age=600, public", "Vary": "Accept", "X-PyPI-Last-Serial": str(serial)}
    return cached(page, typed(body, content_type, headers=headers))
