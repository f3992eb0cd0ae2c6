"""How fast scanning is against the floor that any scanner with these rules has: ``make bench``.

The floor inflates the same archives with isal and makes one libyara call per member with the same rules; it decodes,
places and scores nothing. Floor and scan take turns archive by archive in one process. Figures are CPU seconds, and of
each archive those of its quickest round: other work on the machine only ever adds to them. The pool's are wall clock.
"""

import argparse
import asyncio
import io
import json
import math
import statistics
import sys
import sysconfig
import tarfile
import time
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from isal import igzip_lib, isal_zlib
from rich.console import Console
from rich.table import Table

from scanner.calibrate.corpus import archives
from scanner.engine import Memory, new_memory
from scanner.pool import WorkerPool
from scanner.preload import load_everything, settle
from scanner.report import Report, ScanJob, Scope
from scanner.ruleset import DEFAULT_RULES, RuleSet, load_rules
from scanner.scan import scan

SLOWEST = 10
ROUNDS = 3
SIZES = (2, 5, 10, 20, 50, 100, 1_000)  # kB of an archive as it is downloaded: the upper ends of the classes
SOURCE_BYTES = 40_000_000  # of Python source for the rules' own speed
STDLIB_PACKAGES = ("asyncio", "email", "json", "http", "xml", "unittest", "concurrent", "importlib", "logging")


@dataclass(frozen=True)
class Measured:
    """One archive: CPU seconds of the floor's two halves and of the scan."""

    filename: str
    packed: int  # bytes of the archive
    size: int  # bytes unpacked by the floor
    inflate: float
    match: float
    ours: float
    report: Report

    @property
    def floor(self) -> float:
        return self.inflate + self.match


def main() -> None:
    """Print the figures; with ``--json FILE`` also keep them."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.speed", description=__doc__)
    parser.add_argument("--benign", type=Path, help="folder of honest archives")
    parser.add_argument("--malicious", type=Path, help="folder of malicious archives; read as bytes only")
    parser.add_argument("--limit", type=int, help="archives of each folder, spread evenly")
    parser.add_argument("--rules", type=Path, default=DEFAULT_RULES)
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="over each folder; default: %(default)s")
    parser.add_argument("--json", type=Path, help="file for the figures")
    parser.add_argument("--no-pool", action="store_true", help="leave the worker processes out")
    options = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 140)
    load_everything()
    rules = load_rules(options.rules).prefiltered()
    folders = {name: folder for name in ("benign", "malicious") if (folder := getattr(options, name))}
    sets = {name: list(_files(folder, options.limit)) for name, folder in folders.items()}
    for name, jobs in sets.items():
        if not jobs:
            parser.error(f"no archive in the folder that --{name} names: {folders[name]}")
    if not sets:
        sets = {"stdlib": list(_built())}
    settle()
    console.print(_interpreter())
    figures: dict[str, dict[str, float]] = {"rules": _rules_figures(options.rules, rules, next(iter(sets.values())))}
    _print_figures(console, "rules", figures["rules"])
    for name, jobs in sets.items():
        measured = _measured(jobs, rules, max(1, options.rounds))
        figures[name] = _figures(measured)
        if not options.no_pool:
            figures[name] |= asyncio.run(_pool_figures(options.rules, jobs))
        _print_figures(console, name, figures[name])
        _print_sizes(console, measured)
        _print_stages(console, measured)
        _print_slowest(console, measured)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=2) + "\n", "utf-8")


def _interpreter() -> str:
    """The Python that is measured: one that was built without profile-guided optimisation is a tenth slower or more."""
    settings = sysconfig.get_config_var("CONFIG_ARGS") or ""
    built = "" if "--enable-optimizations" in settings else " (built without --enable-optimizations: slower)"
    return f"Python {sys.version.split()[0]}{built}"


def _files(folder: Path, limit: int | None) -> Iterator[ScanJob]:
    files = archives(folder)
    if limit and limit < len(files):
        files = [files[number * len(files) // limit] for number in range(limit)]
    for file in files:
        yield ScanJob(filename=file.name, data=file.read_bytes())


def _built() -> Iterator[ScanJob]:
    """Wheels made of the standard library's own packages, where no folder is given."""
    library = Path(sysconfig.get_paths()["stdlib"])
    for package in STDLIB_PACKAGES:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as wheel:
            for file in sorted((library / package).rglob("*.py")):
                wheel.write(file, file.relative_to(library).as_posix())
            wheel.writestr(f"{package}-1.dist-info/METADATA", f"Metadata-Version: 2.1\nName: {package}\nVersion: 1\n")
        yield ScanJob(filename=f"{package}-1-py3-none-any.whl", data=buffer.getvalue())


