"""``/health`` for a container's health check and ``/metrics`` for Prometheus."""

import contextlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

import msgspec
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

__all__ = ["Health", "serve"]


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """What ``/health`` says. Ages are seconds, None for "never".

    ``ready`` once the gateway is up (or no Discord is configured), the rules are loaded and the first poll is done.
    """

    ready: bool
    gateway: bool | None  # None: no Discord configured
    rules: int
    rules_digest: str
    feed_age_seconds: float | None
    feed_error: str | None
    rss_error: str | None
    queue: dict[str, int]  # uploads by state
    queue_age_seconds: float | None  # of the oldest upload that waits
    failed_last_day: int  # uploads that were given up
    outbox: dict[str, int]  # rows by "kind state"
    cards_waiting: int  # cards that are owed
    cards_age_seconds: float | None  # since the oldest of them is
    report_mode: str
    report_credentials: str
    problems: list[str]  # conditions that operators are told of, by name
    version: str


@contextlib.asynccontextmanager
async def serve(
    listen: str, health: Callable[[], Awaitable[Health]], registry: CollectorRegistry
) -> AsyncGenerator[int]:
    """Serve on ``host:port`` for as long as the block runs; gives the port. Raises OSError when it is taken.

    ``/health`` answers 200 when ready and 503 when not, with the same body, so that a plain probe is enough.
    """

    async def answer_health(_: web.Request) -> web.Response:
        state = await health()
        body = msgspec.json.encode(state)
        return web.Response(body=body, status=200 if state.ready else 503, content_type="application/json")

    async def answer_metrics(_: web.Request) -> web.Response:
        await health()  # refreshes the gauges that are read from the database
        return web.Response(body=generate_latest(registry), headers={"Content-Type": CONTENT_TYPE_LATEST})

    app = web.Application()
    app.router.add_get("/health", answer_health)
    app.router.add_get("/metrics", answer_metrics)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.5)
    await runner.setup()
    try:
        host, _, port = listen.rpartition(":")
        await web.TCPSite(runner, host.strip("[]"), int(port)).start()
        address: Any = runner.addresses[0]
        yield address[1]
    finally:
        await runner.cleanup()
