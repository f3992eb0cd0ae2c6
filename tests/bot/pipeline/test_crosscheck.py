from pathlib import Path

from bot.demo.pypi.loopback import LoopbackPyPI
from tests.bot.pipeline.test_feed import publish
from tests.bot.pipeline.watch import until, watch


async def test_a_release_that_only_rss_knows_is_scanned_after_a_grace(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path, since=None) as w, w.running():
        await until(lambda: w.feed.figures.last_poll_at is not None)
        filename = publish(pypi, "hidden")
        pypi.state.journal = [event for event in pypi.state.journal if event.name != "hidden"]
        await w.knows(1)
        await until(w.all_done)
        rows = await w.db.rows("SELECT filename, source, serial, state FROM upload")
        assert [tuple(row) for row in rows] == [(filename, "rss", 0, "scanned")]


async def test_rss_stands_in_while_the_changelog_is_down_and_doubles_nothing_afterwards(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path, since=None) as w, w.running():
        await until(lambda: w.feed.figures.last_poll_at is not None)
        outage = pypi.fail("POST", "/pypi", status=503, times=10**6)
        filename = publish(pypi, "meanwhile")
        await w.knows(1)
        await until(w.all_done)
        outage.times = 0
        await until(lambda: w.feed.figures.error is None and w.stored("SELECT serial > 0 FROM upload") == [(1,)])
        rows = await w.db.rows("SELECT filename, source, serial > 0 AS known, state FROM upload")
        assert [tuple(row) for row in rows] == [(filename, "rss", 1, "scanned")]
        assert len(w.pool.jobs) == 1


async def test_what_rss_listed_before_the_watch_began_is_not_missed(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi:
        pypi.publish("old", "1.0", "old-1.0.tar.gz", b"x", at=pypi.clock() - 3600)
        async with watch(pypi, tmp_path, since=None) as w:
            await w.feed.poll()
            check = w.feed.cross_check
            await check.look()
            pypi.clock.advance(3600)
            await check.look()
            assert await w.states() == {}


async def test_releases_whose_pages_fail_keep_no_newer_one_out(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path, since=None) as w, w.running(scans=False):
        await until(lambda: w.feed.figures.last_poll_at is not None)
        pypi.fail("POST", "/pypi", status=503, times=10**6)
        pypi.fail("GET", "/simple/broken*", status=500, times=10**6)
        for number in range(5):
            publish(pypi, f"broken{number}")
        for number in range(5):
            publish(pypi, f"sound{number}")
        await w.knows(5)
        assert list(await w.states()) == [f"sound{number}-1.0.tar.gz" for number in range(5)]
        await until(lambda: w.feed.figures.rss_error is not None)


async def test_ill_formed_rss_is_only_a_pause(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path, since=None) as w, w.running(scans=False):
        pypi.fail("GET", "/rss/*", status=200, body="<html>not a feed", times=1)
        await until(lambda: w.feed.figures.rss_error is not None)
        await until(lambda: w.feed.figures.rss_error is None)
