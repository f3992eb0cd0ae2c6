"""Operators' notices in the channel: all that was not told yet in one message, which never pings."""

import asyncio
import hashlib
from collections.abc import Callable, Sequence

import aiohttp
import discord
import structlog

from bot.chat.client import MeerkatClient
from bot.chat.looks import relative, seconds
from bot.chat.text import inline
from bot.settings import Settings
from bot.store.database import Database
from bot.store.notices import NoticeRow, mark_told, untold
from bot.visible import units

__all__ = ["NoticeDelivery", "notice_embed"]

log = structlog.get_logger(__name__)

LOOK_SECONDS = 1.0
# What comes within this of the last message is told in one: troubles come together.
GAP_SECONDS = 5.0
LONGEST_WAIT = 60.0
TEXT_LIMIT = 3800  # Discord allows a description 4096
RED, BLUE, GREEN = 0xE5484D, 0x3E63DD, 0x30A46C


class NoticeDelivery:
    """Sends what operators have not heard yet, to their channel or else the one of the cards, until cancelled.

    What Discord does not take is kept and told later, in as few messages as it fits; what began and ended meanwhile
    is one line. The nonce is made of what is told, so that a crash before the record does not double it.
    """

    def __init__(self, db: Database, client: MeerkatClient, settings: Settings, now: Callable[[], float]) -> None:
        self._db = db
        self._client = client
        self._guild = settings.discord.guild
        self._channel = settings.discord.ops_channel or settings.discord.alert_channel
        self._now = now

    async def run(self) -> None:
        await self._client.logged_in.wait()
        failures = 0
        while True:
            try:
                told = await self.tell()
                failures = 0
            except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
                failures += 1
                log.error(
                    "operators' notices cannot be delivered; they are kept. May the bot view the channel, send "
                    "messages and embed links there?",
                    channel=self._channel,
                    error=f"{type(error).__name__}: {error}"[:300],
                )
            except Exception:  # the log has it all, and the cards beside this loop go on
                failures += 1
                log.exception("operators' notices could not be told")
            else:
                await asyncio.sleep(GAP_SECONDS if told else LOOK_SECONDS)
                continue
            await asyncio.sleep(min(LONGEST_WAIT, 2.0 ** (failures - 1)))

    async def tell(self) -> bool:
        """Tell all that is not told yet; False when there is nothing. Raises what discord.py and aiohttp raise."""
        rows = await untold(self._db)
        if not rows:
            return False
        mark = hashlib.sha256("\n".join(f"{row.key} {row.began_at} {row.ended_at}" for row in rows).encode())
        channel = self._client.get_partial_messageable(self._channel, guild_id=self._guild)
        for bare in (False, True):
            try:
                await channel.send(
                    embed=notice_embed(rows, bare=bare),
                    nonce=f"notice-{mark.hexdigest()[:16]}",
                    allowed_mentions=discord.AllowedMentions.none(),
                    silent=True,
                )
                break
            except discord.HTTPException as error:
                if bare or error.status != 400:
                    raise
                log.warning("Discord refused the notices' text; leaving out what comes from outside", code=error.code)
        async with self._db.transaction() as tx:
            await mark_told(tx, rows)
        return True


def notice_embed(rows: Sequence[NoticeRow], *, bare: bool = False) -> discord.Embed:
    """One message for all of them; what does not fit is counted and stands in the log.

    ``bare`` leaves out all text from outside, for when Discord refuses the message because of it.
    """
    lines: list[str] = []
    for index, row in enumerate(rows):
        line = _line(row, "" if bare else row.detail)
        if sum(units(one) + 1 for one in lines) + units(line) > TEXT_LIMIT:
            lines.append(f"and {len(rows) - index} more, which the log has")
            break
        lines.append(line)
    holding = any(row.over and row.ended_at is None for row in rows)
    ending = all(row.over and row.ended_at is not None for row in rows)
    colour = RED if holding else GREEN if ending else BLUE
    return discord.Embed(title="Notice for operators", description="\n".join(lines), colour=colour)


def _line(row: NoticeRow, detail: str) -> str:
    detail = f" {inline(detail, 300)}" if detail else ""
    if not row.over:
        return f"ℹ️ {row.words}{detail}"
    if row.ended_at is None:
        return f"⚠️ {row.words}{detail} ({relative(row.began_at)})"
    lasted = seconds(row.ended_at - row.began_at)
    if row.told == "nothing":
        return f"☑️ Over again, {relative(row.ended_at)} after {lasted}: {row.words}{detail}"
    return f"✅ {row.over} It lasted {lasted}."
