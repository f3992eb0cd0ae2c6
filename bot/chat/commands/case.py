"""``/case``: list, show, and every verb by name."""

import discord
from discord import app_commands

from bot.chat.cards import card
from bot.chat.commands.options import allowed, complete_case, named_case
from bot.chat.controls import card_view
from bot.chat.forms import REASONS
from bot.chat.panels import case_list
from bot.chat.reply import Interaction, Reply, answering
from bot.chat.text import label
from bot.desk import NOTE_LIMIT, Desk, Outcome
from bot.triage.draft import LEAD_LIMIT
from bot.triage.permissions import Verb
from bot.triage.states import DECIDED, REPORTING, TAKEN_DOWN, UNDECIDED

__all__ = ["register"]

# What the client lets people type: all of it is kept.
Reason = app_commands.Range[str, 1, NOTE_LIMIT]
HalfReason = app_commands.Range[str, 1, NOTE_LIMIT // 2 - 1]  # two of them are joined by two characters

STATES = {
    "undecided": UNDECIDED,
    "decided": DECIDED,
    "reporting": REPORTING,
    "taken down": TAKEN_DOWN,
    "all": None,
}


async def _told(reply: Reply, outcome: Outcome) -> None:
    reply.interaction.client.wake()
    await reply.tell(outcome)


def register(tree: app_commands.CommandTree, desk: Desk) -> None:
    """Add the group to the guild's commands."""
    group = app_commands.Group(name="case", description="Read and decide cases.", guild_only=True)
    _register_reading(group, desk)
    _register_deciding(group, desk)
    _register_following(group, desk)
    tree.add_command(group, guild=discord.Object(desk.settings.discord.guild))


def _register_reading(group: app_commands.Group, desk: Desk) -> None:
    @group.command(name="list", description="Cases: what waits for somebody oldest first, the rest newest first.")
    @app_commands.describe(
        state="Which ones; those that nobody has decided unless you say otherwise.",
        after="Begin behind the case of this number, which ended the list before.",
    )
    @app_commands.choices(state=[app_commands.Choice(name=name, value=name) for name in STATES])
    async def list_(
        interaction: Interaction, state: str = "undecided", after: app_commands.Range[int, 1] | None = None
    ) -> None:
        async with answering(interaction, "/case list") as reply:
            if await allowed(reply, Verb.LIST):
                await reply.say(embed=case_list(await desk.cases(STATES.get(state, UNDECIDED), after), state))

    @group.command(name="show", description="A case's card, for you alone.")
    @app_commands.describe(case="Number or project.")
    @app_commands.autocomplete(case=complete_case)
    async def show(interaction: Interaction, case: str) -> None:
        async with answering(interaction, "/case show") as reply:
            if await allowed(reply, Verb.DETAILS) and (found := await named_case(reply, case)):
                drawn = card(found, interaction.client.context, now=desk.now())
                await reply.say(embed=drawn.embed, view=card_view(drawn))

    _ = list_, show


def _register_deciding(group: app_commands.Group, desk: Desk) -> None:
    @group.command(name="confirm", description="Vote that a case is malicious.")
    @app_commands.describe(case="Number or project.", reason="Why, for the history.")
    @app_commands.autocomplete(case=complete_case)
    async def confirm(interaction: Interaction, case: str, reason: Reason = "") -> None:
        async with answering(interaction, "/case confirm") as reply:
            if (actor := await allowed(reply, Verb.CONFIRM)) and (found := await named_case(reply, case)):
                await _told(reply, await desk.vote(actor, found.id, "confirm", door="slash", reason=reason))

    @group.command(name="dismiss", description="Vote that a case is harmless.")
    @app_commands.describe(case="Number or project.", reason="Why it is harmless.", note="More, for the history.")
    @app_commands.autocomplete(case=complete_case, reason=_complete_reason)
    async def dismiss(interaction: Interaction, case: str, reason: HalfReason = "", note: HalfReason = "") -> None:
        async with answering(interaction, "/case dismiss") as reply:
            if (actor := await allowed(reply, Verb.DISMISS)) and (found := await named_case(reply, case)):
                why = ": ".join(part for part in (REASONS.get(reason, reason), note) if part)
                await _told(reply, await desk.vote(actor, found.id, "dismiss", door="slash", reason=why))

    @group.command(name="unsure", description="Say that you looked and cannot tell.")
    @app_commands.describe(case="Number or project.", reason="What you cannot tell.")
    @app_commands.autocomplete(case=complete_case)
    async def unsure(interaction: Interaction, case: str, reason: Reason = "") -> None:
        async with answering(interaction, "/case unsure") as reply:
            if (actor := await allowed(reply, Verb.UNSURE)) and (found := await named_case(reply, case)):
                await _told(reply, await desk.vote(actor, found.id, "unsure", door="slash", reason=reason))

    @group.command(name="undo", description="Take your vote or claim back; as a senior, reopen a case.")
    @app_commands.describe(case="Number or project.")
    @app_commands.autocomplete(case=complete_case)
    async def undo(interaction: Interaction, case: str) -> None:
        async with answering(interaction, "/case undo") as reply:
            if (actor := await allowed(reply, Verb.UNDO)) and (found := await named_case(reply, case)):
                await _told(reply, await desk.undo(actor, found.id, door="slash"))

    _ = confirm, dismiss, unsure, undo


def _register_following(group: app_commands.Group, desk: Desk) -> None:
    @group.command(name="escalate", description="Queue the case's report to PyPI, as drafted from the evidence.")
    @app_commands.describe(case="Number or project.", reason="What the report says first; the evidence follows.")
    @app_commands.autocomplete(case=complete_case)
    async def escalate(
        interaction: Interaction, case: str, reason: app_commands.Range[str, 1, LEAD_LIMIT] = ""
    ) -> None:
        async with answering(interaction, "/case escalate") as reply:
            if (actor := await allowed(reply, Verb.ESCALATE)) and (found := await named_case(reply, case)):
                summary = desk.draft_of(found, lead=reason).summary
                await _told(reply, await desk.escalate(actor, found.id, summary=summary, door="slash"))

    @group.command(name="claim", description="Say that you are looking at a case, or give it back.")
    @app_commands.describe(case="Number or project.")
    @app_commands.autocomplete(case=complete_case)
    async def claim(interaction: Interaction, case: str) -> None:
        async with answering(interaction, "/case claim") as reply:
            if (actor := await allowed(reply, Verb.CLAIM)) and (found := await named_case(reply, case)):
                await _told(reply, await desk.claim(actor, found.id, door="slash"))

    @group.command(name="note", description="Add a remark to a case's history.")
    @app_commands.describe(case="Number or project.", note="What others should know.")
    @app_commands.autocomplete(case=complete_case)
    async def note_(interaction: Interaction, case: str, note: Reason) -> None:
        async with answering(interaction, "/case note") as reply:
            if (actor := await allowed(reply, Verb.NOTE)) and (found := await named_case(reply, case)):
                await _told(reply, await desk.note(actor, found.id, note, door="slash"))

    @group.command(name="cancel", description="Take a queued report back before it leaves.")
    @app_commands.describe(case="Number or project.")
    @app_commands.autocomplete(case=complete_case)
    async def cancel(interaction: Interaction, case: str) -> None:
        async with answering(interaction, "/case cancel") as reply:
            if (actor := await allowed(reply, Verb.CANCEL)) and (found := await named_case(reply, case)):
                await _told(reply, await desk.cancel_report(actor, found.id, door="slash"))

    _ = escalate, claim, note_, cancel


async def _complete_reason(_: Interaction, typed: str) -> list[app_commands.Choice[str]]:
    wanted = typed.strip().lower()
    return [
        app_commands.Choice(name=label(text, 100), value=key)
        for key, text in REASONS.items()
        if wanted in text.lower() or wanted in key
    ]
