"""Labelled archives and what the scanner finds in each, kept in a cache file so that a refit need not scan again."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import msgspec

from scanner.report import Finding, Report, ScanJob
from scanner.ruleset import RuleSet, load_rules
from scanner.scan import names_from_filename, scan

__all__ = ["Sample", "archives", "collect", "scanner_digest"]

SUFFIXES = (".whl", ".tar.gz", ".zip", ".tgz", ".tar.bz2", ".tar.xz", ".tar", ".egg")
# Refits need a finding's rule and place; more of the same in the same member changes nothing.
KEPT_PER_SAMPLE = 600
# Only these modules decide what is found; the score, the commands and the pool may change without a new scan.
NOT_FINDING = ("score.py", "points.py", "pool.py", "worker.py", "sandbox.py", "index.py", "fetch.py")
NOT_FINDING_ROOMS = ("calibrate", "cli", "feed", "rulekit")


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


class _Kept(msgspec.Struct, frozen=True):
    """A cached scan, whatever label its archive has."""

    project: str
    findings: tuple[Finding, ...]
    complete: bool
    error: str | None
    seconds: float
    size: int


def archives(folder: Path) -> list[Path]:
    """Every distribution file below a folder, in a fixed order."""
    return sorted(file for file in folder.rglob("*") if file.is_file() and file.name.lower().endswith(SUFFIXES))


def scanner_digest(rules: RuleSet) -> str:
    """Names everything that decides what is found: the rules and the scanner's own code."""
    digest = hashlib.sha256(rules.digest.encode())
    room = Path(__file__).resolve().parent.parent
    for file in sorted(room.rglob("*")):
        inside = file.relative_to(room)
        if file.suffix not in (".py", ".txt") or inside.parts[0] in (*NOT_FINDING, *NOT_FINDING_ROOMS):
            continue
        digest.update(inside.as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def collect(
    labelled: Sequence[tuple[Path, bool]],
    rules_folder: Path,
    *,
    jobs: int = 1,
    cache: Path | None = None,
    progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> list[Sample]:
    """Scan every archive of the folders, each folder with its label; order and content are the same in every run.

    Archives are read as bytes and scanned in worker processes. A cache entry serves as long as rules and scanner are
    the ones that made it. Raises RuleSetError, and OSError for a folder or cache that cannot be read.
    """
    digest = scanner_digest(load_rules(rules_folder))
    known = _load(cache, digest)
    files = [(file, folder, malicious) for folder, malicious in labelled for file in archives(folder)]
    missing = [file for file, _, _ in files if _key(file) not in known]
    for done, (file, kept) in enumerate(_scan_all(missing, rules_folder, jobs), 1):
        known[_key(file)] = kept
        progress(done, len(missing))
        if cache and done % 200 == 0:
            _save(cache, digest, known)
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


_rules: RuleSet | None = None


def _start(folder: str) -> None:
    global _rules
    _rules = load_rules(Path(folder))


def _scan_file(file: str) -> _Kept:
    assert _rules is not None
    path = Path(file)
    data = path.read_bytes()
    try:
        return _kept(scan(ScanJob(filename=path.name, data=data), _rules), len(data))
    except Exception as error:  # one broken archive must not end a measurement over thousands
        project, _ = names_from_filename(path.name)
        return _Kept(project, (), False, f"{type(error).__name__}: {error}", 0.0, len(data))


def _kept(report: Report, size: int) -> _Kept:
    """The report without what a fit does not need: repeats in the same member and place."""
    kept: dict[tuple[object, ...], Finding] = {}
    for finding in report.findings:
        depth = len(finding.layers)
        key = (finding.rule, finding.member, finding.scope, finding.place, depth)
        kept.setdefault(key, msgspec.structs.replace(finding, snippet=finding.snippet[:80]))
    findings = tuple(kept.values())[:KEPT_PER_SAMPLE]
    return _Kept(report.project, findings, report.complete, report.error, report.seconds, size)


def _scan_all(files: Iterable[Path], rules: Path, jobs: int) -> Iterator[tuple[Path, _Kept]]:
    waiting = list(files)
    if not waiting:
        return
    with ProcessPoolExecutor(jobs, get_context("spawn"), initializer=_start, initargs=(str(rules),)) as workers:
        yield from zip(waiting, workers.map(_scan_file, map(str, waiting), chunksize=4), strict=True)
