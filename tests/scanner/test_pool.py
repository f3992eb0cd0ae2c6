"""The pool with real worker processes: whatever happens to one, the others and the next scan do not notice."""

import asyncio
import errno
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from hashlib import blake2b, sha256
from pathlib import Path

import hyperscan
import msgspec
import pytest

from scanner.frames import MOST_FROM_WORKER
from scanner.kept import FINDINGS_PER_RULE, MOST_RULES
from scanner.pool import PoolError, WorkerPool
from scanner.report import Anomaly, Finding, Report, ScanJob
from scanner.ruleset import RuleSet, RuleSetError
from scanner.worker_process import MOST_ANOMALIES, Heard, WorkerProcess
from tests.scanner.distributions import rule, sdist, wheel, write_rules

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return write_rules(tmp_path / "rules", rule("marker", '"MARKER_WORD"', points=2.0), SLOW_RULE)


def job(files: dict[str, str | bytes], name: str = "sample") -> ScanJob:
    return ScanJob(filename=f"{name}-1.0-py3-none-any.whl", data=wheel(files, name))


LOUD = job({"sample/__init__.py": "MARKER_WORD = 1\n"})
# libyara looks at its clock too rarely to notice for a long time what this rule does to this text.
SLOW_RULE = rule("slow", "/abc[a-z]{1,200}[^z]{0,300}!/", filetypes="txt")
LONG = job({"a.py": "MARKER_WORD = 1\n", "b.txt": "abc" * 400_000})


@asynccontextmanager
async def running(
    rules: Path, *, jobs: int = 1, seconds: float = 60.0, memory: int | None = None
) -> AsyncIterator[WorkerPool]:
    limits = {} if memory is None else {"memory": memory}
    pool = WorkerPool(rules, jobs=jobs, threshold=0.5, seconds=seconds, sandbox="required", **limits)
    await pool.start()
    try:
        yield pool
    finally:
        await pool.close()


async def at_work(pid: int) -> None:
    """Wait until a worker has spent enough time on LONG to be in its second member."""

    def ticks() -> int:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11])

    before = ticks()
    while ticks() < before + 25:
        await asyncio.sleep(0.02)


def rule_names(report: Report) -> set[str]:
    return {finding.rule for finding in report.findings}


async def test_scans_run_at_once_and_each_gives_its_own_report(rules: Path):
    async with running(rules, jobs=2) as pool:
        names = [f"sample{n}" for n in range(6)]
        reports = await asyncio.gather(*(pool.scan(job({"a.py": "MARKER_WORD = 1\n"}, name)) for name in names))
        assert [report.project for report in reports] == names
        assert all("marker" in rule_names(report) for report in reports)
        assert len(pool.pids) == 2


async def test_a_killed_worker_fails_one_scan_and_keeps_what_it_had_found(rules: Path):
    async with running(rules, jobs=2, seconds=12.0) as pool:
        before = set(pool.pids)
        long, others = asyncio.create_task(pool.scan(LONG)), []
        await asyncio.sleep(0)
        # The first free seat is the first worker's.
        await at_work(pool.pids[0])
        others = [asyncio.create_task(pool.scan(LOUD)) for _ in range(3)]
        os.kill(pool.pids[0], signal.SIGKILL)
        report = await long
        assert "worker-died" in {anomaly.kind for anomaly in report.anomalies}
        assert "signal 9" in next(anomaly.detail for anomaly in report.anomalies if anomaly.kind == "worker-died")
        assert not report.complete
        assert rule_names(report) == {"marker"}
        for other in await asyncio.gather(*others):
            assert (other.complete, other.error) == (True, None)
        assert (await pool.scan(LOUD)).complete
        assert pool.deaths == 1
        assert before - set(pool.pids)


async def test_a_worker_killed_while_idle_costs_no_scan(rules: Path):
    async with running(rules) as pool:
        os.kill(pool.pids[0], signal.SIGKILL)
        report = await pool.scan(LOUD)
        assert (report.complete, report.error) == (True, None)


async def test_a_hanging_worker_is_killed_at_the_deadline_and_what_it_told_is_kept(rules: Path):
    async with running(rules, seconds=3.0) as pool:
        pid = pool.pids[0]
        report = await pool.scan(LONG)
        assert "deadline" in {anomaly.kind for anomaly in report.anomalies}
        assert not report.complete
        assert rule_names(report) == {"marker"}
        assert (await pool.scan(LOUD)).complete
        assert pid not in pool.pids
        assert not Path(f"/proc/{pid}").exists()


