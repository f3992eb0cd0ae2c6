"""The feed's side of the service, put together over the loopback index, and distributions to publish there."""

import asyncio
import base64
import contextlib
import hashlib
import io
import os
import sqlite3
import tarfile
import time
import zipfile
import zlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from prometheus_client import CollectorRegistry

from bot.demo.pypi.loopback import LoopbackPyPI
from bot.pipeline.feed import FeedFollower
from bot.pipeline.figures import Metrics
from bot.pipeline.scanning import ScanLoop
from bot.settings import IndexSettings, ReportSettings, ScanSettings, Settings
from bot.store.database import Database
from scanner.feed import Changelog, RssFeed
from scanner.fetch import Fetcher
from scanner.index import IndexClient
from scanner.report import Report, ScanJob
from scanner.ruleset import RuleSet, load_rules
from scanner.scan import scan

__all__ = ["RULES", "InlinePool", "Watch", "evil_code", "evil_sdist", "kind_sdist", "sdist", "until", "watch", "wheel"]

RULES = Path(__file__).parents[3] / "rules" / "execution"
PAYLOAD = base64.b64encode(zlib.compress(b"print('inert')\n")).decode()


def metadata(name: str, version: str) -> str:
    return (
        f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nSummary: Reads the weather\n"
        "Author: Ada Example\nAuthor-email: ada@example.org\nHome-page: https://example.org/weather\n\n"
        "Reads the weather from a file and prints it, with an average over the days that were asked for.\n"
    )


