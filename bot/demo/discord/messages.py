"""Messages: how a body becomes one, how an edit changes it, and whom it notifies."""

import re
from typing import Any

from bot.demo.discord.backend import Backend, Body
from bot.demo.discord.limits import ApiError, check_message
from bot.demo.discord.state import COMPONENTS_V2, EPHEMERAL, Channel, Message, Permission, Person, walk

__all__ = ["compose", "edit", "post", "remove"]

Json = dict[str, Any]

NONCE_SECONDS = 300.0  # "the past few minutes" in which a nonce is remembered


def compose(backend: Backend, channel: Channel, author: Person, body: Body, *, flags: int = 0) -> Message:
    """A checked message that stands nowhere yet."""
    fields = body.fields
    bits = int(fields.get("flags") or 0) | flags
    check_message(fields, flags=bits, has_files=bool(body.files))
    message = Message(backend.state.snowflake(), channel.id, author, flags=bits, created=backend.clock())
    message.nonce = fields.get("nonce")
    _fill(backend, message, body)
    _notify(backend, message, fields)
    return message


def post(backend: Backend, channel: Channel, body: Body) -> Message:
    """The bot's own send. The same nonce within minutes gives the message that stands already."""
    if channel.archived:
        raise ApiError(400, 50083, "Thread is archived")
    needed = Permission.SEND_IN_THREADS if channel.parent else Permission.SEND_MESSAGES
    backend.need(channel, needed)
    nonce = body.fields.get("nonce")
    if nonce is not None and body.fields.get("enforce_nonce"):
        since = backend.clock() - NONCE_SECONDS
        for old in reversed(channel.messages):
            if old.nonce == nonce and old.author is backend.state.bot and old.created >= since:
                return old
    if body.fields.get("embeds") and not backend.state.bot_may(channel, Permission.EMBED_LINKS):
        body = Body({key: value for key, value in body.fields.items() if key != "embeds"}, body.files)
    message = compose(backend, channel, backend.state.bot, body)
    stand(backend, channel, message)
    return message


def stand(backend: Backend, channel: Channel, message: Message) -> None:
    """Put a message into its channel and tell everybody."""
    channel.messages.append(message)
    backend.gateway.dispatch("MESSAGE_CREATE", backend.event_json(message))
    backend.changed()


def edit(backend: Backend, message: Message, body: Body) -> Message:
    """Change what the body names and leave the rest; an edit notifies nobody."""
    fields = body.fields
    if message.flags & COMPONENTS_V2 and "flags" in fields and not int(fields["flags"] or 0) & COMPONENTS_V2:
        raise ApiError(400, 50035, "Invalid Form Body", {"flags": {"_errors": [{"code": "MESSAGE_FLAG_FIXED"}]}})
    flags = message.flags | (int(fields.get("flags") or 0) & COMPONENTS_V2)
    standing = {"content": message.content, "embeds": message.embeds, "components": message.components}
    check_message(standing | fields, flags=flags, has_files=bool(body.files or message.attachments))
    message.flags = flags
    _fill(backend, message, body)
    message.edited = backend.clock()
    message.revisions += 1
    if not message.ephemeral:
        backend.gateway.dispatch("MESSAGE_UPDATE", backend.event_json(message))
    backend.changed()
    return message


def remove(backend: Backend, channel: Channel, message: Message) -> None:
    message.deleted = True
    if message in channel.messages:
        channel.messages.remove(message)
        gone = {"id": str(message.id), "channel_id": str(channel.id), "guild_id": str(backend.state.guild_id)}
        backend.gateway.dispatch("MESSAGE_DELETE", gone)
    backend.changed()


def _fill(backend: Backend, message: Message, body: Body) -> None:
    fields = body.fields
    if "content" in fields:
        message.content = str(fields["content"] or "").strip()
    if "embeds" in fields:
        message.embeds = list(fields["embeds"] or [])
    if "components" in fields:
        message.components = list(fields["components"] or [])
        for number, one in enumerate(walk(message.components), 1):
            one.setdefault("id", number)
    for name, data in body.files.values():
        number = backend.state.snowflake()
        address = f"https://cdn.invalid/attachments/{message.channel_id}/{number}/{name}"
        shown = {"id": str(number), "filename": name, "size": len(data), "url": address, "proxy_url": address}
        message.attachments.append(shown)


def _notify(backend: Backend, message: Message, fields: Json) -> None:
    """Whom it pings: text outside embeds only, within what ``allowed_mentions`` leaves (absent: everything)."""
    if message.flags & EPHEMERAL:
        return
    allowed = fields.get("allowed_mentions")
    everything = {"parse": ["everyone", "roles", "users"]}
    rule: Json = everything if allowed is None else allowed
    parse = rule.get("parse") or []
    texts = [message.content, *(str(one["content"]) for one in walk(message.components) if one.get("type") == 10)]
    text = "\n".join(texts)
    may_all = bool(backend.state.bot_permissions & Permission.MENTION_EVERYONE)
    for number in map(int, re.findall(r"<@&(\d+)>", text)):
        role = backend.state.roles.get(number)
        named = "roles" in parse or str(number) in map(str, rule.get("roles") or [])
        if role is not None and named and (role.mentionable or may_all):
            message.pinged.add(number)
    for number in map(int, re.findall(r"<@!?(\d+)>", text)):
        if number in backend.state.people and ("users" in parse or str(number) in map(str, rule.get("users") or [])):
            message.pinged.add(number)
    message.pinged_everyone = may_all and "everyone" in parse and bool(re.search(r"@(everyone|here)\b", text))
