"""Interactions: the three-second deadline, the one answer, follow-ups, and what the person sees of it."""

import asyncio
import secrets
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from bot.demo.discord import messages
from bot.demo.discord.backend import Backend, Body, answer, answered, no_content, read_body
from bot.demo.discord.limits import ApiError, check_choices, check_modal
from bot.demo.discord.state import EPHEMERAL, LOADING, Channel, Message, Person

__all__ = ["AUTOCOMPLETE", "COMMAND", "COMPONENT", "MODAL_SUBMIT", "Interaction", "Interactions", "Modal"]

Json = dict[str, Any]

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL_SUBMIT = 2, 3, 4, 5
SEND, THINK, THINK_UPDATE, UPDATE, SUGGEST, FORM = 4, 5, 6, 7, 8, 9
ANSWERS = {
    COMMAND: {SEND, THINK, FORM},
    COMPONENT: {SEND, THINK, THINK_UPDATE, UPDATE, FORM},
    AUTOCOMPLETE: {SUGGEST},
    MODAL_SUBMIT: {SEND, THINK, THINK_UPDATE, UPDATE},
}
TOKEN_SECONDS = 15 * 60
ATTACHMENT_LIMIT = 10 * 2**20


@dataclass(frozen=True)
class Modal:
    """A form on a person's screen."""

    title: str
    custom_id: str
    components: list[Json]
    message: Message | None = None  # the message whose button opened it


@dataclass(eq=False)
class Interaction:
    """One thing that a person did, and all that the bot answered to it."""

    id: int
    kind: int
    person: Person
    channel: Channel
    message: Message | None  # the message whose control was used
    sent: float  # loop time
    token: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    answer: int | None = None
    original: Message | None = None
    followups: list[Message] = field(default_factory=list[Message])
    modal: Modal | None = None
    choices: list[Json] = field(default_factory=list[Json])
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    settled: asyncio.Event = field(default_factory=asyncio.Event)  # nothing is "thinking" any more


