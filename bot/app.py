"""The one place where everything is put together: starts the parts, supervises them, stops them in order."""

import asyncio
import contextlib
import signal
import sqlite3
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import aiohttp
import structlog
from prometheus_client import CollectorRegistry
from rich.console import Console

from bot.chat.client import MeerkatClient
from bot.chat.delivery import CardDelivery
from bot.chat.notices import NoticeDelivery
from bot.chat.terminal import TerminalCards, TerminalGoneError
from bot.desk import Desk, Running
from bot.escalation import osv
from bot.escalation.delivery import ReportDelivery
from bot.gateway import GatewayRefusedError, keep_connected
from bot.health import HealthProbe
from bot.notices.conditions import Limits
from bot.notices.keeper import NoticeKeeper
from bot.pipeline.feed import FeedFollower
from bot.pipeline.figures import Metrics
from bot.pipeline.rulewatch import RuleWatch
from bot.pipeline.scanning import ScanLoop
from bot.settings import Settings
from bot.store.database import Database, DatabaseDamagedError, DatabaseError
from bot.store.sole_use import sole_use
from bot.web.server import serve as serve_web
from scanner.feed import Changelog, RssFeed
from scanner.fetch import Fetcher
from scanner.index import IndexClient
from scanner.known_good import KnownGoodError
from scanner.pool import SandboxError, WorkerPool
from scanner.ruleset import RuleSetError
from scanner.worker_process import WorkerDiedError

__all__ = ["StartError", "export_osv_records", "serve"]

log = structlog.get_logger(__name__)

MIB = 1024 * 1024
USAGE, FAILED = 2, 3

Service = Coroutine[Any, Any, None]


class StartError(Exception):
    """The service cannot start, or cannot go on; says what to change."""

    def __init__(self, message: str, exit_code: int = FAILED) -> None:
        super().__init__(message)
        self.exit_code = exit_code


