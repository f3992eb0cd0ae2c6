"""From the outbox to the channel: each case's card appears once, and is edited in place from then on."""

import asyncio
import random
from collections.abc import Callable
from typing import Any

import aiohttp
import discord
import structlog

from bot.chat.cards import Card, Context, card
from bot.chat.client import MeerkatClient
from bot.chat.controls import card_view
from bot.chat.custom_ids import parse
from bot.chat.owed import work_off
from bot.settings import Settings
from bot.store.case_view import Case
from bot.store.cases import carded, load_case, lost, owe_cards
from bot.store.database import Database, surely
from bot.store.outbox import OutboxRow, claim_due, interrupted, settle
from bot.triage.states import UNDECIDED

__all__ = ["CardDelivery"]

log = structlog.get_logger(__name__)

POLL = 0.25  # seconds between looks into the outbox: others queue cards without knowing of this loop
LONGEST_WAIT = 60.0
# A request that hangs holds up every other card; a limit that the library waits out itself takes up to a minute.
LONGEST_SEND = 120.0
SEARCHED_MESSAGES = 300

UNKNOWN_CHANNEL = 10003
UNKNOWN_MESSAGE = 10008
GONE = {UNKNOWN_MESSAGE: "the card was deleted", UNKNOWN_CHANNEL: "the card's channel was deleted"}
TOO_MANY_OLD_EDITS = 30046

# What an operator does about Discord's refusal of the whole channel.
RIGHTS = "View Channel, Send Messages, Embed Links and Read Message History"
WHAT_TO_DO = {
    UNKNOWN_CHANNEL: "MEERKAT_DISCORD__ALERT_CHANNEL names no channel that exists.",
    50001: f"The bot may not see the channel: give it {RIGHTS} there.",
    50013: f"The bot may not write to the channel: give it {RIGHTS} there.",
}


