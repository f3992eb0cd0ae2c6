"""A case's card: pure, from the case to what is shown. Fits Discord's limits whatever a package puts in."""

import shlex
from collections.abc import Sequence
from typing import Literal

import discord
import msgspec

from bot.chat.custom_ids import Address
from bot.chat.looks import LOOKS, counted, percent, relative, seconds, size
from bot.chat.text import block, inline, visible
from bot.settings import Settings
from bot.store.case_view import Case
from bot.triage.draft import inspector_link, quoted, top_findings
from bot.triage.permissions import Verb
from bot.triage.quorum import tally
from bot.triage.states import REPORTING, TAKEN_DOWN, UNDECIDED, State
from bot.visible import units
from scanner.report import Anomaly, Finding

__all__ = ["FIELD_LIMIT", "Button", "Card", "Context", "Link", "card", "fit"]

TOP_FINDINGS = 4
SHOWN_KINDS = 3  # of anomalies
# Discord: 6000 characters over all of a message's embeds; a margin for what it may count otherwise.
EMBED_LIMIT = 5800
FIELD_LIMIT = 1024  # of an embed's field
LINK_LIMIT = 512

Style = Literal["green", "red", "blue", "grey"]


class Context(msgspec.Struct, frozen=True):
    """What a card says of the service: the only hosts that it ever links to, how many decide, if reports leave.

    ``terminal``: it is read where there are no buttons.
    """

    index: str
    inspector: str
    quorum: int
    dry_run: bool
    terminal: bool = False

    @classmethod
    def of(cls, settings: Settings) -> "Context":
        return cls(
            settings.index.url,
            settings.index.inspector_url,
            settings.triage.quorum,
            dry_run=settings.report.mode == "dry-run",
            terminal=settings.discord.token is None,
        )


class Button(msgspec.Struct, frozen=True):
    address: Address
    label: str
    style: Style
    row: int
    disabled: bool = False


class Link(msgspec.Struct, frozen=True):
    label: str
    url: str
    row: int


class Card(msgspec.Struct, frozen=True):
    """One message: an embed, its controls, and its links."""

    embed: discord.Embed
    buttons: tuple[Button, ...]
    links: tuple[Link, ...]


def card(case: Case, context: Context, *, now: float, bare: bool = False) -> Card:
    """The case's card as of ``now``, which stands for the first send until that is recorded.

    ``bare`` leaves out all evidence text, for when Discord refuses the message because of it.
    """
    look = LOOKS[case.state]
    embed = discord.Embed(
        title=f"{look.sign} {case.state} · {inline(case.name, 90)} {inline(case.version, 60)} · {percent(case.score)}",
        description=_headline(case, context),
        colour=look.colour,
    )
    top = top_findings(case.report.findings)
    more = _where_more(case, context)
    if bare:
        embed.add_field(name="Evidence", value="Discord refused the evidence text; press Details.", inline=False)
    else:
        for finding in top[:TOP_FINDINGS]:
            embed.add_field(name=finding_name(finding), value=finding_text(finding), inline=False)
    for name, value in (
        ("Further findings", "" if bare else _further(top, more)),
        ("In other files", "" if bare else _elsewhere(case, more)),
        ("Timeline", _timeline(case, now)),
        ("Project", _project(case)),
        ("Scan", _scan(case)),
        ("Votes", _votes(case)),
        ("Same evidence", _same_evidence(case)),
    ):
        if value:
            embed.add_field(name=name, value=value, inline=False)
    files, rules = counted(len(case.uploads), "file"), case.report.rules_digest[:8] or "unknown"
    embed.set_footer(text=f"case {case.id} · {files} · rules {rules}")
    return Card(fit(embed, more), _buttons(case), _links(case, context, top))


def _where_more(case: Case, context: Context) -> str:
    if not context.terminal:
        return "see Details"
    # Whatever a release is called, it is one word to a shell.
    return f"which {inline('meerkat scan --format json ' + shlex.quote(f'{case.project}=={case.version}'), 300)} tells"