def sdist(name: str, version: str, files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    plain = {
        "PKG-INFO": metadata(name, version),
        "README.md": "# Weather\n\nReads the weather.\n",
        f"{name}/__init__.py": '"""Reads the weather."""\n',
        f"{name}/average.py": "def average(days):\n    return sum(days) / len(days)\n",
    }
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for path, text in (plain | files).items():
            info = tarfile.TarInfo(f"{name}-{version}/{path}")
            info.size = len(text.encode())
            archive.addfile(info, io.BytesIO(text.encode()))
    return out.getvalue()


def kind_sdist(name: str, version: str, note: str = "") -> bytes:
    return sdist(name, version, {"setup.py": f"from setuptools import setup\nsetup(name={name!r})\n# {note}\n"})


def evil_sdist(name: str, version: str, note: str = "") -> bytes:
    """A setup.py that decodes and runs a text which prints one word."""
    return sdist(name, version, {"setup.py": f"{evil_code()}# {note}\n"})


def evil_code() -> str:
    return f"import base64, zlib\nexec(zlib.decompress(base64.b64decode('{PAYLOAD}')))\n"


def wheel(name: str, version: str, code: str = "") -> bytes:
    """A pure wheel whose RECORD is right."""
    folder = f"{name}-{version}.dist-info"
    files = {
        f"{name}/__init__.py": code,
        f"{folder}/METADATA": metadata(name, version),
        f"{folder}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [f"{path},sha256={_digest(text)},{len(text.encode())}" for path, text in files.items()]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in files.items():
            archive.writestr(path, text)
        archive.writestr(f"{folder}/RECORD", "\n".join([*record, f"{folder}/RECORD,,", ""]))
    return out.getvalue()


def _digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")


class InlinePool:
    """The scanner in a thread of this process: the same scan as in a worker, without the start of one."""

    def __init__(self, threshold: float) -> None:
        self._rules = load_rules(RULES)
        self._threshold = threshold
        self.jobs: list[ScanJob] = []

    async def start(self) -> None: ...

    async def scan(self, job: ScanJob) -> Report:
        self.jobs.append(job)
        return await asyncio.to_thread(scan, job, self._rules, self._threshold)

    async def reload(self, folder: Path | None = None) -> RuleSet:
        self._rules = await asyncio.to_thread(load_rules, folder or RULES)
        return self._rules

    @property
    def rules(self) -> RuleSet:
        return self._rules

    async def close(self) -> None: ...


@dataclass
class Watch:
    """All parts, not running: ``running()`` runs the loops for as long as its block lasts."""

    pypi: LoopbackPyPI
    db: Database
    settings: Settings
    session: aiohttp.ClientSession
    index: IndexClient
    fetch: Fetcher
    pool: InlinePool
    feed: FeedFollower
    scans: ScanLoop
    registry: CollectorRegistry

    @contextlib.asynccontextmanager
    async def running(self, *, scans: bool = True) -> AsyncGenerator[None]:
        tasks = [asyncio.create_task(self.feed.run())]
        if scans:
            tasks.append(asyncio.create_task(self.scans.run()))
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
            assert all(isinstance(result, asyncio.CancelledError) for result in results), results

    def stored(self, sql: str) -> list[tuple[Any, ...]]:
        """What is committed, read as another process would."""
        with contextlib.closing(sqlite3.connect(self.db.path)) as connection:
            return connection.execute(sql).fetchall()

    async def knows(self, files: int) -> None:
        """Wait until the ledger has that many files."""
        await until(lambda: self.stored("SELECT count(*) FROM upload") == [(files,)], what=f"{files} files")

    def outcomes(self, outcome: str) -> int:
        """How many attempts since the start ended so."""
        return int(self.registry.get_sample_value("meerkat_uploads_total", {"outcome": outcome}) or 0)

    async def states(self) -> dict[str, str]:
        return dict(self.stored("SELECT filename, state FROM upload ORDER BY id"))

    async def reasons(self) -> dict[str, str | None]:
        return dict(self.stored("SELECT filename, reason FROM upload ORDER BY id"))

    async def all_done(self) -> bool:
        return set((await self.states()).values()) <= {"scanned", "failed", "skipped"}

    async def cases(self) -> list[str]:
        return [project for (project,) in self.stored("SELECT project FROM triage_case ORDER BY id")]


def settings_for(pypi: LoopbackPyPI, database: Path, **report: object) -> Settings:
    return Settings(
        database=database,
        index=IndexSettings(url=pypi.url, inspector_url=pypi.inspector_url, poll_seconds=0.05, max_download_mib=1),  # pyright: ignore[reportCallIssue]
        scan=ScanSettings(jobs=2, threshold=0.7),  # pyright: ignore[reportCallIssue]
        report=ReportSettings(**report),  # pyright: ignore[reportArgumentType]
    )


@contextlib.asynccontextmanager
async def watch(
    pypi: LoopbackPyPI, folder: Path, *, since: str | None = "0", pool: type[InlinePool] | None = None
) -> AsyncGenerator[Watch]:
    """The parts on one database; opened again on the same folder, it goes on where the last one was."""
    settings = settings_for(pypi, folder / "meerkat.db")
    db = await Database.open(settings.database)
    try:
        async with aiohttp.ClientSession() as session:
            url, agent = settings.index.url, settings.index.agent
            index = IndexClient(session, url, agent)
            fetch = Fetcher(session, agent, settings.index.max_download_mib * 2**20)
            scanner = (pool or InlinePool)(settings.scan.threshold)
            arrived = asyncio.Event()
            feed = FeedFollower(
                db,
                Changelog(session, url, agent),
                RssFeed(session, url, agent),
                index,
                settings,
                pypi.clock,
                since=since,
                arrived=arrived,
            )
            registry = CollectorRegistry()
            scans = ScanLoop(db, index, fetch, scanner, settings, pypi.clock, Metrics(registry), arrived=arrived)
            yield Watch(pypi, db, settings, session, index, fetch, scanner, feed, scans, registry)
    finally:
        await db.close()


async def until(holds: Callable[[], Awaitable[bool]] | Callable[[], bool], *, what: str = "it") -> None:
    """Wait until ``holds`` gives True; fails after a minute, which only a loaded machine comes near."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        answer = holds()
        if answer if isinstance(answer, bool) else await answer:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"waited in vain for {what}, process {os.getpid()}")
