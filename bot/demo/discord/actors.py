"""People who use the bot: they click, react, type and fill in forms, and see what Discord would show them."""

import asyncio
from dataclasses import dataclass
from typing import Any

from bot.demo.discord.backend import Backend
from bot.demo.discord.interactions import (
    AUTOCOMPLETE,
    COMMAND,
    COMPONENT,
    MODAL_SUBMIT,
    Interaction,
    Interactions,
    Modal,
)
from bot.demo.discord.rest import add_reaction, clear_reactions, remove_reaction
from bot.demo.discord.state import Channel, Message, Permission, Person

__all__ = ["Member", "Shown"]

Json = dict[str, Any]

THINKING_SECONDS = 15.0  # how long a person looks at "is thinking" before giving up
UPDATE_SECONDS = 2.0
SUBCOMMAND, GROUP, TEXT, INTEGER, BOOLEAN, NUMBER = 1, 2, 3, 4, 5, 10
LINK_STYLE = 5


@dataclass(frozen=True)
class Shown:
    """What Discord shows after an action. ``failed``: "This interaction failed" or "did not respond".

    ``message`` is a new message (see its ``ephemeral``), ``updated`` the message that was changed in place.
    """

    interaction: Interaction
    failed: bool = False

    @property
    def message(self) -> Message | None:
        return self.interaction.original or next(iter(self.interaction.followups), None)

    @property
    def updated(self) -> Message | None:
        return self.interaction.message

    @property
    def followups(self) -> list[Message]:
        return self.interaction.followups

    @property
    def modal(self) -> Modal | None:
        return self.interaction.modal

    @property
    def choices(self) -> list[Json]:
        return self.interaction.choices

    @property
    def private(self) -> bool:
        """Whether the answer is for the actor's eyes only."""
        return self.message is not None and self.message.ephemeral

    @property
    def text(self) -> str:
        """The answer's text; empty where nothing new was shown."""
        return "This interaction failed" if self.failed else (self.message.text if self.message else "")


class Member:
    """One person in the guild."""

    def __init__(self, backend: Backend, interactions: Interactions, person: Person, home: Channel) -> None:
        self._backend = backend
        self._interactions = interactions
        self.person = person
        self.home = home  # where commands are typed, unless told otherwise

    @property
    def id(self) -> int:
        return self.person.id

    @property
    def name(self) -> str:
        return self.person.name

    # Controls

    async def click(self, message: Message, button: str) -> Shown:
        """Press the button with that label (or custom id). Raises LookupError, and ValueError when it is disabled."""
        component = message.buttons.get(button) or message.controls.get(button)
        if component is None or component.get("style") == LINK_STYLE:
            raise LookupError(f"no button {button!r} among {sorted(message.buttons)}")
        if component.get("disabled"):
            raise ValueError(f"{component.get('label') or component['custom_id']!r} is disabled")
        data = {"custom_id": component["custom_id"], "component_type": component["type"], "id": component["id"]}
        return await self._do(COMPONENT, data, channel=self._where(message), message=message)

    def _where(self, message: Message) -> Channel:
        return self._backend.state.channels[message.channel_id]

    async def submit(self, modal: Modal, values: dict[str, str]) -> Shown:
        """Send a form. Fields (by custom id) that are not named keep what they were filled with."""
        unknown = set(values) - set(_inputs(modal.components))
        if unknown:
            raise LookupError(f"no fields {sorted(unknown)} among {sorted(_inputs(modal.components))}")
        filled = [_filled(one, values) for one in modal.components]
        data = {"custom_id": modal.custom_id, "components": filled}
        channel = self._where(modal.message) if modal.message else self.home
        return await self._do(MODAL_SUBMIT, data, channel=channel, message=modal.message)

    # Reactions

    async def react(self, message: Message, emoji: str) -> None:
        add_reaction(self._backend, message, emoji, self.person)

    async def unreact(self, message: Message, emoji: str) -> None:
        remove_reaction(self._backend, message, emoji, self.person)

    async def clear_reactions(self, message: Message, emoji: str | None = None) -> None:
        """Remove everybody's reactions, or those with one emoji, as a moderator may."""
        clear_reactions(self._backend, message, emoji)

    # Commands

    async def slash(self, name: str, /, *, channel: Channel | None = None, **options: Any) -> Shown:
        """Type a command, such as ``slash("case confirm", case=1)``.

        Raises LookupError where the person would not be offered it, ValueError for options that the client refuses.
        """
        data, accepted = self._command(name)
        data["options"] = _nested(data, accepted, _given(accepted, options, whole=True))
        return await self._do(COMMAND, _clean(data), channel=channel or self.home)

    async def autocomplete(self, name: str, /, option: str, typed: str = "", **options: Any) -> list[Json]:
        """The suggestions while typing ``option``; none when the bot does not answer in time."""
        data, accepted = self._command(name)
        given = _given(accepted, options, whole=False)
        focused = next(one for one in accepted if one["name"] == option)
        given.append({"name": option, "type": focused["type"], "value": typed, "focused": True})
        data["options"] = _nested(data, accepted, given)
        return (await self._do(AUTOCOMPLETE, _clean(data), channel=self.home)).choices

    async def menu(self, name: str, message: Message) -> Shown:
        """Use a command of the message's context menu."""
        command = self._offered(name, 3)
        shown = message.json(viewer=self._backend.state.bot.id)
        data = {
            "id": command["id"],
            "name": name,
            "type": 3,
            "target_id": str(message.id),
            "resolved": {"messages": {str(message.id): shown}},
        }
        return await self._do(COMMAND, _scoped(data, command), channel=self._where(message))

    def _offered(self, name: str, kind: int) -> Json:
        state = self._backend.state
        everything = [*state.commands.get(state.guild_id, []), *state.commands.get(None, [])]
        command = next((one for one in everything if one["name"] == name and one["type"] == kind), None)
        if command is None:
            raise LookupError(f"no command {name!r} is synced")
        needed = command["default_member_permissions"]
        mine = state.permissions(self.person)
        if not mine & Permission.USE_COMMANDS or (needed is not None and int(needed) & ~mine):
            raise LookupError(f"{self.name} is not offered {name!r}")
        return command

    def _command(self, name: str) -> tuple[Json, list[Json]]:
        """The data of a command and the options that its (sub)command accepts."""
        first, *path = name.split()
        command = self._offered(first, 1)
        accepted: list[Json] = command.get("options", [])
        for part in path:
            inner = next((one for one in accepted if one["name"] == part and one["type"] in (SUBCOMMAND, GROUP)), None)
            if inner is None:
                raise LookupError(f"no subcommand {part!r} in {name!r}")
            accepted = inner.get("options", [])
        data = {"id": command["id"], "name": first, "type": 1, "path": path, "groups": len(path)}
        return _scoped(data, command), accepted

    async def _do(self, kind: int, data: Json, *, channel: Channel, message: Message | None = None) -> Shown:
        one = self._interactions.start(kind, self.person, channel, data, message=message)
        shown = Shown(one)
        if not self._backend.gateway.sessions or not await _within(one.answered, self._interactions.deadline):
            return Shown(one, failed=True)
        if one.answer == 5 and not await _within(one.settled, THINKING_SECONDS):
            return Shown(one, failed=True)
        if one.answer == 6:
            await _within(one.settled, UPDATE_SECONDS)
        return shown


