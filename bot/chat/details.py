"""A case's private evidence pages: pure, from the case to one embed per page."""

from collections.abc import Iterable
from typing import NamedTuple

import discord

from bot.chat.cards import FIELD_LIMIT, Button, Context, finding_name, finding_text, fit
from bot.chat.custom_ids import Address
from bot.chat.looks import LOOKS, percent, relative, seconds
from bot.chat.text import inline, visible
from bot.store.case_view import Case
from bot.triage.draft import inspector_link, top_findings
from bot.triage.permissions import Verb
from bot.visible import units
from scanner.report import Finding, Report

__all__ = ["page", "page_buttons"]

FINDINGS_A_PAGE = 4
LINES_LIMIT = 3800  # of a page of lines; Discord allows a description 4096
DETAIL_LIMIT = 3000  # of one line of history: a note or a reason of 1000 characters is shown whole, escapes and all


class _Page(NamedTuple):
    text: str
    fields: tuple[tuple[str, str], ...] = ()


def page(case: Case, context: Context, number: int) -> tuple[discord.Embed, int, int]:
    """Page ``number`` (from 0, brought into range), its number, and how many there are."""
    pages = _pages(case, context)
    number = max(0, min(number, len(pages) - 1))
    look = LOOKS[case.state]
    embed = discord.Embed(
        title=f"{look.sign} case {case.id} · {inline(case.name, 90)} {inline(case.version, 60)}",
        description="\n".join((f"{case.state} · {percent(case.score)}", pages[number].text)).strip(),
        colour=look.colour,
    )
    for name, value in pages[number].fields:
        embed.add_field(name=name, value=value, inline=False)
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


def _pages(case: Case, context: Context) -> list[_Page]:
    top = top_findings(case.report.findings)
    rest = [one for one in case.report.findings if one not in top]
    found = [_finding(case, context, one) for one in (*top, *rest)]
    found += [_finding(case, context, one.finding, one.report) for one in case.elsewhere]
    parts = [found[start : start + FINDINGS_A_PAGE] for start in range(0, len(found), FINDINGS_A_PAGE)]
    pages = [_Page("", tuple(part)) for part in parts]
    for title, lines in (("Files", _files(case)), ("Anomalies", _anomalies(case)), ("History", _history(case))):
        pages += [_Page(f"**{title}**\n{text}") for text in _packed(lines)]
    return pages


def _packed(lines: Iterable[str]) -> list[str]:
    """Lines on as few pages as hold them whole."""
    pages: list[str] = []
    for line in lines:
        if pages and units(pages[-1]) + 1 + units(line) <= LINES_LIMIT:
            pages[-1] += f"\n{line}"
        else:
            pages.append(line)
    return pages


def _finding(case: Case, context: Context, one: Finding, other: Report | None = None) -> tuple[str, str]:
    """A finding of the leading report, or of another file's."""
    report = other or case.report
    tail = f"\nin {inline(report.filename, 120)}" if other is not None else ""
    tail += f"\nin a {one.place}" if one.place != "code" else ""
    tail += "\nin shadow: gives no points yet" if one.status == "shadow" else ""
    link = inspector_link(context.inspector, case.project, report.version, report, one)
    tail += f"\n<{link}>" if len(link) < 300 else ""
    return finding_name(one), finding_text(one, 560, FIELD_LIMIT - units(tail)) + tail


def _files(case: Case) -> list[str]:
    return [
        f"{inline(file.filename, 120)} {percent(file.score) if file.score is not None else 'not scored'}"
        f"{'' if file.complete else ' incomplete'} {relative(file.uploaded_at)}"
        for file in case.uploads
    ]


def _anomalies(case: Case) -> list[str]:
    return [
        f"{visible(one.kind, 40)}{' in ' + inline(one.member, 120) if one.member else ''}"
        + (f": {visible(one.detail, 200)}" if one.detail else "")
        for one in case.report.anomalies
    ]


def _history(case: Case) -> list[str]:
    lines = [
        f"{relative(line.at)} {visible(line.event, 20)} by {visible(line.actor, 60)}"
        + (f": {visible(line.detail, DETAIL_LIMIT)}" if line.detail else "")
        for line in case.history
    ]
    opened = case.opened_at - case.upload.uploaded_at
    return [f"opened {seconds(opened)} after the upload", *lines]
