"""What the index knows of a project and its files, by its JSON interfaces."""

import asyncio
import datetime as dt
from collections.abc import Sequence
from typing import TypeVar
from urllib.parse import quote, urljoin, urlsplit

import aiohttp
import msgspec
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from scanner.feed.faults import Garbled, IndexFault
from scanner.feed.http import MIB, ask
from scanner.memory import Latest
from scanner.versions import Spellings, version_in

__all__ = ["IndexClient", "Missing", "ProjectPage", "RemoteFile", "Stale", "newest_version"]

SIMPLE = "application/vnd.pypi.simple.v1+json"
# The page of a project with ten thousand files has about ten megabytes.
PAGE_LIMIT = 64 * MIB
# Several files of one release are announced within seconds and share a page. A file takes some 0.8 kB.
FILES_KEPT = 20_000


class Missing(Exception):  # noqa: N818 - an answer of the index, not a failure to ask it
    """The index does not have it: not yet, or no longer (removed, quarantined). The message says which was seen.

    ``page`` is what the index shows instead, None where it has nothing of that name.
    """

    def __init__(self, message: str, page: "ProjectPage | None" = None) -> None:
        super().__init__(message)
        self.page = page


class Stale(IndexFault):
    """The page is older than the event that is asked about: a cache still has the last one."""


class RemoteFile(msgspec.Struct, frozen=True, kw_only=True):
    """One distribution file on the index. ``uploaded_at`` is in Unix seconds; what is None was not said."""

    project: str  # normalised
    version: str
    filename: str
    url: str
    sha256: str
    size: int | None = None
    blake2b_256: str | None = None
    uploaded_at: float | None = None
    yanked: bool = False


class ProjectPage(msgspec.Struct, frozen=True, kw_only=True):
    """A project as the index shows it: every visible file of every release.

    ``whole`` is False when only one release could be asked for, so that nothing is known of the others.
    """

    project: str
    serial: int
    status: str  # active, archived, quarantined
    files: tuple[RemoteFile, ...]
    owners: tuple[str, ...] | None = None
    whole: bool = True

    def file(self, filename: str) -> RemoteFile | None:
        return next((file for file in self.files if file.filename == filename), None)

    def of_release(self, version: str) -> tuple[RemoteFile, ...]:
        """The files of a version, in whatever spelling it is asked for."""
        wanted = Spellings(file.version for file in self.files).listed(version)
        return tuple(file for file in self.files if file.version == wanted)


class _Hashes(msgspec.Struct):
    sha256: str | None = None


class _SimpleMeta(msgspec.Struct):
    serial: int = msgspec.field(name="_last-serial", default=0)


class _SimpleFile(msgspec.Struct):
    filename: str
    url: str
    hashes: _Hashes
    size: int | None = None
    upload_time: dt.datetime | None = msgspec.field(name="upload-time", default=None)
    yanked: bool | str = False


class _Status(msgspec.Struct):
    status: str = "active"


class _Simple(msgspec.Struct):
    files: list[_SimpleFile]
    meta: _SimpleMeta = msgspec.field(default_factory=_SimpleMeta)
    status: _Status = msgspec.field(name="project-status", default_factory=_Status)
    versions: list[str] = []


class _Digests(msgspec.Struct):
    sha256: str | None = None
    blake2b_256: str | None = None


class _JsonFile(msgspec.Struct):
    filename: str
    url: str
    digests: _Digests
    size: int | None = None
    upload_time_iso_8601: dt.datetime | None = None
    yanked: bool = False


class _Role(msgspec.Struct):
    user: str
    role: str = ""


class _Ownership(msgspec.Struct):
    roles: list[_Role] = []


class _Json(msgspec.Struct):
    urls: list[_JsonFile]
    last_serial: int = 0
    ownership: _Ownership | None = None


PageType = TypeVar("PageType", _Simple, _Json)


