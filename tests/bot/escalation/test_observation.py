import json
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from bot.demo.pypi.loopback import LoopbackPyPI
from bot.escalation.observation import ObservationClient, body_of, judge
from bot.store.outbox import Observation
from tests.bot.pipeline.watch import kind_sdist, settings_for


@pytest.fixture
async def pypi() -> AsyncIterator[LoopbackPyPI]:
    async with LoopbackPyPI() as server:
        server.publish("examplepkg", "1.0", "examplepkg-1.0.tar.gz", kind_sdist("examplepkg", "1.0"))
        yield server


def observation(pypi: LoopbackPyPI, **changes: object) -> Observation:
    values = {
        "kind": "is_malware",
        "summary": "decodes and runs a text at installation",
        "inspector_url": f"{pypi.inspector_url}/project/examplepkg/1.0/",
        "requested_by": "ada",
    }
    return Observation(**(values | changes))  # pyright: ignore[reportArgumentType]


async def send(
    pypi: LoopbackPyPI, tmp_path: Path, report: Observation, *, token: str = "", project: str = ""
) -> object:
    settings = settings_for(pypi, tmp_path / "x.db", token=SecretStr(token or pypi.observer_token), mode="live")
    async with aiohttp.ClientSession() as session:
        return await ObservationClient(session, settings).send(project or "examplepkg", report)


async def test_a_202_alone_is_accepted(pypi: LoopbackPyPI, tmp_path: Path) -> None:
    answer = await send(pypi, tmp_path, observation(pypi))
    assert (answer.meaning, answer.status) == ("accepted", 202)
    request = next(request for request in pypi.requests if request.method == "POST")
    assert request.headers["Content-Type"] == "application/vnd.pypi.api-v0-danger+json"
    assert request.headers["Authorization"] == f"Bearer {pypi.observer_token}"
    assert pypi.observations[0].payload["kind"] == "is_malware"


async def test_a_link_that_is_empty_is_left_out_of_the_body(pypi: LoopbackPyPI, tmp_path: Path) -> None:
    answer = await send(pypi, tmp_path, observation(pypi, kind="is_spam", inspector_url=""))
    assert answer.meaning == "accepted"
    assert "inspector_url" not in pypi.observations[0].payload


async def test_what_the_index_cannot_store_is_left_out(pypi: LoopbackPyPI, tmp_path: Path) -> None:
    report = observation(pypi, summary="a\x00b\ud800c \u202e", extra={"rules": ["x\x00y"]})
    assert (await send(pypi, tmp_path, report)).meaning == "accepted"
    payload = pypi.observations[0].payload
    assert payload["summary"] == "abc \u202e"
    assert payload["extra"] == {"rules": ["xy"]}


def test_numbers_that_json_does_not_have_are_refused_before_sending() -> None:
    report = Observation(kind="is_spam", summary="s", inspector_url="", requested_by="a", extra={"score": float("nan")})
    with pytest.raises(ValueError, match="JSON"):
        body_of(report)


@pytest.mark.parametrize(
    ("changes", "project", "status", "words"),
    [
        ({"inspector_url": ""}, "", 400, "missing: inspector_url"),
        ({"kind": "is_rude"}, "", 400, "is not one of"),
        ({"inspector_url": "https://example.org/"}, "", 400, "does not match"),
        ({}, "no-such-project", 404, "no such project"),
    ],
)
async def test_a_refusal_says_what_to_do(
    pypi: LoopbackPyPI, tmp_path: Path, changes: dict[str, object], project: str, status: int, words: str
) -> None:
    answer = await send(pypi, tmp_path, observation(pypi, **changes), project=project)
    assert (answer.meaning, answer.status) == ("refused", status)
    assert words in answer.words


async def test_a_token_that_is_no_observers_is_refused(pypi: LoopbackPyPI, tmp_path: Path) -> None:
    for token in (pypi.add_user("plain"), pypi.add_user("narrow", observer=True, project_scoped=True), "pypi-wrong"):
        answer = await send(pypi, tmp_path, observation(pypi), token=token)
        assert (answer.meaning, answer.status) == ("refused", 403)
        assert "MEERKAT_REPORT__TOKEN" in answer.words


