"""What every part of the stand-in works with, and how a request is answered or refused."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import msgspec
from aiohttp import web

from bot.demo.clock import Clock
from bot.demo.discord.gateway import Gateway
from bot.demo.discord.limits import ApiError
from bot.demo.discord.state import Channel, Message, Permission, State
from bot.demo.server import set_type

__all__ = ["Backend", "Body", "answer", "answered", "no_content", "read_body"]

Json = dict[str, Any]


@dataclass
class Backend:
    """State, clock, gateway, and the notice that something changed."""

    state: State
    clock: Clock
    gateway: Gateway
    changed: Callable[[], None]

    def channel(self, request: web.Request) -> Channel:
        """The channel of a request, for a bot that may see it."""
        channel = self.state.channels.get(_number(request, "channel"))
        if channel is None:
            raise ApiError(404, 10003, "Unknown Channel")
        if not self.state.bot_may(channel, Permission.VIEW_CHANNEL):
            raise ApiError(403, 50001, "Missing Access")
        return channel

    def message(self, request: web.Request, channel: Channel) -> Message:
        message = channel.message(_number(request, "message"))
        if message is None:
            raise ApiError(404, 10008, "Unknown Message")
        return message

    def need(self, channel: Channel, permission: int) -> None:
        """Raise where the bot lacks the permission in the channel."""
        if not self.state.bot_may(channel, permission):
            raise ApiError(403, 50013, "Missing Permissions")

    def event_json(self, message: Message) -> Json:
        return message.json(viewer=self.state.bot.id) | {"guild_id": str(self.state.guild_id)}


@dataclass(frozen=True)
class Body:
    """A request's JSON, and the files that came beside it."""

    fields: Json
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict[str, tuple[str, bytes]])  # part: (name, data)


def _number(request: web.Request, name: str) -> int:
    text = request.match_info[name]
    if not text.isdigit():
        raise ApiError(400, 50035, "Invalid Form Body", {name: {"_errors": [{"code": "NUMBER_TYPE_COERCE"}]}})
    return int(text)


async def read_body(request: web.Request) -> Body:
    """Read JSON, alone or as the ``payload_json`` part of a form with files."""
    if request.content_type == "multipart/form-data":
        form = await request.post()
        files = {
            name: (part.filename, part.file.read())
            for name, part in form.items()
            if isinstance(part, web.FileField) and name.startswith("files[")
        }
        return Body(json.loads(str(form["payload_json"])), files)
    raw = await request.read()
    if not raw:
        return Body({})
    try:
        value = json.loads(raw)
    except ValueError:
        raise ApiError(400, 50109, "The request body contains invalid JSON.") from None
    return Body(value if isinstance(value, dict) else {"list": value})


def answer(value: Any, *, status: int = 200) -> web.Response:
    """JSON under exactly ``application/json``: with a charset, discord.py takes it for text."""
    response = web.Response(status=status, body=msgspec.json.encode(value))
    set_type(response, "application/json")
    return response


def no_content() -> web.Response:
    return web.Response(status=204)


def answered(
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]],
) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Turn an ApiError of the handler into its answer."""

    async def handle(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except ApiError as error:
            return answer(error.body, status=error.status)

    return handle
