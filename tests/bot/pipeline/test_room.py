import random
from pathlib import Path

import pytest

from bot.demo.pypi.loopback import LoopbackPyPI
from tests.bot.pipeline.watch import evil_sdist, sdist, until, watch


@pytest.fixture(autouse=True)
def few_bytes_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.pipeline.scanning.LARGE_BYTES", 20_000)


def publish_large(pypi: LoopbackPyPI, count: int) -> None:
    for number in range(count):
        noise = random.Random(number).randbytes(30_000).hex()
        pypi.publish(
            "large", f"1.{number}", f"large-1.{number}.tar.gz", sdist("large", f"1.{number}", {"noise": noise})
        )


async def test_large_files_hold_no_small_one_up(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w, w.running():
        publish_large(pypi, 20)
        hanging = pypi.fail("GET", "/packages/*large*", delay=90, times=10**6)
        await until(lambda: hanging.seen > 0)
        pypi.publish("evilpkg", "1.0", "evilpkg-1.0.tar.gz", evil_sdist("evilpkg", "1.0"))
        await until(lambda: w.stored("SELECT project FROM triage_case") == [("evilpkg",)])
        assert hanging.seen == 1


async def test_large_files_are_scanned_one_after_the_other(tmp_path: Path) -> None:
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w, w.running():
        publish_large(pypi, 10)
        await w.knows(10)
        await until(w.all_done)
        assert set((await w.states()).values()) == {"scanned"}
