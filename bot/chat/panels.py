"""Private panels that answer commands: pure, from values to embeds and buttons."""

from collections.abc import Sequence
from itertools import accumulate

import discord

from bot.chat.cards import Button, fit
from bot.chat.custom_ids import Address
from bot.chat.looks import LOOKS, counted, percent, relative, seconds
from bot.chat.text import inline, visible
from bot.desk import CaseList, Figures, Lookup, RuleView, Watch
from bot.settings import Settings
from bot.store.case_view import Case, Summary
from bot.store.suppressions import SuppressionLine, SuppressionList
from bot.triage.permissions import Verb
from bot.triage.states import UNDECIDED, State
from bot.visible import units
from scanner.verdicts import RuleStat

__all__ = [
    "campaign_panel",
    "case_list",
    "figures_panel",
    "lookup_panel",
    "rule_panel",
    "settings_panel",
    "suppression_list",
    "watch_panel",
]

GREY = 0x8B8D98
NAMED_OTHERS = 4
TEXT_LIMIT = 3700  # of lines; Discord allows a description 4096, and some lists have a line above and below


def _panel(title: str, lines: Sequence[str], empty: str = "", *, left: int = 0) -> discord.Embed:
    """As many lines as fit, and how many did not; ``left`` are those that were not even handed over."""
    kept = lines[: _fitting(lines)]
    left += len(lines) - len(kept)
    if left:
        kept = [*kept, f"and {left} more"]
    return _embed(title, "\n".join(kept) or empty)


def _embed(title: str, text: str) -> discord.Embed:
    return fit(discord.Embed(title=title, description=text, colour=GREY))


def _fitting(lines: Sequence[str]) -> int:
    sizes = accumulate(units(line) + 1 for line in lines)
    return sum(size <= TEXT_LIMIT for size in sizes)


def _case_line(one: Summary) -> str:
    claimed = f" · {visible(one.claimed_name, 40)}" if one.claimed_name else ""
    name = f"{inline(one.project, 60)} {inline(one.version, 40)} {percent(one.score)}"
    return f"{LOOKS[one.state].sign} **{one.id}** {name} {one.state} {relative(one.opened_at)}{claimed}"


def case_list(found: CaseList, what: str) -> discord.Embed:
    """As many cases as fit; the last line says how to see the ones behind them."""
    count, noun = sum(found.counts.values()), "case" if what == "all" else f"{what} case"
    if not count:
        return _embed(counted(0, noun), f"There are no {noun}s.")
    lines = [_case_line(one) + _same_as(found.campaigns.get(one.id, ())) for one in found.cases]
    shown = _fitting(lines)
    states = ", ".join(f"{found.counts[state]} {state}" for state in State if state in found.counts)
    text = [f"{states}; {'oldest first' if found.oldest_first else 'newest first'}", *lines[:shown]]
    if shown and found.remaining > shown:
        last = found.cases[shown - 1].id
        text.append(f"and {found.remaining - shown} more: /case list state:{what} after:{last}")
    elif not lines:
        text.append("None of them comes behind the case that you named; leave out after to see them all.")
    return _embed(counted(count, noun), "\n".join(text))


def _same_as(others: Sequence[int]) -> str:
    if not others:
        return ""
    more = f" and {len(others) - NAMED_OTHERS} more" if len(others) > NAMED_OTHERS else ""
    return f" · same evidence as {', '.join(str(one) for one in others[:NAMED_OTHERS])}{more}"


