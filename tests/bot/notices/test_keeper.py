"""Each condition once when it begins and once when it ends; each event once."""

from collections.abc import AsyncGenerator
from pathlib import Path

import msgspec
import pytest

from bot.desk import Desk, Running
from bot.notices.conditions import Limits
from bot.notices.keeper import NoticeKeeper
from bot.settings import Settings
from bot.store.database import Database
from bot.store.notices import Notice, NoticeRow, mark_told, observe, standing, untold
from bot.store.outbox import Observation, queue_observation, settle
from bot.store.uploads import failed
from tests.bot.cases import T0, add_upload, open_case, open_database, report

DOWN = Notice("down", "It is down.", "why", "It is up.")


@pytest.fixture
async def db(tmp_path: Path) -> AsyncGenerator[Database]:
    opened = await open_database(tmp_path)
    yield opened
    await opened.close()


async def see(db: Database, now: float, *notices: Notice) -> tuple[list[str], list[str]]:
    async with db.transaction() as tx:
        begun, ended = await observe(tx, notices, now)
    return [row.key for row in begun], [row.key for row in ended]


async def hear(db: Database) -> list[tuple[str, bool]]:
    """What people are told now: key, and whether it is over."""
    rows: list[NoticeRow] = await untold(db)
    async with db.transaction() as tx:
        await mark_told(tx, rows)
    return [(row.key, row.ended_at is not None) for row in rows]


async def test_a_condition_is_told_when_it_begins_and_when_it_ends(db: Database) -> None:
    assert await see(db, T0, DOWN) == (["down"], [])
    assert await hear(db) == [("down", False)]
    for later in range(5, 100, 5):
        assert await see(db, T0 + later, DOWN) == ([], [])
    assert await hear(db) == []
    assert [row.key for row in await standing(db)] == ["down"]
    assert await see(db, T0 + 100) == ([], [])
    assert await see(db, T0 + 230) == ([], ["down"])
    assert await hear(db) == [("down", True)]
    assert await see(db, T0 + 300) == ([], [])
    assert await hear(db) == []


async def test_what_comes_and_goes_is_one_condition(db: Database) -> None:
    for start in range(0, 1000, 100):
        begun, ended = await see(db, T0 + start, DOWN)
        assert (begun, ended) == (["down"] if start == 0 else [], [])
        assert await see(db, T0 + start + 50) == ([], [])
    assert await hear(db) == [("down", False)]


async def test_what_begins_again_after_its_end_is_told_again(db: Database) -> None:
    await see(db, T0, DOWN)
    await hear(db)
    await see(db, T0 + 200)
    await hear(db)
    assert await see(db, T0 + 500, DOWN) == (["down"], [])
    assert await hear(db) == [("down", False)]


async def test_what_was_over_before_anybody_heard_is_told_in_one(db: Database) -> None:
    await see(db, T0, DOWN)
    await see(db, T0 + 200)
    assert await hear(db) == [("down", True)]
    assert await hear(db) == []


async def test_what_is_back_before_its_end_was_told_never_ended(db: Database) -> None:
    await see(db, T0, DOWN)
    await hear(db)
    await see(db, T0 + 200)
    await see(db, T0 + 210, DOWN)
    assert await hear(db) == []


async def test_a_condition_that_ends_while_its_begin_is_being_sent_is_told_to_end(db: Database) -> None:
    await see(db, T0, DOWN)
    rows = await untold(db)
    await see(db, T0 + 200)
    async with db.transaction() as tx:
        await mark_told(tx, rows)
    assert await hear(db) == [("down", True)]


async def test_an_event_is_told_once_however_long_its_source_shows_it(db: Database) -> None:
    event = Notice("report:1", "A report failed.")
    for later in range(0, 86400, 3600):
        await see(db, T0 + later, event)
        assert await hear(db) == ([("report:1", True)] if later == 0 else [])
    await see(db, T0 + 3 * 86400)
    assert await db.rows("SELECT key FROM notice") == []


async def test_a_restart_tells_nothing_twice(db: Database, tmp_path: Path) -> None:
    await see(db, T0, DOWN)
    await hear(db)
    again = await open_database(tmp_path)
    assert await see(again, T0 + 60, DOWN) == ([], [])
    assert await hear(again) == []
    await again.close()


async def test_failed_reports_and_uploads_are_found_in_the_database(db: Database) -> None:
    hour = T0 // 3600 * 3600
    case_id = await open_case(db, now=hour)
    payload = Observation(kind="is_malware", summary="s", inspector_url="", requested_by="sue")
    async with db.transaction() as tx:
        row_id = await queue_observation(tx, case_id, payload, due_at=hour, now=hour)
        await settle(tx, row_id, "failed", status=400, answer="bad link", now=hour)
        for number in range(3):
            upload_id = await add_upload(tx, report(f"broken-{number}"), now=hour - 100)
            await failed(tx, upload_id, "a broken archive", now=hour - 60)
    running = Running(started_at=hour, last_poll_at=hour, last_event_at=hour)
    desk = Desk(db, Settings(), lambda: hour + 10, running=lambda: running)
    await NoticeKeeper(db, desk.watch, Limits(), lambda: hour + 10, to_channel=True).look()
    texts = {row.key: f"{row.words} {row.detail}" for row in await untold(db)}
    assert "bad link" in texts.pop(f"report:{row_id}")
    [text] = texts.values()
    assert "UTC: 3." in text
    assert "a broken archive" in text


async def test_without_a_channel_nothing_waits_for_one(db: Database) -> None:
    running = Running(started_at=T0, last_poll_at=T0, last_event_at=T0, credentials_good=False)
    desk = Desk(db, Settings(), lambda: T0, running=lambda: running)
    keeper = NoticeKeeper(db, desk.watch, Limits(), lambda: T0, to_channel=False)
    await keeper.look()
    assert [row.key for row in await standing(db)] == ["credentials-refused"]
    assert await untold(db) == []
    assert [row.key for row in (await desk.watch()).problems] == ["credentials-refused"]
    running = msgspec.structs.replace(running, credentials_good=True)
    await keeper.look()
    assert len(await standing(db)) == 1
