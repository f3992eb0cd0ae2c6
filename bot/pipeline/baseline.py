"""What an established project's earlier release already had: evidence that is no news."""

from collections.abc import Sequence
from typing import Protocol

import structlog

from bot.pipeline.room import Room
from bot.store.database import Database
from bot.store.uploads import Upload, last_report
from scanner.facts import release_times
from scanner.feed.faults import IndexFault
from scanner.fetch import Fetcher, FetchRefused
from scanner.index import IndexClient, Missing, ProjectPage, RemoteFile
from scanner.memory import Latest
from scanner.report import ReleaseFacts, Report, ScanJob
from scanner.ruleset import RuleSet
from scanner.versions import same_version

__all__ = ["Baselines", "Scans", "comparable_file", "is_established"]

log = structlog.get_logger(__name__)

DAY = 86400.0
ESTABLISHED_DAYS = 30.0
SEVERAL_RELEASES = 3
# A malicious release is found within days, not weeks: what has stood for one is what its users trust.
SETTLED_DAYS = 7.0
BASELINES_KEPT = 256


class Scans(Protocol):
    """What a baseline needs of the pool."""

    @property
    def rules(self) -> RuleSet: ...

    async def scan(self, job: ScanJob) -> Report: ...


def is_established(facts: ReleaseFacts, page: ProjectPage, uploaded_at: float) -> bool:
    """Older than a month, or with several releases that have stood for a week."""
    if facts.project_age_days is not None and facts.project_age_days > ESTABLISHED_DAYS:
        return True
    return sum(at <= uploaded_at - SETTLED_DAYS * DAY for at in release_times(page).values()) >= SEVERAL_RELEASES


def comparable_file(files: Sequence[RemoteFile], upload: Upload) -> RemoteFile | None:
    """The file to compare with: of the newest settled release, of the same kind, for the same platform if there is one.

    None when no other release has stood for a week.
    """
    settled = [
        file
        for file in files
        if file.uploaded_at is not None
        and file.uploaded_at <= upload.uploaded_at - SETTLED_DAYS * DAY
        and not same_version(file.version, upload.version)
    ]
    if not settled:
        return None
    release = max(settled, key=lambda file: file.uploaded_at or 0.0).version
    candidates = [file for file in settled if file.version == release]
    tail = _kind_and_platform(upload.filename)
    return min(candidates, key=lambda file: (_distance(_kind_and_platform(file.filename), tail), file.size or 0))


def _kind_and_platform(filename: str) -> tuple[str, ...]:
    """``("whl", "py3", "none", "any")`` for a wheel, ``("sdist",)`` for all others."""
    stem, _, kind = filename.rpartition(".")
    return (kind, *stem.split("-")[-3:]) if kind in ("whl", "egg") else ("sdist",)


def _distance(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    if one[0] != other[0]:
        return 9
    return sum(a != b for a, b in zip(one, other, strict=False))


class Baselines:
    """Gives the fingerprints that an earlier release had; from the ledger's own scan of it, or by scanning it now."""

    def __init__(self, db: Database, index: IndexClient, fetch: Fetcher, pool: Scans, room: Room) -> None:
        self._db = db
        self._index = index
        self._fetch = fetch
        self._pool = pool
        self._room = room
        self._kept: Latest[tuple[str, str], frozenset[str]] = Latest(BASELINES_KEPT)

    async def known(self, upload: Upload, facts: ReleaseFacts) -> frozenset[str] | None:
        """Fingerprints of the earlier release; None when there is nothing that may quiet this one.

        Evidence of a release that people hold for malicious, or have not decided on, quiets nothing.
        """
        try:
            page = await self._index.project(upload.project)
            if not is_established(facts, page, upload.uploaded_at):
                return None
            earlier = comparable_file(page.files, upload)
            if earlier is None or await self._under_suspicion(upload.project, earlier.version):
                return None
            return await self._fingerprints(upload, earlier)
        except (IndexFault, Missing, FetchRefused) as error:
            log.warning("no baseline", upload=upload.id, project=upload.project, error=str(error))
            return None

    async def _under_suspicion(self, project: str, version: str) -> bool:
        row = await self._db.row(
            "SELECT 1 FROM triage_case AS c JOIN case_upload AS cu ON cu.case_id = c.id "
            "JOIN upload AS u ON u.id = cu.upload_id "
            "WHERE c.project = ? AND u.version = ? AND c.verdict IS NOT 'dismissed' LIMIT 1",
            (project, version),
        )
        return row is not None

    async def _fingerprints(self, upload: Upload, file: RemoteFile) -> frozenset[str]:
        # What other rules did not look for is no news of this release.
        digest = self._pool.rules.digest
        kept = self._kept.get((digest, file.sha256))
        if kept is not None:
            return kept
        reports = await last_report(self._db, file.project, file.version)
        report = next((one for one in reports if (one.rules_digest, one.sha256) == (digest, file.sha256)), None)
        if report is None:
            async with self._room.hold(file.size if file.size is not None else self._fetch.limit):
                data = await self._fetch.fetch(file.url, sha256=file.sha256, size=file.size)
                report = await self._pool.scan(
                    ScanJob(filename=file.filename, data=data, project=upload.name, version=file.version)
                )
            log.info("baseline scanned", upload=upload.id, project=upload.project, baseline=file.filename)
        found = frozenset(finding.fingerprint for finding in report.findings if finding.fingerprint)
        self._kept.add((report.rules_digest, file.sha256), found, 1)
        return found