async def test_a_distribution_that_needs_too_much_memory_gives_a_report_and_no_harm(rules: Path):
    bomb = job({"a.py": "MARKER_WORD = 1\n", "b.bin": bytes(300_000_000)})
    async with running(rules, memory=150_000_000) as pool:
        report = await pool.scan(bomb)
        assert not report.complete
        assert "marker" in rule_names(report)
        assert (await pool.scan(LOUD)).complete


async def test_a_cancelled_scan_ends_its_worker_and_frees_the_seat(rules: Path):
    async with running(rules) as pool:
        pid = pool.pids[0]
        scanning = asyncio.create_task(pool.scan(LONG))
        await asyncio.sleep(0)
        await at_work(pid)
        scanning.cancel()
        with pytest.raises(asyncio.CancelledError):
            await scanning
        assert (await pool.scan(LOUD)).complete
        assert pid not in pool.pids


async def test_a_scan_cancelled_while_it_waits_takes_no_worker(rules: Path):
    async with running(rules) as pool:
        first = asyncio.create_task(pool.scan(LOUD))
        await asyncio.sleep(0)
        waiting = asyncio.create_task(pool.scan(LOUD))
        await asyncio.sleep(0)
        waiting.cancel()
        assert (await first).complete
        assert (await pool.scan(LOUD)).complete


async def test_new_rules_apply_from_the_next_scan_on_and_not_to_one_under_way(rules: Path):
    async with running(rules, jobs=2, seconds=6.0) as pool:
        before = pool.rules
        under_way = asyncio.create_task(pool.scan(LONG))
        await asyncio.sleep(0)
        await at_work(pool.pids[0])
        after = await pool.reload(write_rules(rules.parent / "new", rule("renamed", '"MARKER_WORD"')))
        assert after.digest != before.digest
        assert rule_names(await pool.scan(LOUD)) >= {"renamed"}
        assert rule_names(await under_way) == {"marker"}
        assert "renamed" in rule_names(await pool.scan(LOUD))


async def test_a_refused_rule_set_leaves_the_running_one(rules: Path):
    async with running(rules) as pool:
        before = pool.rules
        (rules / "broken.yar").write_text("rule broken { condition: }", "utf-8")
        with pytest.raises(RuleSetError, match=r"broken\.yar"):
            await pool.reload()
        assert pool.rules is before
        assert "marker" in rule_names(await pool.scan(LOUD))


async def test_workers_compare_names_with_the_popularity_list_of_the_settings(rules: Path, tmp_path: Path):
    names = tmp_path / "popular.txt"
    names.write_text("semaphore-tables\n")
    near = job({"sample/__init__.py": "quiet = 1\n"}, "semaphore_table")
    pool = WorkerPool(rules, jobs=1, threshold=0.5, seconds=60, sandbox="required", popular=names)
    await pool.start()
    try:
        assert "name-typosquat" in {finding.rule for finding in (await pool.scan(near)).findings}
        names.write_text("something-else\n")
        await pool.reload()
        assert "name-typosquat" not in {finding.rule for finding in (await pool.scan(near)).findings}
        names.write_text('{"nothing": 1}')
        with pytest.raises(RuleSetError, match="not a popularity list"):
            await pool.reload()
    finally:
        await pool.close()


async def test_a_bad_rule_set_stops_the_start(tmp_path: Path):
    pool = WorkerPool(tmp_path, jobs=1, threshold=0.5, seconds=5, sandbox="required")
    with pytest.raises(RuleSetError, match="no \\*\\.yar file"):
        await pool.start()
    await pool.close()


async def test_closing_ends_every_worker_also_one_in_the_middle_of_a_scan(rules: Path):
    async with running(rules, jobs=2) as pool:
        pids = pool.pids
        scanning = asyncio.create_task(pool.scan(LONG))
        await asyncio.sleep(0)
        await at_work(pids[0])
        others = [asyncio.create_task(pool.scan(LONG)) for _ in range(2)]
        await asyncio.sleep(0)
        await pool.close()
        for report in await asyncio.gather(scanning, *others):
            assert not report.complete
    for pid in pids:
        assert not Path(f"/proc/{pid}").exists()