async def serve(settings: Settings, *, since: str | None = None, now: Callable[[], float] = time.time) -> int:
    """Run until SIGTERM or SIGINT; gives the exit status. Raises StartError."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    try:
        async with contextlib.AsyncExitStack() as stack:
            services = await _put_together(settings, stack, since, now)
            log.info("started", database=str(settings.database), index=settings.index.url, report=settings.report.mode)
            for doubt in settings.doubts:
                log.warning(doubt)
            await _run_until(stop, services)
    except DatabaseDamagedError as error:
        raise StartError(str(error), USAGE) from error
    except (DatabaseError, SandboxError, GatewayRefusedError, TerminalGoneError) as error:
        raise StartError(str(error)) from error
    except WorkerDiedError as error:
        # Who stops a whole group of processes, as systemd does, ends the workers too.
        if not stop.is_set():
            raise StartError(f"the workers that scan do not start: {error}") from error
    except KnownGoodError as error:
        raise StartError(f"MEERKAT_SCAN__KNOWN_GOOD: {error}", USAGE) from error
    except RuleSetError as error:
        raise StartError(f"the rules in {settings.rules} are refused:\n{error}", USAGE) from error
    log.info("stopped")
    return 0


async def _put_together(
    settings: Settings, stack: contextlib.AsyncExitStack, since: str | None, now: Callable[[], float]
) -> list[Service]:
    """Make every part, bottom up; what has to be closed goes on the stack, and closes top down."""
    stack.enter_context(sole_use(settings.database))
    db = await Database.open(settings.database)
    stack.push_async_callback(db.close)
    scan = settings.scan
    pool = WorkerPool(
        settings.rules,
        jobs=scan.jobs,
        threshold=scan.threshold,
        seconds=scan.seconds,
        sandbox=scan.sandbox,
        popular=scan.popular,
    )
    await pool.start()
    stack.push_async_callback(pool.close)
    session = await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()))
    url, agent = settings.index.url, settings.index.agent
    index = IndexClient(session, url, agent)
    fetch = Fetcher(session, agent, settings.index.max_download_mib * MIB)
    arrived = asyncio.Event()
    registry = CollectorRegistry()
    try:
        feed = FeedFollower(
            db,
            Changelog(session, url, agent),
            RssFeed(session, url, agent),
            index,
            settings,
            now,
            since=since,
            arrived=arrived,
        )
    except ValueError as error:
        raise StartError(f"--since: {error}", USAGE) from error
    scans = ScanLoop(db, index, fetch, pool, settings, now, Metrics(registry), arrived=arrived)
    reports = ReportDelivery(db, session, settings, now)
    rules = RuleWatch(pool, settings.rules, now)
    chat = _Chat(db, settings, now)
    running = _running(feed, pool, rules, reports, chat, now)
    desk = Desk(db, settings, now, rules=lambda: pool.rules.rules, running=running, index=index)
    to_channel = settings.discord.token is not None
    notices = NoticeKeeper(db, desk.watch, Limits.of(settings), now, to_channel=to_channel)
    if settings.web.listen:
        probe = HealthProbe(desk, pool, registry, now)
        try:
            port = await stack.enter_async_context(serve_web(settings.web.listen, probe.read, registry))
        except OSError as error:
            raise StartError(f"MEERKAT_WEB__LISTEN: {error}", USAGE) from error
        log.info("serving health and metrics", port=port)
    return [db.stay_sound(), feed.run(), scans.run(), reports.run(), chat.run(desk), rules.run(), notices.run()]


def _running(
    feed: FeedFollower,
    pool: WorkerPool,
    rules: RuleWatch,
    reports: ReportDelivery,
    chat: "_Chat",
    now: Callable[[], float],
) -> Callable[[], Running]:
    """What the parts know of themselves, at the moment of asking."""
    started_at = now()

    def running() -> Running:
        figures = feed.figures
        return Running(
            started_at=started_at,
            last_poll_at=figures.last_poll_at,
            last_event_at=figures.last_event_at,
            feed_error=figures.error,
            rss_at=figures.rss_at,
            rss_error=figures.rss_error,
            gateway=chat.gateway_up(),
            gateway_down_since=chat.down_since(),
            roles_missing=chat.roles_missing(),
            rules_digest=pool.rules.digest,
            rules_refused=rules.refused,
            rules_loaded_at=rules.loaded_at,
            walls_missing=pool.missing,
            credentials=reports.credentials.words,
            credentials_good=reports.credentials.good,
        )

    return running


class _Chat:
    """Discord, or the terminal where no token is set."""

    def __init__(self, db: Database, settings: Settings, now: Callable[[], float]) -> None:
        self._db = db
        self._settings = settings
        self._now = now
        self._client: MeerkatClient | None = None
        self._down_since: float | None = None

    def gateway_up(self) -> bool | None:
        """None where there is no Discord."""
        if self._settings.discord.token is None:
            return None
        return self._client is not None and self._client.gateway_up

    def down_since(self) -> float | None:
        """When the gateway was first seen down; None while it is up or not used."""
        if self.gateway_up() is not False:
            self._down_since = None
        elif self._down_since is None:
            self._down_since = self._now()
        return self._down_since

    def roles_missing(self) -> tuple[str, ...]:
        return self._client.roles_missing() if self._client is not None else ()

    async def run(self, desk: Desk) -> None:
        token = self._settings.discord.token
        if token is None:
            log.warning("no Discord token is set: cards are printed here")
            return await TerminalCards(self._db, Console(), self._settings, self._now).run()
        first_wait = self._settings.index.poll_seconds
        secret = token.get_secret_value()
        return await keep_connected(lambda: self._make_client(desk), secret, self._deliver, first_wait=first_wait)

    def _make_client(self, desk: Desk) -> MeerkatClient:
        self._client = MeerkatClient(desk, self._db, self._settings)
        return self._client

    async def _deliver(self, client: MeerkatClient) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(CardDelivery(self._db, client, self._settings, self._now).run())
            group.create_task(NoticeDelivery(self._db, client, self._settings, self._now).run())


async def _run_until(stop: asyncio.Event, services: list[Service]) -> None:
    """Run all services until ``stop``; a service that ends by itself, or raises, ends all."""
    tasks = [asyncio.create_task(service) for service in services]
    stopper = asyncio.create_task(stop.wait())
    await asyncio.wait([*tasks, stopper], return_when=asyncio.FIRST_COMPLETED)
    for task in (stopper, *tasks):
        task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result


async def export_osv_records(settings: Settings, folder: Path) -> int:
    """Write OSV records of what was confirmed; gives their number. Raises DatabaseError and OSError."""
    db = await Database.read(settings.database)
    try:
        return await osv.export(db, folder, inspector=settings.index.inspector_url, index=settings.index.url)
    except sqlite3.Error as error:
        raise DatabaseError(f"{settings.database}: {error}; meerkat db check says more") from error
    finally:
        await db.close()
