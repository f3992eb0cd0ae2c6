"""The file host: every file ever stored, by its digest, also after its removal."""

from aiohttp import web

from bot.demo.pypi.page import Page, typed

__all__ = ["download"]


async def download(page: Page) -> web.StreamResponse:
    """A file, or the metadata beside a wheel. Ignores conditional headers, honours a single range."""
    path = page.request.path
    file = page.state.stored.get(path)
    body = file.data if file else None
    if file is None and path.endswith(".metadata"):
        file = page.state.stored.get(path.removesuffix(".metadata"))
        body = file.metadata if file else None
    if file is None or body is None:
        return typed("404 Not Found", "text/plain", status=404)
    headers = {
        "Cache-Control": "max-age=365000000, immutable, public",
        "Accept-Ranges": "bytes",
        "x-pypi-file-project": file.project,
        "x-pypi-file-version": file.version,
        "x-pypi-file-package-type": file.package_type,
        "x-pypi-file-python-version": file.python_version,
    }
    kind = "application/octet-stream"
    try:
        part = page.request.http_range
    except ValueError:  # several ranges: a server may answer with the whole
        return typed(body, kind, headers=headers)
    if part.start is None and part.stop is None:
        return typed(body, kind, headers=headers)
    start, stop, _ = part.indices(len(body))
    if start >= len(body):
        return typed("", kind, status=416, headers={"Content-Range": f"bytes */{len(body)}"})
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{len(body)}"
    return typed(body[start:stop], kind, status=206, headers=headers)
