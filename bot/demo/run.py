"""The demo: the real bot against both stand-ins, with scripted volunteers, checked from outside."""

import asyncio
import socket
import tempfile
from pathlib import Path
from typing import Any

import aiohttp

from bot.demo.bot_process import BotProcess
from bot.demo.discord import LoopbackDiscord
from bot.demo.hostile import DISMISSED, ESTABLISHED, HOSTILE
from bot.demo.pypi import LoopbackPyPI
from bot.demo.story import Stage
from bot.demo.view import View

__all__ = ["run_demo"]

FAILED = 3
START_SECONDS = 40.0
SCANNED_SECONDS = 20.0
STOP_SECONDS = 2.0  # SIGTERM must be done within


async def run_demo(view: View | None = None) -> int:
    """Play the demo; 0 only if every expectation held."""
    with tempfile.TemporaryDirectory(prefix="meerkat-demo-") as folder:
        judge = _description()
        async with LoopbackPyPI(quarantine_delay=0.4) as pypi, LoopbackDiscord(openapi=judge) as discord:
            port = _free_port()
            bot = BotProcess(Path(folder), _settings(pypi, discord, port))
            stage = Stage(pypi, discord, bot, view or View())
            try:
                return await _play(stage, port)
            finally:
                await bot.clear()


def _description() -> Path | None:
    """Discord's OpenAPI description, where it and the means to use it are at hand."""
    try:
        from bot.demo.discord.openapi import description_path
    except ImportError:  # jsonschema comes with the development extra only
        return None
    return description_path()


def _settings(pypi: LoopbackPyPI, discord: LoopbackDiscord, port: int) -> dict[str, str]:
    return {
        "DATABASE": "meerkat.db",
        "INDEX__URL": pypi.url,
        "INDEX__INSPECTOR_URL": pypi.inspector_url,
        "INDEX__POLL_SECONDS": "0.5",
        "INDEX__CONTACT": "demo@example.org",
        "SCAN__JOBS": "2",
        "SCAN__SANDBOX": "best-effort",  # the demo's packages are inert, and it must run everywhere
        "DISCORD__TOKEN": discord.token,
        "DISCORD__API_URL": discord.api_url,
        "DISCORD__GUILD": str(discord.guild_id),
        "DISCORD__ALERT_CHANNEL": str(discord.channel("alerts").id),
        "DISCORD__OPS_CHANNEL": str(discord.channel("ops").id),
        "ROLES__VOLUNTEER": str(discord.role("volunteer").id),
        "ROLES__SENIOR": str(discord.role("senior").id),
        "ROLES__ADMIN": str(discord.role("admin").id),
        "REPORT__MODE": "live",
        "REPORT__TOKEN": pypi.observer_token,
        "REPORT__UNDO_SECONDS": "1.5",
        "WEB__LISTEN": f"127.0.0.1:{port}",
    }


async def _play(stage: Stage, port: int) -> int:
    view, checks = stage.view, stage.checks
    with view:
        stage.history()
        view.say("demo", f"PyPI at {stage.pypi.url}, Discord at {stage.discord.url}; the bot starts")
        await stage.bot.start()
        try:
            await _ready(stage, port)
            await stage.play()
            health = await _all_scanned(stage, port)
            stage.scanned = health["queue"].get("scanned", 0)
            _expect_outcome(stage, health)
            await _expect_links(stage)
        except* (TimeoutError, LookupError, ValueError) as group:
            for error in _flat(group):
                checks.expect(str(error) or type(error).__name__, False)
        await _expect_clean_end(stage)
    _report(stage)
    return FAILED if checks.failed else 0


async def _ready(stage: Stage, port: int) -> None:
    await _health(port, lambda health: bool(health["ready"]), START_SECONDS, "the bot ready", stage.bot)


async def _all_scanned(stage: Stage, port: int) -> dict[str, Any]:
    def done(health: dict[str, Any]) -> bool:
        return health["queue"].get("scanned", 0) >= len(stage.uploads)

    return await _health(port, done, SCANNED_SECONDS, f"all {len(stage.uploads)} uploads scanned", stage.bot)


