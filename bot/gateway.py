"""Keeping one Discord client connected, and closing it the way Discord wants it closed."""

import asyncio
import random
from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp
import discord
import structlog

from bot.chat.client import MeerkatClient

__all__ = ["GatewayRefusedError", "keep_connected"]

log = structlog.get_logger(__name__)

LONGEST_WAIT = 60.0
# Discord resets the token of a bot that identifies more than 1000 times a day, so a client that got as far as
# identifying and then broke waits at least 86.4 s on average.
WAIT_AFTER_SESSION = 90.0


class GatewayRefusedError(Exception):
    """Discord refuses this bot for good (token, intents); trying again would only harm. Says what to change."""


async def keep_connected(
    make_client: Callable[[], MeerkatClient],
    token: str,
    beside: Callable[[MeerkatClient], Coroutine[Any, Any, None]],
    *,
    first_wait: float,
) -> None:
    """Connect, and after every fault connect anew with a new client, until cancelled.

    ``beside`` runs next to each client (delivery of the cards) and ends with it. discord.py resumes by itself after
    ordinary network loss; what ends ``connect()`` is a failed first connection or an event that it cannot parse, and
    a client in that state is not used again. ``first_wait`` is in seconds and doubles with jitter.
    """
    wait = first_wait
    while True:
        client = make_client()
        try:
            await _one_session(client, token, beside)
            log.warning("the gateway closed the session")
        except discord.LoginFailure as error:
            raise GatewayRefusedError(f"Discord refuses the token ({error}); set MEERKAT_DISCORD__TOKEN") from error
        except discord.PrivilegedIntentsRequired as error:
            raise GatewayRefusedError(f"Discord refuses the intents: {error}") from error
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError, AttributeError) as error:
            # AttributeError: discord.py 2.7 trips over its own missing socket when the first connection fails.
            log.warning("the gateway is out of reach", error=f"{type(error).__name__}: {error}"[:300])
        if client.ready:
            wait = first_wait
            await asyncio.sleep(WAIT_AFTER_SESSION * random.uniform(1.0, 1.2))
            continue
        await asyncio.sleep(wait * random.uniform(0.75, 1.25))
        wait = min(wait * 2, LONGEST_WAIT)


async def _one_session(
    client: MeerkatClient, token: str, beside: Callable[[MeerkatClient], Coroutine[Any, Any, None]]
) -> None:
    async with client:
        await client.login(token)
        companion = asyncio.create_task(beside(client))
        connection = asyncio.create_task(client.connect())
        try:
            await asyncio.wait({companion, connection}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            # The reader must be gone before close(), or it answers with code 4000 and the bot looks online for minutes.
            for task in (connection, companion):
                task.cancel()
            results = await asyncio.gather(connection, companion, return_exceptions=True)
            await client.drain()
        for result in results:
            if isinstance(result, Exception):
                raise result
