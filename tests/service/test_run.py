import asyncio
import json
import os
import re
import resource
import shutil
import signal
import sqlite3
import time
from pathlib import Path

import aiohttp

from bot.demo.discord import LoopbackDiscord, Message
from bot.demo.hostile import HOSTILE
from bot.demo.packages import Package, honest
from bot.demo.pypi import LoopbackPyPI
from scanner.ruleset import DEFAULT_RULES
from tests.bot.cases import damage
from tests.service.conftest import Service


def publish(pypi: LoopbackPyPI, *packages: Package) -> None:
    for package in packages:
        pypi.publish(package.project, package.version, package.filename, package.data)


def cards(discord: LoopbackDiscord, *words: str) -> list[Message]:
    """The channel's cards in whose text all the words stand."""
    found = [message for message in discord.channel("alerts").messages if message.embeds]
    return [message for message in found if all(word in json.dumps(message.embeds) for word in words)]


def states(service: Service) -> dict[str, int]:
    with sqlite3.connect(f"file:{service.settings['MEERKAT_DATABASE']}?mode=ro", uri=True) as connection:
        return dict(connection.execute("SELECT state, count(*) FROM upload GROUP BY state").fetchall())


async def until(look, seconds: float = 30.0, what: str = "") -> None:
    end = time.monotonic() + seconds
    while not look():
        assert time.monotonic() < end, what
        await asyncio.sleep(0.05)


async def up(service: Service, discord: LoopbackDiscord, *arguments: str, **more: str) -> None:
    sessions = discord.gateway.identifies
    await service.start(*arguments, **more)
    await discord.wait_for(lambda: discord.gateway.identifies > sessions, seconds=30, what="a gateway session")
    await until(lambda: "watch begins" in service.log, what="the first poll")


async def test_an_upload_becomes_a_card_within_seconds_and_the_stop_is_clean(
    service: Service, pypi: LoopbackPyPI, discord: LoopbackDiscord
) -> None:
    await up(service, discord)
    publish(pypi, honest()[0], HOSTILE["webhook"])
    [card] = await discord.wait_for(lambda: cards(discord), seconds=30, what="the card")
    assert HOSTILE["webhook"].project in json.dumps(card.embeds)
    began = time.monotonic()
    assert await service.end() == 0
    assert [line for line in service.log.splitlines() if '"level": "warning"' in line and "CONTACT" not in line] == []
    assert time.monotonic() - began < 2  # a promise to operators, not a measurement
    assert discord.gateway.closes[-1] == 1000


async def test_from_upload_to_takedown_with_a_restart_before_the_deciding_vote(
    service: Service, pypi: LoopbackPyPI, discord: LoopbackDiscord
) -> None:
    live = {"MEERKAT_REPORT__MODE": "live", "MEERKAT_REPORT__TOKEN": pypi.observer_token}
    ana, bo = (discord.member(name, roles=["volunteer"]) for name in ("ana", "bo"))
    await up(service, discord, **live)
    publish(pypi, HOSTILE["download"])
    [card] = await discord.wait_for(lambda: cards(discord), seconds=30, what="the card")
    await ana.click(card, "Confirm")
    await service.end(signal.SIGKILL)
    await up(service, discord, **live)
    await bo.click(card, "Confirm")
    await discord.wait_for(lambda: cards(discord, "quarantined"), seconds=30, what="the takedown on the card")
    assert len(cards(discord)) == 1
    [observation] = pypi.state.observations
    assert observation.payload["kind"] == "is_malware"
    assert observation.payload["inspector_url"].startswith(
        f"{pypi.inspector_url}/project/{HOSTILE['download'].project}/"
    )


async def test_kill_9_at_any_time_loses_no_upload_and_doubles_no_card(
    service: Service, pypi: LoopbackPyPI, discord: LoopbackDiscord
) -> None:
    await up(service, discord)
    uploads = [*honest()[:12], *HOSTILE.values()]
    for number, package in enumerate(uploads):
        publish(pypi, package)
        if number % 4 == 3:
            await asyncio.sleep(0.15 * (number % 7))
            await service.end(signal.SIGKILL)
            await service.start()
    await until(lambda: states(service).get("scanned", 0) == len(uploads), 60, "every upload scanned")
    hostile = {package.project for package in HOSTILE.values()}
    await discord.wait_for(lambda: len(cards(discord)) >= len(hostile), seconds=30, what="all cards")
    await asyncio.sleep(1)  # time for a second copy to show
    titles = sorted(card.embeds[0]["title"] for card in cards(discord))
    assert len(titles) == len(hostile)
    assert all(any(project in title for title in titles) for project in hostile)


async def test_while_discord_is_away_the_scans_go_on_and_the_cards_follow(
    service: Service, pypi: LoopbackPyPI, discord: LoopbackDiscord
) -> None:
    outage = discord.fail("*", "/api/v10/*", status=503, times=10_000)
    await service.start()
    await until(lambda: "out of reach" in service.log, what="the failed login")
    publish(pypi, HOSTILE["shell"])
    await until(lambda: states(service).get("scanned") == 1, what="the scan")
    outage.times = 0
    [card] = await discord.wait_for(lambda: cards(discord), seconds=40, what="the card")
    assert HOSTILE["shell"].project in json.dumps(card.embeds)


