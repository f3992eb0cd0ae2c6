"""Labelled archives and what the scanner finds in each, kept in a cache file so that a refit need not scan again."""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from scanner.pool import WorkerPool
from scanner.report import Finding, Report, ScanJob
from scanner.ruleset import load_rules
from scanner.scan import DEFAULT_THRESHOLD

__all__ = ["Sample", "archives", "collect"]

SUFFIXES = (".whl", ".tar.gz", ".zip", ".tgz", ".tar.bz2", ".tar.xz", ".tar", ".egg")
# Refits need a finding's rule and place; more of the same in the same member changes nothing.
KEPT_PER_SAMPLE = 600
SAVED_EVERY = 200
SECONDS = 180.0  # a measurement may wait longer than the service does


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """One labelled archive. ``path`` is relative to its folder, with ``/``."""

    path: str
    project: str
    malicious: bool
    findings: tuple[Finding, ...]
    complete: bool = True
    error: str | None = None
    seconds: float = 0.0
    size: int = 0  # compressed bytes
    modules: int | None = None


class _Kept(msgspec.Struct, frozen=True):
    """A cached scan, whatever label its archive has."""

    project: str
    findings: tuple[Finding, ...]
    complete: bool
    error: str | None
    seconds: float
    size: int
    modules: int | None


def archives(folder: Path) -> list[Path]:
    """Every distribution file below a folder, in a fixed order."""
    return sorted(file for file in folder.rglob("*") if file.is_file() and file.name.lower().endswith(SUFFIXES))


def collect(
    labelled: Sequence[tuple[Path, bool]],
    rules_folder: Path,
    *,
    jobs: int = 1,
    cache: Path | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> list[Sample]:
    """Scan every archive of the folders, each folder with its label; order and content are the same in every run.

    Archives are read as bytes and scanned in isolated worker processes. A cache entry serves as long as rules and
    scanner are the ones that made it. Raises RuleSetError, and OSError for a folder or cache that cannot be read. Must
    not run inside an event loop.
    """
    digest = load_rules(rules_folder).digest
    known = _load(cache, digest)
    files = [(file, folder, malicious) for folder, malicious in labelled for file in archives(folder)]
    missing = [file for file, _, _ in files if _key(file) not in known]

    def keep(file: Path, kept: _Kept, done: int) -> None:
        known[_key(file)] = kept
        progress(done, len(missing))
        if cache and done % SAVED_EVERY == 0:
            _save(cache, digest, known)

    if missing:
        asyncio.run(_scan_all(missing, rules_folder, jobs, keep))
    if cache and missing:
        _save(cache, digest, known)
    samples: list[Sample] = []
    for file, folder, malicious in files:
        kept = known[_key(file)]
        samples.append(
            Sample(
                path=file.relative_to(folder).as_posix(),
                malicious=malicious,
                project=kept.project,
                findings=kept.findings,
                complete=kept.complete,
                error=kept.error,
                seconds=kept.seconds,
                size=kept.size,
                modules=kept.modules,
            )
        )
    return samples


def _key(file: Path) -> str:
    """Name, size and time: hashing thousands of archives for each refit would take longer than the refit."""
    state = file.stat()
    return f"{file.parent.name}/{file.name}:{state.st_size}:{state.st_mtime_ns}"


def _load(cache: Path | None, digest: str) -> dict[str, _Kept]:
    if cache is None or not cache.exists():
        return {}
    try:
        made_by, known = msgspec.msgpack.decode(cache.read_bytes(), type=tuple[str, dict[str, _Kept]])
    except msgspec.DecodeError:
        return {}  # written by another version: scan again
    return known if made_by == digest else {}


def _save(cache: Path, digest: str, known: dict[str, _Kept]) -> None:
    waiting = cache.with_name(cache.name + ".new")
    waiting.write_bytes(msgspec.msgpack.encode((digest, known)))
    waiting.replace(cache)


def _kept(report: Report, size: int) -> _Kept:
    """The report without what a fit does not need: repeats in the same member and place."""
    kept: dict[tuple[object, ...], Finding] = {}
    for finding in report.findings:
        depth = len(finding.layers)
        key = (finding.rule, finding.member, finding.scope, finding.place, depth)
        kept.setdefault(key, msgspec.structs.replace(finding, snippet=finding.snippet[:80]))
    findings = tuple(kept.values())[:KEPT_PER_SAMPLE]
    return _Kept(report.project, findings, report.complete, report.error, report.seconds, size, report.modules)


async def _scan_all(files: Sequence[Path], rules: Path, jobs: int, keep: Callable[[Path, _Kept, int], None]) -> None:
    """Every file through the same isolated workers that the service uses; ``keep`` gets each as it is done."""
    pool = WorkerPool(rules, jobs=jobs, threshold=DEFAULT_THRESHOLD, seconds=SECONDS, sandbox="best-effort")
    waiting = iter(files)
    done = 0

    async def work() -> None:
        nonlocal done
        for file in waiting:
            data = await asyncio.to_thread(file.read_bytes)
            kept = _kept(await pool.scan(ScanJob(filename=file.name, data=data)), len(data))
            done += 1
            keep(file, kept, done)

    await pool.start()
    try:
        async with asyncio.TaskGroup() as group:
            for _ in range(jobs):
                group.create_task(work())
    finally:
        await pool.close()
