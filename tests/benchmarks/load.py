"""The whole service under load: ``python -m tests.benchmarks.load [--rate 6] [--seconds 60] [--benign DIR]``.

The real process stands between the loopback PyPI and Discord. Uploads come at a steady rate (6/s is fifty times
PyPI's own), one in forty shaped like malware; printed are the time from upload to scan and to card, and the memory
of the service with all its workers. The stand-ins share the machine, so the figures are an upper bound.
"""

import argparse
import asyncio
import io
import itertools
import re
import signal
import sqlite3
import statistics
import tarfile
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from bot.demo.discord import LoopbackDiscord
from bot.demo.hostile import HOSTILE
from bot.demo.packages import Package, honest, sdist
from bot.demo.pypi import LoopbackPyPI
from tests.service.conftest import Service, settings_for

HOSTILE_EVERY = 40
LARGEST = 20 * 1024 * 1024


def uploads(benign: Path | None) -> Iterator[Package]:
    """For ever new projects; real wheels under new names where a folder is given."""
    files = sorted(file for file in benign.iterdir() if file.stat().st_size < LARGEST) if benign else []
    ordinary = itertools.cycle(files or honest())
    setup = _setup(HOSTILE["decode"])
    for number in itertools.count():
        if number % HOSTILE_EVERY == HOSTILE_EVERY - 1:
            yield sdist(f"load-hostile-{number}", "1.0", {"setup.py": f"# {number}\n{setup}"}, "A tool")
            continue
        one = next(ordinary)
        filename, data = (one.name, one.read_bytes()) if isinstance(one, Path) else (one.filename, one.data)
        kind = ".tar.gz" if filename.endswith(".tar.gz") else "-py3-none-any.whl"
        yield Package(f"load-ordinary-{number}", "1.0", f"load_ordinary_{number}-1.0{kind}", data)


def _setup(package: Package) -> str:
    """The text of an sdist's setup.py."""
    with tarfile.open(fileobj=io.BytesIO(package.data)) as tar:
        name = next(name for name in tar.getnames() if name.endswith("/setup.py"))
        return (tar.extractfile(name) or io.BytesIO()).read().decode()


def memory(pid: int) -> int:
    """Resident bytes of a process and its children, shared pages counted once for each (Linux)."""
    total = 0
    for process in [pid, *map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
        total += 1024 * int(re.search(r"^Pss:\s+(\d+)", rollup, re.MULTILINE)[1])
    return total


async def measure(rate: float, seconds: float, benign: Path | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with LoopbackPyPI() as pypi, LoopbackDiscord() as discord:
            service = Service(Path(folder), settings_for(Path(folder), pypi, discord))
            service.settings |= {"MEERKAT_SCAN__JOBS": "2", "MEERKAT_INDEX__POLL_SECONDS": "1"}
            await service.start()
            await discord.connected()
            source = uploads(benign)
            peak = count = 0
            began = time.monotonic()
            while (passed := time.monotonic() - began) < seconds:
                while count < passed * rate:
                    package = next(source)
                    pypi.publish(package.project, package.version, package.filename, package.data)
                    count += 1
                await asyncio.sleep(0.1)
                peak = max(peak, memory(service.process.pid))
            with sqlite3.connect(f"file:{folder}/meerkat.db?mode=ro", uri=True) as db:
                while db.execute("SELECT count(*) FROM upload WHERE scanned_at IS NOT NULL").fetchone()[0] < count:
                    await asyncio.sleep(0.25)
                    peak = max(peak, memory(service.process.pid))
                    if time.monotonic() - began > 2 * seconds + 60:
                        break
                took = time.monotonic() - began
                await asyncio.sleep(3)
                scans = [row[0] for row in db.execute("SELECT scanned_at - seen_at FROM upload WHERE scanned_at > 0")]
                cards = [
                    row[0]
                    for row in db.execute(
                        "SELECT c.alerted_at - u.uploaded_at FROM triage_case c JOIN upload u ON u.id = c.upload_id "
                        "WHERE c.alerted_at > 0"
                    )
                ]
            await service.end(signal.SIGTERM)
    print(f"{len(scans)} of {count} uploads scanned, {rate:g}/s offered for {seconds:g} s, all done after {took:.1f} s")
    print(f"seen to scanned: median {statistics.median(scans):.2f} s, 99 % {_p99(scans):.2f} s")
    print(f"upload to card ({len(cards)} cards): median {statistics.median(cards):.2f} s, 99 % {_p99(cards):.2f} s")
    print(f"memory of the service and its workers: {peak / 2**20:.0f} MiB at most")


def _p99(values: list[float]) -> float:
    return sorted(values)[max(0, int(len(values) * 0.99) - 1)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=float, default=6.0, help="uploads per second")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--benign", type=Path, help="folder of real distributions to upload under new names")
    given = parser.parse_args()
    asyncio.run(measure(given.rate, given.seconds, given.benign))


if __name__ == "__main__":
    main()
