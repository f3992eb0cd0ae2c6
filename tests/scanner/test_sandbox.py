"""A process that has entered the sandbox, and a real worker, can compute and talk to their parent, and nothing else."""

import asyncio
import json
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from scanner import pool as pool_module
from scanner.pool import SandboxError, WorkerPool
from scanner.report import ScanJob
from tests.scanner.distributions import rule, wheel, write_rules

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux has all the walls")

PROBE = """
import json, mmap, os, resource, signal, socket, subprocess, sys, threading
from scanner.sandbox import enter

missing = enter()
outcome = {{}}

def attempt(name, act):
    try:
        act()
    except BaseException as error:
        outcome[name] = type(error).__name__
    else:
        outcome[name] = "done"

for name, act in {{
    "tcp": lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM),
    "udp": lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
    "unix": lambda: socket.socketpair(),
    "netlink": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
    "write": lambda: open({target!r}, "w"),
    "append": lambda: open({target!r}, "a"),
    "read": lambda: open("/etc/passwd"),
    "memfd": lambda: os.memfd_create("x"),
    "pipe": os.pipe,
    "dup": lambda: os.dup(1),
    "mkdir": lambda: os.mkdir({target!r} + "-folder"),
    "unlink": lambda: os.unlink({existing!r}),
    "rename": lambda: os.rename({existing!r}, {target!r}),
    "chmod": lambda: os.chmod({existing!r}, 0),
    "symlink": lambda: os.symlink("a", {target!r}),
    "list": lambda: os.listdir("/"),
    "fork": lambda: os.fork() or os._exit(0),
    "exec": lambda: os.execv("/bin/true", ["true"]),
    "spawn": lambda: subprocess.run(["/bin/true"]),
    "thread": lambda: threading.Thread(target=int).start(),
    "kill": lambda: os.kill(os.getppid(), 0),
    "lift limits": lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64)),
    "executable memory": lambda: mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC),
    "two gigabytes": lambda: bytearray(2_000_000_000),
}}.items():
    attempt(name, act)
attempt("arithmetic", lambda: sum(bytearray(20_000_000)))
sys.stdout.write(json.dumps({{"missing": missing, "outcome": outcome}}))
"""


def probe(tmp_path: Path, *, before: str = "") -> tuple[list[str], dict[str, str]]:
    """What is missing, and how each attempt ended, in a child that has entered the sandbox."""
    existing = tmp_path / "existing"
    existing.write_text("kept", "utf-8")
    program = before + textwrap.dedent(PROBE).format(target=str(tmp_path / "target"), existing=str(existing))
    child = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, timeout=60)
    told = json.loads(child.stdout)
    assert existing.read_text("utf-8") == "kept"
    assert [file.name for file in tmp_path.iterdir()] == ["existing"]
    return told["missing"], told["outcome"]


def test_nothing_but_computing_is_possible_inside(tmp_path: Path):
    missing, outcome = probe(tmp_path)
    assert missing == []
    assert {name for name, how in outcome.items() if how == "done"} == {"arithmetic"}


WITHOUT_FILTER = """
import scanner.sandbox
def refuse():
    raise OSError("no filter here")
scanner.sandbox.filter_calls = refuse
"""
WITHOUT_LANDLOCK = "import sys; sys.modules['nono_py'] = None\n"


@pytest.mark.parametrize(("without", "named"), [(WITHOUT_FILTER, "system call filter"), (WITHOUT_LANDLOCK, "Landlock")])
def test_where_one_wall_is_missing_it_is_named_and_the_others_hold_files_and_network(
    tmp_path: Path, without: str, named: str
):
    missing, outcome = probe(tmp_path, before=without)
    assert len(missing) == 1
    assert missing[0].startswith(named)
    held = ("tcp", "udp", "unix", "write", "append", "read", "memfd", "unlink", "rename", "symlink", "two gigabytes")
    assert {name: how for name, how in outcome.items() if name in held and how == "done"} == {}


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    return write_rules(tmp_path / "rules", rule("marker", '"MARKER_WORD"'))


async def with_worker(rules: Path, look: Callable[[int], None]) -> None:
    pool = WorkerPool(rules, jobs=1, threshold=0.5, seconds=30, sandbox="required")
    await pool.start()
    try:
        look(pool.pids[0])
    finally:
        await pool.close()


async def test_a_real_worker_has_no_privileges_no_files_and_a_system_call_filter(rules: Path):
    def look(pid: int) -> None:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        status = {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}
        assert status["NoNewPrivs"] == "1"
        assert status["Seccomp"] == "2"
        assert int(status["CapEff"], 16) == int(status["CapPrm"], 16) == 0
        limits = Path(f"/proc/{pid}/limits").read_text()
        assert [line.split()[-3:-1] for line in limits.splitlines() if line.startswith("Max open files")] == [
            ["3", "3"]
        ]
        assert [line.split()[4:6] for line in limits.splitlines() if line.startswith("Max file size")] == [
            ["0", "bytes"]
        ]
        assert sorted(file.name for file in Path(f"/proc/{pid}/fd").iterdir()) == ["0", "1", "2"]

    await with_worker(rules, look)


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
async def test_no_call_of_a_real_scan_opens_a_socket_or_a_file(rules: Path, tmp_path: Path):
    pool = WorkerPool(rules, jobs=1, threshold=0.5, seconds=60, sandbox="required")
    await pool.start()
    log = tmp_path / "calls"
    tracer = await asyncio.create_subprocess_exec(
        *("strace", "-f", "-p", str(pool.pids[0]), "-o", str(log)), stderr=asyncio.subprocess.PIPE
    )
    try:
        assert tracer.stderr is not None
        if b"attached" not in await tracer.stderr.readline():
            pytest.skip("this machine does not let strace attach")
        source = "import base64\nexec(base64.b64decode('cHJpbnQoMSk7IE1BUktFUl9XT1JEID0gMQ=='))\n"
        report = await pool.scan(ScanJob(filename="a-1.0-py3-none-any.whl", data=wheel({"a.py": source})))
        assert report.findings
    finally:
        await pool.close()
        await tracer.wait()
    calls = {line.split("(")[0].split()[-1] for line in log.read_text().splitlines() if "(" in line}
    assert "write" in calls  # the report went out under the tracer's eyes
    assert not calls & {"open", "openat", "openat2", "creat", "socket", "connect", "execve", "fork", "clone", "clone3"}


async def test_required_refuses_to_start_where_a_wall_is_missing_and_says_which(
    rules: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
):
    monkeypatch.setattr(pool_module.WorkerProcess, "program", _worker_without_landlock(tmp_path))
    pool = WorkerPool(rules, jobs=1, threshold=0.5, seconds=30, sandbox="required")
    with pytest.raises(SandboxError, match=r"(?s)Landlock.*best-effort"):
        await pool.start()
    assert pool.pids == ()


async def test_best_effort_starts_without_it_and_says_so(rules: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    monkeypatch.setattr(pool_module.WorkerProcess, "program", _worker_without_landlock(tmp_path))
    pool = WorkerPool(rules, jobs=1, threshold=0.5, seconds=30, sandbox="best-effort")
    await pool.start()
    try:
        assert [wall.partition(" ")[0] for wall in pool.missing] == ["Landlock"]
    finally:
        await pool.close()


def _worker_without_landlock(folder: Path) -> tuple[str, ...]:
    """A worker on a system that lacks nono."""
    program = folder / "worker.py"
    program.write_text(WITHOUT_LANDLOCK + "from scanner.worker import main\nmain()\n", "utf-8")
    return (str(program),)
