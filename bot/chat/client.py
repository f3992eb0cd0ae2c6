"""The connection to Discord: one guild, two intents, no caches of messages or members."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any

import discord
import stamina
import structlog
import yarl
from discord.gateway import DiscordWebSocket
from discord.http import Route

from bot.chat.cards import Context
from bot.chat.controls import CaseButton, submit
from bot.chat.custom_ids import parse
from bot.chat.reactions import PASSING, ReactionDoor
from bot.chat.reply import Interaction, answering
from bot.chat.tree import build_tree, sync_if_changed
from bot.desk import Desk
from bot.settings import Settings
from bot.store.database import Database
from bot.store.outbox import hurry

__all__ = ["MeerkatClient"]

log = structlog.get_logger(__name__)

# Or each start would warn of libraries for voice, which this bot does not have.
discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False


class MeerkatClient(discord.Client):
    """Serves the guild of the settings and leaves every other.

    ``ready`` once a session was, ``gateway_up`` while events arrive; ``running`` holds the tasks of handlers that are
    not done yet, to be waited for before the database closes (``drain``). Whoever queues a card may ``wake`` its
    delivery.
    """

    def __init__(self, desk: Desk, db: Database, settings: Settings) -> None:
        intents = discord.Intents(guilds=True, guild_reactions=True)
        super().__init__(
            intents=intents,
            max_messages=None,
            allowed_mentions=discord.AllowedMentions.none(),
            max_ratelimit_timeout=60.0,
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            guild_ready_timeout=0.2,
        )
        # The library knows one address for all clients of a process.
        Route.BASE = settings.discord.api_url
        self.desk = desk
        self.db = db
        self.settings = settings
        self.context = Context.of(settings)
        self.running: set[asyncio.Task[Any]] = set()
        self.ready = False
        self.gateway_up = False
        self.logged_in = asyncio.Event()
        self.tree = build_tree(self)
        self._reactions = ReactionDoor(self)
        self._wake = asyncio.Event()

    async def setup_hook(self) -> None:
        """Runs once, after the token is accepted and before the gateway is opened."""
        DiscordWebSocket.DEFAULT_GATEWAY = await self._ask_gateway()
        self.add_dynamic_items(CaseButton)
        try:
            await sync_if_changed(self.tree, self)
        except PASSING as error:
            # Buttons and reactions work without: an outage of this one route must not keep the watch off the channel.
            log.warning("commands could not be synced; they are tried again", error=str(error))
            self.background(self._sync, "command sync")
        except discord.HTTPException as error:
            log.error(
                "Discord refuses the commands: was the bot invited to MEERKAT_DISCORD__GUILD, with the scope "
                "applications.commands?",
                error=str(error),
            )
        self.logged_in.set()

    @stamina.retry(on=PASSING, attempts=None, timeout=None, wait_max=60.0)
    async def _sync(self) -> None:
        await sync_if_changed(self.tree, self)

    async def _ask_gateway(self) -> yarl.URL:
        try:
            answer: Any = await self.http.request(Route("GET", "/gateway"))
        except discord.NotFound:
            answer = await self.http.request(Route("GET", "/gateway/bot"))
        return yarl.URL(answer["url"])

    def wake(self) -> None:
        """Let the delivery look into the outbox at once."""
        self._wake.set()

    async def woken(self, longest: float) -> None:
        """Wait until somebody wakes the delivery, at most so many seconds."""
        # Not wait_for(), which in Python 3.11 swallows a cancellation that meets the event.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(longest):
                await self._wake.wait()
        self._wake.clear()

    def card_appeared(self, case_id: int) -> None:
        """A new card's message is recorded: from here on its reactions find the case, and earlier ones are read."""
        self.background(lambda: self._reactions.look(case_id), "reactions on a new card")

    async def drain(self, longest: float = 1.0) -> None:
        """Let handlers that have begun come to their end, and end the others: closing the client does neither."""
        running = {task for task in self.running if task is not asyncio.current_task()}
        if running:
            _, left = await asyncio.wait(running, timeout=longest)
            for task in left:
                task.cancel()

    def roles_missing(self) -> tuple[str, ...]:
        """Settings that name a role which the guild does not have; none while the guild is not known."""
        guild = self.get_guild(self.settings.discord.guild)
        if guild is None or guild.unavailable:
            return ()
        named = {f"MEERKAT_ROLES__{name.upper()}": role for name, role in self.settings.roles.model_dump().items()}
        named["MEERKAT_DISCORD__PING_ROLE"] = self.settings.discord.ping_role
        return tuple(name for name, role in named.items() if role and guild.get_role(role) is None)

    def foreign(self, interaction: Interaction) -> str | None:
        """Why an interaction from somewhere else is not served, or None when it is from this bot's guild."""
        if interaction.guild_id == self.settings.discord.guild:
            return None
        return "This bot serves one community only, and this is not its server."

    def background(self, work: Callable[[], Any], what: str) -> None:
        """Run a handler that answers no interaction, counted as running, with its errors logged."""

        async def guarded() -> None:
            try:
                await work()
            except Exception:
                log.exception("a handler failed", what=what)

        task = asyncio.create_task(guarded(), name=what)
        self.running.add(task)
        task.add_done_callback(self.running.discard)

    async def on_connect(self) -> None:
        log.info("connected to the gateway")

    async def on_ready(self) -> None:
        """A new session: what happened without it is read from the cards themselves."""
        self.ready = self.gateway_up = True
        log.info("ready", user=str(self.user), guilds=[guild.id for guild in self.guilds])
        for guild in self.guilds:
            await self._leave_if_foreign(guild)
        self.background(self._reactions.catch_up, "reactions given while away")
        self.background(self._hurry_cards, "waiting cards")

    async def on_resumed(self) -> None:
        self.gateway_up = True
        self.background(self._hurry_cards, "waiting cards")

    async def _hurry_cards(self) -> None:
        async with self.db.transaction() as tx:
            await hurry(tx, "card", self.desk.now())
        self.wake()

    async def on_disconnect(self) -> None:
        self.gateway_up = False

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self._leave_if_foreign(guild)

    async def _leave_if_foreign(self, guild: discord.Guild) -> None:
        own = self.settings.discord.guild
        if guild.id == own:
            return
        if self.get_guild(own) is None:
            # A slip in the settings must not cost the community its bot.
            log.error(
                "the bot is not a member of the guild in the settings: invite it there, or set MEERKAT_DISCORD__GUILD "
                "to the one where it is",
                settings=own,
                member_of=guild.id,
            )
            return
        log.warning("leaving a guild that is not in the settings", guild=guild.id)
        try:
            await guild.leave()
        except discord.HTTPException as error:
            log.warning("could not leave it", guild=guild.id, error=str(error))

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Forms, and buttons of an older version: what the library would drop without an answer."""
        data: Any = interaction.data or {}
        if interaction.type is discord.InteractionType.modal_submit:
            await submit(interaction)
        elif interaction.type is discord.InteractionType.component and parse(str(data.get("custom_id", ""))) is None:
            async with answering(interaction, "unknown control") as reply:
                await reply.say("This button is from another version of the bot. Use the newest card, or /case.")

    async def on_raw_reaction_add(self, payload: discord.RawReactionActionEvent) -> None:
        self.background(lambda: self._reactions.added(payload), "reaction added")

    async def on_raw_reaction_remove(self, payload: discord.RawReactionActionEvent) -> None:
        self.background(lambda: self._reactions.removed(payload), "reaction removed")

    async def on_raw_reaction_clear(self, payload: discord.RawReactionClearEvent) -> None:
        self.background(lambda: self._reactions.cleared(payload), "reactions cleared")

    async def on_raw_reaction_clear_emoji(self, payload: discord.RawReactionClearEmojiEvent) -> None:
        self.background(lambda: self._reactions.cleared(payload), "reactions cleared")

    async def on_error(self, event_method: str, /, *_: Any, **__: Any) -> None:
        log.exception("an event handler failed", event_name=event_method)