class Interactions:
    """Sends interactions to the bot and takes its answers. ``deadline`` is the time for the first one, in seconds."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._state = backend.state
        self._by_id: dict[int, Interaction] = {}
        self.deadline = 3.0

    def routes(self, app: web.Application, prefix: str) -> None:
        hook = f"{prefix}/webhooks/{{app}}/{{token}}"
        for method, path, handler in (
            ("POST", f"{prefix}/interactions/{{interaction}}/{{token}}/callback", self.callback),
            ("POST", hook, self.follow_up),
            ("GET", f"{hook}/messages/{{message}}", self.get),
            ("PATCH", f"{hook}/messages/{{message}}", self.edit),
            ("DELETE", f"{hook}/messages/{{message}}", self.delete),
        ):
            app.router.add_route(method, path, answered(handler))

    def start(
        self, kind: int, person: Person, channel: Channel, data: Json, *, message: Message | None = None
    ) -> Interaction:
        """Tell the bot what a person did."""
        loop = asyncio.get_running_loop()
        one = Interaction(self._state.snowflake(), kind, person, channel, message, loop.time())
        self._by_id[one.id] = one
        permissions = self._state.permissions(person)
        guild = str(self._state.guild_id)
        payload: Json = {
            "id": str(one.id),
            "application_id": str(self._state.application_id),
            "type": kind,
            "token": one.token,
            "version": 1,
            "attachment_size_limit": ATTACHMENT_LIMIT,
            "locale": "en-US",
            "guild_locale": "en-US",
            "guild_id": guild,
            "guild": {"id": guild, "locale": "en-US", "features": []},
            "channel_id": str(channel.id),
            "channel": channel.json() | {"permissions": str(permissions)},
            "member": person.member_json(permissions),
            "app_permissions": str(self._state.bot_permissions),
            "authorizing_integration_owners": {"0": guild},
            "context": 0,
            "entitlements": [],
            "data": data,
        }
        if message is not None:
            payload["message"] = message.json(viewer=self._state.bot.id)
        self._backend.gateway.dispatch("INTERACTION_CREATE", payload)
        return one

    # The first answer

    async def callback(self, request: web.Request) -> web.Response:
        one = self._unanswered(request)
        body = await read_body(request)
        kind, data = body.fields.get("type"), body.fields.get("data") or {}
        allowed = ANSWERS[one.kind] - (set() if one.message or one.kind == COMMAND else {THINK_UPDATE, UPDATE})
        if kind not in allowed:
            problem = {"code": "INTERACTION_APPLICATION_COMMAND_INVALID_RESPONSE_TYPE", "message": "Invalid type"}
            raise ApiError(400, 50035, "Invalid Form Body", {"type": {"_errors": [problem]}})
        shown = self._act(one, kind, Body(data, body.files))
        one.answer = kind
        if kind not in (THINK, THINK_UPDATE):
            one.settled.set()
        one.answered.set()
        self._backend.changed()
        if request.query.get("with_response", "").lower() not in ("1", "true"):
            return no_content()
        return answer(self._receipt(one, kind, shown))

    def _unanswered(self, request: web.Request) -> Interaction:
        number = request.match_info["interaction"]
        one = self._by_id.get(int(number)) if number.isdigit() else None
        late = one is not None and asyncio.get_running_loop().time() - one.sent > self.deadline
        if one is None or one.token != request.match_info["token"] or (late and one.answer is None):
            raise ApiError(404, 10062, "Unknown interaction")
        if one.answer is not None:
            raise ApiError(400, 40060, "Interaction has already been acknowledged.")
        return one

    def _act(self, one: Interaction, kind: int, body: Body) -> Message | None:
        if kind == SEND:
            one.original = self._compose(one, body, 0)
            return one.original
        if kind == THINK:
            flags = LOADING | int(body.fields.get("flags") or 0) & EPHEMERAL
            one.original = Message(
                self._state.snowflake(), one.channel.id, self._state.bot, flags=flags, created=self._backend.clock()
            )
            if not flags & EPHEMERAL:
                messages.stand(self._backend, one.channel, one.original)
            return one.original
        if kind == UPDATE and one.message is not None:
            return messages.edit(self._backend, one.message, body)
        if kind == SUGGEST:
            check_choices(body.fields)
            one.choices = list(body.fields.get("choices") or [])
        if kind == FORM:
            check_modal(body.fields)
            fields = body.fields
            one.modal = Modal(fields["title"], fields["custom_id"], fields["components"], one.message)
        return None

    def _compose(self, one: Interaction, body: Body, flags: int) -> Message:
        message = messages.compose(self._backend, one.channel, self._state.bot, body, flags=flags)
        if not message.ephemeral:
            messages.stand(self._backend, one.channel, message)
        return message

    def _receipt(self, one: Interaction, kind: int, shown: Message | None) -> Json:
        about: Json = {"id": str(one.id), "type": one.kind}
        if shown is None:
            return {"interaction": about}
        about |= {
            "response_message_id": str(shown.id),
            "response_message_loading": bool(shown.flags & LOADING),
            "response_message_ephemeral": shown.ephemeral,
        }
        if kind == THINK:
            return {"interaction": about}
        return {"interaction": about, "resource": {"type": kind, "message": self._json(shown)}}

    # What follows

    def _json(self, message: Message) -> Json:
        return message.json(viewer=self._state.bot.id)

    def _by_token(self, request: web.Request) -> Interaction:
        token = request.match_info["token"]
        one = next((one for one in self._by_id.values() if one.token == token), None)
        if one is None or request.match_info["app"] != str(self._state.application_id) or one.answer is None:
            raise ApiError(404, 10015, "Unknown Webhook")
        if asyncio.get_running_loop().time() - one.sent > TOKEN_SECONDS:
            raise ApiError(401, 50027, "Invalid Webhook Token")
        return one

    async def follow_up(self, request: web.Request) -> web.Response:
        one = self._by_token(request)
        body = await read_body(request)
        if one.original is not None and one.original.flags & LOADING:
            message = self._replace_thinking(one.original, body)
        else:
            message = self._compose(one, body, 0)
            one.followups.append(message)
        one.settled.set()
        self._backend.changed()
        return answer(self._json(message))

    def _replace_thinking(self, message: Message, body: Body) -> Message:
        messages.edit(self._backend, message, body)
        message.flags &= ~LOADING
        return message

    def _target(self, request: web.Request, one: Interaction) -> Message:
        name = request.match_info["message"]
        if name == "@original":
            found = one.original or (one.message if one.answer in (THINK_UPDATE, UPDATE) else None)
        else:
            mine = [*one.followups, *([one.original] if one.original else [])]
            found = next((message for message in mine if str(message.id) == name), None)
        if found is None or found.deleted:
            raise ApiError(404, 10008, "Unknown Message")
        return found

    async def get(self, request: web.Request) -> web.Response:
        return answer(self._json(self._target(request, self._by_token(request))))

    async def edit(self, request: web.Request) -> web.Response:
        one = self._by_token(request)
        message = self._target(request, one)
        body = await read_body(request)
        if message.flags & LOADING:
            self._replace_thinking(message, body)
        else:
            messages.edit(self._backend, message, body)
        one.settled.set()
        self._backend.changed()
        return answer(self._json(message))

    async def delete(self, request: web.Request) -> web.Response:
        one = self._by_token(request)
        message = self._target(request, one)
        messages.remove(self._backend, one.channel, message)
        one.settled.set()
        return no_content()
