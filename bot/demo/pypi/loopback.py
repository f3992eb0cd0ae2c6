"""The index as a server: every route of the index, its file host and Inspector, on one loopback address."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.demo.clock import Clock
from bot.demo.faults import Fault
from bot.demo.pypi import danger, files, inspector, json_pages, rss, simple
from bot.demo.pypi.page import Page, error_page, json_answer, typed
from bot.demo.pypi.registry import Registry
from bot.demo.pypi.state import State
from bot.demo.pypi.xmlrpc import XmlRpc, rate_fault
from bot.demo.server import PAST, LoopbackServer

__all__ = ["LoopbackPyPI"]

Handler = Callable[[Page], Awaitable[web.StreamResponse]]
_FILE = "/packages/{a}/{b}/{rest}/{filename}"


class LoopbackPyPI(Registry, LoopbackServer):
    """PyPI on loopback: ``async with LoopbackPyPI() as pypi``, then ``pypi.publish(...)`` or ``pypi.fail(...)``.

    ``quarantine_delay`` is how long after an accepted report the index acts on it by itself, in seconds.
    """

    def __init__(self, *, clock: Clock | None = None, port: int = 0, quarantine_delay: float = 0.0) -> None:
        LoopbackServer.__init__(self, clock=clock, port=port)
        Registry.__init__(self, self.clock)
        self.quarantine_delay = quarantine_delay
        self.xmlrpc = XmlRpc()
        self._acting: set[asyncio.Task[None]] = set()

    @property
    def inspector_url(self) -> str:
        """What ``INDEX__INSPECTOR_URL`` must say."""
        return f"{self.url}/inspector"

    def fail(self, method: str, path: str, *, stale: bool = False, **how: Any) -> Fault:
        """Order a fault (see :class:`Fault`). ``stale`` shows the state as of this very call to the next requests."""
        if stale:
            how["state"] = self.snapshot()
        return super().fail(method, path, **how)

    def limit_rate(self, times: int = 1, *, reset: int = 30) -> Fault:
        """The next XML-RPC calls are over the client's rate: HTTP 200 with a fault."""
        return self.fail(
            "POST", "/pypi*", times=times, status=200, body=rate_fault(reset), content_type="text/xml; charset=utf-8"
        )

    def routes(self, app: web.Application) -> None:
        get, post = app.router.add_get, app.router.add_post
        for path in ("/pypi", "/pypi/", "/RPC2"):
            post(path, self._served(self.xmlrpc.answer))
        for path, handler in (
            ("/rss/updates.xml", rss.updates),
            ("/rss/packages.xml", rss.packages),
            ("/rss/project/{name}/releases.xml", rss.releases),
            ("/simple/", simple.index),
            ("/simple", _slash),
            ("/simple/{name}", simple.project),
            ("/simple/{name}/", simple.project),
            ("/pypi/{name}/json", json_pages.project),
            ("/pypi/{name}/json/", _no_slash),
            ("/pypi/{name}/{version}/json", json_pages.release),
            ("/pypi/{name}/{version}/json/", _no_slash),
            ("/integrity/{name}/{version}/{filename}/provenance", _provenance),
            ("/project/{name}/", _project_page),
            ("/project/{name}/submit-malware-report/", _login),
            ("/project/{name}/{version}/", _project_page),
            (_FILE, files.download),
            ("/danger-api/echo", danger.echo),
            ("/inspector/project/{name}/", inspector.versions),
            ("/inspector/project/{name}/{version}/", inspector.distributions),
            (f"/inspector/project/{{name}}/{{version}}{_FILE}/", inspector.listing),
            (f"/inspector/project/{{name}}/{{version}}{_FILE}/{{member:.+}}", inspector.member),
        ):
            get(path, self._served(handler))
        post("/danger-api/projects/{name}/observations", self._served(self._observe))

    def _served(self, handler: Handler) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def serve(request: web.Request) -> web.StreamResponse:
            past = request.get(PAST)
            return await handler(Page(request, past if isinstance(past, State) else self.state, self.url, self))

        return serve

    async def _observe(self, page: Page) -> web.StreamResponse:
        answer, observation = await danger.observe(page)
        if observation is not None:

            async def act() -> None:
                await asyncio.sleep(self.quarantine_delay)
                self.auto_quarantine(observation)

            task = asyncio.create_task(act())
            self._acting.add(task)
            task.add_done_callback(self._acting.discard)
        return answer

    async def settled(self) -> None:
        """Wait until the index has acted on every report that it accepted."""
        await asyncio.gather(*self._acting)

    async def before_close(self) -> None:
        for task in self._acting:
            task.cancel()


async def _slash(page: Page) -> web.StreamResponse:
    raise web.HTTPMovedPermanently(f"{page.request.path}/")


async def _no_slash(page: Page) -> web.StreamResponse:
    raise web.HTTPMovedPermanently(page.request.path.rstrip("/"))


async def _login(page: Page) -> web.StreamResponse:
    raise web.HTTPSeeOther(f"/account/login/?next={page.request.path}")


async def _provenance(page: Page) -> web.StreamResponse:
    return json_answer({"message": f"No provenance available for {page.part('filename')}"}, status=404)


async def _project_page(page: Page) -> web.StreamResponse:
    found = page.state.project(page.part("name"))
    version = page.request.match_info.get("version")
    if found is None or (version is not None and version not in found.releases):
        return error_page(404, "Page Not Found (404) · PyPI")
    banner = "<p>This project has been quarantined.</p>" if found.status == "quarantined" else ""
    return typed(f"<html><body><h1>{found.name}</h1>{banner}</body></html>", "text/html; charset=UTF-8")
