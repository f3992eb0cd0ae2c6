"""What the command groups share: finding the case that somebody named, and autocompletion."""

from collections.abc import Iterable

from discord import app_commands

from bot.chat.looks import LOOKS, percent
from bot.chat.reply import Interaction, Reply
from bot.chat.roles import actor_of
from bot.chat.text import label
from bot.store.case_view import Case, Summary
from bot.triage.permissions import Verb, refuse
from bot.triage.roles import Actor, Role

__all__ = [
    "allowed",
    "complete_case",
    "complete_project",
    "complete_rule",
    "complete_version",
    "named_case",
]

Choices = list[app_commands.Choice[str]]

CHOICES = 25  # Discord's limit
CHOICE_LIMIT = 100


async def named_case(reply: Reply, text: str) -> Case | None:
    """The case by number or project; None after saying that there is none."""
    case = await reply.interaction.client.desk.find(text)
    if case is None:
        await reply.refuse(f'There is no case "{text}". Give a number or a project; /case list shows what there is.')
    return case


async def allowed(reply: Reply, verb: Verb) -> Actor | None:
    """The person, if their role is enough for this verb; None after saying what it needs."""
    actor = actor_of(reply.interaction)
    if problem := refuse(verb, actor):
        await reply.refuse(problem)
        return None
    return actor


def _may_read(interaction: Interaction) -> bool:
    # Suggestions show undisclosed cases, so they need the same role as the command.
    return interaction.client.foreign(interaction) is None and actor_of(interaction).role >= Role.VOLUNTEER


def _choices(pairs: Iterable[tuple[str, str]]) -> Choices:
    fitting = ((name, value) for name, value in pairs if 0 < len(value) <= CHOICE_LIMIT)
    return [app_commands.Choice(name=label(name, CHOICE_LIMIT), value=value) for name, value in fitting][:CHOICES]


async def complete_case(interaction: Interaction, typed: str) -> Choices:
    if not _may_read(interaction):
        return []
    found = await interaction.client.desk.suggest_cases(typed)
    return _choices(
        (f"{LOOKS[one.state].sign} {one.id} {_named(one)} {percent(one.score)} {one.state}", str(one.id))
        for one in found
    )


def _named(one: Summary) -> str:
    return f"{label(one.project, 50)} {label(one.version, 20)}"


async def complete_project(interaction: Interaction, typed: str) -> Choices:
    if not _may_read(interaction):
        return []
    return _choices((name, name) for name in await interaction.client.desk.suggest_projects(typed))


async def complete_version(interaction: Interaction, typed: str) -> Choices:
    if not _may_read(interaction):
        return []
    project = getattr(interaction.namespace, "project", None) or ""
    return _choices((text, text) for text in await interaction.client.desk.suggest_versions(str(project), typed))


async def complete_rule(interaction: Interaction, typed: str) -> Choices:
    if not _may_read(interaction):
        return []
    return _choices((name, name) for name in await interaction.client.desk.suggest_rules(typed))
