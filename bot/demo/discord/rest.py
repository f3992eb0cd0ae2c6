"""The REST routes of the bot itself: who it is, its commands, channels, messages, reactions, threads, members."""

from typing import Any

from aiohttp import web

from bot.demo.discord import messages
from bot.demo.discord.backend import Backend, answer, answered, no_content, read_body
from bot.demo.discord.limits import ApiError
from bot.demo.discord.state import Channel, Message, Permission, Person, Reaction, emoji_json

__all__ = ["Rest"]

Json = dict[str, Any]

MAX_COMMANDS, MAX_REACTIONS = 100, 20


class Rest:
    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._state = backend.state

    def routes(self, app: web.Application, prefix: str) -> None:
        for method, path, handler in (
            ("GET", "/users/@me", self.me),
            ("GET", "/users/@me/guilds", self.my_guilds),
            ("GET", "/oauth2/applications/@me", self.application),
            ("GET", "/applications/@me", self.application),
            ("PUT", "/applications/{app}/commands", self.put_commands),
            ("GET", "/applications/{app}/commands", self.get_commands),
            ("PUT", "/applications/{app}/guilds/{guild}/commands", self.put_commands),
            ("GET", "/applications/{app}/guilds/{guild}/commands", self.get_commands),
            ("GET", "/guilds/{guild}", self.guild),
            ("GET", "/guilds/{guild}/channels", self.channels),
            ("GET", "/guilds/{guild}/roles", self.roles),
            ("GET", "/guilds/{guild}/members/{user}", self.member),
            ("GET", "/channels/{channel}", self.get_channel),
            ("PATCH", "/channels/{channel}", self.edit_channel),
            ("GET", "/channels/{channel}/messages", self.list_messages),
            ("POST", "/channels/{channel}/messages", self.send),
            ("GET", "/channels/{channel}/messages/{message}", self.get_message),
            ("PATCH", "/channels/{channel}/messages/{message}", self.edit),
            ("DELETE", "/channels/{channel}/messages/{message}", self.delete),
            ("PUT", "/channels/{channel}/messages/{message}/reactions/{emoji}/@me", self.react),
            ("DELETE", "/channels/{channel}/messages/{message}/reactions/{emoji}/{user}", self.unreact),
            ("GET", "/channels/{channel}/messages/{message}/reactions/{emoji}", self.reactors),
            ("DELETE", "/channels/{channel}/messages/{message}/reactions/{emoji}", self.clear_reactions),
            ("DELETE", "/channels/{channel}/messages/{message}/reactions", self.clear_reactions),
            ("POST", "/channels/{channel}/threads", self.open_thread),
            ("POST", "/channels/{channel}/messages/{message}/threads", self.open_thread),
            ("POST", "/channels/{channel}/typing", self.typing),
        ):
            app.router.add_route(method, prefix + path, answered(handler))

    async def me(self, request: web.Request) -> web.Response:
        return answer(self._state.bot.user_json() | {"mfa_enabled": False, "locale": "en-US", "verified": True})

    async def my_guilds(self, request: web.Request) -> web.Response:
        one = self._state.guild_json()
        kept = {key: one[key] for key in ("id", "name", "icon", "features")}
        return answer([kept | {"owner": False, "permissions": str(self._state.bot_permissions)}])

    async def application(self, request: web.Request) -> web.Response:
        return answer(self._state.application_json())

    # Commands

    async def put_commands(self, request: web.Request) -> web.Response:
        scope = self._scope(request)
        given: list[Json] = (await read_body(request)).fields.get("list", [])
        if sum(one.get("type", 1) == 1 for one in given) > MAX_COMMANDS:
            raise ApiError(400, 30032, "Maximum number of application commands reached (100).")
        old = {(one["name"], one["type"]): one["id"] for one in self._state.commands.get(scope, [])}
        self._state.commands[scope] = [self._command(one, scope, old) for one in given]
        self._backend.changed()
        return answer(self._state.commands[scope])

    async def get_commands(self, request: web.Request) -> web.Response:
        return answer(self._state.commands.get(self._scope(request), []))

    def _scope(self, request: web.Request) -> int | None:
        if request.match_info["app"] != str(self._state.application_id):
            raise ApiError(403, 20012, "You are not authorized to perform this action on this application")
        guild = request.match_info.get("guild")
        if guild is not None and guild != str(self._state.guild_id):
            raise ApiError(403, 50001, "Missing Access")
        return int(guild) if guild else None

    def _command(self, given: Json, scope: int | None, old: dict[tuple[str, int], str]) -> Json:
        kind = given.get("type") or 1
        shown: Json = {
            "id": old.get((given["name"], kind)) or str(self._state.snowflake()),
            "application_id": str(self._state.application_id),
            "version": str(self._state.snowflake()),
            "default_member_permissions": None,
            "type": kind,
            "description": "",
            "nsfw": False,
        }
        shown |= {key: value for key, value in given.items() if value is not None and key != "type"}
        if shown["default_member_permissions"] is not None:
            shown["default_member_permissions"] = str(shown["default_member_permissions"])
        return shown | ({"guild_id": str(scope)} if scope else {})

    # Guild

    def _guild(self, request: web.Request) -> None:
        if request.match_info["guild"] != str(self._state.guild_id):
            raise ApiError(404, 10004, "Unknown Guild")

    async def guild(self, request: web.Request) -> web.Response:
        self._guild(request)
        return answer(self._state.guild_json())

    async def channels(self, request: web.Request) -> web.Response:
        self._guild(request)
        return answer([one.json() for one in self._state.channels.values() if one.parent is None])

    async def roles(self, request: web.Request) -> web.Response:
        self._guild(request)
        return answer([one.json() for one in self._state.roles.values()])

    async def member(self, request: web.Request) -> web.Response:
        self._guild(request)
        return answer(self._person(request).member_json())

    def _person(self, request: web.Request) -> Person:
        text = request.match_info["user"]
        person = self._state.people.get(int(text)) if text.isdigit() else None
        if person is None:
            raise ApiError(404, 10007, "Unknown Member")
        return person

    # Channels and messages

    async def get_channel(self, request: web.Request) -> web.Response:
        return answer(self._backend.channel(request).json())

    async def edit_channel(self, request: web.Request) -> web.Response:
        channel = self._backend.channel(request)
        body = (await read_body(request)).fields
        channel.name = str(body.get("name", channel.name))
        channel.archived = bool(body.get("archived", channel.archived))
        event = "THREAD_UPDATE" if channel.parent else "CHANNEL_UPDATE"
        self._backend.gateway.dispatch(event, channel.json())
        self._backend.changed()
        return answer(channel.json())

    async def typing(self, request: web.Request) -> web.Response:
        self._backend.channel(request)
        return no_content()

    async def list_messages(self, request: web.Request) -> web.Response:
        channel = self._backend.channel(request)
        self._backend.need(channel, Permission.READ_HISTORY)
        query = request.query
        found = list(channel.messages)
        if "before" in query:
            found = [one for one in found if one.id < int(query["before"])]
        limit = int(query.get("limit", 50))
        later = [one for one in found if one.id > int(query.get("after", 0))]
        chosen = later[:limit] if "after" in query else later[-limit:]
        return answer([self._shown(one) for one in reversed(chosen)])

    def _shown(self, message: Message) -> Json:
        return message.json(viewer=self._state.bot.id)

    async def send(self, request: web.Request) -> web.Response:
        channel = self._backend.channel(request)
        return answer(self._shown(messages.post(self._backend, channel, await read_body(request))))

    def _found(self, request: web.Request) -> tuple[Channel, Message]:
        channel = self._backend.channel(request)
        return channel, self._backend.message(request, channel)

    async def get_message(self, request: web.Request) -> web.Response:
        channel, message = self._found(request)
        self._backend.need(channel, Permission.READ_HISTORY)
        return answer(self._shown(message))

    async def edit(self, request: web.Request) -> web.Response:
        channel, message = self._found(request)
        if message.author is not self._state.bot:
            raise ApiError(403, 50005, "Cannot edit a message authored by another user")
        if channel.archived:
            raise ApiError(400, 50083, "Thread is archived")
        return answer(self._shown(messages.edit(self._backend, message, await read_body(request))))

    async def delete(self, request: web.Request) -> web.Response:
        channel, message = self._found(request)
        if message.author is not self._state.bot:
            self._backend.need(channel, Permission.MANAGE_MESSAGES)
        messages.remove(self._backend, channel, message)
        return no_content()

    # Reactions

    async def react(self, request: web.Request) -> web.Response:
        channel, message = self._found(request)
        emoji = request.match_info["emoji"]
        self._backend.need(channel, Permission.READ_HISTORY)
        if not any(one.emoji == emoji for one in message.reactions):
            self._backend.need(channel, Permission.ADD_REACTIONS)
        add_reaction(self._backend, message, emoji, self._state.bot)
        return no_content()

    async def unreact(self, request: web.Request) -> web.Response:
        channel, message = self._found(request)
        if request.match_info["user"] == "@me":
            person = self._state.bot
        else:
            self._backend.need(channel, Permission.MANAGE_MESSAGES)
            person = self._person(request)
        remove_reaction(self._backend, message, request.match_info["emoji"], person)
        return no_content()

    async def reactors(self, request: web.Request) -> web.Response:
        channel, message = self._found(request)
        self._backend.need(channel, Permission.READ_HISTORY)
        emoji, after = request.match_info["emoji"], int(request.query.get("after", 0))
        users = sorted(one for one in message.who_reacted(emoji) if one > after)
        if not users and not any(one.emoji == emoji for one in message.reactions) and ":" in emoji:
            raise ApiError(400, 10014, "Unknown Emoji")
        limit = int(request.query.get("limit", 25))
        return answer([self._state.people[one].user_json() for one in users[:limit]])

    async def clear_reactions(self, request: web.Request) -> web.Response:
        channel, message = self._found(request)
        self._backend.need(channel, Permission.MANAGE_MESSAGES)
        clear_reactions(self._backend, message, request.match_info.get("emoji"))
        return no_content()

    # Threads

    async def open_thread(self, request: web.Request) -> web.Response:
        channel = self._backend.channel(request)
        self._backend.need(channel, Permission.CREATE_THREADS)
        message = self._backend.message(request, channel) if "message" in request.match_info else None
        if message is not None and message.thread_id is not None:
            raise ApiError(400, 160004, "A thread has already been created for this message")
        name = str((await read_body(request)).fields.get("name", ""))
        if not 1 <= len(name) <= 100:
            problem = {"code": "BASE_TYPE_BAD_LENGTH", "message": "Must be between 1 and 100 in length."}
            raise ApiError(400, 50035, "Invalid Form Body", {"name": {"_errors": [problem]}})
        number = message.id if message else self._state.snowflake()
        thread = Channel(number, name, channel.guild_id, parent=channel.id, owner=self._state.bot.id)
        self._state.channels[thread.id] = thread
        if message is not None:
            message.thread_id = thread.id
        self._backend.gateway.dispatch("THREAD_CREATE", thread.json() | {"newly_created": True})
        self._backend.changed()
        return answer(thread.json(), status=201)