async def _health(port: int, fits: Any, seconds: float, what: str, bot: BotProcess) -> dict[str, Any]:
    """Ask the bot's health page until it fits."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    health: dict[str, Any] = {}
    async with aiohttp.ClientSession() as web:
        while loop.time() < end:
            if not bot.running:
                raise TimeoutError(f"{what}: the bot has ended")
            try:
                async with web.get(f"http://127.0.0.1:{port}/health") as answer:
                    health = await answer.json()
                    if fits(health):
                        return health
            except (aiohttp.ClientError, OSError):
                pass  # not listening yet
            await asyncio.sleep(0.1)
    raise TimeoutError(f"not within {seconds:g} s: {what}; its health page says {health or 'nothing'}")


def _expect_outcome(stage: Stage, health: dict[str, Any]) -> None:
    """What must be true when the curtain falls, as PyPI and the channel show it."""
    expect, courses = stage.checks.expect, stage.timeline.courses
    cards = [one for one in stage.discord.channel("alerts").messages if one.author is stage.discord.state.bot]
    counts = {name: number for name, number in health["queue"].items() if number}
    expect(f"Every upload was scanned, none failed or skipped: {counts}", counts == {"scanned": len(stage.uploads)})
    expect("Each hostile upload has exactly one card, ordinary ones have none", len(cards) == len(courses))
    expect("No case has two cards", all(len(course.cards) == 1 for course in courses.values()))
    reported = sorted(one.project for one in stage.pypi.observations)
    wanted = sorted(package.project for package in HOSTILE.values())
    expect("Each confirmed case was reported to PyPI exactly once", reported == wanted)
    expect(
        "Every report links the evidence",
        all("/packages/" in one.payload["inspector_url"] for one in stage.pypi.observations),
    )
    expect("The dismissed case was not reported", DISMISSED.project not in reported)
    down = {name for name, project in stage.pypi.state.projects.items() if project.status == "quarantined"}
    young = {package.project for package in HOSTILE.values()} - {ESTABLISHED[0].project}
    expect("PyPI quarantined every young project that was reported, and no other", down == young)
    if stage.discord.judged:
        broken = stage.discord.violations[:3]
        what = f"{stage.discord.judged} exchanges with Discord fit its own OpenAPI description"
        expect(f"{what} {broken or ''}".strip(), not broken)
    states = {name: course.state for name, course in courses.items()}
    ended = dict.fromkeys(young, "quarantined") | {ESTABLISHED[0].project: "removed", DISMISSED.project: "dismissed"}
    expect(f"Every card shows how its case ended: {states}", states == ended)


async def _expect_links(stage: Stage) -> None:
    """The links on the cards lead somewhere."""
    dead: list[str] = []
    async with aiohttp.ClientSession() as web:
        for course in stage.timeline.courses.values():
            for button in (course.card.buttons if course.card else {}).values():
                url = str(button.get("url") or "")
                if url and not (course.state == "removed" and "/inspector/" not in url):
                    async with web.get(url) as answer:
                        dead += [url] if answer.status != 200 else []
    stage.checks.expect(f"Every link on the cards works {dead or ''}".strip(), not dead)


async def _expect_clean_end(stage: Stage) -> None:
    """SIGTERM ends the bot quickly, with the gateway closed and nothing left over."""
    expect = stage.checks.expect
    if not stage.bot.running:
        expect("The bot still runs at the end", False)
        return
    stage.view.say("demo", "SIGTERM to the bot", "bold")
    code, seconds = await stage.bot.stop()
    expect(
        f"SIGTERM ends the bot with status 0 in under {STOP_SECONDS:g} s ({code}, {seconds:.2f} s)",
        code == 0 and seconds < STOP_SECONDS,
    )
    closes = stage.discord.gateway.closes
    expect(f"The gateway was closed as it should be: {closes[-1:]}", closes[-1:] == [1000])
    for _ in range(20):
        if not stage.bot.leftovers():
            break
        await asyncio.sleep(0.1)
    expect("No process of the bot is left, of the killed one neither", not stage.bot.leftovers())


def _report(stage: Stage) -> None:
    view, checks = stage.view, stage.checks
    states = [course.first("confirmed", "queued", "dismissed") for course in stage.timeline.courses.values()]
    downs = [course.first("quarantined", "removed") for course in stage.timeline.courses.values()]
    counts = {
        "Uploads": len(stage.uploads),
        "Scanned": stage.scanned,
        "Alerts": sum(course.card is not None for course in stage.timeline.courses.values()),
        "Verdicts": sum(state is not None for state in states),
        "Reports": len(stage.pypi.observations),
        "Takedowns": sum(down is not None for down in downs),
    }
    view.summary(counts, stage.timeline.spans())
    held = len(checks.results) - len(checks.failed)
    view.console.print(f"{held} of {len(checks.results)} expectations held.")
    if checks.failed:
        for what in checks.failed:
            view.console.print(f"✗ {what}", style="bold red", markup=False)
        view.console.print("The bot's last lines:", style="dim")
        view.console.print(stage.bot.last_lines(), style="dim", markup=False)


def _flat(group: BaseExceptionGroup[Any]) -> list[BaseException]:
    found: list[BaseException] = []
    for error in group.exceptions:
        found += _flat(error) if isinstance(error, BaseExceptionGroup) else [error]
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
