import asyncio
import contextlib
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncGenerator
from pathlib import Path

import aiohttp
import pytest
import structlog
from pydantic import SecretStr

from bot.demo.pypi.loopback import LoopbackPyPI
from bot.escalation import delivery
from bot.escalation.delivery import ReportDelivery
from bot.store.case_view import Case, load_case
from bot.store.cases import move
from bot.store.database import Database
from bot.store.outbox import Observation, cancel_observation, claim_due, queue_observation
from tests.bot import cases
from tests.bot.pipeline.watch import kind_sdist, settings_for, until


class Reporting:
    """A confirmed case of a published project, and the delivery of its report."""

    def __init__(self, pypi: LoopbackPyPI, db: Database, delivery: ReportDelivery, case_id: int) -> None:
        self.pypi, self.db, self.delivery, self.case_id = pypi, db, delivery, case_id

    async def queue(self, *, undo: float = 0.0, automatic: bool = False) -> None:
        now = self.pypi.clock()
        report = Observation(
            kind="is_malware",
            summary="decodes and runs a text",
            inspector_url=f"{self.pypi.inspector_url}/project/examplepkg/1.0/",
            requested_by="ada",
            automatic=automatic,
        )
        async with self.db.transaction() as tx:
            await queue_observation(tx, self.case_id, report, due_at=now + undo, now=now)
            await move(tx, self.case_id, "queued", actor="ada", event="queued", now=now)

    async def case(self) -> Case:
        found = await load_case(self.db, self.case_id)
        assert found is not None
        return found


@contextlib.asynccontextmanager
async def reporting(pypi: LoopbackPyPI, folder: Path, **report: object) -> AsyncGenerator[Reporting]:
    values = {"mode": "live", "token": SecretStr(pypi.observer_token)} | report
    settings = settings_for(pypi, folder / "meerkat.db", **values)
    db = await Database.open(settings.database)
    try:
        pypi.publish("examplepkg", "1.0", "examplepkg-1.0.tar.gz", kind_sdist("examplepkg", "1.0"))
        case_id = await cases.open_case(db, now=pypi.clock())
        async with aiohttp.ClientSession() as session:
            yield Reporting(pypi, db, ReportDelivery(db, session, settings, pypi.clock), case_id)
    finally:
        await db.close()


