"""From Discord's payload to a person with a role; asked anew at every interaction and reaction."""

import discord

from bot.chat.reply import Interaction
from bot.settings import RoleSettings
from bot.triage.roles import Actor, Role

__all__ = ["actor_of", "member_actor"]


def _role(member: discord.Member, roles: RoleSettings) -> Role:
    # Ids straight from the payload: Member.roles and get_role() look them up in the guild's cache, which may be empty.
    held: discord.utils.SnowflakeList = member._roles  # pyright: ignore[reportPrivateUsage]
    for wanted, role in ((roles.admin, Role.ADMIN), (roles.senior, Role.SENIOR), (roles.volunteer, Role.VOLUNTEER)):
        if wanted and held.has(wanted):
            return role
    return Role.NONE


def member_actor(member: discord.Member, roles: RoleSettings) -> Actor:
    """A member as Discord sent them with a reaction; a guild's administrators count as admins."""
    # No permissions come with a member: they follow from the guild's roles, which the guilds intent keeps.
    role = Role.ADMIN if member.guild_permissions.administrator else _role(member, roles)
    return Actor(member.id, member.display_name, role)


def actor_of(interaction: Interaction) -> Actor:
    """Who presses, types or submits; a guild's administrators count as admins. No role outside the guild."""
    user = interaction.user
    if not isinstance(user, discord.Member):
        return Actor(user.id, user.display_name, Role.NONE)
    role = _role(user, interaction.client.settings.roles)
    return Actor(user.id, user.display_name, Role.ADMIN if interaction.permissions.administrator else role)
