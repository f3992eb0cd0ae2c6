"""The real client over real sockets, against the loopback Discord."""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from typing import Any

import pytest

from bot.chat.client import MeerkatClient
from bot.chat.delivery import CardDelivery
from bot.demo.discord import LoopbackDiscord, Member, Message
from bot.demo.discord.openapi import description_path
from bot.desk import Desk
from bot.settings import Settings
from bot.store.case_view import Case
from bot.store.database import Database
from bot.triage.states import State
from scanner.report import Report
from tests.bot.cases import open_case, open_database


class World:
    """A guild, its people, the database, and a bot that can be started and stopped."""

    def __init__(self, discord: LoopbackDiscord, db: Database, **sections: dict[str, Any]) -> None:
        self.discord = discord
        self.db = db
        self.alerts = discord.channel("alerts")
        self.ops = discord.channel("ops")
        self.ada = discord.member("ada", roles=["volunteer"])
        self.bob = discord.member("bob", roles=["volunteer"])
        self.sue = discord.member("sue", roles=["senior"])
        self.eve = discord.member("eve", roles=[])
        self.settings = Settings.model_validate(
            {
                "discord": {
                    "token": discord.token,
                    "api_url": discord.api_url,
                    "guild": discord.guild_id,
                    "alert_channel": self.alerts.id,
                    "ping_role": discord.role("volunteer").id,
                },
                "roles": {"volunteer": discord.role("volunteer").id, "senior": discord.role("senior").id},
            }
            | sections
        )
        self.desk = Desk(db, self.settings, time.time)
        self.client: MeerkatClient
        self._stack = contextlib.AsyncExitStack()

    async def start(self) -> None:
        """Log in, connect, deliver: in the order that the service does."""
        self.client = await self._stack.enter_async_context(MeerkatClient(self.desk, self.db, self.settings))
        await self.client.login(self.discord.token)
        delivery = CardDelivery(self.db, self.client, self.settings, time.time)
        tasks = [asyncio.create_task(self.client.connect()), asyncio.create_task(delivery.run())]
        self._stack.push_async_callback(self._end, tasks)
        await self.until(lambda: self.client.gateway_up, "the bot is ready")

    async def _end(self, tasks: list[asyncio.Task[None]]) -> None:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.client.drain()

    async def stop(self) -> None:
        await self._stack.aclose()

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def until(self, look: Callable[[], Any], what: str, seconds: float = 10.0) -> Any:
        """Wait until something is so, whether Discord or the bot made it so."""
        return await self.discord.wait_for(look, what=what, seconds=seconds)

    async def open(self, report: Report | None = None) -> int:
        """Open a case as the scan loop does."""
        case_id = await open_case(self.db, report, now=time.time())
        self.client.wake()
        return case_id

    def cards(self, case_id: int) -> list[Message]:
        """Messages in the alert channel whose buttons name the case."""
        wanted = f"case:details:{case_id}:"
        return [one for one in self.alerts.messages if any(name.startswith(wanted) for name in one.controls)]

    async def card(self, case_id: int) -> Message:
        """The case's card, once it is there and recorded."""
        found = await self.until(lambda: self.cards(case_id), f"a card for case {case_id}")
        await self.settled(case_id)
        return found[0]

    async def settled(self, case_id: int) -> Case:
        """The case, once its card shows the newest revision."""
        while True:
            case = await self.case(case_id)
            if case.carded_revision == case.revision and case.message_id:
                return case
            await asyncio.sleep(0.01)

    async def case(self, case_id: int) -> Case:
        case = await self.desk.case(case_id)
        assert case is not None
        return case

    async def reaches(self, case_id: int, state: State) -> Case:
        """The case, once it is in a state and its card says so."""
        while (case := await self.settled(case_id)).state is not state:
            await asyncio.sleep(0.01)
        assert str(state) in self.cards(case_id)[0].title
        return case

    async def votes(self, case_id: int, count: int) -> list[str]:
        """The words voted, once there are so many."""
        while len((case := await self.case(case_id)).votes) != count:
            await asyncio.sleep(0.01)
        return [vote.vote for vote in case.votes]

    def gone(self, message: Message, emoji: str, member: Member) -> bool:
        return member.id not in message.who_reacted(emoji)


@pytest.fixture
async def world(tmp_path: Path) -> AsyncGenerator[World]:
    async with LoopbackDiscord(openapi=description_path()) as discord:
        db = await open_database(tmp_path)
        made = World(discord, db)
        await made.start()
        yield made
        await made.stop()
        await db.close()
        # What discord.py sends is judged by Discord's own description, where that is at hand.
        assert [one for one in discord.violations if " request at " in one] == []
