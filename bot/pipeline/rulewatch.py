"""Taking in changed rules while running."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import structlog

from scanner.pool import Pool
from scanner.rule_source import rule_files
from scanner.ruleset import RuleSetError

__all__ = ["RuleWatch"]

log = structlog.get_logger(__name__)

LOOK_SECONDS = 2.0


class RuleWatch:
    """Reloads the rules when their files change, all or nothing; a set that is refused changes nothing.

    ``refused`` says why the set on disk is not in use, None while it is; ``loaded_at`` is the last reload, in Unix
    seconds, None when there was none since the start.
    """

    def __init__(self, pool: Pool, folder: Path, now: Callable[[], float]) -> None:
        self._pool = pool
        self._folder = folder
        self._now = now
        self.refused: str | None = None
        self.loaded_at: float | None = None

    async def run(self) -> None:
        """Look for changes until cancelled."""
        seen = await asyncio.to_thread(_stamp, self._folder)
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                stamp = await asyncio.to_thread(_stamp, self._folder)
            except OSError as error:  # a file that goes while it is looked at: the next look sees what is there
                log.warning("the rules' folder cannot be read", error=str(error))
                continue
            if stamp != seen:
                seen = stamp
                await self.reload()

    async def reload(self) -> None:
        """Take in what is on disk now."""
        before = self._pool.rules.digest
        try:
            rules = await self._pool.reload()
        except Exception as error:  # whatever somebody saved there must not end the watch
            expected = isinstance(error, RuleSetError | OSError)
            self.refused = str(error) or type(error).__name__
            log.error(
                "the changed rules are refused; the running set stays",
                error=self.refused,
                exc_info=None if expected else error,
            )
            return
        self.refused = None
        if rules.digest != before:
            self.loaded_at = self._now()
        log.info("rules reloaded", rules=len(rules.rules), digest=rules.digest[:12])


def _stamp(folder: Path) -> frozenset[tuple[str, int, int]]:
    """Name, time and size of every file that makes up a rule set."""
    files = [*rule_files(folder), *folder.glob("*.toml")]
    return frozenset((str(file), status.st_mtime_ns, status.st_size) for file in files for status in [file.stat()])