async def test_workers_know_nothing_of_the_parents_environment(rules: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MEERKAT_DISCORD__TOKEN", "a-secret-of-the-parent")
    async with running(rules) as pool:
        assert b"a-secret" not in Path(f"/proc/{pool.pids[0]}/environ").read_bytes()


def test_workers_end_with_a_parent_that_was_killed(rules: Path):
    program = textwrap.dedent("""
        import asyncio, sys, time
        from pathlib import Path
        from scanner.pool import WorkerPool

        async def main():
            pool = WorkerPool(Path(sys.argv[1]), jobs=2, threshold=0.5, seconds=60, sandbox="required")
            await pool.start()
            print(*pool.pids, flush=True)
            await asyncio.sleep(60)

        asyncio.run(main())
    """)
    with subprocess.Popen([sys.executable, "-c", program, str(rules)], stdout=subprocess.PIPE) as parent:
        assert parent.stdout is not None
        pids = [int(word) for word in parent.stdout.readline().split()]
        assert len(pids) == 2
        parent.kill()
    until = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() and "Z" not in _state(pid) for pid in pids):
        assert time.monotonic() < until, "workers outlived their parent"
        time.sleep(0.02)


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return "Z"


async def prefiltered(pool: WorkerPool) -> None:
    while pool.rules.prefilter is None:
        await asyncio.sleep(0.01)


