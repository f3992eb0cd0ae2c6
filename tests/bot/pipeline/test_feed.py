import xmlrpc.client
from pathlib import Path

import pytest

from bot.demo.pypi.loopback import LoopbackPyPI
from bot.pipeline.start import Since, parse_since
from bot.store.ledger import FURTHER_FILE, NEW_PROJECT, NEW_RELEASE, cursor
from bot.store.outbox import Observation, queue_observation, settle
from scanner.feed import Changelog, Garbled, RateLimited, Unavailable
from tests.bot.cases import open_case
from tests.bot.pipeline.watch import kind_sdist, until, watch, wheel


def publish(pypi: LoopbackPyPI, name: str, version: str = "1.0") -> str:
    filename = f"{name}-{version}.tar.gz"
    pypi.publish(name, version, filename, kind_sdist(name, version))
    return filename


async def test_a_first_start_begins_at_the_present(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi:
        publish(pypi, "before")
        async with watch(pypi, tmp_path, since=None) as w:
            await w.feed.poll()
            assert await w.states() == {}
            after = publish(pypi, "after")
            await w.feed.poll()
            assert await w.states() == {after: "seen"}


async def test_a_first_start_can_begin_further_back(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi:
        now = pypi.clock()
        for name, hours in (("old", 30), ("recent", 3), ("latest", 1)):
            pypi.publish(name, "1.0", f"{name}-1.0.tar.gz", kind_sdist(name, "1.0"), at=now - hours * 3600)
        async with watch(pypi, tmp_path, since="4h") as w:
            await w.feed.poll()
            assert list(await w.states()) == ["recent-1.0.tar.gz", "latest-1.0.tar.gz"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [(None, Since()), ("123", Since(serial=123)), ("2h", Since(seconds=7200)), ("1D", Since(seconds=86400))],
)
def test_where_to_begin_is_a_serial_or_a_time(text: str | None, meant: Since) -> None:
    assert parse_since(text) == meant


@pytest.mark.parametrize("text", ["yesterday", "-3", "2y", "1.5h"])
def test_any_other_beginning_is_refused_with_examples(text: str) -> None:
    with pytest.raises(ValueError, match="30m, 2h or 1d"):
        parse_since(text)


@pytest.mark.parametrize("digits", ["0", "000"])
async def test_a_first_start_at_a_serial_to_come_is_refused_and_not_remembered(tmp_path: Path, digits: str) -> None:
    async with LoopbackPyPI() as pypi:
        publish(pypi, "before")
        newest = pypi.state.serial
        async with watch(pypi, tmp_path, since=f"{newest}{digits}") as w, w.running(scans=False):
            await until(lambda: w.feed.figures.error is not None)
            assert f"newest serial is {newest}; start again" in (w.feed.figures.error or "")
            assert await cursor(w.db) is None
        async with watch(pypi, tmp_path, since=str(newest)) as w:
            filename = publish(pypi, "one")
            await w.feed.poll()
            assert await w.states() == {filename: "seen"}


async def test_gaps_in_the_serials_and_old_times_lose_nothing(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w:
        publish(pypi, "one")
        pypi.burn_serials(500)
        pypi.publish("two", "1.0", "two-1.0.tar.gz", kind_sdist("two", "1.0"), at=pypi.clock() - 900)
        await w.feed.poll()
        publish(pypi, "three")
        await w.feed.poll()
        assert list(await w.states()) == ["one-1.0.tar.gz", "two-1.0.tar.gz", "three-1.0.tar.gz"]


async def test_every_event_is_stored_with_the_cursor_and_only_once(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w:
        publish(pypi, "one")
        await w.feed.poll()
        stored = await w.db.rows("SELECT serial FROM event ORDER BY serial")
        assert [row["serial"] for row in stored] == [event.serial for event in pypi.state.journal]
        assert await cursor(w.db) == pypi.state.serial
        await w.feed.poll()
        assert len(await w.db.rows("SELECT 1 FROM event")) == len(pypi.state.journal)


async def test_new_projects_come_before_new_releases_and_those_before_further_files(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w:
        publish(pypi, "old", "1.0")
        pypi.clock.advance(3 * 86400)
        await w.feed.poll()
        publish(pypi, "old", "2.0")
        pypi.publish("old", "2.0", "old-2.0-py3-none-any.whl", wheel("old", "2.0"))
        publish(pypi, "fresh", "1.0")
        await w.feed.poll()
        rows = await w.db.rows("SELECT filename, priority FROM upload WHERE id > 1 ORDER BY id")
        assert {row["filename"]: row["priority"] for row in rows} == {
            "old-2.0.tar.gz": NEW_RELEASE,
            "old-2.0-py3-none-any.whl": FURTHER_FILE,
            "fresh-1.0.tar.gz": NEW_PROJECT,
        }


async def test_cards_that_were_drawn_long_ago_leave_the_outbox_and_reports_stay(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w:
        case_id = await open_case(w.db, now=pypi.clock())
        asked = Observation(kind="is_malware", summary="s", inspector_url="", requested_by="sue")
        async with w.db.transaction() as tx:
            report_id = await queue_observation(tx, case_id, asked, due_at=0, now=pypi.clock())
            for row_id in (1, report_id):
                await settle(tx, row_id, "sent", now=pypi.clock())
        pypi.clock.advance(8 * 86400)
        await w.feed.poll()
        assert w.stored("SELECT kind FROM outbox") == [("observation",)]


async def test_a_teams_name_is_no_upload(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w:
        publish(pypi, "one")
        pypi.journal("one", None, "add Owner file evil-1.0-py3-none-any.whl")
        await w.feed.poll()
        assert list(await w.states()) == ["one-1.0.tar.gz"]


async def test_a_backlog_larger_than_a_page_is_read_at_once(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w:
        first = publish(pypi, "first")
        for _ in range(50_100):
            pypi.journal("noise", "1.0", "yank release")
        last = publish(pypi, "last")
        assert await w.feed.poll() is True
        assert w.feed.figures.behind
        assert await w.feed.poll() is False
        assert list(await w.states()) == [first, last]


@pytest.mark.parametrize(
    ("how", "raised"),
    [
        ({"status": 503, "body": "<html>Backend is unhealthy</html>"}, Unavailable),
        ({"status": 429, "headers": {"Retry-After": "7"}}, RateLimited),
        ({"reset": True}, Unavailable),
        ({"truncate": 200}, Unavailable),
        ({"rewrite": lambda body: body[:-40]}, Garbled),
        ({"status": 200, "body": "<html>a portal's login page</html>"}, Garbled),
        ({"status": 404, "body": "no such page"}, Garbled),
    ],
)
async def test_a_fault_of_the_changelog_loses_no_event(tmp_path: Path, how: dict[str, object], raised: type) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w:
        await w.feed.poll()
        filename = publish(pypi, "one")
        pypi.fail("POST", "/pypi", **how)
        with pytest.raises(raised):
            await w.feed.poll()
        await w.feed.poll()
        assert await w.states() == {filename: "seen"}


async def test_the_loop_outlives_every_fault_and_says_how_it_stands(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w:
        pypi.fail("POST", "/pypi", status=503, times=2)
        pypi.fail("POST", "/pypi", reset=True)
        async with w.running(scans=False):
            await until(lambda: w.feed.figures.error is not None)
            assert w.feed.figures.failing_since is not None
            await until(lambda: w.feed.figures.last_poll_at is not None)
            assert w.feed.figures.error is None
            filename = publish(pypi, "one")
            await w.knows(1)
            assert filename in await w.states()


async def test_the_servers_own_reset_time_is_honoured(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w:
        pypi.limit_rate(reset=41)
        with pytest.raises(RateLimited) as caught:
            await w.feed.poll()
        assert caught.value.retry_after == 41


async def test_no_limit_that_the_index_tells_stops_the_watch_for_more_than_an_hour(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w:
        pypi.fail(
            "POST",
            "/pypi",
            status=200,
            body=xmlrpc.client.dumps((7,), methodresponse=True),
            headers={"RateLimit": '"xmlrpc.client";r=0;t=999999999'},
            content_type="text/xml",
        )
        changelog = Changelog(w.session, pypi.url, "test")
        assert await changelog.last_serial() == 7
        assert changelog.quota is not None and changelog.quota.pace == 3600


async def test_a_lower_serial_raises_an_alarm_and_rewinds_nothing(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi:
        async with watch(pypi, tmp_path) as w:
            publish(pypi, "one")
            publish(pypi, "two")
            await w.feed.poll()
            before = await cursor(w.db)
        pypi.rewind_serial(3)
        async with watch(pypi, tmp_path) as w, w.running(scans=False):
            await until(lambda: w.feed.figures.error is not None)
            assert "newest serial" in (w.feed.figures.error or "")
            assert await cursor(w.db) == before


async def test_a_restart_goes_on_where_the_last_process_was(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi:
        async with watch(pypi, tmp_path, since=None) as w:
            await w.feed.poll()
        missed = publish(pypi, "while-away")
        async with watch(pypi, tmp_path, since=None) as w:
            await w.feed.poll()
            assert await w.states() == {missed: "seen"}
