"""Context menus on a card: the same verbs as its buttons."""

import discord
from discord import app_commands

from bot.chat.controls import press
from bot.chat.custom_ids import Address
from bot.chat.reply import Interaction, answering
from bot.desk import Desk
from bot.triage.permissions import Verb

__all__ = ["register"]

MENUS = {
    "Confirm": Verb.CONFIRM,
    "Dismiss": Verb.DISMISS,
    "Escalate": Verb.ESCALATE,
    "Claim": Verb.CLAIM,
    "Details": Verb.DETAILS,
}


def register(tree: app_commands.CommandTree, desk: Desk) -> None:
    """Add one message menu per verb to the guild's commands."""
    for name, verb in MENUS.items():
        tree.add_command(_menu(name, verb, desk), guild=discord.Object(desk.settings.discord.guild))


def _menu(name: str, verb: Verb, desk: Desk) -> app_commands.ContextMenu:
    async def menu(interaction: Interaction, message: discord.Message) -> None:
        async with answering(interaction, f"menu {name}") as reply:
            case = await desk.on_message(message.id)
            if case is None:
                await reply.refuse("This message is no case's card. Use it on a card, or use /case.")
                return
            await press(reply, Address(verb, case.id, case.carded_revision), checked=True)

    # The library tells message menus from user menus by this annotation.
    menu.__annotations__["message"] = discord.Message
    return app_commands.ContextMenu(name=name, callback=menu)
