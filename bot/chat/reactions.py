"""Reactions on a card do what its buttons do; also those that were given or taken away while the bot was off."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Generator
from typing import TYPE_CHECKING, TypeVar

import aiohttp
import discord
import stamina
import structlog

from bot.chat.roles import member_actor
from bot.desk import Outcome
from bot.store.case_view import EVERY, Case, list_cases
from bot.store.cases import lost
from bot.store.reactions import drop_reaction, forget_reactions, put_reaction, reactions_of
from bot.triage.roles import Actor, Role
from bot.triage.states import CLOSED, UNDECIDED, State

if TYPE_CHECKING:
    from bot.chat.client import MeerkatClient

__all__ = ["EMOJI", "PASSING", "ReactionDoor"]

log = structlog.get_logger(__name__)

CONFIRM, DISMISS, ESCALATE, CLAIM = EMOJI = ("✅", "❌", "🚨", "👀")
# Votes contradict each other; whoever gives the second takes the first back.
OPPOSITE = {CONFIRM: DISMISS, DISMISS: CONFIRM}
# Cards whose reactions still matter when the bot comes back.
WATCHED = frozenset(State) - {State.REMOVED}
CAUGHT_UP = 200  # newest cards that are looked at; of those that nobody has decided, all
# How long Discord is asked again who a person is: what they took back may be a report within its undo window.
PATIENCE = 30.0
LONGEST_WAIT = 60.0
# What passes: Discord is away, or wants to be left alone.
PASSING = (discord.DiscordServerError, discord.RateLimited, aiohttp.ClientError, OSError, TimeoutError)

T = TypeVar("T")
AboutReactions = discord.RawReactionActionEvent | discord.RawReactionClearEvent | discord.RawReactionClearEmojiEvent


class ReactionDoor:
    """Reads reactions, checks the role each time, and takes away those that one may not give.

    What counted is kept in the database, so that coming back means comparing: what is on the card and was not counted
    is new, what was counted and is gone was taken back. Beside what counts Meerkat puts its own reaction: it tells
    people that they were heard, and where it is gone as well, a moderator cleared them. One at a time and in the order
    of the events: giving and taking back within a moment must not overtake each other.
    """

    def __init__(self, client: "MeerkatClient") -> None:
        self.client = client
        self._order = asyncio.Lock()

    async def added(self, payload: discord.RawReactionActionEvent) -> None:
        """A reaction as it is given; Discord sends the member with it."""
        async with self._order:
            await self._added(payload)

    async def removed(self, payload: discord.RawReactionActionEvent) -> None:
        """A reaction as it is taken back; only one that counted means anything."""
        async with self._order:
            await self._removed(payload)

    async def cleared(self, payload: discord.RawReactionClearEvent | discord.RawReactionClearEmojiEvent) -> None:
        """A moderator took all reactions away, or all with one emoji: what people said by them stands."""
        async with self._order:
            case = await self._case(payload)
            if case is None:
                return
            one = isinstance(payload, discord.RawReactionClearEmojiEvent)
            await self._forget(case, _plain(payload.emoji) if one else None)

    async def catch_up(self) -> None:
        """Compare the reactions on every card that still matters with those that counted."""
        try:
            further = await self._patiently(self._catch_up)
        except (discord.Forbidden, discord.NotFound) as error:  # whoever delivers cards there says what to do
            log.warning("the alert channel could not be read for reactions given meanwhile", error=str(error))
            return
        for case_id in further:
            await self.look(case_id)

    async def look(self, case_id: int) -> None:
        """Read one card's reactions: those given while the bot was off, or before the card's message was recorded."""
        with _alone(case_id):
            await self._patiently(lambda: self._look(case_id))

    async def _patiently(self, work: Callable[[], Awaitable[T]]) -> T:
        """Do it in the order of the events, and again until Discord lets it come to its end."""
        async for attempt in stamina.retry_context(on=PASSING, attempts=None, timeout=None, wait_max=LONGEST_WAIT):
            with attempt:
                async with self._order:
                    return await work()
        raise AssertionError("a retry returns or raises")

    async def _look(self, case_id: int) -> None:
        case = await self.client.desk.case(case_id)
        if case is None or case.channel_id is None or case.message_id is None:
            return
        message = await self._fetch(case, case.channel_id, case.message_id)
        if message is not None:
            await self._compare(case, message)

    async def _added(self, payload: discord.RawReactionActionEvent) -> None:
        emoji = _plain(payload.emoji)
        case = await self._case(payload)
        member = payload.member
        if case is None or emoji not in EMOJI or member is None or member.bot:
            return
        if (payload.user_id, emoji) in await reactions_of(self.client.db, case.id):
            return  # read from the card before its event came; by now the person may have voted otherwise
        await self._give(case, member_actor(member, self.client.settings.roles), emoji)

    async def _removed(self, payload: discord.RawReactionActionEvent) -> None:
        emoji = _plain(payload.emoji)
        case = await self._case(payload)
        if case is None or emoji not in EMOJI:
            return
        if (payload.user_id, emoji) in await reactions_of(self.client.db, case.id):
            await self._take(case, payload.user_id, emoji)

    async def _catch_up(self) -> list[int]:
        """Read the newest cards; gives the cases whose cards are to be asked for one by one."""
        channel_id = self.client.settings.discord.alert_channel
        recent = {message.id: message async for message in self._channel(channel_id).history(limit=CAUGHT_UP)}
        waiting = await list_cases(self.client.db, states=UNDECIDED, limit=EVERY)
        settled = await list_cases(self.client.db, states=WATCHED - UNDECIDED, limit=CAUGHT_UP)
        further: list[int] = []
        for line in (*waiting, *settled):
            with _alone(line.id):
                case = await self.client.desk.case(line.id)
                message = recent.get(case.message_id) if case is not None and case.message_id is not None else None
                if case is not None and message is not None:
                    await self._compare(case, message)
                elif line.state not in CLOSED:
                    further.append(line.id)
        return further

    def _channel(self, channel_id: int) -> discord.PartialMessageable:
        return self.client.get_partial_messageable(channel_id, guild_id=self.client.settings.discord.guild)

    async def _fetch(self, case: Case, channel_id: int, message_id: int) -> discord.Message | None:
        try:
            return await self._channel(channel_id).fetch_message(message_id)
        except discord.NotFound:
            log.warning("a card is gone; sending another one", case=case.id)
            async with self.client.db.transaction() as tx:
                await lost(tx, case.id, message_id, self.client.desk.now())
        except discord.Forbidden as error:
            log.warning("a card's reactions could not be read", case=case.id, error=str(error))
        return None

    async def _compare(self, case: Case, message: discord.Message) -> None:
        counted = await reactions_of(self.client.db, case.id)
        present: set[tuple[int, str]] = set()
        marked: set[str] = set()
        for reaction in message.reactions:
            emoji = _plain(reaction.emoji)
            marked |= {emoji} if reaction.me else set()
            before = {pair for pair in counted if pair[1] == emoji}
            if emoji in EMOJI and case.state not in UNDECIDED and reaction.count - reaction.me == len(before):
                present |= before  # one request per emoji and card is too much for cards that are settled
            elif emoji in EMOJI:
                present |= {(user.id, emoji) async for user in reaction.users() if not user.bot}
        for emoji in sorted({emoji for _, emoji in counted - present} - marked):
            await self._forget(case, emoji)
            counted = frozenset(pair for pair in counted if pair[1] != emoji)
        for user_id, emoji in sorted(counted - present):
            await self._take(case, user_id, emoji)
        for user_id, emoji in sorted(present - counted):
            actor = await self._actor(user_id)
            if actor is not None:
                await self._give(case, actor, emoji)

    async def _give(self, case: Case, actor: Actor, emoji: str) -> None:
        outcome = await self._act(case, actor, emoji)
        log.info("reaction", case=case.id, user=actor.id, emoji=emoji, done=outcome.done, said=outcome.text)
        if not outcome.done:
            await self._remove(case, actor.id, emoji)
            return
        await self._mark(case, emoji)
        async with self.client.db.transaction() as tx:
            await put_reaction(tx, case.id, actor.id, emoji)
            opposite = OPPOSITE.get(emoji)
            replaced = opposite is not None and await drop_reaction(tx, case.id, actor.id, opposite)
        if opposite is not None and replaced:
            await self._remove(case, actor.id, opposite)
            await self._unmark(case, opposite)
        self.client.wake()

    async def _act(self, case: Case, actor: Actor, emoji: str) -> Outcome:
        desk = self.client.desk
        if emoji == CONFIRM:
            return await desk.vote(actor, case.id, "confirm", door="reaction")
        if emoji == DISMISS:
            return await desk.vote(actor, case.id, "dismiss", door="reaction")
        if emoji == ESCALATE:
            return await desk.escalate(actor, case.id, door="reaction")
        return await desk.claim(actor, case.id, door="reaction", claim=True)

    async def _take(self, case: Case, user_id: int, emoji: str) -> None:
        # Forgotten only when it is done: what cannot be done now is found again when the card is next compared.
        actor = await self._actor(user_id)
        if actor is not None and actor.role is not Role.NONE:
            await self._act_back(case, actor, emoji)
        async with self.client.db.transaction() as tx:
            await drop_reaction(tx, case.id, user_id, emoji)
        await self._unmark(case, emoji)
        self.client.wake()

    async def _act_back(self, case: Case, actor: Actor, emoji: str) -> None:
        desk = self.client.desk
        if emoji in OPPOSITE:
            word = "confirm" if emoji == CONFIRM else "dismiss"
            outcome = await desk.take_vote_back(actor, case.id, word, door="reaction")
        elif emoji == ESCALATE:
            outcome = await desk.cancel_report(actor, case.id, door="reaction")
        else:
            outcome = await desk.claim(actor, case.id, door="reaction", claim=False)
        log.info("reaction taken back", case=case.id, user=actor.id, emoji=emoji, done=outcome.done, said=outcome.text)

    async def _case(self, payload: AboutReactions) -> Case | None:
        me = self.client.user
        if payload.guild_id != self.client.settings.discord.guild:
            return None
        if me is not None and isinstance(payload, discord.RawReactionActionEvent) and payload.user_id == me.id:
            return None
        case = await self.client.desk.on_message(payload.message_id)
        return case if case is not None and case.channel_id == payload.channel_id else None

    async def _actor(self, user_id: int) -> Actor | None:
        """The person as they are in the guild now: removals and old reactions come without the member."""
        guild = self.client.get_guild(self.client.settings.discord.guild)
        if guild is None:
            return None
        try:
            async for attempt in stamina.retry_context(on=PASSING, attempts=None, timeout=PATIENCE):
                with attempt:
                    return member_actor(await guild.fetch_member(user_id), self.client.settings.roles)
        except discord.NotFound:
            return None
        raise AssertionError("a retry returns or raises")

    async def _forget(self, case: Case, emoji: str | None) -> None:
        log.info("reactions cleared; what was done by them stands", case=case.id, emoji=emoji)
        async with self.client.db.transaction() as tx:
            await forget_reactions(tx, case.id, emoji)

    async def _mark(self, case: Case, emoji: str) -> None:
        # Before the reaction is recorded as counted: what is recorded without a mark was cleared.
        message = self._message(case)
        if message is not None and not await self._counts(case, emoji):
            try:
                await message.add_reaction(emoji)
            except discord.HTTPException as error:
                log.warning("a reaction could not be marked; does the bot have Add Reactions?", error=str(error))

    async def _unmark(self, case: Case, emoji: str) -> None:
        me = self.client.user
        if me is not None and not await self._counts(case, emoji):
            await self._remove(case, me.id, emoji)

    async def _counts(self, case: Case, emoji: str) -> bool:
        return any(counted == emoji for _, counted in await reactions_of(self.client.db, case.id))

    async def _remove(self, case: Case, user_id: int, emoji: str) -> None:
        if message := self._message(case):
            try:
                await message.remove_reaction(emoji, discord.Object(user_id))
            except discord.HTTPException as error:
                log.warning("a reaction could not be removed; does the bot have Manage Messages?", error=str(error))

    def _message(self, case: Case) -> discord.PartialMessage | None:
        if case.channel_id is None or case.message_id is None:
            return None
        return self._channel(case.channel_id).get_partial_message(case.message_id)


@contextlib.contextmanager
def _alone(case_id: int) -> Generator[None]:
    """What is wrong with one card is told, and keeps no other from being read."""
    try:
        yield
    except PASSING:
        raise
    except Exception:
        log.exception("a card's reactions could not be compared", case=case_id)


def _plain(emoji: discord.PartialEmoji | discord.Emoji | str) -> str:
    return str(emoji).replace("\ufe0f", "")