def campaign_panel(case: Case, newest: int) -> tuple[discord.Embed, tuple[Button, ...]]:
    """The cases with the same evidence, and verdicts on all of the undecided ones at once.

    ``newest`` numbers the newest evidence among them: the verdicts reach no case that comes, or grows, later.
    """
    others = case.related
    open_ones = sum(one.state in UNDECIDED for one in others) + (case.state in UNDECIDED)
    lines = [f"{LOOKS[case.state].sign} **{case.id}** {inline(case.project, 60)} {case.state} (this case)"]
    lines += [f"{LOOKS[one.state].sign} **{one.id}** {inline(one.project, 60)} {one.state}" for one in others]
    embed = _panel(f"{len(others) + 1} cases share this evidence", lines)
    if not open_ones:
        return embed, ()
    confirm = Address(Verb.CONFIRM_ALL, case.id, case.revision, newest)
    dismiss = Address(Verb.DISMISS_ALL, case.id, case.revision, newest)
    return embed, (
        Button(confirm, f"Confirm all {open_ones} undecided", "green", 0),
        Button(dismiss, f"Dismiss all {open_ones} undecided", "grey", 0),
    )


def lookup_panel(found: Lookup) -> discord.Embed:
    lines = [_case_line(one) for one in found.cases]
    for file in found.files:
        if file.state == "scanned":
            what = f"{file.verdict or 'scanned'} {percent(file.score) if file.score is not None else ''}"
            what += "" if file.complete else ", incomplete"
        else:
            what = f"**{file.state}**" + (f": {visible(file.reason, 120)}" if file.reason else "")
        lines.append(f"{inline(file.filename, 90)} {what} {relative(file.seen_at)}")
    title = f"{inline(found.project, 100)}: {counted(found.file_count, 'file')}, {counted(found.case_count, 'case')}"
    left = found.file_count + found.case_count - len(lines)
    return _panel(title, lines, "Never seen. /scan asks for a scan of it.", left=left)


def _precision(stat: RuleStat) -> str:
    return f"{counted(stat.alerts, 'case')}, {stat.confirmed} confirmed, {stat.dismissed} dismissed, precision {stat}"


def rule_panel(rule: RuleView) -> discord.Embed:
    lines = [_precision(rule.stat)]
    meta, shown = rule.meta, rule.shown
    if meta is not None:
        lines = [
            visible(meta.description, 500),
            f"{visible(meta.behaviour, 60)} · {meta.points:+.1f} points · {meta.status} · {visible(meta.attack, 40)}",
            *lines,
            f"False alarms: {visible(meta.fp_notes, 500)}" if meta.fp_notes else "",
            f"{inline(meta.path, 120)} · {visible(meta.author, 80)} · {visible(meta.date, 20)}",
        ]
    else:
        if shown is not None:
            lines.insert(0, visible(shown.description, 500))
            lines.insert(1, f"{visible(shown.behaviour, 60)} · gave {shown.points:+.1f} points last")
        # YARA allows no hyphen in a name, and every signal has one.
        gone = "A rule that the running set no longer has."
        lines.append("A signal: one of Meerkat's own checks, not a YARA rule." if "-" in rule.name else gone)
    return _panel(inline(rule.name, 120), [line for line in lines if line])


def suppression_list(found: SuppressionList) -> discord.Embed:
    lines = [_suppressed(one) for one in found.lines]
    if any(one.count > 1 for one in found.lines):
        lines.insert(0, "A line for each dismissal; name its project to see each number that /suppress remove takes.")
    return _panel(f"{counted(found.count, 'suppression')} in force", lines, "Nothing is suppressed.", left=found.left)


def _suppressed(one: SuppressionLine) -> str:
    numbers = f"{one.first}–{one.last}" if one.count > 1 else f"{one.first}"
    rules = ", ".join(inline(rule, 60) for rule in one.rules[:NAMED_OTHERS])
    rules += f" and {counted(len(one.rules) - NAMED_OTHERS, 'more rule')}" if len(one.rules) > NAMED_OTHERS else ""
    what = f"{one.count} findings of {rules}" if one.count > 1 else rules
    case = f", case {one.case_id}" if one.case_id is not None else ""
    return (
        f"**{numbers}** {inline(one.project or 'any project', 60)} {what} until {relative(one.expires_at)}{case}, "
        f"{visible(one.actor, 40)}: {visible(one.reason, 120)}"
    )


def _span(value: float | None) -> str:
    return f"{seconds(value)} (median)" if value is not None else "nothing to measure"


