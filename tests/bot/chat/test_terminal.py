"""Cards without Discord."""

import errno
import io
from pathlib import Path

import discord
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.chat.cards import Card
from bot.chat.terminal import TerminalCards, plain
from bot.chat.text import block, inline, visible
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
    [inspector] = [line for line in shown.splitlines() if line.startswith("Inspector: ")]
    assert inspector.endswith("/setup.py#line.7")
    assert "uploaded 2027-01-15 07:59:56 UTC, alerted" in shown
    assert "<U+001B>[2J[bold]<U+202E>" in shown
    assert "\x1b" not in shown
    case = await load_case(db, case_id)
    assert case is not None
    assert (case.alerted_at, case.message_id) == (T0 + 2, None)
    await Desk(db, Settings(), lambda: T0).vote(Actor(1, "ada", Role.SENIOR), case_id, "dismiss", door="terminal")
    assert await cards.print_next()
    assert "dismissed" in out.getvalue().removeprefix(shown)
    await db.close()


async def test_a_terminal_is_told_no_button_but_the_command_that_shows_the_rest(tmp_path: Path) -> None:
    db = await open_database(tmp_path)
    out = io.StringIO()
    cards = TerminalCards(db, Console(file=out, width=120), Settings(), lambda: T0 + 2)
    many = tuple(finding(f"rule_{number}") for number in range(12))
    await open_case(db, report(version="1.0$(id)", findings=many))
    assert await cards.print_next()
    shown = " ".join(out.getvalue().replace("│", " ").split())
    assert "and 3 more, which meerkat scan --format json 'examplepkg==1.0$(id)' tells" in shown
    assert "README.md says how" in shown
    assert "Details" not in shown
    await db.close()


async def test_a_card_that_could_not_be_printed_is_printed_later(tmp_path: Path) -> None:
    class Full(io.StringIO):
        full = True

        def write(self, text: str) -> int:
            if self.full:
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().write(text)

    db, out, now = await open_database(tmp_path), Full(), [T0 + 2]
    cards = TerminalCards(db, Console(file=out, width=120), Settings(), lambda: now[0])
    await open_case(db)
    assert await cards.print_next()
    assert not await cards.print_next()
    out.full = False
    now[0] += 60
    assert await cards.print_next()
    assert "examplepkg" in out.getvalue()
    await db.close()


def test_code_is_printed_as_it_stands_and_prose_without_its_escapes() -> None:
    path = r"C:\\Users\\*\\discord\\Local Storage **leveldb** <t:1:R> \*"
    code = path + "\n\n  x = 1"
    embed = discord.Embed(title=inline(r"a\b") + " **open**", description=visible(r"by *star* \o/ [x]"))
    embed.add_field(name="one", value=f"{inline(path)} in\n{block(code)}")
    embed.add_field(name="two", value=block("```py\nlast"))
    shown = plain(Card(embed, (), ()))
    assert shown.startswith("a\\b open\nby *star* \\o/ [x]\n")
    assert f"one\n{path} in\n{code}\n" in shown
    assert shown.endswith("two\nˋˋˋpy\nlast")
    assert "`" not in shown


@given(st.text(max_size=200))
def test_whatever_stands_in_code_comes_out_of_it_unchanged(text: str) -> None:
    embed = discord.Embed(description=f"{block(text)} and {inline(text)}")
    assert plain(Card(embed, (), ())) == f"\n{block(text)[4:-4]} and {inline(text)[1:-1]}"