class IndexClient:
    """Asks ``/simple/N/`` (every file of a project) and ``/pypi/N/V/json`` (owners, digests) at once.

    Either is enough for one file, so that an old page or an outage of one does not hold a scan up.
    """

    def __init__(self, session: aiohttp.ClientSession, index_url: str, agent: str) -> None:
        self._session = session
        self._url = index_url
        self._agent = agent
        self._pages: Latest[str, ProjectPage] = Latest(FILES_KEPT)

    async def look_up(self, project: str, version: str, filename: str, *, serial: int = 0) -> ProjectPage:
        """A page that lists ``filename``, whose event had ``serial`` (0: unknown).

        Raises Missing when the index does not have the file (early: ask again for two or three minutes, since a "404"
        is cached), Stale when its pages are older than the event, Unavailable, RateLimited or Garbled when it cannot
        be asked.
        """
        name = canonicalize_name(project)
        kept = self._pages.get(name)
        if kept is not None and kept.serial >= serial and kept.file(filename) is not None:
            return kept
        page = await self._both(name, version, filename)
        if page.file(filename) is None:
            if page.serial < serial:
                raise Stale(f"{project} {version}: the page shows serial {page.serial}, the event has {serial}")
            raise Missing(_why_missing(page, filename), page)
        if page.whole:
            self._pages.add(name, page, len(page.files))
        return page

    async def _both(self, project: str, version: str, filename: str) -> ProjectPage:
        answers = await asyncio.gather(self.project(project), self.release(project, version), return_exceptions=True)
        pages: list[ProjectPage] = []
        faults: list[BaseException] = []
        for answer in answers:
            if isinstance(answer, ProjectPage):
                pages.append(answer)
            elif isinstance(answer, IndexFault | Missing):
                faults.append(answer)
            else:
                raise answer
        if not pages:
            # What could not be asked may yet say yes; only two "no" are a "no".
            raise next((fault for fault in faults if isinstance(fault, IndexFault)), faults[0])
        page = merged(pages)
        if page.file(filename) is None and any(isinstance(fault, IndexFault) for fault in faults):
            raise next(fault for fault in faults if isinstance(fault, IndexFault))
        return page

    async def project(self, project: str) -> ProjectPage:
        """Every visible file of a project; a quarantined one has none. Raises Missing, or IndexFault's kinds."""
        name = canonicalize_name(project)
        url = f"{self._url}/simple/{quote(name, safe='')}/"
        body, final = await self._get(url, SIMPLE)
        return await asyncio.to_thread(_project_page, name, body, url, final)

    async def release(self, project: str, version: str) -> ProjectPage:
        """One release's files and the project's owners. Raises Missing, or IndexFault's kinds."""
        name = canonicalize_name(project)
        url = f"{self._url}/pypi/{quote(name, safe='')}/{quote(version, safe='')}/json"
        body, final = await self._get(url, "application/json")
        return await asyncio.to_thread(_release_page, name, version, body, url, final)

    async def resolve(self, project: str, version: str | None = None) -> tuple[RemoteFile, ...]:
        """All files of a release, of the newest one without ``version``.

        Raises Missing when there is no such project, release or file, or IndexFault's kinds.
        """
        page = await self.project(project)
        wanted = version or newest_version(page.files)
        if wanted is None:
            raise Missing(_why_missing(page, "any file"))
        files = page.of_release(wanted)
        if not files:
            newest = newest_version(page.files)
            raise Missing(
                f"{page.project} has no files of version {wanted}" + (f"; newest: {newest}" if newest else "")
            )
        return files

    async def _get(self, url: str, accept: str) -> tuple[bytes, str]:
        headers = {"Accept": accept, "User-Agent": self._agent}
        answer = await ask(self._session, "GET", url, headers=headers, limit=PAGE_LIMIT)
        if answer.status in (404, 410):
            raise Missing(f"{url}: {answer.status}")
        if answer.status != 200:
            raise Garbled(f"{url}: status {answer.status}")
        return answer.body, answer.url