@pytest.mark.parametrize(
    ("how", "meaning"),
    [
        *[({"status": status, "body": "<html>unavailable</html>"}, "unknown") for status in (500, 502, 503, 504)],
        ({"status": 429, "headers": {"Retry-After": "9"}}, "retry"),
        (
            {"status": 403, "body": "Your IP Address has been temporarily blocked.", "content_type": "text/plain"},
            "retry",
        ),
        ({"status": 405}, "refused"),
        ({"status": 301, "headers": {"Location": "https://example.org/"}}, "refused"),
        ({"status": 200, "body": "<html>fine</html>"}, "unknown"),
        ({"reset": True}, "unknown"),
        ({"reset": True, "after": True}, "unknown"),
    ],
)
async def test_every_other_answer_has_its_meaning(
    pypi: LoopbackPyPI, tmp_path: Path, how: dict[str, object], meaning: str
) -> None:
    pypi.fail("POST", "/danger-api/*", **how)
    answer = await send(pypi, tmp_path, observation(pypi))
    assert answer.meaning == meaning
    assert len(pypi.seen("POST", "/danger-api/*")) == 1


@pytest.mark.parametrize(
    "how", [{"status": 503}, {"status": 429, "headers": {"Retry-After": "9"}}, {"reset": True, "times": 9}]
)
async def test_in_an_outage_nothing_is_sent(pypi: LoopbackPyPI, tmp_path: Path, how: dict[str, object]) -> None:
    pypi.fail("GET", "/danger-api/echo", **how)
    answer = await send(pypi, tmp_path, observation(pypi))
    assert (answer.meaning, answer.retry_after) == ("retry", 9 if "headers" in how else None)
    assert pypi.seen("POST", "/danger-api/*") == []


async def test_a_request_that_cannot_be_written_is_refused_and_shows_no_token(
    pypi: LoopbackPyPI, tmp_path: Path
) -> None:
    settings = settings_for(pypi, tmp_path / "x.db", token=SecretStr(pypi.observer_token), mode="live")
    # Past the settings, which refuse such a token.
    odd = settings.report.model_copy(update={"token": SecretStr("pypi-x\r")})
    async with aiohttp.ClientSession() as session:
        client = ObservationClient(session, settings.model_copy(update={"report": odd}))
        answer = await client.send("examplepkg", observation(pypi))
        assert (await client.check()).good is None
    assert answer.meaning == "refused"
    assert "MEERKAT_REPORT__TOKEN" in answer.words
    assert "pypi-x" not in answer.words
    assert pypi.requests == []


async def test_an_index_that_is_not_there_can_be_tried_again(tmp_path: Path) -> None:
    async with LoopbackPyPI() as gone:
        report = observation(gone)
    assert (await send(gone, tmp_path, report)).meaning == "retry"


async def test_the_token_is_checked_without_a_report(pypi: LoopbackPyPI, tmp_path: Path) -> None:
    async with aiohttp.ClientSession() as session:
        for token, good in ((pypi.observer_token, True), ("pypi-wrong", False)):
            settings = settings_for(pypi, tmp_path / "x.db", token=SecretStr(token), mode="live")
            assert (await ObservationClient(session, settings).check()).good is good
        pypi.fail("GET", "/danger-api/echo", status=503)
        assert (await ObservationClient(session, settings).check()).good is None
    assert pypi.observations == []


def test_html_answers_are_kept_as_text() -> None:
    assert (
        judge(503, "text/html", "<html><style>x{}</style><h1>Backend</h1> is\n unhealthy").body
        == "Backend is unhealthy"
    )


def test_the_body_is_the_documented_one() -> None:
    report = Observation(
        kind="is_malware", summary="s", inspector_url="https://example.org/project/x", requested_by="a"
    )
    assert json.loads(body_of(report)) == {
        "kind": "is_malware",
        "summary": "s",
        "inspector_url": "https://example.org/project/x",
    }