def fit(embed: discord.Embed, more: str = "see Details") -> discord.Embed:
    """Drop whole fields from the end until the embed is within Discord's sum; the description says so."""
    dropped = 0
    while _size(embed) > EMBED_LIMIT and embed.fields:
        embed.remove_field(len(embed.fields) - 1)
        dropped += 1
    if dropped:
        embed.description = f"{embed.description or ''}\n{counted(dropped, 'field')} did not fit, {more}."
    return embed


def _size(embed: discord.Embed) -> int:
    texts = [embed.title or "", embed.description or "", embed.footer.text or ""]
    texts += [part or "" for field in embed.fields for part in (field.name, field.value)]
    return sum(units(text) for text in texts)


def member_place(finding: Finding, limit: int = 160) -> str:
    """``setup.py:7 > base64 > zlib`` as code."""
    line = f":{finding.line}" if finding.line else ""
    return inline(" > ".join((finding.member + line, *finding.layers)) or "(the whole distribution)", limit)


def finding_name(finding: Finding) -> str:
    """A finding's heading: what it gave, its behaviour, and what that means. Discord allows 256."""
    new = "new · " if finding.new else ""
    return f"{finding.points:+.1f} · {new}{visible(finding.behaviour, 40)} · {visible(finding.description, 170)}"


def finding_text(finding: Finding, limit: int = 420, room: int = FIELD_LIMIT) -> str:
    """Where a finding lies and what stands there: at most ``limit`` of its snippet, and ``room`` in all."""
    where = f"{member_place(finding)} · {finding.scope} · {inline(finding.rule, 80)}"
    return f"{where}\n{block(finding.snippet, min(limit, room - units(where) - 1), 6)}" if finding.snippet else where


def _headline(case: Case, context: Context) -> str:
    lines = [_standing(case, context)]
    report = case.report
    if not report.complete:
        reasons = ", ".join(sorted({one.kind for one in report.anomalies})) or report.error or "no reason given"
        lines.append(f"⚠️ Incomplete scan, what was found still counts: {visible(reasons, 300)}")
    news = _news(case)
    if news:
        lines.append(news)
    return "\n".join(lines)


def _standing(case: Case, context: Context) -> str:
    if case.state in REPORTING:
        return _report_line(case, dry_run=context.dry_run)
    if case.state in TAKEN_DOWN and case.taken_down_at is not None:
        span = seconds(case.taken_down_at - case.upload.uploaded_at)
        return f"PyPI has {case.state} it {relative(case.taken_down_at)}, {span} after the upload."
    if case.state is State.CLAIMED:
        return f"{visible(case.claimed_name or 'somebody', 60)} is looking at it. {_missing(case, context)}"
    if case.state is State.DISPUTED and not case.votes:
        return "PyPI has looked at it and lifted its quarantine; people's word counts anew."
    if case.state is State.DISPUTED:
        return "Votes contradict each other; a senior decides."
    if case.state is State.CONFIRMED:
        held = next((line.detail for line in reversed(case.history) if line.event == "held back"), "")
        what = visible(held[:1].upper() + held[1:], 200) if held else "Escalate reports it to PyPI."
        return f"Malicious, by people's verdict. {what}"
    if case.state is State.DISMISSED:
        return "Harmless, by people's verdict. Its evidence stays quiet for this project; new evidence alerts again."
    return _missing(case, context)


def _missing(case: Case, context: Context) -> str:
    """What an undecided case waits for."""
    if context.terminal:
        return "People decide it on Discord; README.md says how to set that up."
    quorum = context.quorum
    count = tally(case.votes, quorum)
    if said := count.confirms or count.dismisses:
        who = f"{counted(said, 'volunteer')} {'says' if said == 1 else 'say'}"
        word, what = ("confirm", "malicious") if count.confirms else ("dismiss", "harmless")
        return f"{who} it is {what}. It takes {max(1, count.missing(word, quorum))} more, or one senior."
    return f"Nobody has decided yet. It takes {counted(quorum, 'volunteer')}, or one senior."