# A page of ten thousand files takes a good part of a second to read: not in the event loop.
def _project_page(name: str, body: bytes, url: str, final: str) -> ProjectPage:
    page = _decode(body, _Simple, url)
    versions = Spellings(page.versions)
    files = [
        RemoteFile(
            project=name,
            version=version_in(file.filename, versions),
            filename=file.filename,
            url=urljoin(final, file.url),
            sha256=file.hashes.sha256 or "",
            size=file.size,
            blake2b_256=blake2b_of_url(file.url),
            uploaded_at=_seconds(file.upload_time),
            yanked=file.yanked is not False,
        )
        for file in page.files
    ]
    return ProjectPage(project=name, serial=page.meta.serial, status=page.status.status, files=_fetchable(files))


def _release_page(name: str, version: str, body: bytes, url: str, final: str) -> ProjectPage:
    page = _decode(body, _Json, url)
    files = [
        RemoteFile(
            project=name,
            version=version,
            filename=file.filename,
            url=urljoin(final, file.url),
            sha256=file.digests.sha256 or "",
            size=file.size,
            blake2b_256=file.digests.blake2b_256 or blake2b_of_url(file.url),
            uploaded_at=_seconds(file.upload_time_iso_8601),
            yanked=file.yanked,
        )
        for file in page.urls
    ]
    owners = tuple(dict.fromkeys(role.user for role in page.ownership.roles)) if page.ownership else None
    return ProjectPage(
        project=name,
        serial=page.last_serial,
        status="active",
        files=_fetchable(files),
        owners=owners,
        whole=False,
    )


def merged(pages: Sequence[ProjectPage]) -> ProjectPage:
    """One page out of both interfaces' answers: the files of either, what only one of them says, the newer serial."""
    files: dict[str, RemoteFile] = {}
    for page in sorted(pages, key=lambda page: page.whole):  # the release's spelling of its version stays
        for file in page.files:
            known = files.get(file.filename)
            files[file.filename] = file if known is None else _completed(known, file)
    return ProjectPage(
        project=pages[0].project,
        serial=max(page.serial for page in pages),
        status=next((page.status for page in pages if page.whole), pages[0].status),
        files=tuple(files.values()),
        owners=next((page.owners for page in pages if page.owners is not None), None),
        whole=any(page.whole for page in pages),
    )


def _completed(one: RemoteFile, other: RemoteFile) -> RemoteFile:
    return msgspec.structs.replace(
        one,
        size=one.size if one.size is not None else other.size,
        blake2b_256=one.blake2b_256 or other.blake2b_256,
        uploaded_at=one.uploaded_at or other.uploaded_at,
    )


def newest_version(files: Sequence[RemoteFile]) -> str | None:
    """The version that installers would take: no pre-release and not yanked where there is another one."""
    best: tuple[bool, bool, Version] | None = None
    found: str | None = None
    for file in files:
        try:
            version = Version(file.version)
        except InvalidVersion:
            found = found or file.version
            continue
        rank = (not file.yanked, not version.is_prerelease, version)
        if best is None or rank > best:
            best, found = rank, file.version
    return found


def blake2b_of_url(url: str) -> str | None:
    """The BLAKE2b-256 digest that the index's file host has in its paths (``/packages/aa/bb/rest/FILENAME``)."""
    parts = urlsplit(url).path.split("/")
    digest = "".join(parts[-4:-1])
    plain = len(digest) == 64 and len(parts[-4]) == 2 and all(char in "0123456789abcdef" for char in digest)
    return digest if plain else None


def _fetchable(files: Sequence[RemoteFile]) -> tuple[RemoteFile, ...]:
    """Files with a web address; a scheme of another kind is no file host's."""
    return tuple(file for file in files if urlsplit(file.url).scheme in ("http", "https"))


def _why_missing(page: ProjectPage, filename: str) -> str:
    if page.status == "quarantined":
        return f"{page.project} is quarantined by the index"
    return f"{page.project} lists no {filename}" + ("" if page.files else ", nor any other file")


def _seconds(moment: dt.datetime | None) -> float | None:
    if moment is None:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp()


def _decode(body: bytes, kind: type[PageType], url: str) -> PageType:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.DecodeError, ValueError) as error:
        raise Garbled(f"{url}: {error}") from error
