"""What the community holds: people, roles, channels, messages, commands; and how each looks in JSON."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.demo.clock import Clock

__all__ = [
    "BOT_PERMISSIONS",
    "EPHEMERAL",
    "LOADING",
    "Channel",
    "Message",
    "Permission",
    "Person",
    "Reaction",
    "Role",
    "State",
]

Json = dict[str, Any]

DISCORD_EPOCH_MS = 1_420_070_400_000
EPHEMERAL, LOADING, COMPONENTS_V2 = 1 << 6, 1 << 7, 1 << 15
TEXT_CHANNEL, PUBLIC_THREAD = 0, 11


class Permission:
    """The permission bits that the stand-in knows."""

    ADMINISTRATOR = 1 << 3
    ADD_REACTIONS = 1 << 6
    VIEW_CHANNEL = 1 << 10
    SEND_MESSAGES = 1 << 11
    MANAGE_MESSAGES = 1 << 13
    EMBED_LINKS = 1 << 14
    READ_HISTORY = 1 << 16
    MENTION_EVERYONE = 1 << 17
    USE_COMMANDS = 1 << 31
    CREATE_THREADS = 1 << 35
    SEND_IN_THREADS = 1 << 38


P = Permission
EVERYONE_PERMISSIONS = P.VIEW_CHANNEL | P.SEND_MESSAGES | P.ADD_REACTIONS | P.READ_HISTORY | P.USE_COMMANDS
# What the invite link asks for, and no more.
BOT_PERMISSIONS = EVERYONE_PERMISSIONS | P.EMBED_LINKS | P.MANAGE_MESSAGES | P.CREATE_THREADS | P.SEND_IN_THREADS


@dataclass
class Role:
    id: int
    name: str
    permissions: int = 0
    mentionable: bool = True

    def json(self) -> Json:
        return {
            "id": str(self.id),
            "name": self.name,
            "permissions": str(self.permissions),
            "position": 1,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": False,
            "mentionable": self.mentionable,
            "icon": None,
            "unicode_emoji": None,
            "flags": 0,
        }


@dataclass
class Person:
    """A user and member of the guild."""

    id: int
    name: str
    roles: list[int] = field(default_factory=list[int])
    bot: bool = False

    def user_json(self) -> Json:
        shown: Json = {
            "id": str(self.id),
            "username": self.name,
            "global_name": self.name,
            "discriminator": "0",
            "avatar": None,
            "public_flags": 0,
            "flags": 0,
            "primary_guild": None,
        }
        return shown | ({"bot": True} if self.bot else {})

    def member_json(self, permissions: int | None = None) -> Json:
        shown: Json = {
            "user": self.user_json(),
            "roles": [str(role) for role in self.roles],
            "avatar": None,
            "banner": None,
            "communication_disabled_until": None,
            "flags": 0,
            "joined_at": "2026-01-01T00:00:00+00:00",
            "nick": None,
            "pending": False,
            "premium_since": None,
            "mute": False,
            "deaf": False,
        }
        return shown | ({"permissions": str(permissions)} if permissions is not None else {})


@dataclass
class Reaction:
    emoji: str
    users: list[int] = field(default_factory=list[int])


@dataclass
class Message:
    """A message as it stands; ``revisions`` counts its edits, ``pinged`` the roles and people it notified."""

    id: int
    channel_id: int
    author: Person
    content: str = ""
    embeds: list[Json] = field(default_factory=list[Json])
    components: list[Json] = field(default_factory=list[Json])
    attachments: list[Json] = field(default_factory=list[Json])
    flags: int = 0
    created: float = 0.0
    edited: float | None = None
    nonce: str | int | None = None
    reactions: list[Reaction] = field(default_factory=list[Reaction])
    revisions: int = 0
    deleted: bool = False
    pinged: set[int] = field(default_factory=set[int])
    pinged_everyone: bool = False
    thread_id: int | None = None

    @property
    def ephemeral(self) -> bool:
        return bool(self.flags & EPHEMERAL)

    @property
    def title(self) -> str:
        """The first embed's title."""
        return str(self.embeds[0].get("title", "")) if self.embeds else ""

    @property
    def text(self) -> str:
        """Everything in it that a person can read, a line each; for checks and for showing."""
        lines = [self.content] if self.content else []
        for embed in self.embeds:
            lines += [str(embed[key]) for key in ("title", "description") if embed.get(key)]
            lines += [f"{one['name']}: {one['value']}" for one in embed.get("fields", [])]
            lines += [str(embed["footer"]["text"])] if embed.get("footer") else []
        lines += [str(one["content"]) for one in walk(self.components) if one.get("type") == 10]
        return "\n".join(lines)

    @property
    def buttons(self) -> dict[str, Json]:
        """Buttons by label (or emoji, where one has no label)."""
        found = [one for one in walk(self.components) if one.get("type") == 2]
        return {str(one.get("label") or (one.get("emoji") or {}).get("name")): one for one in found}

    @property
    def controls(self) -> dict[str, Json]:
        """Every component with a custom id, by that id."""
        return {str(one["custom_id"]): one for one in walk(self.components) if "custom_id" in one}

    def who_reacted(self, emoji: str) -> list[int]:
        return next((list(one.users) for one in self.reactions if one.emoji == emoji), [])

    def json(self, *, viewer: int) -> Json:
        shown: Json = {
            "id": str(self.id),
            "channel_id": str(self.channel_id),
            "type": 0,
            "author": self.author.user_json(),
            "content": self.content,
            "embeds": [{"type": "rich"} | embed for embed in self.embeds],
            "components": self.components,
            "attachments": self.attachments,
            "mentions": [],
            "mention_roles": [str(one) for one in sorted(self.pinged)],
            "mention_everyone": self.pinged_everyone,
            "timestamp": stamp(self.created),
            "edited_timestamp": stamp(self.edited) if self.edited is not None else None,
            "flags": self.flags,
            "pinned": False,
            "tts": False,
        }
        if self.nonce is not None:
            shown["nonce"] = self.nonce
        if self.reactions:
            shown["reactions"] = [_reaction_json(one, viewer) for one in self.reactions]
        return shown


