import asyncio
from pathlib import Path

import pytest

from bot.demo.pypi.loopback import LoopbackPyPI
from bot.store.case_view import Case, load_case
from bot.store.cases import move, put_verdict
from scanner.report import Report, ScanJob
from tests.bot import cases
from tests.bot.pipeline.watch import InlinePool, Watch, evil_sdist, kind_sdist, until, watch


async def alerted(w: Watch, *versions: str) -> Case:
    """The case of a project whose files were scanned, one per version."""
    for version in versions:
        w.pypi.publish("evilpkg", version, f"evilpkg-{version}.tar.gz", evil_sdist("evilpkg", version))
    async with w.running():
        await w.knows(len(versions))
        await until(w.all_done)
    return await the_case(w)


async def the_case(w: Watch) -> Case:
    case = await load_case(w.db, 1)
    assert case is not None
    return case


async def test_a_quarantine_marks_the_takedown_with_the_journals_time(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w:
        await alerted(w, "1.0")
        event = pypi.quarantine("evilpkg")
        await w.feed.poll()
        case = await the_case(w)
        assert case.state == "quarantined"
        assert case.taken_down_at == event.at
        async with w.db.transaction() as tx:
            await put_verdict(tx, case.id, "confirmed", pypi.clock())
            await move(tx, case.id, "reported", actor="PyPI", event="reported", now=pypi.clock())
        pypi.clear_quarantine("evilpkg")
        await w.feed.poll()
        case = await the_case(w)
        assert (case.state, case.verdict, case.taken_down_at) == ("disputed", None, None)
        pypi.remove_project("evilpkg")
        await w.feed.poll()
        assert (await the_case(w)).state == "removed"


@pytest.mark.parametrize("acts", [("quarantine", "quarantined"), ("remove_project", "removed")])
async def test_what_the_index_takes_down_during_the_scan_opens_no_case_that_still_waits(
    tmp_path: Path, acts: tuple[str, str]
) -> None:
    act, state = acts
    scanning, acted = asyncio.Event(), asyncio.Event()

    class SlowPool(InlinePool):
        async def scan(self, job: ScanJob) -> Report:
            scanning.set()
            await acted.wait()
            return await super().scan(job)

    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path, pool=SlowPool) as w:
        pypi.publish("evilpkg", "1.0", "evilpkg-1.0.tar.gz", evil_sdist("evilpkg", "1.0"))
        async with w.running():
            await scanning.wait()
            event = getattr(pypi, act)("evilpkg")
            await until(lambda: w.stored("SELECT gone FROM upload") == [(state,)])
            acted.set()
            await until(w.all_done)
        case = await the_case(w)
        assert (case.state, case.taken_down_at) == (state, event.at)


async def test_one_of_several_releases_going_is_a_line_of_history(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w:
        await alerted(w, "1.0", "1.1")
        pypi.remove_release("evilpkg", "1.0")
        await w.feed.poll()
        case = await the_case(w)
        assert case.state == "open" and case.history[-1].event == "partly down"
        pypi.remove_file("evilpkg", "evilpkg-1.1.tar.gz")
        await w.feed.poll()
        assert (await the_case(w)).state == "removed"


async def test_a_release_quarantine_takes_a_case_of_that_release_down(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w:
        await alerted(w, "1.0")
        pypi.quarantine_release("evilpkg", "1.0")
        await w.feed.poll()
        assert (await the_case(w)).state == "quarantined"


async def test_what_goes_without_a_case_or_beside_it_changes_none(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w:
        await alerted(w, "1.0")
        pypi.publish("kindpkg", "1.0", "kindpkg-1.0.tar.gz", kind_sdist("kindpkg", "1.0"))
        pypi.publish("evilpkg", "0.1", "evilpkg-0.1.tar.gz", kind_sdist("evilpkg", "0.1"))
        pypi.remove_project("kindpkg")
        pypi.remove_release("evilpkg", "0.1")
        pypi.yank("evilpkg", "1.0")
        await w.feed.poll()
        case = await the_case(w)
        assert case.state == "open" and [line.event for line in case.history] == ["opened"]


async def test_a_release_that_goes_moves_the_earlier_case_that_reported_it(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w:
        first = await alerted(w, "1.0")
        async with w.db.transaction() as tx:
            await move(tx, first.id, "reported", actor="PyPI", event="reported", now=pypi.clock())
        later = cases.report("evilpkg", "2.0", findings=(cases.finding("token_theft"),))
        second = await cases.open_case(w.db, later, now=pypi.clock())
        assert second != first.id
        pypi.remove_release("evilpkg", "1.0")
        await w.feed.poll()
        standing = await load_case(w.db, second)
        assert standing is not None
        assert ((await the_case(w)).state, standing.state) == ("removed", "open")
