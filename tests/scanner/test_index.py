import asyncio
import time
from collections.abc import AsyncIterator

import aiohttp
import pytest

from bot.demo.pypi.loopback import LoopbackPyPI
from scanner.feed import Garbled, RssFeed, Unavailable
from scanner.fetch import Fetcher, Gone, HashMismatch, TooBig
from scanner.index import IndexClient, Missing, Stale, blake2b_of_url
from scanner.versions import Spellings, version_in

SDIST = "some_pkg-1.0.tar.gz"


@pytest.fixture
async def pypi() -> AsyncIterator[LoopbackPyPI]:
    async with LoopbackPyPI() as server:
        server.publish("Some_Pkg", "1.0", SDIST, b"the sdist")
        yield server


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as opened:
        yield opened


async def test_a_file_is_described_whole(pypi: LoopbackPyPI, session: aiohttp.ClientSession) -> None:
    page = await IndexClient(session, pypi.url, "test").look_up("Some_Pkg", "1.0", SDIST, serial=pypi.state.serial)
    file, published = page.file(SDIST), pypi.state.projects["some-pkg"].releases["1.0"].files[0]
    assert file is not None
    assert (file.sha256, file.size, file.blake2b_256) == (published.sha256, 9, published.blake2b_256)
    assert file.uploaded_at == pytest.approx(published.uploaded_at, abs=1)
    assert page.owners == ("alice",)
    assert {request.headers["User-Agent"] for request in pypi.requests} == {"test"}


@pytest.mark.parametrize("broken", ["/simple/*", "/pypi/*"])
async def test_one_interface_is_enough(pypi: LoopbackPyPI, session: aiohttp.ClientSession, broken: str) -> None:
    pypi.fail("GET", broken, status=503)
    page = await IndexClient(session, pypi.url, "test").look_up("some-pkg", "1.0", SDIST)
    assert page.file(SDIST) is not None


async def test_a_page_older_than_the_event_is_stale(pypi: LoopbackPyPI, session: aiohttp.ClientSession) -> None:
    index = IndexClient(session, pypi.url, "test")
    for path in ("/simple/*", "/pypi/*"):
        pypi.fail("GET", path, stale=True)
    pypi.publish("Some_Pkg", "1.0", "some_pkg-1.0-py3-none-any.whl", b"the wheel")
    with pytest.raises(Stale):
        await index.look_up("some-pkg", "1.0", "some_pkg-1.0-py3-none-any.whl", serial=pypi.state.serial)
    page = await index.look_up("some-pkg", "1.0", "some_pkg-1.0-py3-none-any.whl", serial=pypi.state.serial)
    assert page.file("some_pkg-1.0-py3-none-any.whl") is not None


async def test_what_is_not_there_is_missing_and_what_is_hidden_says_why(
    pypi: LoopbackPyPI, session: aiohttp.ClientSession
) -> None:
    index = IndexClient(session, pypi.url, "test")
    with pytest.raises(Missing):
        await index.look_up("nobody", "1.0", "nobody-1.0.tar.gz")
    pypi.quarantine("Some_Pkg")
    with pytest.raises(Missing, match="quarantined"):
        await index.look_up("some-pkg", "1.0", SDIST)


async def test_half_an_answer_is_no_missing_file(pypi: LoopbackPyPI, session: aiohttp.ClientSession) -> None:
    pypi.fail("GET", "/simple/*", status=404)
    pypi.fail("GET", "/pypi/*", status=503)
    with pytest.raises(Unavailable):
        await IndexClient(session, pypi.url, "test").look_up("some-pkg", "1.0", SDIST)


async def test_files_of_one_release_share_one_look(pypi: LoopbackPyPI, session: aiohttp.ClientSession) -> None:
    pypi.publish("Some_Pkg", "1.0", "some_pkg-1.0-py3-none-any.whl", b"the wheel")
    index = IndexClient(session, pypi.url, "test")
    for filename in (SDIST, "some_pkg-1.0-py3-none-any.whl"):
        await index.look_up("some-pkg", "1.0", filename, serial=pypi.state.serial)
    assert len(pypi.requests) == 2


async def test_a_release_is_resolved_by_name_with_or_without_its_version(
    pypi: LoopbackPyPI, session: aiohttp.ClientSession
) -> None:
    pypi.publish("Some_Pkg", "2.0rc1", "some_pkg-2.0rc1.tar.gz", b"candidate")
    pypi.publish("Some_Pkg", "1.10", "some_pkg-1.10.tar.gz", b"newest")
    index = IndexClient(session, pypi.url, "test")
    assert [file.filename for file in await index.resolve("SOME.pkg")] == ["some_pkg-1.10.tar.gz"]
    assert [file.filename for file in await index.resolve("some-pkg", "v1.0.0")] == [SDIST]
    with pytest.raises(Missing, match=r"newest: 1\.10"):
        await index.resolve("some-pkg", "3.0")