@dataclass
class Channel:
    """A text channel, or a thread when ``parent`` is set. ``denied`` are permissions that the bot lacks in it."""

    id: int
    name: str
    guild_id: int
    messages: list[Message] = field(default_factory=list[Message])
    denied: int = 0
    parent: int | None = None
    archived: bool = False
    owner: int | None = None

    def message(self, message_id: int) -> Message | None:
        return next((one for one in self.messages if one.id == message_id), None)

    def json(self) -> Json:
        shown: Json = {"id": str(self.id), "guild_id": str(self.guild_id), "name": self.name, "flags": 0}
        if self.parent is None:
            return shown | {
                "type": TEXT_CHANNEL,
                "position": 0,
                "permission_overwrites": [],
                "nsfw": False,
                "topic": None,
                "parent_id": None,
                "rate_limit_per_user": 0,
            }
        return shown | {
            "type": PUBLIC_THREAD,
            "parent_id": str(self.parent),
            "owner_id": str(self.owner),
            "message_count": len(self.messages),
            "member_count": 1,
            "total_message_sent": len(self.messages),
            "thread_metadata": {
                "archived": self.archived,
                "archive_timestamp": "2026-01-01T00:00:00+00:00",
                "auto_archive_duration": 1440,
                "locked": False,
                "create_timestamp": "2026-01-01T00:00:00+00:00",
            },
        }


