"""Cards without Discord."""

import io
from pathlib import Path

from rich.console import Console

from bot.chat.terminal import TerminalCards
from bot.desk import Desk
from bot.settings import Settings
from bot.store.cases import load_case
from bot.triage.roles import Actor, Role
from tests.bot.cases import T0, finding, open_case, open_database, report


async def test_each_card_is_printed_when_it_is_new_and_when_it_moves(tmp_path: Path) -> None:
    db = await open_database(tmp_path)
    out = io.StringIO()
    cards = TerminalCards(db, Console(file=out, width=120), Settings(), lambda: T0 + 2)
    hostile = finding(snippet="print('\x1b[2J[bold]\u202e')", description="clears the \x1b]0;x\x07 screen")
    case_id = await open_case(db, report(findings=(hostile,)))
    assert await cards.print_next()
    assert not await cards.print_next()
    shown = out.getvalue()
    assert "examplepkg" in shown
    assert "<U+001B>[2J[bold]<U+202E>" in shown
    assert "\x1b" not in shown
    case = await load_case(db, case_id)
    assert case is not None
    assert (case.carded_revision, case.alerted_at, case.message_id) == (1, T0 + 2, None)
    await Desk(db, Settings(), lambda: T0).vote(Actor(1, "ada", Role.SENIOR), case_id, "dismiss", door="terminal")
    assert await cards.print_next()
    assert "dismissed" in out.getvalue().removeprefix(shown)
    await db.close()