async def _within(event: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        return False
    return True


def _scoped(data: Json, command: Json) -> Json:
    return data | ({"guild_id": command["guild_id"]} if "guild_id" in command else {})


def _clean(data: Json) -> Json:
    return {key: value for key, value in data.items() if key not in ("path", "groups")}


def _nested(data: Json, accepted: list[Json], given: list[Json]) -> list[Json]:
    path: list[str] = data["path"]
    options = given
    for depth, part in enumerate(reversed(path)):
        options = [{"name": part, "type": SUBCOMMAND if depth == 0 else GROUP, "options": options}]
    return options


def _given(accepted: list[Json], options: dict[str, Any], *, whole: bool) -> list[Json]:
    known = {one["name"]: one for one in accepted}
    if set(options) - set(known):
        raise ValueError(f"no options {sorted(set(options) - set(known))} among {sorted(known)}")
    missing = [name for name, one in known.items() if one.get("required") and name not in options]
    if whole and missing:
        raise ValueError(f"options {missing} are required")
    return [
        {"name": name, "type": known[name]["type"], "value": _value(known[name], value)}
        for name, value in options.items()
    ]


def _value(option: Json, value: Any) -> Any:
    kind = option["type"]
    made = (
        int(value) if kind == INTEGER else bool(value) if kind == BOOLEAN else value if kind == NUMBER else str(value)
    )
    choices = [one["value"] for one in option.get("choices") or []]
    if choices and made not in choices:
        raise ValueError(f"{made!r} is none of {choices}")
    limits = (
        ("min_value", "max_value", made) if kind in (INTEGER, NUMBER) else ("min_length", "max_length", len(str(made)))
    )
    low, high, size = option.get(limits[0]), option.get(limits[1]), limits[2]
    if (low is not None and size < low) or (high is not None and size > high):
        raise ValueError(f"{option['name']}: {made!r} is not within {low}..{high}")
    return made


def _inputs(components: list[Json]) -> dict[str, Json]:
    found: dict[str, Json] = {}
    for one in components:
        inner: list[Json] = [*one.get("components", []), *([one["component"]] if one.get("component") else [])]
        found |= _inputs(inner)
        if "custom_id" in one:
            found[one["custom_id"]] = one
    return found


def _filled(one: Json, values: dict[str, str]) -> Json:
    """A component of a form as the client sends it back."""
    sent: Json = {"type": one["type"], "id": one.get("id", 0)}
    if one.get("component"):
        return sent | {"component": _filled(one["component"], values)}
    if "components" in one:
        return sent | {"components": [_filled(inner, values) for inner in one["components"]]}
    if "custom_id" not in one:
        return sent
    name: str = one["custom_id"]
    sent["custom_id"] = name
    if one["type"] == 4:
        text = values.get(name, one.get("value") or "")
        if len(text) > one.get("max_length", 4000) or len(text) < one.get("min_length", 1 if _needed(one) else 0):
            raise ValueError(f"{name}: {len(text)} characters are not allowed")
        return sent | {"value": text}
    chosen = (
        [values[name]] if name in values else [item["value"] for item in one.get("options", []) if item.get("default")]
    )
    offered = [item["value"] for item in one.get("options", [])]
    if set(chosen) - set(offered) or (_needed(one) and not chosen):
        raise ValueError(f"{name}: {chosen} is not among {offered}")
    return sent | {"values": chosen}


def _needed(one: Json) -> bool:
    return bool(one.get("required", True))
