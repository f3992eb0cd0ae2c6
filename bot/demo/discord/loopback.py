"""Discord as a server: REST and gateway on one loopback address, one guild, and the people in it."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import web

from bot.demo.clock import Clock
from bot.demo.discord.actors import Member
from bot.demo.discord.backend import Backend, answer, answered
from bot.demo.discord.gateway import Gateway
from bot.demo.discord.interactions import Interactions
from bot.demo.discord.rest import Rest
from bot.demo.discord.state import Channel, Message, Person, Role, State
from bot.demo.server import LoopbackServer

__all__ = ["LoopbackDiscord"]

PREFIX = "/api/v10"
T = TypeVar("T")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class LoopbackDiscord(LoopbackServer):
    """Discord on loopback: one guild, the bot in it, and people who act by :class:`Member`.

    ``openapi`` is a path to Discord's OpenAPI description; with it, ``violations`` lists what does not fit.
    """

    def __init__(
        self,
        *,
        clock: Clock | None = None,
        port: int = 0,
        token: str = "loopback.token",  # noqa: S107 - opens nothing but this server
        openapi: Path | None = None,
    ) -> None:
        super().__init__(clock=clock, port=port)
        self.token = token
        self.state = State(self.clock)
        self._change = asyncio.Event()
        self.listeners: list[Callable[[], None]] = []  # called after every change, before anything else happens
        self.gateway = Gateway(self.state, lambda: self.token, lambda: self.gateway_url, self._changed)
        self._backend = Backend(self.state, self.clock, self.gateway, self._changed)
        self.interactions = Interactions(self._backend)
        self._limits: list[tuple[str, str, int, float]] = []
        self._spent: dict[str, deque[float]] = defaultdict(deque)
        self._judge = None
        if openapi is not None:
            from bot.demo.discord.openapi import Judge  # a test's dependency, not the demo's

            self._judge = Judge(openapi)

    # Addresses

    @property
    def api_url(self) -> str:
        """What ``DISCORD__API_URL`` must say."""
        return f"{self.url}{PREFIX}"

    @property
    def gateway_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/gateway"

    @property
    def guild_id(self) -> int:
        return self.state.guild_id

    @property
    def judged(self) -> int:
        """How many exchanges were held against the description."""
        return self._judge.judged if self._judge else 0

    @property
    def violations(self) -> list[str]:
        return self._judge.violations if self._judge else []

    # The guild

    def channel(self, name: str) -> Channel:
        """The channel of that name, made where it is new."""
        found = next((one for one in self.state.channels.values() if one.name == name), None)
        if found is None:
            found = Channel(self.state.snowflake(), name, self.guild_id)
            self.state.channels[found.id] = found
        return found

    def role(self, name: str, *, permissions: int = 0, mentionable: bool = True) -> Role:
        """The role of that name, made where it is new."""
        found = next((one for one in self.state.roles.values() if one.name == name), None)
        if found is None:
            found = Role(self.state.snowflake(), name, permissions, mentionable)
            self.state.roles[found.id] = found
        return found

    def member(self, name: str, *, roles: list[str] | None = None, home: str = "alerts") -> Member:
        """A person with those roles, who types commands in the channel ``home``."""
        person = next((one for one in self.state.people.values() if one.name == name), None)
        if person is None:
            person = Person(self.state.snowflake(), name)
            self.state.people[person.id] = person
        if roles is not None:
            person.roles = [self.role(role).id for role in roles]
        return Member(self._backend, self.interactions, person, self.channel(home))

    @property
    def messages(self) -> list[Message]:
        """Every message of every channel, oldest first."""
        return sorted((one for channel in self.state.channels.values() for one in channel.messages), key=lambda m: m.id)

    def say(self, member: Member, text: str, channel: Channel | None = None) -> Message:
        """Post a person's own message."""
        from bot.demo.discord.messages import stand

        where = channel or member.home
        message = Message(self.state.snowflake(), where.id, member.person, text, created=self.clock())
        stand(self._backend, where, message)
        return message

    # Waiting

    def _changed(self) -> None:
        self._change.set()
        self._change = asyncio.Event()
        for listener in self.listeners:
            listener()

    async def wait_for(self, look: Callable[[], T], *, seconds: float = 10.0, what: str = "") -> T:
        """Wait until ``look`` gives something true, and give it. Raises TimeoutError that names ``what``."""
        loop = asyncio.get_running_loop()
        end = loop.time() + seconds
        while not (found := look()):
            try:
                async with asyncio.timeout(min(0.25, max(0.0, end - loop.time()))):
                    await self._change.wait()
            except TimeoutError:
                if loop.time() >= end:
                    raise TimeoutError(f"not within {seconds:g} s: {what or look}") from None
        return found

    async def connected(self, *, seconds: float = 10.0) -> None:
        """Wait until the bot has a session on the gateway."""
        await self.wait_for(lambda: self.gateway.live, seconds=seconds, what="the bot on the gateway")

    # Serving

    def limit(self, method: str, path: str, count: int, seconds: float) -> None:
        """Allow ``count`` requests in ``seconds`` to the routes that fit the glob.

        As Discord has it, each channel, guild or webhook is a bucket of its own, whatever else the path names.
        """
        self._limits.append((method, PREFIX + path, count, seconds))

    def routes(self, app: web.Application) -> None:
        app.router.add_get("/gateway", self.gateway.serve)
        app.router.add_get("/gateway/", self.gateway.serve)
        app.router.add_get(f"{PREFIX}/gateway", answered(self._gateway))
        app.router.add_get(f"{PREFIX}/gateway/bot", answered(self._gateway_bot))
        Rest(self._backend).routes(app, PREFIX)
        self.interactions.routes(app, PREFIX)

    async def before_close(self) -> None:
        await self.gateway.close()

    async def _gateway(self, _: web.Request) -> web.Response:
        return answer({"url": self.gateway_url})

    async def _gateway_bot(self, _: web.Request) -> web.Response:
        left = {"total": 1000, "remaining": 1000 - self.gateway.identifies, "reset_after": 0, "max_concurrency": 1}
        return answer({"url": self.gateway_url, "shards": 1, "session_start_limit": left})

    async def handle(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """What stands before every route: authorization, rate limits, and the judge behind."""
        if not request.path.startswith(PREFIX):
            return await handler(request)
        path = request.path.removeprefix(PREFIX)
        if not path.startswith(("/interactions/", "/webhooks/")) and path != "/gateway":
            if request.headers.get("Authorization") != f"Bot {self.token}":
                return answer({"message": "401: Unauthorized", "code": 0}, status=401)
            headers, wait = self._spend(request)
            if wait > 0:
                body = {"message": "You are being rate limited.", "retry_after": wait, "global": False}
                limited = answer(body, status=429)
                limited.headers.update(headers | {"Via": "1.1 google", "Retry-After": str(round(wait + 0.5))})
                return limited
        else:
            headers = {}
        response = await self._routed(request, handler)
        response.headers.update(headers)
        if self._judge is not None and isinstance(response, web.Response):
            await self._have_judged(request, path, response)
        return response

    async def _routed(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPException as error:
            return answer({"message": f"{error.status}: {error.reason}", "code": 0}, status=error.status)

    def _spend(self, request: web.Request) -> tuple[dict[str, str], float]:
        rule = next(
            (one for one in self._limits if one[0] == request.method and fnmatchcase(request.path, one[1])), None
        )
        if rule is None:
            return {}, 0.0
        _, pattern, count, seconds = rule
        now = asyncio.get_running_loop().time()
        place = "/".join(request.path.removeprefix(PREFIX).split("/")[1:3])
        spent = self._spent[f"{request.method} {pattern} {place}"]
        while spent and spent[0] <= now - seconds:
            spent.popleft()
        wait = spent[0] + seconds - now if len(spent) >= count else 0.0
        if not wait:
            spent.append(now)
        reset = max(0.0, spent[0] + seconds - now)
        headers = {
            "X-RateLimit-Limit": str(count),
            "X-RateLimit-Remaining": str(count - len(spent)),
            "X-RateLimit-Reset": f"{self.clock() + reset:.3f}",
            "X-RateLimit-Reset-After": f"{reset:.3f}",
            "X-RateLimit-Bucket": f"{request.method.lower()}{abs(hash(pattern)):x}",
        }
        return headers, wait

    async def _have_judged(self, request: web.Request, path: str, response: web.Response) -> None:
        assert self._judge is not None
        body: Any = None
        if request.content_type == "application/json" and request.body_exists:
            body = json.loads(await request.read())
        elif request.content_type == "multipart/form-data":
            body = json.loads(str((await request.post())["payload_json"]))
        said = json.loads(response.body) if isinstance(response.body, bytes) and response.body else None
        self._judge.check(request.method, path, body, response.status, said)
