"""The real bot as a process of its own: started, killed, started again, and stopped."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

import bot

__all__ = ["BotProcess"]

STOP_SECONDS = 5.0
ROOT = Path(bot.__file__).parents[1]


class BotProcess:
    """``meerkat run`` with settings by environment alone, in a folder without a settings file.

    Each start is a process group, so that nothing of it can be left over; what it prints goes to ``log``.
    """

    def __init__(self, folder: Path, settings: Mapping[str, str]) -> None:
        self._folder = folder
        kept = {name: value for name, value in os.environ.items() if not name.startswith("MEERKAT_")}
        self._environment = kept | {f"MEERKAT_{name}": value for name, value in settings.items()}
        search = os.pathsep.join(filter(None, (str(ROOT), kept.get("PYTHONPATH"))))
        self._environment["PYTHONPATH"] = search
        self._process: asyncio.subprocess.Process | None = None
        self._groups: list[int] = []
        self.log = folder / "bot.log"

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        with self.log.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot.cli", "run"),
                cwd=self._folder,
                env=self._environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        self._groups.append(self._process.pid)

    async def kill(self) -> None:
        """kill -9 of the bot itself; its workers must notice by themselves."""
        assert self._process is not None
        self._process.kill()
        await self._process.wait()

    async def stop(self) -> tuple[int, float]:
        """SIGTERM; gives the exit status and how long it took. After ``STOP_SECONDS`` it is killed."""
        assert self._process is not None
        loop = asyncio.get_running_loop()
        begun = loop.time()
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                code = await self._process.wait()
        except TimeoutError:
            await self.kill()
            code = -signal.SIGKILL
        return code, loop.time() - begun

    def leftovers(self) -> int:
        """How many of the started process groups still have a process."""
        return sum(_alive(group) for group in self._groups)

    async def clear(self) -> None:
        """End everything that was ever started; for the way out, whatever happened."""
        for group in self._groups:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(group, signal.SIGKILL)
        if self._process is not None:
            await self._process.wait()

    def last_lines(self, count: int = 15) -> str:
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text("utf-8", "replace").splitlines()[-count:])


def _alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # macOS: only zombies are left
        return False
    return True
