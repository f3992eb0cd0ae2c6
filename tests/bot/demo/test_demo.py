"""``meerkat demo`` as a person runs it."""

import asyncio
import os
import signal
import sys
import uuid
from pathlib import Path

import pytest

from bot.demo.hostile import HOSTILE
from bot.demo.packages import honest

MARK = "DEMO_TEST_MARK"


async def start(mark: str, errors: int = asyncio.subprocess.STDOUT) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-u", "-m", "bot.cli", "demo"),
        env=os.environ | {MARK: mark},
        stdout=asyncio.subprocess.PIPE,
        stderr=errors,
        start_new_session=True,
        # A runner that was put into the background ignores Ctrl-C, and its children would inherit that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


def left_over(mark: str) -> list[str]:
    """Every process that inherited the mark."""
    wanted = f"{MARK}={mark}".encode()
    found: list[str] = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (folder / "environ").read_bytes():
                found.append((folder / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def test_the_demo_publishes_a_few_tens_of_ordinary_uploads_and_each_behaviour_once() -> None:
    assert len(honest()) >= 20
    assert len({package.behaviour for package in HOSTILE.values()}) == len(HOSTILE) == 7


def test_wheels_are_built_the_same_each_time() -> None:
    assert [one.data for one in honest() if one.filename.endswith(".whl")] == [
        one.data for one in honest() if one.filename.endswith(".whl")
    ]


@pytest.mark.timeout(120)
async def test_the_demo_shows_the_whole_loop_and_checks_it() -> None:
    mark = uuid.uuid4().hex
    process = await start(mark)
    output = (await process.communicate())[0].decode()
    assert process.returncode == 0, output
    for shown in ("quarantined", "dismissed", "removed", "kill -9", "expectations held", "How long each step took"):
        assert shown in output
    assert "✗" not in output
    for raw in ("`", "<t:", "**"):
        assert raw not in output
    assert left_over(mark) == []


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc for what is left")
async def test_a_reader_that_goes_away_ends_the_demo_without_a_word() -> None:
    mark = uuid.uuid4().hex
    process = await start(mark, errors=asyncio.subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    await process.stdout.readline()
    process.stdout._transport.close()  # type: ignore[attr-defined]
    assert await process.stderr.read() == b""
    assert await process.wait() == 0
    assert left_over(mark) == []


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc for what is left")
async def test_ctrl_c_ends_the_demo_and_leaves_nothing_running() -> None:
    mark = uuid.uuid4().hex
    process = await start(mark)
    assert process.stdout is not None
    async for line in process.stdout:
        if b"new file" in line:
            break
    assert any("bot.cli run" in one for one in left_over(mark))
    process.send_signal(signal.SIGINT)
    await process.communicate()
    assert process.returncode == 130
    assert left_over(mark) == []