async def test_a_pool_with_much_to_do_gets_a_prefilter_and_finds_the_same(
    rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scanner.pool.PREFILTER_AFTER_BYTES", 1)
    quiet = job({"sample/other.py": "x = 1\n", "sample/more.py": "MARKER_WORD = 1\n"})
    async with running(rules) as pool:
        before = [(await pool.scan(each)).findings for each in (LOUD, quiet)]
        await prefiltered(pool)
        assert [(await pool.scan(each)).findings for each in (LOUD, quiet)] == before
        assert before[1]


async def test_reloaded_rules_get_a_prefilter_of_their_own(
    rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scanner.pool.PREFILTER_AFTER_BYTES", 1)
    quiet = job({"sample/more.py": "NEW_WORD = 1\n"})
    async with running(rules) as pool:
        await pool.scan(quiet)
        await prefiltered(pool)
        await pool.reload(write_rules(tmp_path / "new", rule("newer", '"NEW_WORD"')))
        assert "newer" in {finding.rule for finding in (await pool.scan(quiet)).findings}
        await prefiltered(pool)
        assert "newer" in {finding.rule for finding in (await pool.scan(quiet)).findings}


async def test_without_a_prefilter_everything_is_found_all_the_same(
    rules: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def useless(_rules: RuleSet) -> RuleSet:
        raise hyperscan.HyperscanError("not on this processor")

    monkeypatch.setattr("scanner.pool.PREFILTER_AFTER_BYTES", 1)
    monkeypatch.setattr(RuleSet, "prefiltered", useless)
    async with running(rules) as pool:
        for _ in range(3):
            assert "marker" in {finding.rule for finding in (await pool.scan(LOUD)).findings}


async def test_a_distribution_that_no_worker_could_take_has_not_failed(rules: Path, monkeypatch: pytest.MonkeyPatch):
    """For a moment there may be no new process, which says nothing of what waits to be scanned."""
    start = WorkerProcess.start

    async def none_to_be_had(*_: object) -> WorkerProcess:
        raise OSError(errno.EAGAIN, "no new process now")

    async with running(rules) as pool:
        monkeypatch.setattr(WorkerProcess, "start", none_to_be_had)
        os.kill(pool.pids[0], signal.SIGKILL)
        with pytest.raises(PoolError, match="no new process now"):
            await pool.scan(LOUD)
        monkeypatch.setattr(WorkerProcess, "start", start)
        assert "marker" in rule_names(await pool.scan(LOUD))


# What a worker may do once a package has taken it over: of each distribution it tells so many findings, and of another.
TAKEN_OVER = """
import sys
from scanner.frames import HEADER, Accepted, Done, Found, Ready, decode_to_worker, frame, lengths
from scanner.report import Finding, Report

def receive():
    header = sys.stdin.buffer.read(HEADER.size)
    if len(header) < HEADER.size:
        raise SystemExit
    size, payload = lengths(header)
    return decode_to_worker(sys.stdin.buffer.read(size)), sys.stdin.buffer.read(payload)

def send(message):
    sys.stdout.buffer.write(frame(message))
    sys.stdout.buffer.flush()

def finding(number):
    return Finding(rule=f"r{number}", behaviour="b", description="x" * (8 << 20), points=1.0, member="m")

receive(), receive(), send(Ready(()))
while True:
    receive()
    send(Accepted())
    for number in range(int(sys.argv[1])):
        send(Found(finding(number)))
    send(Done(Report(project="numpy", version="2.0", filename="numpy-2.0.tar.gz", sha256="0" * 64, verdict="alert",
                     score=1.0, complete=True)))
"""


@asynccontextmanager
async def taken_over(rules: Path, monkeypatch: pytest.MonkeyPatch, *, findings: int) -> AsyncIterator[WorkerPool]:
    program = rules / "worker.py"
    program.write_text(TAKEN_OVER)
    monkeypatch.setattr(WorkerProcess, "program", (str(program), str(findings)))
    async with running(rules) as pool:
        yield pool


async def test_a_report_is_about_what_was_given_to_the_worker_whatever_that_says(
    rules: Path, monkeypatch: pytest.MonkeyPatch
):
    async with taken_over(rules, monkeypatch, findings=0) as pool:
        report = await pool.scan(LOUD)
        assert (report.project, report.version, report.filename) == ("sample", "1.0", LOUD.filename)
        assert report.sha256 == sha256(LOUD.data).hexdigest()
        assert report.blake2b_256 == blake2b(LOUD.data, digest_size=32).hexdigest()


async def test_a_worker_that_tells_without_end_is_heard_up_to_a_limit(rules: Path, monkeypatch: pytest.MonkeyPatch):
    async with taken_over(rules, monkeypatch, findings=20) as pool:
        report = await pool.scan(LOUD)
        assert sum(len(finding.description) for finding in report.findings) <= MOST_FROM_WORKER
        assert "worker-died" in {anomaly.kind for anomaly in report.anomalies}
        assert not report.complete


HOG = "abc" * 400_000


def behind(hog: str, **more: str) -> ScanJob:
    files: dict[str, str | bytes] = {**more, "hog.txt": hog, "setup.py": "MARKER_WORD = 1\n"}
    return ScanJob(filename="sample-1.0.tar.gz", data=sdist(files))


async def test_behind_a_member_that_never_ends_what_runs_by_installing_is_found(rules: Path):
    hidden = behind(HOG, **{"sample/a.py": "MARKER_WORD = 1\n"})
    async with running(rules, seconds=30.0) as pool:
        report = await pool.scan(hidden)
        found = [item.member.partition("/")[2] for item in report.findings if item.rule == "marker"]
        assert sorted(found) == ["sample/a.py", "setup.py"]
        stuck = [item.member for item in report.anomalies if item.kind == "deadline"]
        assert set(stuck) == {"sample-1.0/hog.txt"}
        assert not report.complete
        assert (await pool.scan(LOUD)).complete


async def test_behind_a_member_that_kills_its_worker_what_runs_by_installing_is_found(rules: Path):
    async with running(rules, seconds=30.0) as pool:
        pid = pool.pids[0]
        scanning = asyncio.create_task(pool.scan(behind(HOG)))
        await asyncio.sleep(0)
        await at_work(pid)
        os.kill(pid, signal.SIGKILL)
        report = await scanning
        found = [item.member.partition("/")[2] for item in report.findings if item.rule == "marker"]
        assert found == ["setup.py"]
        assert [item.member for item in report.anomalies if item.kind == "worker-died"] == ["sample-1.0/hog.txt"]
        assert report.verdict == "failed"
        assert report.error is not None


def test_what_a_worker_tells_is_kept_once_and_not_without_end():
    heard = Heard()
    plain = Finding(rule="a", behaviour="execution", description="d", points=1.0, member="m")
    for number in range(10_000):
        heard.found(plain)
        heard.found(msgspec.structs.replace(plain, rule="b", member=f"m{number}"))
        heard.found(msgspec.structs.replace(plain, rule=f"c{number}"))
        heard.noted(Anomaly(kind="deadline", detail="d", member="m"))
        heard.noted(Anomaly(kind="deadline", detail="d", member=f"m{number}"))
    fired = Counter(item.rule for item in heard.findings)
    assert (fired["a"], fired["b"], len(fired)) == (1, FINDINGS_PER_RULE, MOST_RULES)
    assert len(heard.anomalies) == MOST_ANOMALIES