def _report_line(case: Case, dry_run: bool) -> str:
    report = case.observation
    if report is None:
        return "A report to PyPI is recorded without its text; ask an operator."
    who = visible(report.observation.requested_by, 80)
    dry = " **Dry-run: nothing is sent.**" if dry_run else ""
    if case.state is State.QUEUED:
        tried = f" Last try: {inline(report.answer, 200)}" if report.answer else ""
        return f"Report to PyPI leaves {relative(report.due_at)}, for {who}. Cancel report takes it back.{tried}{dry}"
    answer = f" PyPI said {report.status or 'nothing'}: {inline(report.answer, 300)}" if report.answer else ""
    if case.state is State.REPORTED:
        if report.status == 202:
            return f"PyPI accepted the report of {who} {relative(case.reported_at or report.due_at)} (202)."
        return f"Reported by {who}.{answer}{dry}"
    if case.state is State.REPORT_FAILED:
        return f"**PyPI refused the report.**{answer} {_what_to_do(report.status)}"
    return (
        f"**Whether PyPI got the report is not known.**{answer} PyPI merges no duplicates, so it is not sent again by "
        "itself: wait for a takedown, or a senior presses Send again."
    )


def _what_to_do(status: int | None) -> str:
    if status == 403:
        return "The token is not an observer's: an operator sets MEERKAT_REPORT__TOKEN, then a senior sends again."
    if status == 404:
        return "The project is gone already; nothing is left to do."
    if status == 400:
        return "The report's text or link was not accepted: a senior presses Send again and changes it."
    return "A senior can send it again."


def _news(case: Case) -> str:
    new = sum(finding.new is True for finding in case.report.findings)
    known = sum(finding.new is False for finding in case.report.findings)
    if new or known:
        before = f" {inline(case.facts.previous_version, 60)}" if case.facts.previous_version else ""
        return f"Since the last release{before}: {new} new and {known} unchanged findings."
    if case.facts.first_release:
        return "First release of the project: there is nothing to compare with."
    return ""


def _further(top: list[Finding], more: str) -> str:
    lines = [f"{one.points:+.1f} {inline(one.rule, 60)} {member_place(one, 90)}" for one in top[TOP_FINDINGS:][:5]]
    left = len(top) - TOP_FINDINGS - len(lines)
    return "\n".join([*lines, f"and {left} more, {more}"] if left > 0 else lines)


def _elsewhere(case: Case, more: str) -> str:
    others = [one for one in case.elsewhere if one.finding.points > 0]
    lines = [
        f"{one.finding.points:+.1f} {inline(one.finding.rule, 60)} in {inline(one.report.filename, 100)}"
        for one in others[:4]
    ]
    return "\n".join([*lines, f"and {len(others) - 4} more, {more}"] if len(others) > 4 else lines)


def _timeline(case: Case, now: float) -> str:
    alerted = case.alerted_at or now
    upload = case.upload
    steps = [f"uploaded {relative(upload.uploaded_at)}, alerted {seconds(alerted - upload.uploaded_at)} later"]
    if case.decided_at and case.verdict:
        steps.append(
            f"{case.verdict} {relative(case.decided_at)}, {seconds(case.decided_at - alerted)} after the alert"
        )
    if case.reported_at:
        steps.append(f"reported {relative(case.reported_at)}")
    if case.taken_down_at:
        span = seconds(case.taken_down_at - upload.uploaded_at)
        steps.append(f"taken down {relative(case.taken_down_at)}, {span} after the upload")
    last = case.history[-1] if case.history else None
    if last is not None and last.event not in ("opened", "file added"):
        detail = f": {visible(last.detail, 200)}" if last.detail else ""
        steps.append(f"{visible(last.event, 40)} by {visible(last.actor, 60)} {relative(last.at)}{detail}")
    return "\n".join(steps)


def _project(case: Case) -> str:
    facts = case.facts
    parts: list[str] = []
    if facts.project_age_days is not None:
        parts.append(f"{seconds(facts.project_age_days * 86400)} old")
    if facts.first_release is not None:
        parts.append("first release" if facts.first_release else "not its first release")
    if facts.owners:
        parts.append(f"owners {', '.join(inline(owner, 40) for owner in facts.owners[:5])}")
    if facts.new_owner:
        parts.append("**new owner**")
    if facts.releases_last_day and facts.releases_last_day > 1:
        parts.append(f"{facts.releases_last_day} releases in a day")
    if facts.popular:
        parts.append("popular")
    near = next((one for one in case.report.findings if one.rule.startswith("name-")), None)
    if near is not None:
        parts.append(visible(near.description + (f" ({near.snippet})" if near.snippet else ""), 160))
    return " · ".join(parts)