def _measured(jobs: list[ScanJob], rules: RuleSet, rounds: int) -> list[Measured]:
    """Every archive in each round, which starts with nothing remembered, as a worker does; the least time of each."""
    best: list[Measured] = []
    for _ in range(rounds):
        known = new_memory()
        found = [_measure(job, rules, known) for job in jobs]
        best = [_quickest(before, now) for before, now in zip(best or found, found, strict=True)]
    return best


def _quickest(a: Measured, b: Measured) -> Measured:
    ours = min(a, b, key=lambda item: item.ours)
    return replace(ours, inflate=min(a.inflate, b.inflate), match=min(a.match, b.match))


def _measure(job: ScanJob, rules: RuleSet, known: Memory) -> Measured:
    inflate = match = 0.0
    size = 0
    last = time.process_time()
    for data in _inflated(job):
        now = time.process_time()
        inflate += now - last
        size += len(data)
        if data:
            rules.compiled.match(data=data, fast=True)
        last = time.process_time()
        match += last - now
    inflate += time.process_time() - last
    started = time.process_time()
    report = scan(job, rules, known=known)
    return Measured(job.filename, len(job.data), size, inflate, match, time.process_time() - started, report)


def _inflated(job: ScanJob) -> Iterator[bytes]:
    """The members' bytes by the shortest way there is; nothing is checked."""
    if job.data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(job.data)) as archive:
            for entry in archive.infolist():
                at = entry.header_offset
                name, extra = (int.from_bytes(job.data[at + skip : at + skip + 2], "little") for skip in (26, 28))
                start = at + 30 + name + extra
                packed = job.data[start : start + entry.compress_size]
                stored = entry.compress_type == zipfile.ZIP_STORED
                yield packed if stored else igzip_lib.decompress(packed, flag=igzip_lib.DECOMP_DEFLATE)
        return
    try:
        packed = isal_zlib.decompress(job.data, wbits=31) if job.data[:2] == b"\x1f\x8b" else job.data
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            for entry in archive:
                if entry.isfile():
                    yield packed[entry.offset_data : entry.offset_data + entry.size]
    except (tarfile.TarError, zlib.error, EOFError):
        yield job.data


def _figures(measured: list[Measured]) -> dict[str, float]:
    ours, floor = sum(item.ours for item in measured), sum(item.floor for item in measured)
    size = sum(item.size for item in measured)
    return {
        "archives": len(measured),
        "MB unpacked": size / 1e6,
        "floor s": floor,
        "floor inflate s": sum(item.inflate for item in measured),
        "floor match s": sum(item.match for item in measured),
        "ours s": ours,
        "ratio": ours / floor if floor else 0.0,
        "distributions/s": len(measured) / ours,
        "MB/s": size / 1e6 / ours,
        "ms per archive": ours / len(measured) * 1e3,
        "incomplete": sum(not item.report.complete for item in measured),
        "alerts": sum(item.report.verdict == "alert" for item in measured),
        "failed": sum(item.report.verdict == "failed" for item in measured),
    }


async def _pool_figures(rules: Path, jobs: list[ScanJob]) -> dict[str, float]:
    """One worker, as the service runs them, on its second round: by then it has its prefilter."""
    pool = WorkerPool(rules, jobs=1, threshold=0.5, seconds=60, sandbox="best-effort")
    started = time.perf_counter()
    await pool.start()
    started_in = time.perf_counter() - started
    for job in jobs:
        await pool.scan(job)
    ready = time.perf_counter()
    for job in jobs:
        await pool.scan(job)
    done = time.perf_counter()
    await pool.close()
    return {
        "pool start s": started_in,
        "pool ms per archive": (done - ready) / len(jobs) * 1e3,
        "worker peak MB": pool.peak / 1e6,
        "worker deaths": pool.deaths,
    }


