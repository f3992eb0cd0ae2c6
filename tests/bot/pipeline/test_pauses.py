"""How long an upload is asked for: what met it before, and the time that nobody was there, do not count."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.demo.pypi.loopback import LoopbackPyPI
from tests.bot.pipeline.watch import Watch, evil_sdist, kind_sdist, until, watch, wheel

EVIL = "evilpkg-1.0.tar.gz"


def publish(pypi: LoopbackPyPI) -> None:
    pypi.publish("evilpkg", "1.0", EVIL, evil_sdist("evilpkg", "1.0"))


def refuse(pypi: LoopbackPyPI, status: int, times: int = 10**6) -> None:
    for path in ("/simple/evilpkg/", "/pypi/evilpkg/*"):
        pypi.fail("GET", path, status=status, times=times)


def put_off(w: Watch) -> int:
    return w.outcomes("later")


@pytest.mark.parametrize(("hours_off", "status"), [(26, 503), (1, 404)])
async def test_the_time_that_the_service_was_off_is_no_patience_spent(
    tmp_path: Path, hours_off: int, status: int
) -> None:
    async with LoopbackPyPI() as pypi:
        publish(pypi)
        async with watch(pypi, tmp_path) as w:
            refuse(pypi, status)
            async with w.running():
                await until(lambda: put_off(w) > 1)
        pypi.faults.clear()
        pypi.clock.advance(hours_off * 3600)
        async with watch(pypi, tmp_path) as w:
            refuse(pypi, status, times=1)
            async with w.running():
                await until(w.all_done)
            assert await w.cases() == ["evilpkg"]


@pytest.mark.parametrize(
    ("path", "how"),
    [
        ("/simple/evilpkg/", {"status": 404}),
        ("/packages/*", {"status": 404}),
        ("/packages/*", {"rewrite": lambda body: body[1:]}),
    ],
)
async def test_one_kind_of_fault_does_not_use_up_the_patience_with_another(
    tmp_path: Path, path: str, how: dict[str, Any]
) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w:
        publish(pypi)
        refuse(pypi, 503)
        async with w.running():
            await until(lambda: put_off(w) > 2)
            pypi.faults.clear()
            for spoilt in (path, "/pypi/evilpkg/*") if path.startswith("/simple") else (path,):
                pypi.fail("GET", spoilt, times=3, **how)
            pypi.clock.advance(200)
            await until(w.all_done)
        assert await w.states() == {EVIL: "scanned"}


async def test_a_fault_that_stays_is_given_up_when_its_own_time_is_over(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w:
        publish(pypi)
        refuse(pypi, 503)
        async with w.running():
            await until(lambda: put_off(w) > 1)
            pypi.clock.advance(24 * 3600)
            before = put_off(w)
            await until(lambda: put_off(w) > before)
            assert await w.states() == {EVIL: "seen"}
            pypi.clock.advance(2 * 3600)
            await until(w.all_done)
        assert "could not be asked for a day" in ((await w.reasons())[EVIL] or "")


async def test_what_the_journal_calls_removed_is_not_asked_for_until_its_old_page_goes(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w:
        pypi.publish("evilpkg", "0.9", "evilpkg-0.9.tar.gz", evil_sdist("evilpkg", "0.9"))
        for path in ("/simple/evilpkg/", "/pypi/evilpkg/*"):
            pypi.fail("GET", path, stale=True, times=10**6)
        publish(pypi)
        pypi.remove_project("evilpkg")
        await w.feed.poll()
        async with w.running():
            await until(w.all_done)
        assert (await w.reasons())[EVIL] == "removed by the index before it could be fetched"


@pytest.mark.parametrize("how", [{"status": 429, "headers": {"Retry-After": "600"}}, {"status": 503}])
async def test_while_the_index_wants_to_be_left_alone_no_upload_asks_it(tmp_path: Path, how: dict[str, Any]) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w:
        for number in range(60):
            pypi.publish(f"pkg{number}", "1.0", f"pkg{number}-1.0.tar.gz", kind_sdist(f"pkg{number}", "1.0"))
        refused = [pypi.fail("GET", path, times=10**6, **how) for path in ("/simple/*", "/pypi/*")]
        async with w.running():
            await until(lambda: put_off(w) >= 1)
            await asyncio.sleep(1)
            assert sum(fault.seen for fault in refused) < 60
            pypi.faults.clear()
            pypi.clock.advance(700)
            await until(w.all_done)
        assert set((await w.states()).values()) == {"scanned"}


async def test_one_project_whose_page_fails_holds_no_other_up(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w, w.running():
        for number in range(12):
            name = f"broken-1.0-{number}-py3-none-any.whl"
            pypi.publish("broken", "1.0", name, wheel("broken", "1.0", f"x = {number}"))
        fault = pypi.fail("GET", "/simple/broken/", status=500, times=10**6)
        pypi.fail("GET", "/pypi/broken/*", status=500, times=10**6)
        await until(lambda: fault.seen > 20)
        publish(pypi)
        await until(lambda: w.stored("SELECT project FROM triage_case") == [("evilpkg",)])
