"""``/lookup``, ``/scan``, ``/rule``, ``/stats``, ``/watch status`` and ``/setup``: questions to the watch."""

import discord
from discord import app_commands

from bot.chat.commands.options import allowed, complete_project, complete_rule, complete_version
from bot.chat.panels import figures_panel, lookup_panel, rule_panel, settings_panel, watch_panel
from bot.chat.reply import Interaction, answering
from bot.desk import Desk
from bot.triage.permissions import Verb

__all__ = ["register"]


def register(tree: app_commands.CommandTree, desk: Desk) -> None:
    """Add the commands to the guild's."""
    guild = discord.Object(desk.settings.discord.guild)
    _register_projects(tree, desk, guild)
    _register_figures(tree, desk, guild)


def _register_projects(tree: app_commands.CommandTree, desk: Desk, guild: discord.Object) -> None:
    @tree.command(name="lookup", description="What is known of a project: files, verdicts, cases.", guild=guild)
    @app_commands.guild_only()
    @app_commands.describe(project="Name on PyPI.", version="Only this version.")
    @app_commands.autocomplete(project=complete_project, version=complete_version)
    async def lookup(interaction: Interaction, project: str, version: str | None = None) -> None:
        async with answering(interaction, "/lookup") as reply:
            if await allowed(reply, Verb.LOOKUP):
                found = await desk.lookup(project, version)
                if found is None:
                    await reply.refuse(f'"{project}" cannot be a project on PyPI; check the spelling.')
                else:
                    await reply.say(embed=lookup_panel(found))

    @tree.command(name="scan", description="Scan a release now, before everything else that waits.", guild=guild)
    @app_commands.guild_only()
    @app_commands.describe(project="Name on PyPI.", version="Version; the newest if left out.")
    @app_commands.autocomplete(project=complete_project, version=complete_version)
    async def scan(interaction: Interaction, project: str, version: str | None = None) -> None:
        async with answering(interaction, "/scan") as reply:
            if actor := await allowed(reply, Verb.SCAN):
                await reply.tell(await desk.scan(actor, project, version))

    _ = lookup, scan


def _register_figures(tree: app_commands.CommandTree, desk: Desk, guild: discord.Object) -> None:
    @tree.command(name="rule", description="What a rule looks for, and how often it was right.", guild=guild)
    @app_commands.guild_only()
    @app_commands.describe(rule="Name of the rule or signal.")
    @app_commands.autocomplete(rule=complete_rule)
    async def rule_(interaction: Interaction, rule: str) -> None:
        async with answering(interaction, "/rule") as reply:
            if await allowed(reply, Verb.RULE):
                found = await desk.rule(rule.strip())
                if found is None:
                    await reply.refuse(f'There is no rule "{rule}". Pick one of the suggestions.')
                else:
                    await reply.say(embed=rule_panel(found))

    @tree.command(name="stats", description="What came of the last days.", guild=guild)
    @app_commands.guild_only()
    @app_commands.describe(days="How many days back; 7 unless you say otherwise.")
    async def stats(interaction: Interaction, days: app_commands.Range[int, 1, 365] = 7) -> None:
        async with answering(interaction, "/stats") as reply:
            if await allowed(reply, Verb.STATS):
                await reply.say(embed=figures_panel(await desk.figures(days)))

    @tree.command(name="setup", description="The settings that this bot runs with.", guild=guild)
    @app_commands.guild_only()
    async def setup(interaction: Interaction) -> None:
        async with answering(interaction, "/setup") as reply:
            if await allowed(reply, Verb.SETUP):
                await reply.say(embed=settings_panel(desk.settings))

    group = app_commands.Group(name="watch", description="The watch over PyPI.", guild_only=True)

    @group.command(name="status", description="Feed, queue, outbox and rules at this moment.")
    async def status(interaction: Interaction) -> None:
        async with answering(interaction, "/watch status") as reply:
            if await allowed(reply, Verb.WATCH):
                await reply.say(embed=watch_panel(await desk.watch()))

    tree.add_command(group, guild=guild)
    _ = rule_, stats, setup, status