def _scan(case: Case) -> str:
    report = case.report
    read = f"{counted(report.members, 'member')}, {size(report.bytes)}"
    lines = [f"{inline(report.filename, 120)}: {read}, scanned in {report.seconds:.2f} s"]
    kinds: dict[str, list[Anomaly]] = {}
    for anomaly in report.anomalies:
        kinds.setdefault(anomaly.kind, []).append(anomaly)
    lines += [_anomaly(alike) for alike in [*kinds.values()][:SHOWN_KINDS]]
    if len(kinds) > SHOWN_KINDS:
        lines.append(f"and {counted(len(kinds) - SHOWN_KINDS, 'more kind')} of anomalies")
    return "\n".join(lines)


def _anomaly(alike: Sequence[Anomaly]) -> str:
    """All of a kind in a line, with what the first of them says, or where it is."""
    first = alike[0]
    times = f" ×{len(alike)}" if len(alike) > 1 else ""
    what = first.detail or first.member or ""
    return f"{visible(first.kind, 40)}{times}" + (f": {visible(what, 120)}" if what else "")


def _votes(case: Case) -> str:
    signs = {"confirm": "✅", "dismiss": "❌", "unsure": "🤷"}
    lines = [
        f"{signs[vote.vote]} {visible(vote.user_name, 60)} ({vote.role})"
        + (f": {visible(vote.reason, 100)}" if vote.reason else "")
        for vote in case.votes[:5]
    ]
    if len(case.votes) > 5:
        lines.append(f"and {len(case.votes) - 5} more")
    return "\n".join(lines)


def _same_evidence(case: Case) -> str:
    others = case.related  # without their states: those move, and no verdict redraws a whole campaign's cards
    lines = [f"case {one.id} {inline(one.project, 60)}" for one in others[:5]]
    if len(others) > 5:
        lines.append(f"and {len(others) - 5} more")
    return "\n".join(lines)


def _buttons(case: Case) -> tuple[Button, ...]:
    over = case.state is State.REMOVED
    again = case.state in (State.REPORT_FAILED, State.REPORT_UNKNOWN)

    def button(verb: Verb, label: str, style: Style, row: int = 0, *, disabled: bool = False) -> Button:
        return Button(Address(verb, case.id, case.revision), label, style, row, disabled)

    buttons = [
        button(Verb.CONFIRM, "Confirm", "green", disabled=over),
        button(Verb.DISMISS, "Dismiss", "grey", disabled=over),
        button(Verb.ESCALATE, "Send again" if again else "Escalate", "red", disabled=over),
        button(Verb.CLAIM, "Unclaim" if case.claimed_by else "Claim", "blue", disabled=case.state not in UNDECIDED),
        button(Verb.DETAILS, "Details", "grey"),
    ]
    if case.state is State.QUEUED:
        buttons.append(button(Verb.CANCEL, "Cancel report", "red", 1))
    if case.votes and not over:
        buttons.append(button(Verb.UNDO, "Undo", "grey", 1))
    if case.related:
        buttons.append(button(Verb.CAMPAIGN, f"Campaign ({len(case.related) + 1})", "blue", 1))
    return tuple(buttons)


def _links(case: Case, context: Context, top: list[Finding]) -> tuple[Link, ...]:
    deep = inspector_link(context.inspector, case.project, case.version, case.report, top[0] if top else None)
    flat = inspector_link(context.inspector, case.project, case.version, case.report)
    page = f"{context.index}/project/{quoted(case.project)}/{quoted(case.version)}/"
    links = [("Inspector", next((url for url in (deep, flat) if len(url) <= LINK_LIMIT), "")), ("PyPI", page)]
    return tuple(Link(name, url, 1) for name, url in links if url and len(url) <= LINK_LIMIT)
