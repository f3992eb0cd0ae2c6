"""From targets to outcomes: read or fetch, scan, in the order given."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from scanner.cli.formats import Outcome
from scanner.cli.targets import MAX_FILE, Release, shown
from scanner.report import Report, ScanJob
from scanner.scan import names_from_filename

if TYPE_CHECKING:
    from scanner.cli.scan import ScanDefaults
    from scanner.fetch import Fetcher
    from scanner.index import IndexClient, RemoteFile
    from scanner.pool import Pool

__all__ = ["scan_all"]

# Outcomes that may wait behind a slow one, so that the order holds and the workers are busy all the same.
AHEAD = 64


async def scan_all(
    pool: "Pool",
    targets: Sequence[Path | Release],
    settings: "ScanDefaults",
    found_more: Callable[[int], None] = lambda _count: None,
) -> AsyncIterator[Outcome]:
    """Outcomes in the order of the targets, each as soon as those before it are there.

    ``found_more`` hears how many files a release has beyond the first. No more bytes are held than workers can take.
    """
    # One more than there are workers, so that the next is read while all scan.
    room = asyncio.Semaphore(settings.jobs + 1)
    waiting: deque[asyncio.Task[Outcome]] = deque()
    async with AsyncExitStack() as stack:
        index: _Index | None = None
        try:
            for target in targets:
                if isinstance(target, Release):
                    index = index or await _Index.open(stack, settings)
                    sources = await index.files(target)
                    found_more(len(sources) - 1)
                    jobs = [_scan_remote(pool, room, index, source) for source in sources]
                else:
                    jobs = [_scan_file(pool, room, target)]
                waiting.extend(asyncio.create_task(job) for job in jobs)
                while len(waiting) >= AHEAD or (waiting and waiting[0].done()):
                    yield await waiting.popleft()
            while waiting:
                yield await waiting.popleft()
        finally:
            for task in waiting:
                task.cancel()
            await asyncio.gather(*waiting, return_exceptions=True)


async def _scan_file(pool: "Pool", room: asyncio.Semaphore, path: Path) -> Outcome:
    where, name = shown(path), shown(path.name)
    async with room:
        try:
            if path.stat().st_size > MAX_FILE:
                return Outcome(where, _failed(name, f"larger than {MAX_FILE:,} bytes: not scanned"))
            data = await asyncio.to_thread(path.read_bytes)
        except OSError as error:
            return Outcome(where, _failed(name, f"cannot be read: {error.strerror or error}"))
        return Outcome(where, await _scan(pool, ScanJob(filename=name, data=data)))


async def _scan_remote(
    pool: "Pool", room: asyncio.Semaphore, index: "_Index", source: "RemoteFile | Report"
) -> Outcome:
    if isinstance(source, Report):
        return Outcome(None, source)
    async with room:
        data = await index.fetch(source)
        if isinstance(data, Report):
            return Outcome(None, data)
        job = ScanJob(filename=source.filename, data=data, project=source.project, version=source.version)
        return Outcome(None, await _scan(pool, job))


async def _scan(pool: "Pool", job: ScanJob) -> Report:
    from scanner.pool import PoolError

    try:
        return await pool.scan(job)
    except PoolError as error:
        return _failed(job.filename, str(error), project=job.project, version=job.version)


class _Index:
    """The package index, asked only when a target is no file."""

    def __init__(self, client: "IndexClient", fetcher: "Fetcher") -> None:
        self.client, self.fetcher = client, fetcher

    @classmethod
    async def open(cls, stack: AsyncExitStack, settings: "ScanDefaults") -> "_Index":
        import aiohttp

        from scanner.fetch import Fetcher
        from scanner.index import IndexClient

        session = await stack.enter_async_context(aiohttp.ClientSession())
        client = IndexClient(session, settings.index_url, settings.agent)
        return cls(client, Fetcher(session, settings.agent, settings.max_download))

    async def files(self, release: Release) -> "Sequence[RemoteFile | Report]":
        """The files of a release, or one failed report that says why there are none."""
        from scanner.feed.faults import IndexFault
        from scanner.index import Missing

        try:
            return await self.client.resolve(release.name, release.version)
        except (Missing, IndexFault) as error:
            return [_failed("", f"{release}: {error}", project=release.name, version=release.version or "")]

    async def fetch(self, file: "RemoteFile") -> bytes | Report:
        from scanner.feed.faults import IndexFault
        from scanner.fetch import FetchRefused

        try:
            return await self.fetcher.fetch(file.url, sha256=file.sha256, size=file.size)
        except (FetchRefused, IndexFault) as error:
            return _failed(file.filename, f"not fetched: {error}", project=file.project, version=file.version)


def _failed(filename: str, error: str, *, project: str = "", version: str = "") -> Report:
    named = names_from_filename(filename)
    return Report(
        project=project or named[0],
        version=version or named[1],
        filename=filename,
        sha256="",
        verdict="failed",
        score=0.0,
        complete=False,
        error=error,
    )
