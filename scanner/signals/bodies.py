"""How much of a value is followed, and in which function: what every walk of a module keeps while it goes."""

import ast
from dataclasses import dataclass, field
from enum import IntEnum

from scanner.signals.scopes import Scope

__all__ = ["NONE", "PART", "WHOLE", "Body", "Share", "scope_of"]


class Share(IntEnum):
    """How much of a value is of what is followed: a command that merely holds a part is still the module's own."""

    NONE = 0
    PART = 1
    WHOLE = 2


NONE, PART, WHOLE = Share


@dataclass(eq=False)
class Body:
    """A function, or the module's own statements, with what is followed in it."""

    scope: Scope
    outer: "Body | None"
    names: dict[str, Share] = field(default_factory=dict[str, Share])
    returns: Share = NONE
    assigned: int = -1  # changes of the walk when either was seen last
    left: int = -1

    def __post_init__(self) -> None:
        self.top, self.owner = self.scope.top, self.scope.owner
        self.arguments, self.own, self.locals = self.scope.arguments, self.scope.own, self.scope.locals

    @property
    def given(self) -> dict[str, ast.expr]:
        """What its names were given first."""
        return self.scope.given


def scope_of(name: str, body: Body) -> Body:
    """The function around, or the module, whose name this is."""
    while name not in body.locals and body.outer is not None:
        body = body.outer
    return body
