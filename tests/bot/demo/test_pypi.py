"""The loopback PyPI behaves as the real one is known to."""

import asyncio
import gzip
import io
import json
import tarfile
import xmlrpc.client
import zipfile
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from bot.demo.pypi import LoopbackPyPI

VENDOR = "application/vnd.pypi.api-v0-danger+json"
SIMPLE = {"Accept": "application/vnd.pypi.simple.v1+json"}


def wheel(name: str = "sample", version: str = "1.0", **members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(f"{name}/__init__.py", "value = 1\n")
        for member, text in members.items():
            archive.writestr(f"{name}/{member}.py", text)
        metadata = (
            f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\nSummary: A sample\nRequires-Python: >=3.8\n"
        )
        archive.writestr(f"{name}-{version}.dist-info/METADATA", metadata)
    return out.getvalue()


def sdist(name: str = "sample", version: str = "1.0") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        content = b"from setuptools import setup\nsetup()\n"
        member = tarfile.TarInfo(f"{name}-{version}/setup.py")
        member.size = len(content)
        archive.addfile(member, io.BytesIO(content))
    return out.getvalue()


WHEEL = "sample-1.0-py3-none-any.whl"
SDIST = "sample-1.0.tar.gz"


@pytest.fixture
async def pypi() -> AsyncIterator[LoopbackPyPI]:
    async with LoopbackPyPI() as server:
        yield server


@pytest.fixture
async def web(pypi: LoopbackPyPI) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(pypi.url) as session:
        yield session


async def call(web: aiohttp.ClientSession, method: str, *values: Any) -> Any:
    body = xmlrpc.client.dumps(values, method)
    async with web.post("/pypi", data=body, headers={"Content-Type": "text/xml"}) as answer:
        assert answer.status == 200
        return xmlrpc.client.loads(await answer.text())[0][0]


async def report(
    web: aiohttp.ClientSession, name: str, token: str, body: Any, *, headers: dict[str, str] | None = None
) -> tuple[int, str, Any]:
    sent = {"Authorization": f"Bearer {token}", "Content-Type": VENDOR} | (headers or {})
    payload = body if isinstance(body, (bytes, str)) else json.dumps(body)
    async with web.post(f"/danger-api/projects/{name}/observations", data=payload, headers=sent) as answer:
        kind = answer.content_type
        return answer.status, kind, await (answer.json(content_type=None) if "json" in kind else answer.text())


def malware(pypi: LoopbackPyPI, name: str = "sample", version: str = "1.0") -> dict[str, str]:
    return {
        "kind": "is_malware",
        "summary": "runs a payload",
        "inspector_url": f"{pypi.inspector_url}/project/{name}/{version}/",
    }


async def test_an_upload_is_in_the_journal_as_the_index_writes_it(
    pypi: LoopbackPyPI, web: aiohttp.ClientSession
) -> None:
    pypi.publish("Sample", "1.0", WHEEL, wheel())
    pypi.publish("sample", "1.0", SDIST, sdist())
    pypi.burn_serials(5)
    pypi.yank("sample", "1.0", "broken")
    events = await call(web, "changelog_since_serial", 0)
    assert [(event[0], event[1], event[3]) for event in events] == [
        ("Sample", None, "create"),
        ("Sample", None, "add Owner alice"),
        ("Sample", "1.0", "new release"),
        ("Sample", "1.0", f"add py3 file {WHEEL}"),
        ("Sample", "1.0", f"add source file {SDIST}"),
        ("Sample", "1.0", "yank release"),
    ]
    serials = [event[4] for event in events]
    assert serials[-1] - serials[-2] == 6
    assert await call(web, "changelog_last_serial") == serials[-1]
    assert await call(web, "changelog_since_serial", serials[-2]) == events[-1:]
    assert await call(web, "user_packages", "alice") == [["Owner", "Sample"]]


async def test_the_journal_gives_at_most_fifty_thousand_events_a_call(
    pypi: LoopbackPyPI, web: aiohttp.ClientSession
) -> None:
    for _ in range(50_001):
        pypi.journal("forged", None, "add Owner file x.whl", at=0)
    first = await call(web, "changelog_since_serial", 0)
    assert len(first) == 50_000
    assert len(await call(web, "changelog_since_serial", first[-1][4])) == 1


async def test_actions_are_ascii(pypi: LoopbackPyPI, web: aiohttp.ClientSession) -> None:
    pypi.create("sample", owner="jürgen\x01")
    assert (await call(web, "changelog_since_serial", 0))[1][3] == "add Owner j&#252;rgen"


@pytest.mark.parametrize(
    ("method", "values", "code"),
    [("changelog", (0,), -32500), ("nothing", (), -32601), ("changelog_since_serial", ("7",), -32602)],
)
async def test_calls_that_are_refused_are_faults_with_status_200(
    pypi: LoopbackPyPI, web: aiohttp.ClientSession, method: str, values: tuple[Any, ...], code: int
) -> None:
    with pytest.raises(xmlrpc.client.Fault) as caught:
        await call(web, method, *values)
    assert caught.value.faultCode == code


async def test_too_many_calls_give_a_fault_and_the_headers_say_when_it_ends(
    pypi: LoopbackPyPI, web: aiohttp.ClientSession
) -> None:
    pypi.xmlrpc.quota = 1
    await call(web, "changelog_last_serial")
    with pytest.raises(xmlrpc.client.Fault, match=r"HTTPTooManyRequests.*reset in 3\d\d\d seconds"):
        await call(web, "changelog_last_serial")
    pypi.clock.advance(3601)
    assert await call(web, "changelog_last_serial") == 0
    pypi.limit_rate(reset=7)
    with pytest.raises(xmlrpc.client.Fault, match="reset in 7 seconds"):
        await call(web, "changelog_last_serial")


async def test_only_text_xml_is_xmlrpc(pypi: LoopbackPyPI, web: aiohttp.ClientSession) -> None:
    body = xmlrpc.client.dumps((), "changelog_last_serial")
    async with web.post("/pypi", data=body, headers={"Content-Type": "application/json"}) as answer:
        assert answer.status == 404


async def test_the_feeds_know_etags_and_keep_what_is_quarantined(
    pypi: LoopbackPyPI, web: aiohttp.ClientSession
) -> None:
    pypi.create("empty")
    for number in range(101):
        pypi.publish("sample", f"{number}.0", f"sample-{number}.0.tar.gz", sdist(), at=1000.0 + number)
    pypi.quarantine("sample")
    async with web.get("/rss/updates.xml") as answer:
        text, etag = await answer.text(), answer.headers["ETag"]
        assert "Cache-Control" not in answer.headers
        assert answer.content_type == "text/xml"
    assert text.count("<item>") == 100
    assert "<guid>" not in text
    assert "<title>sample 100.0</title>" in text
    async with web.get("/rss/updates.xml", headers={"If-None-Match": etag}) as answer:
        assert answer.status == 304
    async with web.get("/rss/packages.xml") as answer:
        text = await answer.text()
    assert text.count("<item>") == 1
    assert "<guid>" in text
    async with web.get("/rss/project/sample/releases.xml") as answer:
        assert (await answer.text()).count("<item>") == 40


async def test_the_simple_pages_negotiate_and_normalize(pypi: LoopbackPyPI, web: aiohttp.ClientSession) -> None:
    file = pypi.publish("Sample.Pkg", "1.0", WHEEL, wheel())
    async with web.get("/simple/sample-pkg/", headers=SIMPLE) as answer:
        page = await answer.json(content_type=SIMPLE["Accept"])
        assert int(answer.headers["X-PyPI-Last-Serial"]) == pypi.state.serial == page["meta"]["_last-serial"]
        assert answer.headers["Cache-Control"] == "max-age=600, public"
    assert page["files"][0]["hashes"] == {"sha256": file.sha256}
    assert page["files"][0]["size"] == len(file.data)
    assert page["project-status"] == {"status": "active"}
    async with web.get("/simple/sample-pkg/") as answer:
        assert answer.content_type == "text/html"
    async with web.get("/simple/Sample.Pkg", allow_redirects=False) as answer:
        assert (answer.status, answer.headers["Location"]) == (301, "/simple/sample-pkg/")
    async with web.get("/simple/nothing/") as answer:
        assert (answer.status, answer.content_type, await answer.text()) == (404, "text/plain", "404 Not Found")
    pypi.quarantine("sample-pkg")
    async with web.get("/simple/sample-pkg/", headers=SIMPLE) as answer:
        page = await answer.json(content_type=SIMPLE["Accept"])
    assert (page["project-status"], page["files"]) == ({"status": "quarantined"}, [])
    async with web.get("/simple/", headers=SIMPLE) as answer:
        assert (await answer.json(content_type=SIMPLE["Accept"]))["projects"] == []


async def test_the_json_pages_choose_the_newest_release_and_hide_quarantine(
    pypi: LoopbackPyPI, web: aiohttp.ClientSession
) -> None:
    for version in ("1.0", "2.0", "3.0rc1"):
        pypi.publish("sample", version, f"sample-{version}-py3-none-any.whl", wheel(version=version))
    async with web.get("/pypi/sample/json") as answer:
        body = await answer.json()
    assert body["info"]["version"] == "2.0"
    assert body["info"]["summary"] == "A sample"
    assert set(body["releases"]) == {"1.0", "2.0", "3.0rc1"}
    assert body["ownership"]["roles"] == [{"role": "Owner", "user": "alice"}]
    pypi.quarantine_release("sample", "2.0")
    async with web.get("/pypi/sample/2.0/json") as answer:
        assert (answer.status, await answer.json()) == (404, {"message": "Not Found"})
    async with web.get("/pypi/sample/1.0/json/", allow_redirects=False) as answer:
        assert answer.status == 301
    pypi.quarantine("sample")
    async with web.get("/pypi/sample/json") as answer:
        assert answer.status == 404


async def test_files_stay_after_removal_and_know_ranges(pypi: LoopbackPyPI, web: aiohttp.ClientSession) -> None:
    file = pypi.publish("sample", "1.0", WHEEL, wheel())
    pypi.remove_project("sample")
    async with web.get(file.path, headers={"If-None-Match": "*"}) as answer:
        assert (answer.status, await answer.read()) == (200, file.data)
        assert "immutable" in answer.headers["Cache-Control"]
        assert answer.headers["x-pypi-file-project"] == "sample"
    async with web.get(file.path, headers={"Range": "bytes=2-5"}) as answer:
        assert (answer.status, await answer.read()) == (206, file.data[2:6])
    async with web.get(file.path, headers={"Range": "bytes=-4"}) as answer:
        assert (answer.status, await answer.read()) == (206, file.data[-4:])
    async with web.get(f"{file.path}.metadata") as answer:
        assert b"Name: sample" in await answer.read()
    async with web.post(file.path) as answer:
        assert answer.status == 405


async def test_a_stale_page_shows_what_was_before_and_then_the_present(
    pypi: LoopbackPyPI, web: aiohttp.ClientSession
) -> None:
    pypi.publish("sample", "1.0", WHEEL, wheel())
    before = pypi.state.serial
    pypi.fail("GET", "/pypi/sample/*", stale=True)
    pypi.publish("sample", "2.0", "sample-2.0-py3-none-any.whl", wheel(version="2.0"))
    async with web.get("/pypi/sample/json") as answer:
        assert int(answer.headers["X-PyPI-Last-Serial"]) == before
        assert (await answer.json())["info"]["version"] == "1.0"
    async with web.get("/pypi/sample/json") as answer:
        assert (await answer.json())["info"]["version"] == "2.0"


async def test_faults_spoil_as_many_requests_as_ordered(pypi: LoopbackPyPI, web: aiohttp.ClientSession) -> None:
    file = pypi.publish("sample", "1.0", WHEEL, wheel())
    pypi.fail("GET", "/simple/sample/", status=503, body="<html>unhealthy</html>", times=2)
    statuses: list[int] = []
    for _ in range(3):
        async with web.get("/simple/sample/") as answer:
            statuses.append(answer.status)
    assert statuses == [503, 503, 200]
    pypi.fail("GET", file.path, truncate=10)
    with pytest.raises(aiohttp.ClientPayloadError):
        async with web.get(file.path) as answer:
            await answer.read()
    pypi.fail("GET", file.path, rewrite=lambda body: body[:-1] + b"?")
    async with web.get(file.path) as answer:
        assert await answer.read() == file.data[:-1] + b"?"
    pypi.fail("GET", file.path, drip=0.001)
    async with web.get(file.path) as answer:
        assert await answer.read() == file.data
    pypi.fail("POST", "/pypi", reset=True)
    with pytest.raises(aiohttp.ClientConnectionError):
        await call(web, "changelog_last_serial")
    assert [one.status for one in pypi.seen("GET", "/simple/*")] == [503, 503, 200]


async def test_an_observers_report_on_a_young_project_quarantines_it(
    pypi: LoopbackPyPI, web: aiohttp.ClientSession
) -> None:
    pypi.publish("Sample", "1.0", WHEEL, wheel())
    answer = await report(web, "sample", pypi.observer_token, malware(pypi) | {"extra": {"rules": ["one"]}})
    assert answer == (202, VENDOR, {"project": "Sample", "thanks": "for the observation"})
    await pypi.settled()
    event = (await call(web, "changelog_since_serial", 0))[-1]
    assert (event[1], event[3]) == (None, "project quarantined")
    assert pypi.state.users["alice"].frozen
    assert pypi.observations[0].payload["origin"] == "api"
    assert pypi.observations[0].payload["extra"] == {"rules": ["one"]}


async def test_an_old_project_needs_two_people(pypi: LoopbackPyPI, web: aiohttp.ClientSession) -> None:
    second = pypi.add_user("second", observer=True)
    pypi.publish("sample", "1.0", WHEEL, wheel(), at=pypi.clock() - 3 * 86400)
    for _ in range(2):
        await report(web, "sample", pypi.observer_token, malware(pypi))
    await pypi.settled()
    assert pypi.state.projects["sample"].status == "active"
    assert len(pypi.observations) == len(pypi.state.mails) == 2, "duplicates are not merged"
    await report(web, "sample", second, malware(pypi))
    await pypi.settled()
    assert pypi.state.projects["sample"].status == "quarantined"


async def test_reports_are_refused_as_the_index_refuses_them(pypi: LoopbackPyPI, web: aiohttp.ClientSession) -> None:
    pypi.publish("sample", "1.0", WHEEL, wheel())
    good, token = malware(pypi), pypi.observer_token
    denied = (403, "application/json", {"message": "Access was denied to this resource."})
    assert await report(web, "sample", "pypi-wrong", good) == denied
    assert await report(web, "sample", pypi.add_user("bob"), good) == denied
    assert await report(web, "sample", pypi.add_user("eve", observer=True, project_scoped=True), good) == denied
    assert await report(web, "sample", token, good, headers={"Accept": "application/json"}) == denied
    assert (await report(web, "unknown", "pypi-wrong", good))[:2] == (404, "text/html")
    assert (await report(web, "sample", token, good, headers={"Authorization": f"token {token}"}))[:2] == (
        503,
        "text/html",
    )

    status, _, body = await report(web, "sample", token, {"kind": "is_malware", "summary": ""})
    assert (status, body) == (
        400,
        {"error": "missing required fields", "missing": ["inspector_url"], "project": "sample"},
    )
    for bad, field in (
        (good | {"kind": "x"}, "kind"),
        ({"summary": "x"}, "kind/summary"),
        ({"kind": "is_spam", "summary": "x", "inspector_url": None}, "inspector_url"),
        (good | {"inspector_url": "http://example.org/project/x"}, "inspector_url"),
    ):
        status, _, body = await report(web, "sample", token, bad)
        assert (status, body[0]["exception"], body[0]["field"]) == (400, "ValidationError", field)
    for raw in ("", "{", '{"kind": "is_spam", "summary": "x", "n": NaN}', '{"kind": "is_spam", "summary": "\\ud800"}'):
        assert (await report(web, "sample", token, raw))[0] == 400
    status, _, body = await report(web, "sample", token, good, headers={"Content-Type": "application/json"})
    assert (status, body[0]["exception"]) == (400, "RequestBodyValidationError")
    async with web.get("/danger-api/projects/sample/observations") as answer:
        assert (answer.status, answer.headers["Allow"]) == (405, "POST")
    assert pypi.observations == []


async def test_the_echo_names_the_tokens_user(pypi: LoopbackPyPI, web: aiohttp.ClientSession) -> None:
    async with web.get("/danger-api/echo", headers={"Authorization": f"Bearer {pypi.observer_token}"}) as answer:
        assert (answer.status, await answer.json(content_type=VENDOR)) == (200, {"username": "observer"})
    async with web.get("/danger-api/echo") as answer:
        assert answer.status == 403


async def test_inspector_has_its_four_levels(pypi: LoopbackPyPI, web: aiohttp.ClientSession) -> None:
    file = pypi.publish("Sample", "1.0", SDIST, sdist())
    root = "/inspector/project/sample"
    for path in (f"{root}/", f"{root}/1.0/", f"{root}/1.0{file.path}/", f"{root}/1.0{file.path}/sample-1.0/setup.py"):
        async with web.get(path) as answer:
            assert answer.status == 200, path
    async with web.get("/inspector/project/Sample/", allow_redirects=False) as answer:
        assert answer.headers["Location"] == f"{root}/"
    async with web.get(f"{root}/1.0{file.path}/missing.py") as answer:
        assert answer.status == 404
    broken = pypi.publish("sample", "2.0", "sample-2.0.tar.gz", gzip.compress(b"no tar"))
    async with web.get(f"{root}/2.0{broken.path}/") as answer:
        assert answer.status == 400


async def test_a_slow_fault_does_not_hold_up_others(pypi: LoopbackPyPI, web: aiohttp.ClientSession) -> None:
    pypi.fail("GET", "/simple/", delay=30)
    slow = asyncio.create_task(web.get("/simple/").__aenter__())
    async with web.get("/rss/updates.xml") as answer:
        assert answer.status == 200
    assert not slow.done()
    slow.cancel()
