"""Who acts, and with which role."""

from enum import IntEnum
from typing import Literal

import msgspec

__all__ = ["Actor", "Role", "VoteRole"]

VoteRole = Literal["volunteer", "senior", "admin"]


class Role(IntEnum):
    """Roles in ascending order; each may do what the ones below it may."""

    NONE = 0
    VOLUNTEER = 1
    SENIOR = 2
    ADMIN = 3

    @property
    def vote_word(self) -> VoteRole:
        """As stored with a vote. Raises KeyError for NONE, which may not vote."""
        return _VOTE_ROLE[self]

    @property
    def word(self) -> str:
        return self.name.lower()


_VOTE_ROLE: dict[Role, VoteRole] = {Role.VOLUNTEER: "volunteer", Role.SENIOR: "senior", Role.ADMIN: "admin"}


class Actor(msgspec.Struct, frozen=True):
    """A person, with the role that the chat's own payload showed at this very action."""

    id: int
    name: str
    role: Role
