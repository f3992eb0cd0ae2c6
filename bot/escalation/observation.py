"""PyPI's report interface (it calls a report an observation), and what each of its answers means."""

import asyncio
import json
import re
import time
from typing import Any, Literal
from urllib.parse import quote

import aiohttp
import msgspec
from packaging.utils import canonicalize_name

from bot.settings import Settings
from bot.store.outbox import Observation
from scanner.feed.faults import retry_after

__all__ = ["Answer", "Credentials", "Meaning", "ObservationClient", "body_of", "judge"]

VENDOR_TYPE = "application/vnd.pypi.api-v0-danger+json"
# The index answers within a second or two; a stop of the service waits no longer for the answer than for this.
SENDING = aiohttp.ClientTimeout(total=30, sock_connect=10)
ANSWER_BYTES = 64 * 1024
BODY_SECONDS = 5.0
BLOCKED_SECONDS = 600.0  # between tries while the index's edge blocks this address, which says nothing of the token

Meaning = Literal["accepted", "refused", "retry", "unknown"]


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one request.

    ``accepted`` only for a 202; ``refused``: sending the same again is of no use; ``retry``: the index did not take it;
    ``unknown``: it may have. ``words`` say what happened and what to do; ``body`` is the index's own text.
    """

    meaning: Meaning
    words: str
    status: int | None = None
    body: str = ""
    retry_after: float | None = None


class Credentials(msgspec.Struct, frozen=True):
    """``good`` None while it is not known."""

    good: bool | None
    words: str


class ObservationClient:
    """Sends reports with the observer's token. The token goes to the index's own address alone, never to a redirect."""

    def __init__(self, session: aiohttp.ClientSession, settings: Settings) -> None:
        self._trust_env = session.trust_env
        self._index = settings.index.url
        self._token = settings.report.token
        self._agent = settings.index.agent

    def _headers(self) -> dict[str, str]:
        token = self._token.get_secret_value() if self._token else ""
        return {"Authorization": f"Bearer {token}", "Accept": VENDOR_TYPE, "User-Agent": self._agent}

    async def check(self) -> Credentials:
        """Ask the index whose token this is; sends no report."""
        answer = await self._echo()
        if answer.status == 200:
            return Credentials(True, f"token of {_username(answer.body)}")
        if answer.status in (401, 403) and answer.meaning == "refused":
            return Credentials(
                False, f"PyPI refuses the token ({answer.status}): set an account-wide token of an observer"
            )
        if answer.status == 404:
            return Credentials(False, "PyPI has no report interface here (404): is MEERKAT_INDEX__URL right?")
        return Credentials(None, f"not checked yet: {answer.words}")

    async def _echo(self) -> Answer:
        return await self._request("GET", f"{self._index}/danger-api/echo", None)

    async def send(self, project: str, observation: Observation) -> Answer:
        """Send one report, once. Never raises for what the network or the index does.

        The index is asked first whether it is there: in an outage nothing leaves, and the report can be tried again.
        What fails after that may have been taken, since the index's edge answers 503 also for what it did not hear out.
        """
        url = f"{self._index}/danger-api/projects/{quote(canonicalize_name(project), safe='')}/observations"
        try:
            body = body_of(observation)
        except ValueError as error:
            return Answer(meaning="refused", words=f"The report cannot be written as JSON: {error}")
        ahead = await self._echo()
        if ahead.status != 200 and ahead.meaning != "refused":
            why = f"status {ahead.status}" if ahead.status else ahead.words
            words = f"PyPI is not available ({why}): nothing was sent, and it is tried again."
            return msgspec.structs.replace(ahead, meaning="retry", words=words)
        return await self._request("POST", url, body)

    async def _request(self, method: str, url: str, body: bytes | None) -> Answer:
        headers = self._headers() | ({"Content-Type": VENDOR_TYPE} if body is not None else {})
        # A connection of its own: on a kept one, a server that hangs up in between leaves it open whether the report
        # arrived.
        connector = aiohttp.TCPConnector(force_close=True)
        try:
            async with (
                aiohttp.ClientSession(connector=connector, timeout=SENDING, trust_env=self._trust_env) as session,
                session.request(method, url, data=body, headers=headers, allow_redirects=False) as response,
            ):
                try:
                    async with asyncio.timeout(BODY_SECONDS):
                        raw = await response.content.read(ANSWER_BYTES)
                except (aiohttp.ClientError, TimeoutError, OSError):
                    raw = b""  # the status is the answer; its text is for people
                wait = retry_after(response.headers, time.time())
                return judge(response.status, response.content_type, raw.decode("utf-8", "replace"), wait)
        except ValueError as error:  # a header or an address that cannot be written; its text may hold the token
            words = f"The request cannot be written ({type(error).__name__}): correct MEERKAT_REPORT__TOKEN or "
            return Answer(meaning="refused", words=f"{words}MEERKAT_INDEX__URL, then send again.")
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            return Answer(meaning="retry", words=f"PyPI could not be reached: {error}")
        except TimeoutError:
            return Answer(meaning="unknown", words="PyPI did not answer in time.")
        except (aiohttp.ClientError, OSError) as error:
            words = f"The connection broke before PyPI's answer: {error or type(error).__name__}"
            return Answer(meaning="unknown", words=words)


def body_of(observation: Observation) -> bytes:
    """The request's JSON. ``null`` is refused by the index's schema, so that an empty link is left out.

    Raises ValueError for numbers that JSON does not have.
    """
    content: dict[str, Any] = {"kind": observation.kind, "summary": observation.summary}
    if observation.inspector_url:
        content["inspector_url"] = observation.inspector_url
    if observation.extra:
        content["extra"] = observation.extra
    return json.dumps(_storable(content), ensure_ascii=False, allow_nan=False).encode()


_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def _storable(value: Any) -> Any:
    """Without what passes the index's validation and then breaks its database, or breaks the validation."""
    if isinstance(value, str):
        return _UNSTORABLE.sub("", value)
    if isinstance(value, dict):
        return {_storable(str(key)): _storable(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_storable(inner) for inner in value]
    return value


def judge(status: int, content_type: str, body: str, wait: float | None = None) -> Answer:
    """What an answer means: every row of the interface's table, and what it does not promise."""

    def answer(meaning: Meaning, words: str) -> Answer:
        return Answer(meaning=meaning, words=words, status=status, body=_readable(content_type, body), retry_after=wait)

    match status:
        case 202:
            return answer("accepted", "PyPI has accepted the report.")
        case 400:
            return answer(
                "refused",
                f"PyPI does not take the report as it is written ({_problem(body)}): change it and send again.",
            )
        case 401 | 403 if content_type == "text/plain":
            wait = wait or BLOCKED_SECONDS
            return answer("retry", "PyPI blocks this address for now; it is tried again.")
        case 401 | 403:
            return answer(
                "refused",
                "PyPI refuses the token: set MEERKAT_REPORT__TOKEN to an account-wide token of an observer, then send "
                "again.",
            )
        case 404:
            return answer("refused", "PyPI has no such project any more: nothing is left to report.")
        case 405 | 406 | 410 | 415:
            return answer("refused", f"PyPI's report interface has changed (status {status}): Meerkat needs an update.")
        case 429:
            return answer("retry", "PyPI asks for fewer requests; it is tried again.")
        case _ if status >= 500:
            return answer("unknown", f"PyPI broke off (status {status}), and may have taken the report before that.")
        case _ if 300 <= status < 400:
            return answer("refused", f"PyPI sends the report elsewhere (status {status}): correct MEERKAT_INDEX__URL.")
        case _ if 200 <= status < 300:
            return answer("unknown", f"PyPI answered {status} where only 202 counts as accepted.")
        case _:
            return answer("refused", f"PyPI refuses the report with status {status}.")


def _readable(content_type: str, body: str) -> str:
    if content_type.endswith("html"):
        body = re.sub(r"<(script|style)\b.*?</\1>|<[^>]*>", " ", body, flags=re.DOTALL | re.IGNORECASE)
    return " ".join(body.split())[:2000]


def _problem(body: str) -> str:
    """The sentence inside a 400: a list of problems, or an object that names what is missing."""
    try:
        found: Any = json.loads(body)
    except ValueError:
        return "no reason given"
    first: Any = found[0] if isinstance(found, list) and found else found
    if not isinstance(first, dict):
        return "no reason given"
    if "missing" in first:
        return "missing: " + ", ".join(map(str, first["missing"]))
    return str(first.get("message") or first.get("error") or "no reason given")[:300]


def _username(body: str) -> str:
    try:
        found: Any = json.loads(body)
    except ValueError:
        return "an unnamed account"
    return str(found.get("username", "an unnamed account")) if isinstance(found, dict) else "an unnamed account"
