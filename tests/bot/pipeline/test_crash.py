"""The real loops in a process of their own, killed without warning."""

import asyncio
import os
import signal
import sys
from pathlib import Path

from bot.demo.pypi.loopback import LoopbackPyPI
from tests.bot.pipeline.watch import RULES, evil_sdist, kind_sdist, until, watch

SERVICE = """
import asyncio, sys, time
from pathlib import Path
import aiohttp
from prometheus_client import CollectorRegistry
from bot.pipeline.feed import FeedFollower
from bot.pipeline.figures import Metrics
from bot.pipeline.scanning import ScanLoop
from bot.settings import load_settings
from bot.store.database import Database
from scanner.feed import Changelog, RssFeed
from scanner.fetch import Fetcher
from scanner.index import IndexClient
from scanner.pool import WorkerPool

async def main():
    settings = load_settings()
    db = await Database.open(settings.database)
    url, agent = settings.index.url, settings.index.agent
    scan = settings.scan
    pool = WorkerPool(settings.rules, jobs=1, threshold=scan.threshold, seconds=20, sandbox="best-effort")
    await pool.start()
    async with aiohttp.ClientSession() as session:
        index, arrived = IndexClient(session, url, agent), asyncio.Event()
        feed = FeedFollower(db, Changelog(session, url, agent), RssFeed(session, url, agent), index, settings,
                            time.time, since="0", arrived=arrived)
        scans = ScanLoop(db, index, Fetcher(session, agent, 2**20), pool, settings, time.time,
                         Metrics(CollectorRegistry()), arrived=arrived)
        await asyncio.gather(feed.run(), scans.run())

asyncio.run(main())
"""


async def start(pypi: LoopbackPyPI, folder: Path) -> asyncio.subprocess.Process:
    settings = {
        "MEERKAT_DATABASE": str(folder / "meerkat.db"),
        "MEERKAT_RULES": str(RULES),
        "MEERKAT_INDEX__URL": pypi.url,
        "MEERKAT_INDEX__INSPECTOR_URL": pypi.inspector_url,
        "MEERKAT_INDEX__POLL_SECONDS": "0.05",
        "MEERKAT_SCAN__THRESHOLD": "0.7",
    }
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", SERVICE, env=os.environ | settings, cwd=Path(__file__).parents[3], stdout=sys.stderr
    )


async def test_a_process_that_is_killed_again_and_again_loses_and_doubles_nothing(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w:  # migrates the file, and reads it beside the process
        pypi.fail("GET", "/packages/*", delay=0.05, times=10**6)
        published = 0
        for round_ in range(3):
            process = await start(pypi, tmp_path)
            for number in range(6):
                name = f"pkg{round_}x{number}"
                make = evil_sdist if number % 2 else kind_sdist
                pypi.publish(name, "1.0", f"{name}-1.0.tar.gz", make(name, "1.0"))
                published += 1
            wanted = published - 4

            def some_are_done(least: int = wanted) -> bool:
                done = w.stored("SELECT count(*) FROM upload WHERE state = 'scanned'")
                return done[0][0] >= least

            await until(some_are_done)
            process.send_signal(signal.SIGKILL)
            await process.wait()
        process = await start(pypi, tmp_path)

        def all_are_done() -> bool:
            return w.stored("SELECT count(*) FROM upload WHERE state = 'scanned'")[0][0] == published

        await until(all_are_done)
        process.kill()
        await process.wait()
        events = [serial for (serial,) in w.stored("SELECT serial FROM event ORDER BY serial")]
        assert events == [event.serial for event in pypi.state.journal]
        assert w.stored("SELECT count(*), count(DISTINCT filename) FROM upload") == [(published, published)]
        alerts = w.stored("SELECT count(*) FROM upload WHERE verdict = 'alert'")[0][0]
        assert w.stored("SELECT count(*) FROM triage_case")[0][0] == alerts == published // 2
        assert w.stored("SELECT count(*), count(DISTINCT case_id) FROM outbox WHERE kind = 'card'") == [
            (alerts, alerts)
        ]
        assert w.stored("SELECT DISTINCT event FROM case_history") == [("opened",)]
