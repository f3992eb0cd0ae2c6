import json
import re
import signal
import sqlite3
import time
import urllib.request
from pathlib import Path

from bot.demo.discord import LoopbackDiscord
from bot.demo.packages import HOSTILE, Package, honest
from bot.demo.pypi import LoopbackPyPI
from tests.service.conftest import Service


def publish(pypi: LoopbackPyPI, package: Package) -> None:
    pypi.publish(package.project, package.version, package.filename, package.data)


def cards(discord: LoopbackDiscord, project: str = "") -> list:
    return [m for m in discord.channel("alerts").messages if m.embeds and project in m.embeds[0].get("title", "")]


async def up(service: Service, discord: LoopbackDiscord, *arguments: str, **more: str) -> None:
    sessions = discord.gateway.identifies
    await service.start(*arguments, **more)
    await discord.wait_for(lambda: discord.gateway.identifies > sessions, seconds=30, what="READY")


async def test_an_upload_becomes_a_card_and_the_stop_is_clean(
    service: Service, pypi: LoopbackPyPI, discord: LoopbackDiscord
) -> None:
    await up(service, discord)
    publish(pypi, honest()[0])
    publish(pypi, HOSTILE["webhook"])
    [card] = await discord.wait_for(lambda: cards(discord), seconds=30, what="the card")
    assert HOSTILE["webhook"].project in json.dumps(card.embeds)
    began = time.monotonic()
    assert await service.end() == 0
    assert time.monotonic() - began < 2
    assert discord.gateway.closes[-1] == 1000
