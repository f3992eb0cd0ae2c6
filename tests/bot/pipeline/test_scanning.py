import hashlib
import shutil
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry
from structlog.testing import capture_logs

from bot.demo.pypi.loopback import LoopbackPyPI
from bot.pipeline.figures import Metrics
from bot.pipeline.scanning import ScanLoop
from bot.store.uploads import add_uploads, claim
from scanner.known_good import KnownGood, digests_of_archive, save
from scanner.pool import PoolError
from scanner.report import Report, ScanJob
from tests.bot.pipeline.watch import RULES, InlinePool, evil_code, evil_sdist, kind_sdist, sdist, until, watch, wheel
from tests.scanner.distributions import rule

EVIL = "evilpkg-1.0.tar.gz"
KIND = "kindpkg-1.0.tar.gz"


def publish_both(pypi: LoopbackPyPI) -> None:
    pypi.publish("evilpkg", "1.0", EVIL, evil_sdist("evilpkg", "1.0"))
    pypi.publish("kindpkg", "1.0", KIND, kind_sdist("kindpkg", "1.0"))


async def test_every_file_is_scanned_and_what_alerts_opens_a_case_with_its_card(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w, w.running():
        publish_both(pypi)
        await w.knows(2)
        await until(w.all_done)
        assert await w.states() == {EVIL: "scanned", KIND: "scanned"}
        assert await w.cases() == ["evilpkg"]
        cards = await w.db.rows("SELECT kind, state FROM outbox")
        assert [tuple(row) for row in cards] == [("card", "due")]
        row = await w.db.row("SELECT * FROM upload WHERE filename = ?", (EVIL,))
        assert row is not None
        assert row["sha256"] == hashlib.sha256(pypi.state.projects["evilpkg"].releases["1.0"].files[0].data).hexdigest()
        assert row["verdict"] == "alert" and row["claimed_at"] is None


async def test_the_job_carries_what_the_index_knows(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w, w.running():
        now = pypi.clock()
        pypi.publish("Some_Pkg", "1.0", "some_pkg-1.0.tar.gz", kind_sdist("some_pkg", "1.0"), at=now - 400 * 86400)
        pypi.publish("Some_Pkg", "2.0", "some_pkg-2.0.tar.gz", kind_sdist("some_pkg", "2.0"), at=now)
        await until(lambda: len(w.pool.jobs) == 2)
        job = next(job for job in w.pool.jobs if job.version == "2.0")
        assert job.project == "Some_Pkg"
        assert job.facts.previous_version == "1.0"
        assert job.facts.first_release is False
        assert job.facts.owners == ("alice",)
        assert job.facts.previous_upload_days == pytest.approx(400, abs=0.01)


@pytest.mark.parametrize(
    ("path", "how"),
    [
        ("/packages/*", {"truncate": 50}),
        ("/packages/*", {"reset": True}),
        ("/packages/*", {"status": 503}),
        ("/packages/*", {"status": 404}),
        ("/packages/*", {"rewrite": lambda body: body[:-1] + b"?"}),
        ("/simple/*", {"status": 503}),
        ("/simple/*", {"status": 404}),
        ("/pypi/*/json", {"status": 503}),
        ("/simple/*", {"rewrite": lambda body: body[:30]}),
        ("/simple/*", {"status": 429, "headers": {"Retry-After": "0"}}),
    ],
)
async def test_a_passing_fault_holds_a_scan_up_but_does_not_end_it(
    tmp_path: Path, path: str, how: dict[str, object]
) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w:
        pypi.fail("GET", path, **how)
        publish_both(pypi)
        async with w.running():
            await w.knows(2)
            await until(w.all_done)
        assert await w.states() == {EVIL: "scanned", KIND: "scanned"}
        assert await w.cases() == ["evilpkg"]


async def test_stale_pages_are_asked_again_until_they_show_the_file(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w:
        pypi.publish("evilpkg", "0.9", "evilpkg-0.9.tar.gz", kind_sdist("evilpkg", "0.9"))
        for path in ("/simple/*", "/pypi/*/json"):
            pypi.fail("GET", path, stale=True, times=2)
        pypi.publish("evilpkg", "1.0", EVIL, evil_sdist("evilpkg", "1.0"))
        async with w.running():
            await w.knows(2)
            await until(w.all_done)
        assert set((await w.states()).values()) == {"scanned"}
        assert await w.cases() == ["evilpkg"]


async def test_what_the_index_removes_before_it_could_be_fetched_is_skipped_with_the_reason(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w:
        publish_both(pypi)
        await w.feed.poll()
        pypi.remove_project("evilpkg")
        async with w.running():
            await until(w.all_done)
        assert (await w.reasons())[EVIL] == "removed by the index before it could be fetched"
        assert (await w.states())[EVIL] == "skipped"


@pytest.mark.parametrize("what", ["project", "release"])
async def test_what_was_quarantined_before_it_could_be_fetched_is_scanned_once_it_is_cleared(
    tmp_path: Path, what: str
) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w, w.running():
        publish_both(pypi)
        hide, show = (
            (lambda: pypi.quarantine("evilpkg"), lambda: pypi.clear_quarantine("evilpkg"))
            if what == "project"
            else (
                lambda: pypi.quarantine_release("evilpkg", "1.0"),
                lambda: pypi.clear_release_quarantine("evilpkg", "1.0"),
            )
        )
        hide()
        await until(lambda: w.stored("SELECT filename FROM upload WHERE state = 'skipped'") == [(EVIL,)])
        show()
        await until(lambda: w.stored("SELECT project FROM triage_case") == [("evilpkg",)])
        assert await w.states() == {EVIL: "scanned", KIND: "scanned"}


async def test_a_file_that_never_appears_is_given_up_after_three_minutes(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w, w.running():
        pypi.publish("ghost", "1.0", "ghost-1.0.tar.gz", b"")
        del pypi.state.projects["ghost"]
        await until(lambda: w.outcomes("later") > 0)
        pypi.clock.advance(200)
        await until(w.all_done)
        assert (await w.states()) == {"ghost-1.0.tar.gz": "skipped"}
        assert "gone from the index" in ((await w.reasons())["ghost-1.0.tar.gz"] or "")


async def test_a_wrong_hash_fails_in_the_end_and_says_so(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w, w.running():
        pypi.fail("GET", "/packages/*", rewrite=lambda body: body[:-1] + b"?", times=10**6)
        pypi.publish("kindpkg", "1.0", KIND, kind_sdist("kindpkg", "1.0"))
        await until(lambda: w.outcomes("later") > 0)
        pypi.clock.advance(200)
        await until(w.all_done)
        assert await w.states() == {KIND: "failed"}
        assert "where the index lists" in ((await w.reasons())[KIND] or "")
        assert w.pool.jobs == []


async def test_a_file_over_the_limit_is_skipped_with_its_size(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w, w.running():
        pypi.publish("huge", "1.0", "huge-1.0.tar.gz", bytes(2**20 + 1))
        await w.knows(1)
        await until(w.all_done)
        assert await w.reasons() == {"huge-1.0.tar.gz": "1,048,577 bytes, more than the limit of 1,048,576"}
        assert await w.states() == {"huge-1.0.tar.gz": "skipped"}


async def test_a_broken_archive_is_scanned_with_the_reason_why_it_is_incomplete(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w, w.running():
        pypi.publish("broken", "1.0", "broken-1.0.tar.gz", kind_sdist("broken", "1.0")[:-30])
        await w.knows(1)
        await until(w.all_done)
        assert await w.states() == {"broken-1.0.tar.gz": "scanned"}
        assert "incomplete" in ((await w.reasons())["broken-1.0.tar.gz"] or "")


class DyingPool(InlinePool):
    """A pool whose workers die over one file."""

    async def scan(self, job: ScanJob) -> Report:
        report = await super().scan(job)
        if job.project != "killer":
            return report
        return Report(
            project=job.project,
            version=job.version,
            filename=job.filename,
            sha256=report.sha256,
            verdict="failed",
            score=0.0,
            complete=False,
            error="the worker died (signal 9)",
        )


async def test_a_scan_that_kills_its_worker_fails_one_upload_with_its_reason(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path, pool=DyingPool) as w, w.running():
        pypi.publish("killer", "1.0", "killer-1.0.tar.gz", kind_sdist("killer", "1.0"))
        publish_both(pypi)
        await w.knows(3)
        await until(w.all_done)
        assert await w.states() == {"killer-1.0.tar.gz": "failed", EVIL: "scanned", KIND: "scanned"}
        assert (await w.reasons())["killer-1.0.tar.gz"] == "the worker died (signal 9)"


async def test_a_person_may_have_a_release_scanned_again_before_all_others(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w:
        publish_both(pypi)
        async with w.running():
            await w.knows(2)
            await until(w.all_done)
        pypi.publish("kindpkg", "1.1", "kindpkg-1.1.tar.gz", kind_sdist("kindpkg", "1.1"))
        await w.feed.poll()
        files = await w.index.resolve("evilpkg")
        async with w.db.transaction() as tx:
            assert (
                await add_uploads(tx, files, "evilpkg", source="person", priority=0, again=True, now=pypi.clock()) == 1
            )
        first = await claim(w.db, pypi.clock())
        assert first is not None and first.filename == EVIL


async def test_the_newest_upload_of_the_highest_priority_goes_first_and_none_is_dropped(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w:
        for number in range(3):
            pypi.publish(f"new{number}", "1.0", f"new{number}-1.0.tar.gz", kind_sdist("x", "1.0"))
        pypi.publish("new0", "1.1", "new0-1.1.tar.gz", kind_sdist("x", "1.1"))
        pypi.clock.advance(3 * 86400)
        pypi.publish("new0", "2.0", "new0-2.0.tar.gz", kind_sdist("x", "2.0"))
        await w.feed.poll()
        order: list[str] = []
        while (upload := await claim(w.db, pypi.clock())) is not None:
            order.append(upload.filename)
        assert order == [
            "new0-1.1.tar.gz",
            "new2-1.0.tar.gz",
            "new1-1.0.tar.gz",
            "new0-1.0.tar.gz",
            "new0-2.0.tar.gz",
        ]


async def test_evidence_that_an_established_release_had_already_opens_no_case(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path, since=None) as w:
        now = pypi.clock()
        pypi.publish("steady", "1.0", "steady-1.0.tar.gz", evil_sdist("steady", "1.0"), at=now - 300 * 86400)
        async with w.running():
            await until(lambda: w.feed.figures.last_poll_at is not None)
            pypi.publish("steady", "1.1", "steady-1.1.tar.gz", evil_sdist("steady", "1.1", "another release"))
            await w.knows(1)
            await until(w.all_done)
        row = await w.db.row("SELECT verdict, report FROM upload")
        assert row is not None and row["verdict"] == "clean"
        assert '"new":false' in row["report"]
        assert await w.cases() == []
        assert [job.filename for job in w.pool.jobs] == ["steady-1.1.tar.gz", "steady-1.0.tar.gz"]


async def test_what_no_rule_looked_for_when_the_earlier_release_was_scanned_is_no_news(tmp_path: Path) -> None:
    def code(version: str) -> bytes:
        return sdist("steady", version, {"steady/tokens.py": "NEW_WORD = 1\n"})

    rules = tmp_path / "rules"
    shutil.copytree(RULES, rules)
    (rules / "newer.yar").write_text(rule("newer", '"NEW_WORD"', points=9.0), "utf-8")
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w, w.running():
        now = pypi.clock()
        pypi.publish("steady", "1.0", "steady-1.0.tar.gz", code("1.0"), at=now - 300 * 86400)
        await until(lambda: w.stored("SELECT verdict FROM upload") == [("clean",)])
        await w.pool.reload(rules)
        pypi.publish("steady", "1.1", "steady-1.1.tar.gz", code("1.1"))
        await w.knows(2)
        await until(w.all_done)
        assert await w.cases() == []


async def test_the_same_evidence_in_a_release_of_yesterday_quiets_nothing(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w, w.running():
        now = pypi.clock()
        pypi.publish("taken", "1.0", "taken-1.0.tar.gz", kind_sdist("taken", "1.0"), at=now - 300 * 86400)
        pypi.publish("taken", "1.1", "taken-1.1.tar.gz", evil_sdist("taken", "1.1"), at=now - 86400)
        pypi.publish("taken", "1.2", "taken-1.2.tar.gz", evil_sdist("taken", "1.2", "again"), at=now)
        await w.knows(3)
        await until(w.all_done)
        rows = await w.db.rows("SELECT version, verdict FROM upload ORDER BY version")
        assert [tuple(row) for row in rows] == [("1.0", "clean"), ("1.1", "alert"), ("1.2", "alert")]


async def test_members_known_good_open_no_case(tmp_path: Path) -> None:
    listed = tmp_path / "known-good.bin"
    save(listed, KnownGood(digests_of_archive(evil_sdist("evilpkg", "1.0"), EVIL)))
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w:
        scan = w.settings.scan.model_copy(update={"known_good": listed})
        settings = w.settings.model_copy(update={"scan": scan})
        w.scans = ScanLoop(w.db, w.index, w.fetch, w.pool, settings, pypi.clock, Metrics(CollectorRegistry()))
        async with w.running():
            publish_both(pypi)
            await w.knows(2)
            await until(w.all_done)
            assert await w.cases() == []


async def test_wheel_and_sdist_of_one_release_are_scanned_each(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w, w.running():
        pypi.publish("evilpkg", "1.0", "evilpkg-1.0-py3-none-any.whl", wheel("evilpkg", "1.0", "x = 1\n"))
        pypi.publish("evilpkg", "1.0", EVIL, evil_sdist("evilpkg", "1.0"))
        await w.knows(2)
        await until(w.all_done)
        rows = await w.db.rows("SELECT filename, verdict FROM upload ORDER BY filename")
        assert [tuple(row) for row in rows] == [("evilpkg-1.0-py3-none-any.whl", "clean"), (EVIL, "alert")]


@pytest.mark.parametrize(
    ("filename", "python_version"),
    [
        ("sly-1.0-py3-none-any.whl", "py 3"),
        ("sly-1.0-1 file a-py3-none-any.whl", "py3"),
        ("sly-1.0-1\u00e9-py3-none-any.whl", "py3"),
    ],
)
async def test_no_name_that_an_uploader_chooses_keeps_a_wheel_from_being_scanned(
    tmp_path: Path, filename: str, python_version: str
) -> None:
    code = evil_code()
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w, w.running():
        pypi.publish("sly", "1.0", "sly-1.0.tar.gz", kind_sdist("sly", "1.0"))
        await until(w.all_done)
        pypi.publish("sly", "1.0", filename, wheel("sly", "1.0", code), python_version=python_version)
        await until(lambda: w.stored("SELECT filename FROM upload WHERE verdict = 'alert'") == [(filename,)])
        assert await w.cases() == ["sly"]


async def test_files_of_a_release_from_before_the_watch_began_are_not_taken_in(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path, since=None) as w, w.running():
        pypi.publish("old", "1.0", "old-1.0.tar.gz", kind_sdist("old", "1.0"), at=pypi.clock() - 3600)
        await until(lambda: w.feed.figures.last_poll_at is not None)
        pypi.publish("old", "1.0", "old-1.0-py3-none-any.whl", wheel("old", "1.0"))
        await w.knows(1)
        await until(w.all_done)
        assert await w.states() == {"old-1.0-py3-none-any.whl": "scanned"}


@pytest.mark.parametrize(("error", "tracebacks"), [(PoolError("no worker could take it"), 0), (RuntimeError("no"), 1)])
async def test_a_fault_that_lasts_is_not_told_with_a_traceback_each_time(
    tmp_path: Path, error: Exception, tracebacks: int
) -> None:
    class Failing(InlinePool):
        async def scan(self, job: ScanJob) -> Report:
            raise error

    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path, pool=Failing) as w:
        with capture_logs() as lines:
            async with w.running():
                pypi.publish("kindpkg", "1.0", KIND, kind_sdist("kindpkg", "1.0"))
                await until(lambda: w.outcomes("later") > 2)
        told = [line for line in lines if line["event"] == "not scanned"]
        assert len(told) > 2
        assert sum(line["exc_info"] is not None for line in told) == tracebacks


async def test_a_stop_lets_go_of_what_it_was_working_on(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi:
        async with watch(pypi, tmp_path) as w:
            slow = pypi.fail("GET", "/packages/*", delay=30, times=2)
            publish_both(pypi)
            async with w.running():
                await until(lambda: slow.seen == 2)
        async with watch(pypi, tmp_path) as w:
            rows = await w.db.rows("SELECT state, claimed_at, attempts, crashes FROM upload")
            assert [tuple(row) for row in rows] == [("seen", None, 0, 0)] * 2
            pypi.faults.clear()
            async with w.running():
                await until(w.all_done)
            assert await w.cases() == ["evilpkg"]


async def test_what_was_in_work_while_nothing_could_be_stored_is_taken_up_again(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w, w.running():
        pypi.fail("GET", "/packages/*", delay=0.5, times=2)
        publish_both(pypi)
        await until(lambda: w.stored("SELECT count(claimed_at) FROM upload") == [(2,)])
        full = "BEFORE UPDATE ON upload BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END"
        async with w.db.transaction() as tx:
            await tx.execute(f"CREATE TRIGGER full {full}")
        await until(lambda: w.outcomes("later") == 2)
        async with w.db.transaction() as tx:
            await tx.execute("DROP TRIGGER full")
        await until(w.all_done)
        assert await w.cases() == ["evilpkg"]


async def test_several_uploads_are_in_work_at_a_time(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w:
        pypi.fail("GET", "/packages/*", delay=0.3, times=6)
        for number in range(6):
            pypi.publish(f"pkg{number}", "1.0", f"pkg{number}-1.0.tar.gz", kind_sdist(f"pkg{number}", "1.0"))
        async with w.running():
            await until(lambda: w.stored("SELECT count(claimed_at) >= 5 FROM upload") == [(1,)])
            await until(w.all_done)
        assert set((await w.states()).values()) == {"scanned"}
