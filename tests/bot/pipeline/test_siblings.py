from pathlib import Path

import msgspec

from bot.demo import packages
from bot.demo.pypi.loopback import LoopbackPyPI
from scanner.report import Report
from tests.bot.pipeline.watch import until, watch

MODULES = {"pace/__init__.py": "from pace.steps import count\n", "pace/steps.py": "def count(path):\n    return 1\n"}


async def test_the_later_of_sdist_and_wheel_is_compared_with_the_earlier(tmp_path: Path) -> None:
    source = packages.sdist("pace", "1.0", MODULES, "Counts steps")
    built = packages.wheel("pace", "1.0", {**MODULES, "pace/_boot.py": "import os\n"}, "Counts steps")
    async with LoopbackPyPI() as pypi, watch(pypi, tmp_path) as w, w.running():
        for package in (source, built):
            pypi.publish(package.project, package.version, package.filename, package.data)
        await until(lambda: len(w.pool.jobs) == 2)
        await until(w.all_done)
        rows = await w.db.rows("SELECT filename, report FROM upload ORDER BY scanned_at")
    reports = [msgspec.json.decode(row["report"], type=Report) for row in rows]
    said = [
        finding.snippet for report in reports for finding in report.findings if finding.rule == "sdist-wheel-differ"
    ]
    # Both may be scanned at once: then each sees the other.
    assert set(said) == {"pace/_boot.py is only in the wheel"}
    assert all(not report.listing for report in reports)
