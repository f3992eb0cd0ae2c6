"""The real service as a process of its own, between the loopback PyPI and the loopback Discord."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo.discord import LoopbackDiscord
from bot.demo.pypi import LoopbackPyPI

ROOT = Path(__file__).resolve().parents[2]


class Service:
    """``meerkat run`` with settings for the two stand-ins; can be killed and started again on the same database."""

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        self.folder = folder
        self.settings = settings
        self.process: asyncio.subprocess.Process | None = None

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text() if (self.folder / "log").exists() else ""

    @property
    def printed(self) -> str:
        return (self.folder / "out").read_text() if (self.folder / "out").exists() else ""

    async def start(self, *arguments: str, alone: bool = False, **more: str) -> None:
        """Start it, ``alone`` in a process group of its own."""
        own = {"PATH": os.environ["PATH"], "HOME": str(self.folder), "PYTHONPATH": str(ROOT)}
        environment = {**own, **self.settings, **more}
        with (self.folder / "log").open("ab") as log, (self.folder / "out").open("ab") as out:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot.cli",
                "run",
                *arguments,
                cwd=self.folder,
                env=environment,
                stdout=out,
                stderr=log,
                start_new_session=alone,
            )

    async def end(self, how: signal.Signals = signal.SIGTERM) -> int:
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(how)
        return await asyncio.wait_for(self.process.wait(), 20)


@pytest.fixture
async def pypi() -> AsyncIterator[LoopbackPyPI]:
    async with LoopbackPyPI() as server:
        yield server


@pytest.fixture
async def discord() -> AsyncIterator[LoopbackDiscord]:
    async with LoopbackDiscord() as server:
        server.channel("alerts")
        yield server


def settings_for(folder: Path, pypi: LoopbackPyPI, discord: LoopbackDiscord) -> dict[str, str]:
    """The environment that puts the service between the two stand-ins."""
    return {
        "MEERKAT_DATABASE": str(folder / "meerkat.db"),
        "MEERKAT_INDEX__URL": pypi.url,
        "MEERKAT_INDEX__INSPECTOR_URL": pypi.inspector_url,
        "MEERKAT_INDEX__POLL_SECONDS": "0.2",
        "MEERKAT_SCAN__JOBS": "1",
        "MEERKAT_DISCORD__API_URL": discord.api_url,
        "MEERKAT_DISCORD__TOKEN": discord.token,
        "MEERKAT_DISCORD__GUILD": str(discord.guild_id),
        "MEERKAT_DISCORD__ALERT_CHANNEL": str(discord.channel("alerts").id),
        "MEERKAT_ROLES__VOLUNTEER": str(discord.role("volunteer").id),
        "MEERKAT_ROLES__SENIOR": str(discord.role("senior").id),
        "MEERKAT_REPORT__UNDO_SECONDS": "0.5",
    }


@pytest.fixture
async def service(tmp_path: Path, pypi: LoopbackPyPI, discord: LoopbackDiscord) -> AsyncIterator[Service]:
    service = Service(tmp_path, settings_for(tmp_path, pypi, discord))
    yield service
    if service.process is not None and service.process.returncode is None:
        await service.end(signal.SIGKILL)
