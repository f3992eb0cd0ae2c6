"""The buttons of a card. Nothing is kept in them: each press is read, checked and handed to the desk."""

import re
from typing import Any, Self

import discord

from bot.chat.cards import Button, Card, Link
from bot.chat.custom_ids import BUTTON, Address, parse, parse_form
from bot.chat.details import page, page_buttons
from bot.chat.forms import REASONS, dismiss_form, escalate_form, submitted
from bot.chat.panels import campaign_panel
from bot.chat.reply import Interaction, Reply, answering
from bot.chat.roles import actor_of
from bot.store.case_view import Case
from bot.triage.permissions import Verb, refuse, refuse_escalation
from bot.triage.roles import Actor

__all__ = ["CaseButton", "press", "show_details", "submit", "view_of"]

_STYLES = {
    "green": discord.ButtonStyle.success,
    "red": discord.ButtonStyle.danger,
    "blue": discord.ButtonStyle.primary,
    "grey": discord.ButtonStyle.secondary,
}


class CaseButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template=BUTTON):
    """Every button that Meerkat shows: one class, one template, so that no two handlers fire for one press."""

    def __init__(self, button: Button) -> None:
        super().__init__(
            discord.ui.Button(
                style=_STYLES[button.style],
                label=button.label,
                custom_id=str(button.address),
                disabled=button.disabled,
                row=button.row,
            )
        )
        self.address = button.address

    @classmethod
    async def from_custom_id(
        cls, interaction: discord.Interaction[Any], item: discord.ui.Item[Any], match: re.Match[str], /
    ) -> Self:
        address = parse(match.string)
        assert address is not None, "the library dispatches by the same expression"
        return cls(Button(address, "·", "grey", 0))

    async def callback(self, interaction: discord.Interaction[Any]) -> None:
        async with answering(interaction, str(self.address)) as reply:
            await press(reply, self.address)


def view_of(buttons: tuple[Button, ...], links: tuple[Link, ...] = ()) -> discord.ui.View:
    """A view for one send or edit, never to be used again: DynamicItems and links only, without a time-out.

    A view that mixes in anything else, or is edited and sent again, can unregister the class for every message.
    """
    view = discord.ui.View(timeout=None)
    for button in buttons:
        view.add_item(CaseButton(button))
    for link in links:
        view.add_item(discord.ui.Button(label=link.label, url=link.url, row=link.row))
    return view


def card_view(card: Card) -> discord.ui.View:
    return view_of(card.buttons, card.links)


async def press(reply: Reply, address: Address, *, checked: bool = False) -> None:
    """What a button does. ``checked``: the address comes from a command, not from a message."""
    interaction = reply.interaction
    client, actor = interaction.client, actor_of(interaction)
    case = await client.desk.case(address.case_id)
    if problem := client.foreign(interaction):
        return await reply.refuse(problem)
    if case is None:
        return await reply.refuse(f"Case {address.case_id} is not in this bot's database.")
    if not checked and (problem := _not_its_card(interaction, case)):
        return await reply.refuse(problem)
    if problem := refuse(address.verb, actor):
        return await reply.refuse(problem)
    return await _do(reply, actor, case, address)


def _not_its_card(interaction: Interaction, case: Case) -> str | None:
    message = interaction.message
    if message is None or message.flags.ephemeral:
        return None  # a private answer of ours to this very person
    if case.message_id is None:
        return None  # pressed before the send was recorded
    if message.id != case.message_id or interaction.channel_id != case.channel_id:
        return f"This is no longer case {case.id}'s card. Use the newer one, or /case show {case.id}."
    return None


async def _do(reply: Reply, actor: Actor, case: Case, address: Address) -> None:
    desk, case_id, revision = reply.interaction.client.desk, case.id, address.revision
    match address.verb:
        case Verb.CONFIRM:
            outcome = await desk.vote(actor, case_id, "confirm", door="button", revision=revision)
        case Verb.DISMISS:
            if problem := desk.outdated(case, revision):
                return await reply.refuse(problem)
            return await reply.form(dismiss_form(case_id, revision, actor.id))
        case Verb.ESCALATE:
            if problem := refuse_escalation(actor, case.state, case_id) or desk.outdated(case, revision):
                return await reply.refuse(problem)
            return await reply.form(escalate_form(case_id, revision, actor.id, desk.draft_of(case)))
        case Verb.CLAIM:
            outcome = await desk.claim(actor, case_id, door="button")
        case Verb.UNDO:
            outcome = await desk.undo(actor, case_id, door="button", revision=revision)
        case Verb.CANCEL:
            outcome = await desk.cancel_report(actor, case_id, door="button")
        case Verb.DETAILS:
            return await show_details(reply, case, address.number)
        case Verb.CAMPAIGN:
            embed, buttons = campaign_panel(case, await desk.newest_shown(case))
            return await reply.say(embed=embed, view=view_of(buttons))
        case Verb.CONFIRM_ALL:
            outcome = await desk.vote_campaign(actor, case_id, "confirm", seen=address.number or 0, door="button")
        case Verb.DISMISS_ALL:
            outcome = await desk.vote_campaign(actor, case_id, "dismiss", seen=address.number or 0, door="button")
        case _:
            return await reply.refuse(f'The button "{address.verb}" is not known here; use /case instead.')
    reply.interaction.client.wake()
    return await reply.tell(outcome)


async def show_details(reply: Reply, case: Case, number: int | None) -> None:
    """Evidence for one person: a new private message, or with a page's number the next page of the one they have."""
    context = reply.interaction.client.context
    embed, shown, pages = page(case, context, number or 0)
    view = view_of(page_buttons(case, shown, pages))
    message = reply.interaction.message
    if number is not None and message is not None and message.flags.ephemeral:
        await reply.turn(embed, view)
    else:
        await reply.say(embed=embed, view=view)


async def submit(interaction: Interaction) -> None:
    """A form was sent: its own interaction, so everything is checked again."""
    data: Any = interaction.data
    address = parse_form(str(data.get("custom_id", "")))
    async with answering(interaction, f"form {address or 'unknown'}") as reply:
        client, actor = interaction.client, actor_of(interaction)
        if problem := client.foreign(interaction):
            return await reply.refuse(problem)
        if address is None or address.user_id != actor.id:
            return await reply.refuse("This form is not known here any more. Open it again from the card.")
        answers = submitted(data.get("components", []))
        reason, note = answers.get("reason", ""), answers.get("note", "").strip()
        summary, link = answers.get("summary", ""), answers.get("link", "")
        if address.verb is Verb.DISMISS:
            outcome = await client.desk.vote(
                actor,
                address.case_id,
                "dismiss",
                door="modal",
                reason=": ".join(part for part in (REASONS.get(reason, ""), note) if part),
                revision=address.revision,
            )
        else:
            outcome = await client.desk.escalate(
                actor,
                address.case_id,
                kind=answers.get("kind", ""),
                summary=summary,
                inspector_url=link,
                door="modal",
                revision=address.revision,
            )
        client.wake()
        return await reply.tell(outcome, typed="\n\n".join(part for part in (note, summary, link) if part))