def figures_panel(figures: Figures) -> discord.Embed:
    states = ", ".join(f"{count} {state}" for state, count in sorted(figures.by_state.items())) or "none"
    lines = [
        f"{counted(figures.scanned, 'file')} scanned, {figures.failed} failed, {counted(figures.alerts, 'case')}",
        f"Cases: {states}",
        f"Upload to card: {_span(figures.upload_to_card)}",
        f"Card to verdict: {_span(figures.card_to_verdict)}",
        f"Upload to takedown: {_span(figures.upload_to_takedown)}",
    ]
    if figures.voters:
        lines.append("Votes: " + ", ".join(f"{visible(name, 40)} {count}" for name, count in figures.voters))
    noisy = [stat for stat in figures.noisiest if stat.dismissed]
    lines += [f"Often dismissed: {inline(stat.rule, 60)} {_precision(stat)}" for stat in noisy]
    return _panel(f"The last {figures.days} days", lines)


def _owed(what: str, count: int) -> str:
    kind, _, state = what.partition(" ")
    return f"{counted(count, 'report' if kind == 'observation' else kind)} {state}"


def watch_panel(watch: Watch) -> discord.Embed:
    def when(at: float | None) -> str:
        return relative(at) if at is not None else "never"

    running = watch.running
    gateway = {True: "up", False: "**down**", None: "not used"}[running.gateway]
    scanned = f"last scan {when(watch.last_scan_at)}"
    cards = f"{counted(watch.cards.count, 'card')} owed"
    cards += f", the oldest {when(watch.cards.since)}" if watch.cards.since is not None else ""
    failed = sum(hour.count for hour in watch.failed)
    reports = f"Reports: {watch.report_mode}, automatic: {watch.report_auto}"
    if watch.report_mode == "live":
        reports += f", {visible(running.credentials, 200)}"
    lines = [
        f"Last poll {when(running.last_poll_at)}, last upload {when(watch.last_upload_at)}, {scanned}",
        f"Queue: {', '.join(f'{count} {state}' for state, count in sorted(watch.queue.items())) or 'empty'}",
        f"Oldest that waits: {when(watch.oldest_waiting_at)}",
        f"Failed for good in the last day: {failed}",
        f"Gateway {gateway}, {cards}",
        f"Outbox: {', '.join(_owed(what, count) for what, count in sorted(watch.outbox.items())) or 'empty'}",
        f"Rules: {watch.rules}, digest {inline(running.rules_digest[:12] or '?')}, threshold {watch.threshold:.2f}",
        reports,
    ]
    if running.feed_error:
        lines.append(f"**Feed error:** {visible(running.feed_error, 300)}")
    lines += [f"⚠️ {row.words} {relative(row.began_at)}" for row in watch.problems]
    return _panel("The watch", lines)


def settings_panel(settings: Settings) -> discord.Embed:
    discord_, roles = settings.discord, settings.roles

    def role(number: int) -> str:
        return f"<@&{number}>" if number else "not set"

    def channel(number: int) -> str:
        return f"<#{number}>" if number else "not set"

    reports = f"{settings.report.mode}, automatic: {settings.report.auto}"
    window = f"undo window {settings.report.undo_seconds:g} s, at most {settings.report.daily_cap} a day"
    lines = [
        f"Volunteers: {role(roles.volunteer)}",
        f"Seniors: {role(roles.senior)}",
        f"Admins: {role(roles.admin)} and administrators of this server",
        f"Alert channel: {channel(discord_.alert_channel)}, operators' channel: {channel(discord_.ops_channel)}",
        f"Pinged by a new card: {role(discord_.ping_role)}",
        f"Quorum: {settings.triage.quorum} volunteers or one senior",
        f"Reports: {reports}, {window}",
        "An operator changes these in meerkat.toml or by MEERKAT_ROLES__VOLUNTEER and the like, and restarts.",
    ]
    return _panel("Settings", lines)
