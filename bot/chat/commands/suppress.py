"""``/suppress``: evidence that was dismissed, and letting it speak again."""

import discord
from discord import app_commands

from bot.chat.commands.options import allowed, complete_project, complete_rule
from bot.chat.panels import suppression_list
from bot.chat.reply import Interaction, answering
from bot.desk import Desk
from bot.triage.permissions import Verb

__all__ = ["register"]


def register(tree: app_commands.CommandTree, desk: Desk) -> None:
    """Add the group to the guild's commands."""
    group = app_commands.Group(name="suppress", description="Evidence that was dismissed.", guild_only=True)

    @group.command(name="list", description="Suppressions in force: what, until when, who and why.")
    @app_commands.describe(project="Only this project's.", rule="Only this rule's.")
    @app_commands.autocomplete(project=complete_project, rule=complete_rule)
    async def list_(interaction: Interaction, project: str | None = None, rule: str | None = None) -> None:
        async with answering(interaction, "/suppress list") as reply:
            if await allowed(reply, Verb.SUPPRESSIONS):
                await reply.say(embed=suppression_list(await desk.suppressions(project=project, rule=rule)))

    @group.command(name="remove", description="End a suppression, so that its evidence alerts again.")
    @app_commands.describe(number="Its number in /suppress list.")
    async def remove(interaction: Interaction, number: app_commands.Range[int, 1]) -> None:
        async with answering(interaction, "/suppress remove") as reply:
            if actor := await allowed(reply, Verb.UNSUPPRESS):
                await reply.tell(await desk.unsuppress(actor, number))

    tree.add_command(group, guild=discord.Object(desk.settings.discord.guild))
    _ = list_, remove