async def test_an_accepted_report_is_reported_and_sent_once(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, reporting(pypi, tmp_path) as r:
        await r.queue()
        assert await r.delivery.deliver_one()
        assert not await r.delivery.deliver_one()
        case = await r.case()
        assert case.state == "reported" and case.reported_at is not None
        assert case.observation is not None and (case.observation.state, case.observation.status) == ("sent", 202)
        assert len(pypi.observations) == 1


async def test_in_dry_run_nothing_is_sent_and_the_case_says_so(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, reporting(pypi, tmp_path, mode="dry-run", token=None) as r:
        await r.queue()
        assert await r.delivery.deliver_one()
        case = await r.case()
        assert case.state == "confirmed" and case.reported_at is None
        assert "dry-run: would have sent" in case.history[-1].detail
        assert not [request for request in pypi.requests if request.path.startswith("/danger-api")]
        assert "dry-run" in r.delivery.credentials.words


async def test_a_report_leaves_only_when_its_undo_window_is_over(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, reporting(pypi, tmp_path) as r:
        await r.queue(undo=120)
        assert not await r.delivery.deliver_one()
        pypi.clock.advance(121)
        assert await r.delivery.deliver_one()
        assert len(pypi.observations) == 1


async def test_a_report_that_is_taken_back_never_leaves(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, reporting(pypi, tmp_path) as r:
        await r.queue(undo=120)
        async with r.db.transaction() as tx:
            assert await cancel_observation(tx, r.case_id, pypi.clock())
        pypi.clock.advance(600)
        assert not await r.delivery.deliver_one()
        assert pypi.observations == []


async def test_a_report_left_by_a_crash_is_settled_though_nothing_can_be_stored_at_the_start(tmp_path: Path) -> None:
    """What a full disk does, by another writer that holds the file."""
    async with LoopbackPyPI() as pypi, reporting(pypi, tmp_path) as r:
        await r.queue()
        assert await claim_due(r.db, "observation", pypi.clock()) is not None
        await r.db._writer.execute("PRAGMA busy_timeout = 50")  # pyright: ignore[reportPrivateUsage]
        with contextlib.closing(sqlite3.connect(r.db.path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            running = asyncio.create_task(r.delivery.run())
            await asyncio.sleep(0.5)
            other.execute("ROLLBACK")
        while (await r.case()).state != "report-unknown":
            await asyncio.sleep(0.01)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert pypi.state.observations == []


async def test_what_the_index_says_of_the_token_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "CHECK_SECONDS", 0.05)
    blocked = {"status": 403, "body": "Your IP Address has been temporarily blocked.", "content_type": "text/plain"}
    async with LoopbackPyPI() as pypi, reporting(pypi, tmp_path) as r:
        block = pypi.fail("GET", "/danger-api/echo", **blocked, times=2)
        running = asyncio.create_task(r.delivery.run())
        await until(lambda: block.seen == 2)
        assert r.delivery.credentials.good is None  # an address that is blocked is no token that is refused
        await until(lambda: r.delivery.credentials.good is True)
        revoked = pypi.fail("GET", "/danger-api/echo", status=403, body="{}", times=10_000)
        await until(lambda: r.delivery.credentials.good is False)
        revoked.times = 0
        await until(lambda: r.delivery.credentials.good is True)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_a_long_undo_window_takes_no_time_from_an_outage(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, reporting(pypi, tmp_path, undo_seconds=7 * 3600) as r:
        await r.queue(undo=7 * 3600)
        pypi.clock.advance(7 * 3600 + 1)
        pypi.fail("GET", "/danger-api/echo", status=503, times=2)
        for _ in range(3):
            assert await r.delivery.deliver_one()
            pypi.clock.advance(61)
        assert (await r.case()).state == "reported"


async def test_a_refusal_fails_the_report_with_what_to_do(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, reporting(pypi, tmp_path, token=SecretStr("pypi-wrong")) as r:
        await r.queue()
        await r.delivery.deliver_one()
        case = await r.case()
        assert case.state == "report-failed"
        assert "MEERKAT_REPORT__TOKEN" in case.history[-1].detail
        assert case.observation is not None and case.observation.status == 403


async def test_an_index_that_is_unavailable_is_tried_again_with_pauses(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, reporting(pypi, tmp_path) as r:
        pypi.fail("GET", "/danger-api/*", status=503)
        pypi.fail("POST", "/danger-api/*", status=429, headers={"Retry-After": "100"})
        await r.queue()
        await r.delivery.deliver_one()
        assert (await r.case()).state == "queued"
        pypi.clock.advance(60)
        await r.delivery.deliver_one()
        pypi.clock.advance(90)
        assert not await r.delivery.deliver_one()
        pypi.clock.advance(20)
        await r.delivery.deliver_one()
        assert (await r.case()).state == "reported"
        assert len(pypi.observations) == 1


@pytest.mark.parametrize("how", [{"reset": True}, {"status": 503}, {"status": 504}])
async def test_an_answer_that_was_never_seen_is_unknown_and_never_sent_again(
    tmp_path: Path, how: dict[str, object]
) -> None:
    async with LoopbackPyPI(quarantine_delay=60) as pypi, reporting(pypi, tmp_path) as r:
        pypi.fail("POST", "/danger-api/*", after=True, **how)
        await r.queue()
        await r.delivery.deliver_one()
        assert (await r.case()).state == "report-unknown"
        pypi.clock.advance(86400)
        await r.delivery.recover()
        assert not await r.delivery.deliver_one()
        assert len(pypi.observations) == 1


async def test_automatic_reports_over_the_days_cap_are_held_back(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, reporting(pypi, tmp_path, daily_cap=0) as r:
        await r.queue(automatic=True)
        await r.delivery.deliver_one()
        case = await r.case()
        assert case.state == "confirmed" and case.history[-1].event == "held back"
        assert pypi.observations == []


async def test_a_stop_waits_for_the_answer_of_a_report_that_has_left(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, reporting(pypi, tmp_path) as r:
        pypi.fail("POST", "/danger-api/*", delay=0.4)
        await r.queue()
        run = asyncio.create_task(r.delivery.run())

        async def has_left() -> bool:
            return await r.db.row("SELECT 1 FROM outbox WHERE state = 'sending'") is not None

        await until(has_left)
        run.cancel()
        with pytest.raises(asyncio.CancelledError):
            await run
        assert (await r.case()).state == "reported"


DELIVERY = """
import asyncio, time
import aiohttp
from bot.escalation.delivery import ReportDelivery
from bot.settings import load_settings
from bot.store.database import Database

async def main():
    settings = load_settings()
    db = await Database.open(settings.database)
    async with aiohttp.ClientSession() as session:
        await ReportDelivery(db, session, settings, time.time).run()

asyncio.run(main())
"""


async def start(pypi: LoopbackPyPI, folder: Path) -> asyncio.subprocess.Process:
    settings = {
        "MEERKAT_DATABASE": str(folder / "meerkat.db"),
        "MEERKAT_INDEX__URL": pypi.url,
        "MEERKAT_INDEX__INSPECTOR_URL": pypi.inspector_url,
        "MEERKAT_INDEX__POLL_SECONDS": "0.05",
        "MEERKAT_REPORT__MODE": "live",
        "MEERKAT_REPORT__TOKEN": pypi.observer_token,
    }
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", DELIVERY, env=os.environ | settings, cwd=Path(__file__).parents[3], stdout=sys.stderr
    )


async def test_a_process_killed_while_sending_never_sends_the_report_twice(tmp_path: Path) -> None:
    async with LoopbackPyPI(quarantine_delay=60) as pypi, reporting(pypi, tmp_path) as r:
        # The index takes the report, and the process dies before it has heard all of the answer.
        pypi.fail("POST", "/danger-api/*", drip=3)
        await r.queue()
        process = await start(pypi, tmp_path)
        await until(lambda: bool(pypi.observations))
        process.send_signal(signal.SIGKILL)
        await process.wait()
        pypi.faults.clear()
        process = await start(pypi, tmp_path)

        async def settled() -> bool:
            return (await r.case()).state == "report-unknown"

        await until(settled)
        process.kill()
        await process.wait()
        assert len(pypi.observations) == 1


async def test_what_cannot_be_stored_is_told_with_pauses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "LOOK_SECONDS", 0.05)
    async with LoopbackPyPI() as pypi, reporting(pypi, tmp_path, mode="dry-run") as r:
        await r.queue()
        async with r.db.transaction() as tx:
            await tx.execute(
                "CREATE TRIGGER full BEFORE UPDATE ON outbox BEGIN SELECT RAISE(ABORT, 'disk is full'); END"
            )
        with structlog.testing.capture_logs() as logs:
            running = asyncio.create_task(r.delivery.run())
            await asyncio.sleep(1)
        assert 1 <= len([line for line in logs if line["event"] == "report delivery failed"]) <= 6
        async with r.db.transaction() as tx:
            await tx.execute("DROP TRIGGER full")
        while (await r.case()).state != "confirmed":
            await asyncio.sleep(0.02)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
