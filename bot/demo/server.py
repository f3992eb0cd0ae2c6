"""A loopback HTTP server with recorded requests and ordered faults: what both stand-ins are built on."""

from fnmatch import fnmatchcase
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from bot.demo.clock import Clock
from bot.demo.faults import Fault, Faults, Recorded, send

__all__ = ["PAST", "LoopbackServer", "set_type"]

# The state that a stale page shows, where a fault ordered one.
PAST = web.RequestKey("past", object)

MAX_BODY = 256 * 2**20


def set_type(response: web.Response, content_type: str) -> None:
    """Set the exact Content-Type, without the charset that aiohttp would add."""
    response.headers["Content-Type"] = content_type


class LoopbackServer:
    """Serves on 127.0.0.1 at a free port (or ``port``) for as long as the ``async with`` block runs."""

    def __init__(self, *, clock: Clock | None = None, port: int = 0) -> None:
        self.clock = clock or Clock()
        self.requests: list[Recorded] = []
        self.faults = Faults()
        self._port = port
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """``http://127.0.0.1:PORT``, without a slash at the end."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def port(self) -> int:
        return self._port

    def routes(self, app: web.Application) -> None:
        """Add the stand-in's routes to ``app``."""
        raise NotImplementedError

    async def before_close(self) -> None:
        """Let go of what would keep the server from ending."""

    async def handle(self, request: web.Request, handler: Any) -> web.StreamResponse:
        """Answer a request by its route; what stands before every route goes here."""
        return await handler(request)

    def fail(self, method: str, path: str, **how: Any) -> Fault:
        """Order a fault for coming requests; see :class:`Fault` for what it can do. ``path`` is a glob."""
        return self.faults.add(Fault(method, path, **how))

    async def __aenter__(self) -> Self:
        app = web.Application(middlewares=[self._middleware], client_max_size=MAX_BODY)
        self.routes(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        address: Any = self._runner.addresses[0]
        self._port = int(address[1])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.before_close()
        if self._runner is not None:
            await self._runner.cleanup()

    @web.middleware
    async def _middleware(self, request: web.Request, handler: Any) -> web.StreamResponse:
        # A form can be read once only, by whoever needs its parts; it is recorded without its body.
        plain = request.body_exists and not request.content_type.startswith("multipart/")
        body = await request.read() if plain else b""
        fault = self.faults.take(request)
        status = 0
        try:
            if fault is None:
                response = await self.handle(request, handler)
            else:
                if fault.state is not None:
                    request[PAST] = fault.state
                response = await send(request, fault, lambda: self.handle(request, handler), set_type)
            status = 0 if fault is not None and fault.reset else response.status
            return response
        except web.HTTPException as error:
            status = error.status
            raise
        finally:
            self.requests.append(
                Recorded(
                    self.clock(), request.method, request.path, request.query_string, request.headers, body, status
                )
            )

    def seen(self, method: str, path: str) -> list[Recorded]:
        """The recorded requests with that method and a path that fits the glob."""
        return [one for one in self.requests if method in ("*", one.method) and fnmatchcase(one.path, path)]
