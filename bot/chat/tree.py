"""The command tree: one gate, one place for errors, and a sync only when something changed."""

import hashlib
import json
from typing import TYPE_CHECKING, Any

import discord
import structlog
from discord import app_commands

from bot.chat.commands import case, menus, suppress, watch
from bot.chat.reply import Interaction, answering

if TYPE_CHECKING:
    from bot.chat.client import MeerkatClient

__all__ = ["MeerkatTree", "build_tree", "sync_if_changed"]

log = structlog.get_logger(__name__)
SYNCED = "discord.commands"


class MeerkatTree(app_commands.CommandTree["MeerkatClient"]):
    async def interaction_check(self, interaction: Interaction, /) -> bool:
        """Only the guild that the settings name, and only where this bot is a member of it."""
        problem = interaction.client.foreign(interaction)
        if problem is None:
            return True
        if interaction.type is not discord.InteractionType.autocomplete:
            async with answering(interaction, "a command from elsewhere") as reply:
                await reply.refuse(problem)
        return False

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        """What never reached a handler: a command that this version no longer has, or options it cannot read."""
        name = interaction.command.qualified_name if interaction.command else "a command"
        log.warning("a command failed", command=name, error=repr(error), interaction=interaction.id)
        if interaction.type is discord.InteractionType.autocomplete:
            return
        async with answering(interaction, "command error") as reply:
            if isinstance(error, app_commands.CommandNotFound | app_commands.CommandSignatureMismatch):
                await reply.say("This command is from another version of the bot. Wait a minute, then type it anew.")
            elif isinstance(error, app_commands.TransformerError):
                await reply.refuse(f'"{error.value}" is not what this option takes. Pick one of the suggestions.')
            else:
                await reply.say("That did not work, and the log says why. Try again, or tell an operator.")


def build_tree(client: "MeerkatClient") -> MeerkatTree:
    """All commands, for the one guild."""
    tree = MeerkatTree(client)
    for group in (case, watch, suppress, menus):
        group.register(tree, client.desk)
    return tree


async def sync_if_changed(tree: MeerkatTree, client: "MeerkatClient") -> bool:
    """Tell Discord the commands if they differ from the ones it was told last; says whether it did."""
    guild = discord.Object(client.settings.discord.guild)
    commands: list[Any] = [command.to_dict(tree) for command in tree.get_commands(guild=guild)]
    told = json.dumps([client.application_id, guild.id, commands], sort_keys=True, default=str)
    digest = hashlib.sha256(told.encode()).hexdigest()
    if await client.db.setting(SYNCED) == digest:
        return False
    await tree.sync(guild=guild)
    async with client.db.transaction() as tx:
        await tx.put_setting(SYNCED, digest)
    log.info("commands synced", count=len(commands))
    return True