class State:
    """One guild with its everyone role, the bot, and whatever a script adds."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self._count = itertools.count(1)
        self.guild_id = self.snowflake()
        self.application_id = self.snowflake()
        self.owner = Person(self.snowflake(), "owner")
        self.bot = Person(self.application_id, "meerkat", bot=True)
        self.bot_permissions = BOT_PERMISSIONS
        self.roles = {self.guild_id: Role(self.guild_id, "@everyone", EVERYONE_PERMISSIONS, mentionable=False)}
        self.people = {self.owner.id: self.owner, self.bot.id: self.bot}
        self.channels: dict[int, Channel] = {}
        self.commands: dict[int | None, list[Json]] = {}  # by guild id; None: global

    def snowflake(self) -> int:
        """A new id: its high bits are the time, as every Discord id's are."""
        return (int(self.clock() * 1000) - DISCORD_EPOCH_MS) << 22 | next(self._count) & 0x3FFFFF

    def permissions(self, person: Person) -> int:
        """What a person may do in the guild."""
        if person.bot:
            return self.bot_permissions
        bits = EVERYONE_PERMISSIONS
        for role in person.roles:
            bits |= self.roles[role].permissions
        return ~0 & (2**53 - 1) if bits & P.ADMINISTRATOR or person is self.owner else bits

    def bot_may(self, channel: Channel, permission: int) -> bool:
        parent = self.channels.get(channel.parent) if channel.parent else None
        denied = channel.denied | (parent.denied if parent else 0)
        return bool(self.bot_permissions & permission) and not denied & permission

    def guild_json(self) -> Json:
        return {
            "id": str(self.guild_id),
            "name": "Loopback",
            "owner_id": str(self.owner.id),
            "icon": None,
            "splash": None,
            "description": None,
            "features": [],
            "emojis": [],
            "stickers": [],
            "roles": [role.json() for role in self.roles.values()],
            "verification_level": 0,
            "default_message_notifications": 1,
            "explicit_content_filter": 0,
            "mfa_level": 0,
            "afk_timeout": 300,
            "afk_channel_id": None,
            "system_channel_id": None,
            "system_channel_flags": 0,
            "preferred_locale": "en-US",
            "premium_tier": 0,
            "nsfw_level": 0,
            "locale": "en-US",
        }

    def guild_create_json(self) -> Json:
        mine = self.bot.member_json()
        return self.guild_json() | {
            "joined_at": "2026-01-01T00:00:00+00:00",
            "large": False,
            "unavailable": False,
            "member_count": len(self.people),
            "members": [mine],
            "channels": [one.json() for one in self.channels.values() if one.parent is None],
            "threads": [one.json() for one in self.channels.values() if one.parent is not None],
            "voice_states": [],
            "presences": [],
            "stage_instances": [],
            "guild_scheduled_events": [],
            "soundboard_sounds": [],
        }

    def application_json(self) -> Json:
        return {
            "id": str(self.application_id),
            "name": "Meerkat",
            "icon": None,
            "description": "",
            "type": None,
            "verify_key": "0" * 64,
            "flags": 0,
            "flags_new": "0",
            "redirect_uris": [],
            "interactions_endpoint_url": None,
            "role_connections_verification_url": None,
            "owner": self.owner.user_json(),
            "approximate_guild_count": 1,
            "approximate_user_install_count": 0,
            "approximate_user_authorization_count": 0,
            "explicit_content_filter": 0,
            "team": None,
            "eligible_oauth2_scopes": [],
            "bot_public": False,
            "bot_require_code_grant": False,
            "summary": "",
        }


def walk(components: list[Json]) -> Iterator[Json]:
    """Every component, outer before inner."""
    for one in components:
        yield one
        inner: list[Json] = [*one.get("components", [])]
        inner += [one[key] for key in ("component", "accessory") if one.get(key)]
        yield from walk(inner)


def stamp(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()


def emoji_json(emoji: str) -> Json:
    name, _, number = emoji.partition(":")
    return {"id": number or None, "name": name}


def _reaction_json(one: Reaction, viewer: int) -> Json:
    return {
        "emoji": emoji_json(one.emoji),
        "count": len(one.users),
        "count_details": {"burst": 0, "normal": len(one.users)},
        "burst_colors": [],
        "me_burst": False,
        "me": viewer in one.users,
    }