def _about(backend: Backend, message: Message) -> Json:
    return {
        "message_id": str(message.id),
        "channel_id": str(message.channel_id),
        "guild_id": str(backend.state.guild_id),
    }


def add_reaction(backend: Backend, message: Message, emoji: str, person: Person) -> None:
    """Put a person's reaction under a message."""
    standing = next((one for one in message.reactions if one.emoji == emoji), None)
    if standing is None:
        if len(message.reactions) >= MAX_REACTIONS:
            raise ApiError(403, 30010, "Maximum number of reactions reached (20)")
        standing = Reaction(emoji)
        message.reactions.append(standing)
    if person.id in standing.users:
        return
    standing.users.append(person.id)
    event = _about(backend, message) | {
        "user_id": str(person.id),
        "emoji": emoji_json(emoji),
        "burst": False,
        "type": 0,
    }
    event |= {"message_author_id": str(message.author.id), "member": person.member_json()}
    backend.gateway.dispatch("MESSAGE_REACTION_ADD", event)
    backend.changed()


def remove_reaction(backend: Backend, message: Message, emoji: str, person: Person) -> None:
    """Take a person's reaction away; nothing happens where there is none."""
    standing = next((one for one in message.reactions if one.emoji == emoji), None)
    if standing is None or person.id not in standing.users:
        return
    standing.users.remove(person.id)
    if not standing.users:
        message.reactions.remove(standing)
    event = _about(backend, message) | {
        "user_id": str(person.id),
        "emoji": emoji_json(emoji),
        "burst": False,
        "type": 0,
    }
    backend.gateway.dispatch("MESSAGE_REACTION_REMOVE", event)
    backend.changed()


def clear_reactions(backend: Backend, message: Message, emoji: str | None = None) -> None:
    """Take all reactions away, or all with one emoji: one event, which names no person."""
    message.reactions = [one for one in message.reactions if emoji is not None and one.emoji != emoji]
    about = _about(backend, message)
    if emoji is None:
        backend.gateway.dispatch("MESSAGE_REACTION_REMOVE_ALL", about)
    else:
        backend.gateway.dispatch("MESSAGE_REACTION_REMOVE_EMOJI", about | {"emoji": emoji_json(emoji)})
    backend.changed()