class CardDelivery:
    """Sends and edits cards until cancelled, side by side: an alert waits behind no edit.

    The channel takes some five edits in five seconds, and the library waits within the edit that is one too many.
    After a crash between sending and recording, a row is found in ``sending``: it is tried again under the same nonce,
    which Discord answers with the first message for some minutes, and beyond them the channel is searched for the
    case's own buttons before anything is sent. A card that somebody deleted is sent again.
    """

    def __init__(self, db: Database, client: MeerkatClient, settings: Settings, now: Callable[[], float]) -> None:
        self.db = db
        self.client = client
        self.settings = settings
        self.now = now
        self._shut_until = 0.0  # the alert channel refuses the bot: asking for every card would get its address banned
        self._context = Context.of(settings)

    async def run(self) -> None:
        """Deliver for ever; every fault is logged, kept with its card and tried again."""
        await self.client.logged_in.wait()
        await self._take_up()
        async with asyncio.TaskGroup() as group:
            for posted in (False, True):
                group.create_task(self._deliver_all(posted=posted), name=f"cards to {'edit' if posted else 'send'}")

    @surely
    async def _take_up(self) -> None:
        """Owe what an earlier session, or a terminal, has left."""
        async with self.db.transaction() as tx:
            for row in await interrupted(tx, "card"):
                await settle(tx, row.id, "due", retry_at=self.now(), now=self.now())
            await owe_cards(tx, self.now())

    async def _deliver_all(self, *, posted: bool) -> None:
        await work_off(lambda: self._deliver_next(posted=posted), lambda: self.client.woken(POLL))

    async def _deliver_next(self, *, posted: bool) -> bool:
        """Deliver one due card, which has a message already or not; False when none is due."""
        if self.now() < self._shut_until:
            return False
        row = await claim_due(self.db, "card", self.now(), posted=posted)
        if row is None:
            return False
        try:
            await self.deliver(row)
        except Exception as error:  # one case that cannot be drawn must not hold up the others
            log.exception("card delivery failed", case=row.case_id)
            words = f"{type(error).__name__}: {error}"[:300]
            await surely(self._settle)(row, "due", answer=words, retry_at=self.now() + LONGEST_WAIT)
        return True

    async def deliver(self, row: OutboxRow) -> None:
        """Deliver one claimed row and record what became of it."""
        bound = log.bind(case=row.case_id, attempt=row.attempts)
        case = await load_case(self.db, row.case_id)
        if case is None or (case.message_id is not None and case.carded_revision >= case.revision):
            return await self._settle(row, "sent")
        try:
            async with asyncio.timeout(LONGEST_SEND):
                message_id, channel_id = await self._put(case, row)
        except discord.NotFound as error:
            if error.code in GONE and case.message_id is not None:
                bound.warning(f"{GONE[error.code]}; sending another one")
                async with self.db.transaction() as tx:
                    await settle(tx, row.id, "cancelled", status=404, answer="deleted", now=self.now())
                    await lost(tx, case.id, case.message_id, self.now())
                return None
            return await self._retry(case, row, error, LONGEST_WAIT)
        except (discord.RateLimited, discord.HTTPException, aiohttp.ClientError, OSError, TimeoutError) as error:
            return await self._retry(case, row, error, _wait(error, row.attempts))
        async with self.db.transaction() as tx:
            now = self.now()
            await carded(tx, case.id, case.revision, channel_id, message_id, now)
            await settle(tx, row.id, "sent", status=200, now=now)
        if case.message_id is None:
            self.client.card_appeared(case.id)
        return None

    async def _put(self, case: Case, row: OutboxRow) -> tuple[int, int]:
        """Send or edit the card; gives its message's and channel's id."""
        channel_id = case.channel_id if case.message_id is not None else None
        channel = self._channel(channel_id or self.settings.discord.alert_channel)
        message_id = case.message_id
        if message_id is None and row.attempts > 1:
            message_id = await self._already_there(channel, case)
        for bare in (False, True):
            drawn = card(case, self._context, now=self.now(), bare=bare)
            try:
                if message_id is not None:
                    await self._edit(channel, message_id, drawn)
                    return message_id, channel.id
                sent = await self._send(channel, case, drawn)
                if row.attempts > 1:
                    # The nonce may have given back an earlier attempt's message, drawn before the case moved.
                    await self._edit(channel, sent.id, drawn)
                return sent.id, channel.id
            except discord.HTTPException as error:
                refused = error.status == 400 and error.code != TOO_MANY_OLD_EDITS
                if bare or not refused:
                    raise
                log.warning("Discord refused the card's text; leaving the evidence out", case=case.id, code=error.code)
        raise AssertionError("the loop returns or raises")

    def _channel(self, channel_id: int) -> discord.PartialMessageable:
        return self.client.get_partial_messageable(channel_id, guild_id=self.settings.discord.guild)

    async def _send(self, channel: discord.PartialMessageable, case: Case, drawn: Card) -> discord.Message:
        role = self.settings.discord.ping_role
        # The tenth package of a campaign is no news: the first of all that wait with the same evidence pings.
        known = any(one.state in UNDECIDED and one.id < case.id for one in case.related)
        first = bool(role) and case.alerted_at is None and not known
        nonce = f"case-{case.id}" + (f"-{case.lost_posts}" if case.lost_posts else "")
        allowed = discord.AllowedMentions(everyone=False, users=False, roles=[discord.Object(role)] if first else False)
        return await channel.send(
            content=f"<@&{role}>" if first else None,
            embed=drawn.embed,
            view=card_view(drawn),
            nonce=nonce,
            allowed_mentions=allowed,
            silent=known,
        )

    async def _edit(self, channel: discord.PartialMessageable, message_id: int, drawn: Card) -> None:
        await channel.get_partial_message(message_id).edit(
            embed=drawn.embed, view=card_view(drawn), allowed_mentions=discord.AllowedMentions.none()
        )

    async def _already_there(self, channel: discord.PartialMessageable, case: Case) -> int | None:
        """Our own message in the channel whose buttons carry this case's number."""
        me = self.client.user
        async for message in channel.history(limit=SEARCHED_MESSAGES):
            if me is not None and message.author.id == me.id and case.id in _cases_on(message):
                log.info("found the card that an earlier attempt had sent", case=case.id, message=message.id)
                return message.id
            if message.created_at.timestamp() < case.opened_at - 60:
                break
        return None

    async def _retry(self, case: Case, row: OutboxRow, error: Exception, wait: float) -> None:
        status: int | None = getattr(error, "status", None)
        advice = WHAT_TO_DO.get(getattr(error, "code", 0)) if status in (403, 404) else None
        words = " ".join(filter(None, (advice, f"{type(error).__name__}: {error}")))[:300]
        ours = case.channel_id in (None, self.settings.discord.alert_channel)
        if ours and (advice or status in (401, 403, 429)):
            self._shut_until = self.now() + wait
        (log.error if advice else log.warning)(
            "a card could not be delivered; it is kept and tried again",
            case=row.case_id,
            channel=case.channel_id or self.settings.discord.alert_channel,
            error=words,
            retry_in=round(wait, 1),
        )
        await self._settle(row, "due", status=status, answer=words, retry_at=self.now() + wait)

    async def _settle(self, row: OutboxRow, state: Any, **values: Any) -> None:
        async with self.db.transaction() as tx:
            await settle(tx, row.id, state, now=self.now(), **values)


def _cases_on(message: discord.Message) -> set[int]:
    buttons = (child for line in message.components for child in getattr(line, "children", ()))
    addresses = (parse(getattr(button, "custom_id", None) or "") for button in buttons)
    return {address.case_id for address in addresses if address is not None}


def _wait(error: Exception, attempts: int) -> float:
    """Seconds until the next attempt: what the server says, else doubling with jitter."""
    if isinstance(error, discord.RateLimited):
        return error.retry_after
    if isinstance(error, discord.HTTPException):
        after = error.response.headers.get("Retry-After", "")
        if error.status == 429 and after.replace(".", "", 1).isdigit():
            return float(after)
        if error.status in (400, 401, 403):
            return LONGEST_WAIT
    return min(LONGEST_WAIT, 2.0 ** min(attempts - 1, 6) * random.uniform(0.5, 1.0))