async def test_without_a_token_the_cards_are_printed_and_the_cases_kept(service: Service, pypi: LoopbackPyPI) -> None:
    for name in ("TOKEN", "GUILD", "ALERT_CHANNEL"):
        del service.settings[f"MEERKAT_DISCORD__{name}"]
    service.settings["MEERKAT_WEB__LISTEN"] = "127.0.0.1:0"
    await service.start()
    await until(lambda: '"port"' in service.log, what="the health page")
    port = next(json.loads(line)["port"] for line in service.log.splitlines() if '"port"' in line)
    async with aiohttp.ClientSession() as session:

        async def health() -> dict:
            async with session.get(f"http://127.0.0.1:{port}/health") as answer:
                return await answer.json() | {"status": answer.status}

        while (await health())["status"] != 200:
            await asyncio.sleep(0.1)
        publish(pypi, HOSTILE["startup"])
        await until(lambda: HOSTILE["startup"].project in service.printed, what="the card")
        told = await health()
        assert told["ready"] is True
        assert told["gateway"] is None
        assert told["queue"]["scanned"] == 1
        async with session.get(f"http://127.0.0.1:{port}/metrics") as answer:
            assert 'meerkat_uploads_total{outcome="alert"} 1.0' in await answer.text()
    assert await service.end() == 0


async def test_a_reader_of_the_cards_that_goes_away_is_told_and_no_good_end(
    service: Service, pypi: LoopbackPyPI
) -> None:
    for name in ("TOKEN", "GUILD", "ALERT_CHANNEL"):
        del service.settings[f"MEERKAT_DISCORD__{name}"]
    os.mkfifo(service.folder / "out")
    reader = os.open(service.folder / "out", os.O_RDONLY | os.O_NONBLOCK)
    await service.start()
    await until(lambda: "watch begins" in service.log, what="the first poll")
    os.close(reader)
    publish(pypi, HOSTILE["startup"])
    assert service.process is not None
    assert await asyncio.wait_for(service.process.wait(), 30) == 3
    assert service.log.splitlines()[-1].startswith("nobody reads the cards any more")
    assert "Traceback" not in service.log


async def test_a_refused_token_ends_with_what_to_do(service: Service, discord: LoopbackDiscord) -> None:
    await service.start(MEERKAT_DISCORD__TOKEN="not.the.token")
    assert service.process is not None
    assert await asyncio.wait_for(service.process.wait(), 30) == 3
    assert "MEERKAT_DISCORD__TOKEN" in service.log
    assert "not.the.token" not in service.log
    assert "Traceback" not in service.log.splitlines()[-1]


async def test_a_stop_of_the_whole_group_while_the_workers_start_is_clean(service: Service) -> None:
    await service.start(alone=True)
    assert service.process is not None
    children = Path(f"/proc/{service.process.pid}/task/{service.process.pid}/children")
    await until(children.read_text, what="a worker")
    os.killpg(service.process.pid, signal.SIGTERM)
    assert await asyncio.wait_for(service.process.wait(), 20) == 0
    assert "Traceback" not in service.log


async def test_a_channel_that_does_not_exist_is_one_line_that_says_what_to_set(
    service: Service, pypi: LoopbackPyPI, discord: LoopbackDiscord
) -> None:
    await up(service, discord, MEERKAT_DISCORD__ALERT_CHANNEL="123456789012345678")
    publish(pypi, HOSTILE["webhook"])
    await until(lambda: "MEERKAT_DISCORD__ALERT_CHANNEL names no channel" in service.log, what="what to do")
    await until(lambda: "could not be read for reactions" in service.log, what="the catching up")
    assert "Traceback" not in service.log
    assert await service.end() == 0


async def test_a_core_that_would_hold_the_tokens_is_not_written(service: Service, discord: LoopbackDiscord) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    try:
        await up(service, discord)
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, (soft, hard))
    assert service.process is not None
    limits = Path(f"/proc/{service.process.pid}/limits").read_text()
    assert re.search(r"Max core file size +0 +0 ", limits)
    assert await service.end() == 0


async def test_a_second_service_on_the_same_database_is_refused(service: Service, discord: LoopbackDiscord) -> None:
    await up(service, discord)
    second = Service(service.folder, service.settings)
    await second.start()
    assert second.process is not None
    assert await asyncio.wait_for(second.process.wait(), 30) == 3
    assert "in use by another meerkat run" in service.log
    assert await service.end() == 0


async def test_a_damaged_database_ends_the_service_and_asks_for_no_restart(
    service: Service, discord: LoopbackDiscord
) -> None:
    await up(service, discord)
    await service.end()
    damage(Path(service.settings["MEERKAT_DATABASE"]), "upload")
    await service.start()
    assert service.process is not None
    assert await asyncio.wait_for(service.process.wait(), 30) == 2
    assert "meerkat.db is damaged" in service.log.splitlines()[-1]


async def test_operators_are_told_of_rules_that_are_refused(
    service: Service, pypi: LoopbackPyPI, discord: LoopbackDiscord, tmp_path: Path
) -> None:
    rules = tmp_path / "rules"
    shutil.copytree(DEFAULT_RULES / "install", rules / "install", ignore=shutil.ignore_patterns("samples"))
    service.settings["MEERKAT_DISCORD__OPS_CHANNEL"] = str(discord.channel("ops").id)
    await up(service, discord, MEERKAT_RULES=str(rules))
    (rules / "install" / "broken.yar").write_text("rule broken { condition: maybe }")

    def told(*words: str) -> list[Message]:
        return [one for one in discord.channel("ops").messages if all(word in one.text for word in words)]

    [notice] = await discord.wait_for(lambda: told("refused", "broken.yar"), seconds=30, what="the notice")
    assert not notice.pinged_everyone
    assert cards(discord) == []
    assert '"what": "rules-refused"' in service.log
    assert await service.end() == 0
