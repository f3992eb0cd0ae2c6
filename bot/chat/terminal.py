"""Cards without Discord: printed as they are new or change, from the same card."""

import asyncio
import re
from collections.abc import Callable
from datetime import UTC, datetime

import structlog
from rich.console import Console
from rich.panel import Panel
from rich.text import Text

from bot.chat.cards import Card, Context, card
from bot.chat.looks import LOOKS
from bot.chat.owed import work_off
from bot.settings import Settings
from bot.store.cases import load_case, printed
from bot.store.database import Database, surely
from bot.store.outbox import claim_due, interrupted, settle
from bot.visible import visible

__all__ = ["TerminalCards", "TerminalGoneError", "plain"]

log = structlog.get_logger(__name__)

POLL = 0.25
RETRY_SECONDS = 60.0

# What ``bot.chat.text`` and the cards write: code is shown as it stands, in prose an escape gives its character and a
# stamp (which counts by itself in Discord only) its time, and bold means nothing here.
_MARKS = re.compile(
    r"```\n(?P<block>.*?)\n```|`(?P<span>[^`\n]*)`|\\(?P<char>[\\`*_~|<>\[\]#@])|\*\*|<t:(?P<at>\d+):R>", re.DOTALL
)


class TerminalGoneError(Exception):
    """Whoever read the cards has gone; says what to do."""


class TerminalCards:
    """Prints each case's card when it is new or has moved, until cancelled; the cases are kept all the same."""

    def __init__(self, db: Database, console: Console, settings: Settings, now: Callable[[], float]) -> None:
        self.db = db
        self.console = console
        self.now = now
        self._context = Context.of(settings)

    async def run(self) -> None:
        """Print for ever; raises TerminalGoneError when nobody reads any more."""
        await self._take_up()
        await work_off(self.print_next, lambda: asyncio.sleep(POLL), (TerminalGoneError,))

    @surely
    async def _take_up(self) -> None:
        async with self.db.transaction() as tx:
            for row in await interrupted(tx, "card"):
                await settle(tx, row.id, "due", retry_at=self.now(), now=self.now())

    async def print_next(self) -> bool:
        """Print one card that is owed; False when none is."""
        row = await claim_due(self.db, "card", self.now())
        if row is None:
            return False
        try:
            await self._print(row.case_id)
        except SystemExit as error:  # rich's word for a pipe that nobody reads
            raise TerminalGoneError(
                "nobody reads the cards any more; the next start prints those that were owed, or set "
                "MEERKAT_DISCORD__TOKEN to have them in Discord"
            ) from error
        except Exception as error:  # one case that cannot be drawn must not hold up the others
            log.exception("a card could not be printed; it is tried again", case=row.case_id)
            await surely(self._put_off)(row.id, f"{type(error).__name__}: {error}"[:300])
            return True
        async with self.db.transaction() as tx:
            now = self.now()
            await printed(tx, row.case_id, now)
            await settle(tx, row.id, "sent", now=now)
        return True

    async def _print(self, case_id: int) -> None:
        case = await load_case(self.db, case_id)
        if case is None:
            return
        drawn = card(case, self._context, now=self.now())
        colour = f"#{LOOKS[case.state].colour:06x}"
        self.console.print(Panel(Text(plain(drawn)), border_style=colour, title=Text(f"case {case.id}")))
        for link in drawn.links:  # outside the frame, which would break them
            self.console.print(Text(visible(f"{link.label}: {link.url}")), soft_wrap=True)

    async def _put_off(self, row_id: int, why: str) -> None:
        async with self.db.transaction() as tx:
            now = self.now()
            await settle(tx, row_id, "due", answer=why, retry_at=now + RETRY_SECONDS, now=now)


def plain(drawn: Card) -> str:
    """A card's embed as text without markup; nothing in it can steer a terminal."""
    embed = drawn.embed
    parts = [embed.title or "", embed.description or ""]
    parts += [f"\n{field.name}\n{field.value}" for field in embed.fields]
    return visible(_MARKS.sub(_unmarked, "\n".join(parts)), lines=True)


def _unmarked(mark: re.Match[str]) -> str:
    if mark["at"]:
        return datetime.fromtimestamp(int(mark["at"]), UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return mark["block"] or mark["span"] or mark["char"] or ""
