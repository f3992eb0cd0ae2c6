"""A case's private evidence pages: pure, from the case to one embed per page."""

from collections.abc import Sequence
from typing import TypeVar

import discord

from bot.chat.cards import Button, Places, finding_name, finding_text, fit
from bot.chat.custom_ids import Address
from bot.chat.looks import LOOKS, percent, relative, seconds
from bot.chat.text import inline, visible
from bot.store.case_view import Case
from bot.triage.draft import inspector_link, top_findings
from bot.triage.permissions import Verb
from scanner.report import Finding

__all__ = ["page", "page_buttons"]

T = TypeVar("T")

FINDINGS_A_PAGE = 4


def page(case: Case, places: Places, number: int) -> tuple[discord.Embed, int, int]:
    """Page ``number`` (from 0, brought into range), its number, and how many there are."""
    top = top_findings(case.report.findings)
    rest = [one for one in case.report.findings if one not in top]
    pages: list[list[tuple[str, str]]] = [
        [_finding(case, places, one) for one in part] for part in _parts([*top, *rest], FINDINGS_A_PAGE)
    ]
    pages += [[("Files", "\n".join(part))] for part in _parts(_files(case), 8)]
    pages += [[("Anomalies", "\n".join(part))] for part in _parts(_anomalies(case), 6)]
    pages += [[("History", "\n".join(part))] for part in _parts(_history(case), 8)]
    number = max(0, min(number, len(pages) - 1))
    look = LOOKS[case.state]
    embed = discord.Embed(
        title=f"{look.sign} case {case.id} · {inline(case.name, 90)} {inline(case.version, 60)}",
        description=f"{case.state} · {percent(case.score)}",
        colour=look.colour,
    )
    for name, value in pages[number]:
        embed.add_field(name=name, value=value[:1024], inline=False)
    embed.set_footer(text=f"page {number + 1} of {len(pages)} · only you see this")
    return fit(embed), number, len(pages)


def page_buttons(case: Case, number: int, pages: int) -> tuple[Button, ...]:
    """Previous and next, around the ends."""
    if pages < 2:
        return ()
    turns = (("◀ Previous", (number - 1) % pages), ("Next ▶", (number + 1) % pages))
    # With two pages both turns lead to the same one, and ids must differ within a message.
    wanted = turns if pages > 2 else turns[1:]
    return tuple(Button(Address(Verb.DETAILS, case.id, case.revision, to), text, "grey", 0) for text, to in wanted)


def _parts(items: Sequence[T], size: int) -> list[Sequence[T]]:
    return [items[start : start + size] for start in range(0, len(items), size)]


def _finding(case: Case, places: Places, one: Finding) -> tuple[str, str]:
    shadow = "\nin shadow: gives no points yet" if one.status == "shadow" else ""
    place = f"\nin a {one.place}" if one.place != "code" else ""
    link = inspector_link(places.inspector, case.project, case.version, case.report, one)
    line = f"\n<{link}>" if len(link) < 300 else ""
    return finding_name(one), f"{finding_text(one, 560)}{place}{shadow}{line}"


def _files(case: Case) -> list[str]:
    return [
        f"{inline(file.filename, 70)} {percent(file.score) if file.score is not None else 'not scored'}"
        f"{'' if file.complete else ' incomplete'} {relative(file.uploaded_at)}"
        for file in case.uploads
    ]


def _anomalies(case: Case) -> list[str]:
    return [
        f"{visible(one.kind, 40)}{' in ' + inline(one.member, 40) if one.member else ''}: {visible(one.detail, 70)}"
        for one in case.report.anomalies
    ]


def _history(case: Case) -> list[str]:
    lines = [
        f"{relative(line.at)} {visible(line.event, 20)} by {visible(line.actor, 24)}"
        + (f": {visible(line.detail, 50)}" if line.detail else "")
        for line in case.history
    ]
    opened = case.opened_at - case.upload.uploaded_at
    return [f"opened {seconds(opened)} after the upload", *lines]