def _rules_figures(folder: Path, rules: RuleSet, jobs: list[ScanJob]) -> dict[str, float]:
    started = time.process_time()
    plain = load_rules(folder)
    compiled = time.process_time()
    plain.prefiltered()
    prefiltered = time.process_time()
    sources: list[bytes] = []
    for job in jobs:
        sources += [data for data in _inflated(job) if b"\nimport " in data[:4096] or b"\ndef " in data[:4096]]
        if sum(map(len, sources)) > SOURCE_BYTES:
            break
    size = sum(map(len, sources)) / 1e6
    begun = time.process_time()
    for data in sources:
        rules.compiled.match(data=data, fast=True)
    alone = time.process_time()
    for data in sources:
        if any(rules.rules[name].applies("source.py", Scope.CODE) for name in rules.candidates(data)):
            rules.compiled.match(data=data, fast=True)
    with_prefilter = time.process_time()
    return {
        "rules": len(rules.rules),
        "compile ms": (compiled - started) * 1e3,
        "prefilter ms": (prefiltered - compiled) * 1e3,
        "Python source MB": size,
        "libyara alone MB/s": size / (alone - begun) if sources else 0.0,
        "rule set MB/s": size / (with_prefilter - alone) if sources else 0.0,
    }


def _print_figures(console: Console, title: str, figures: dict[str, float]) -> None:
    table = Table(title=title, box=None, show_header=False, title_justify="left", title_style="bold")
    for name, value in figures.items():
        table.add_row(name, f"{value:,.0f}" if value == int(value) else f"{value:,.2f}")
    console.print(table)


def _print_sizes(console: Console, measured: list[Measured]) -> None:
    """What an archive takes, by how big it is, and for all up to that size: a mean hangs on the few largest."""
    table = Table(title="by size of the archive", box=None, title_justify="left", title_style="bold")
    for column in ("kB", "archives", "ms median", "ms mean", "ms mean of all up to here"):
        table.add_column(column, justify="right")
    lower = 0.0
    for upper in (*SIZES, math.inf):
        inside = [item.ours * 1e3 for item in measured if lower * 1e3 <= item.packed < upper * 1e3]
        until = [item.ours * 1e3 for item in measured if item.packed < upper * 1e3]
        if inside:
            name = f"< {upper:,}" if upper < math.inf else f">= {lower:,}"
            figures = (statistics.median(inside), statistics.fmean(inside), statistics.fmean(until))
            table.add_row(name, f"{len(inside):,}", *[f"{figure:,.1f}" for figure in figures])
        lower = upper
    console.print(table)


def _print_stages(console: Console, measured: list[Measured]) -> None:
    stages: dict[str, float] = {}
    for item in measured:
        for stage, seconds in item.report.timings.items():
            stages[stage] = stages.get(stage, 0.0) + seconds
    total = sum(stages.values()) or 1.0
    table = Table(title="stages (wall clock)", box=None, title_justify="left", title_style="bold")
    for column in ("stage", "s", "share"):
        table.add_column(column, justify="left" if column == "stage" else "right")
    for stage, seconds in sorted(stages.items(), key=lambda entry: -entry[1]):
        table.add_row(stage, f"{seconds:.2f}", f"{seconds / total:.1%}")
    console.print(table)


def _print_slowest(console: Console, measured: list[Measured]) -> None:
    table = Table(title=f"slowest {SLOWEST}", box=None, title_justify="left", title_style="bold")
    for column in ("archive", "s", "MB", "ratio", "why"):
        table.add_column(column, justify="left" if column in ("archive", "why") else "right", overflow="fold")
    for item in sorted(measured, key=lambda item: -item.ours)[:SLOWEST]:
        timings = sorted(item.report.timings.items(), key=lambda entry: -entry[1])[:2]
        why = ", ".join(f"{stage} {seconds:.2f} s" for stage, seconds in timings)
        ratio = f"{item.ours / item.floor:.1f}" if item.floor else "-"
        table.add_row(item.filename, f"{item.ours:.2f}", f"{item.size / 1e6:.1f}", ratio, why)
    console.print(table)


if __name__ == "__main__":
    main()
