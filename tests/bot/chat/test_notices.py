"""Operators' notices over real sockets."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncGenerator

import pytest

from bot.chat.notices import NoticeDelivery
from bot.demo.discord import Message
from bot.settings import Settings
from bot.store.notices import Notice, observe
from tests.bot.chat.conftest import World

pytestmark = pytest.mark.timeout(60)

SEND = "*/channels/*/messages"
DOWN = Notice("down", "The feed is down.", "<@&1> `@everyone` https://evil.example/x", "The feed is up.")
WALLS = Notice("walls", "A wall is missing.", over="The wall stands.")


def with_ops(world: World) -> Settings:
    changed = world.settings.discord.model_copy(update={"ops_channel": world.ops.id})
    return world.settings.model_copy(update={"discord": changed})


@contextlib.asynccontextmanager
async def telling(world: World, settings: Settings) -> AsyncGenerator[None]:
    task = asyncio.create_task(NoticeDelivery(world.db, world.client, settings, time.time).run())
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def see(world: World, now: float, *notices: Notice) -> None:
    async with world.db.transaction() as tx:
        await observe(tx, notices, now)


def notices(messages: list[Message]) -> list[str]:
    return [message.text for message in messages if "Notice for operators" in message.title]


async def test_a_notice_goes_to_the_operators_channel_and_pings_nobody(world: World) -> None:
    async with telling(world, with_ops(world)):
        await see(world, time.time(), DOWN, WALLS)
        [text] = await world.until(lambda: notices(world.ops.messages), "the notice")
    assert "The feed is down." in text
    assert "A wall is missing." in text
    assert "evil.example" not in text
    [request] = world.discord.seen("POST", SEND)
    body = json.loads(request.body)
    assert body["allowed_mentions"] == {"parse": [], "replied_user": False} or body["allowed_mentions"]["parse"] == []
    message = world.ops.messages[0]
    assert not message.pinged_everyone
    assert message.pinged == set()
    assert notices(world.alerts.messages) == []


async def test_without_an_operators_channel_the_alert_channel_has_it(world: World) -> None:
    async with telling(world, world.settings):
        await see(world, time.time(), DOWN)
        await world.until(lambda: notices(world.alerts.messages), "the notice")


async def test_what_happened_while_discord_was_away_is_told_afterwards_in_one_message(world: World) -> None:
    now = time.time()
    outage = world.discord.fail("POST", SEND, status=503, times=10_000)
    async with telling(world, with_ops(world)):
        await see(world, now - 900, DOWN)
        await world.until(lambda: outage.seen, "the refused send")
        await see(world, now - 600, WALLS)
        await see(world, now, WALLS)
        outage.times = 0
        [text] = await world.until(lambda: notices(world.ops.messages), "the notice")
    assert "Over again" in text
    assert "A wall is missing." in text


async def test_a_notice_whose_answer_is_lost_is_told_once(world: World) -> None:
    world.discord.fail("POST", SEND, after=True, reset=True)
    async with telling(world, with_ops(world)):
        await see(world, time.time(), DOWN)
        while await world.db.row("SELECT 1 FROM notice WHERE told = 'nothing'"):
            await asyncio.sleep(0.01)
    assert len(notices(world.ops.messages)) == 1


async def test_text_from_outside_that_discord_refuses_keeps_no_notice_back(world: World) -> None:
    refused = {"code": 240000, "message": "Message blocked by harmful links filter"}
    world.discord.fail("POST", SEND, status=400, body=refused)
    async with telling(world, with_ops(world)):
        await see(world, time.time(), DOWN)
        [text] = await world.until(lambda: notices(world.ops.messages), "the notice")
    assert "The feed is down." in text
    assert "evil" not in text


async def test_many_notices_in_wide_letters_fit_a_message(world: World) -> None:
    wide = [Notice(f"n{number}", "Uploads failed.", "\U00010348" * 200) for number in range(40)]
    async with telling(world, with_ops(world)):
        await see(world, time.time(), *wide)
        [text] = await world.until(lambda: notices(world.ops.messages), "the notice")
    assert "which the log has" in text
    assert len(text.encode("utf-16-le")) // 2 <= 4096