@pytest.mark.parametrize(
    ("filename", "versions", "version"),
    [
        ("a_b-1.0-py3-none-any.whl", ["1.0"], "1.0"),
        ("a-b-1.0.tar.gz", ["1.0"], "1.0"),
        ("a-1.0.post1.tar.gz", ["1.0", "1.0.post1"], "1.0.post1"),
        ("a-1.0-1.tar.gz", ["1.0-1"], "1.0-1"),
        ("a-1.0_local.1-py3-none-any.whl", ["1.0+local.1"], "1.0+local.1"),
        ("a-1.0.0.zip", ["1.0"], "1.0"),
        ("odd", [], "odd"),
    ],
)
def test_a_files_version_is_the_indexs_own_spelling(filename: str, versions: list[str], version: str) -> None:
    assert version_in(filename, Spellings(versions)) == version


async def test_a_page_of_many_releases_in_odd_spellings_does_not_hold_the_process_up(
    pypi: LoopbackPyPI, session: aiohttp.ClientSession
) -> None:
    for number in range(600):
        pypi.publish("odd", f"1.0.0.dev{number}", f"odd-1.00.0.dev{number}-py3-none-any.whl", b"x")
    longest = 0.0

    async def breathe() -> None:
        nonlocal longest
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.005)
            longest = max(longest, time.monotonic() - before)

    breathing = asyncio.create_task(breathe())
    page = await IndexClient(session, pypi.url, "test").project("odd")
    breathing.cancel()
    assert [file.version for file in page.of_release("1.00.0.dev7")] == ["1.0.0.dev7"]
    assert longest < 1.0, "it took four seconds when each file was compared with each version"


async def test_one_page_serves_every_release_of_a_project(pypi: LoopbackPyPI, session: aiohttp.ClientSession) -> None:
    pypi.publish("Some_Pkg", "2.0", "some_pkg-2.0.tar.gz", b"the next one")
    index = IndexClient(session, pypi.url, "test")
    await index.look_up("some-pkg", "1.0", SDIST)
    asked = len(pypi.requests)
    page = await index.look_up("some-pkg", "2.0", "some_pkg-2.0.tar.gz", serial=pypi.state.serial)
    assert [file.version for file in page.files] == ["1.0", "2.0"]
    assert len(pypi.requests) == asked


def test_the_digest_in_a_files_address() -> None:
    digest = "ab" * 32
    assert blake2b_of_url(f"https://files.example.org/packages/ab/ab/{digest[4:]}/x-1.0.tar.gz") == digest
    assert blake2b_of_url("https://files.example.org/x-1.0.tar.gz") is None
    assert blake2b_of_url("x") is None


async def test_a_file_is_fetched_and_checked(pypi: LoopbackPyPI, session: aiohttp.ClientSession) -> None:
    (file,) = await IndexClient(session, pypi.url, "test").resolve("some-pkg")
    fetch = Fetcher(session, "test", 100)
    assert await fetch.fetch(file.url, sha256=file.sha256, size=file.size) == b"the sdist"
    with pytest.raises(HashMismatch, match="lists"):
        await fetch.fetch(file.url, sha256="0" * 64, size=file.size)
    with pytest.raises(HashMismatch, match="none"):
        await fetch.fetch(file.url, sha256="", size=file.size)
    with pytest.raises(HashMismatch, match="bytes"):
        await fetch.fetch(file.url, sha256=file.sha256, size=8)
    with pytest.raises(Gone):
        await fetch.fetch(f"{pypi.url}/packages/aa/bb/{'c' * 60}/x.tar.gz", sha256=file.sha256)


async def test_a_file_over_the_limit_is_not_read(pypi: LoopbackPyPI, session: aiohttp.ClientSession) -> None:
    (file,) = await IndexClient(session, pypi.url, "test").resolve("some-pkg")
    with pytest.raises(TooBig):
        await Fetcher(session, "test", 5).fetch(file.url, sha256=file.sha256)
    pypi.requests.clear()
    with pytest.raises(TooBig):
        await Fetcher(session, "test", 5).fetch(file.url, sha256=file.sha256, size=9)
    assert pypi.requests == []


async def test_a_connection_that_breaks_is_tried_again_at_once(
    pypi: LoopbackPyPI, session: aiohttp.ClientSession
) -> None:
    (file,) = await IndexClient(session, pypi.url, "test").resolve("some-pkg")
    pypi.fail("GET", "/packages/*", truncate=4, times=2)
    assert await Fetcher(session, "test", 100).fetch(file.url, sha256=file.sha256) == b"the sdist"


async def test_rss_is_asked_with_the_etag_and_an_unchanged_feed_says_nothing(
    pypi: LoopbackPyPI, session: aiohttp.ClientSession
) -> None:
    rss = RssFeed(session, pypi.url, "test")
    releases = await rss.releases()
    assert releases is not None and [(item.name, item.version) for item in releases] == [("Some_Pkg", "1.0")]
    assert await rss.releases() is None
    pypi.publish("other", "1.0", "other-1.0.tar.gz", b"x")
    releases = await rss.releases()
    assert releases is not None and len(releases) == 2


async def test_a_page_that_is_no_json_is_garbled(pypi: LoopbackPyPI, session: aiohttp.ClientSession) -> None:
    pypi.fail("GET", "/simple/*", rewrite=lambda body: body[:20])
    with pytest.raises(Garbled):
        await IndexClient(session, pypi.url, "test").project("some-pkg")
