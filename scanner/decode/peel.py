"""From a member to its layers."""

from collections.abc import Iterator

from scanner.decode.scope import scope_of
from scanner.member import Layer, Member

__all__ = ["peel"]


def peel(member: Member) -> Iterator[Layer]:
    """The member itself as a layer, then every layer that decoding it gives."""
    yield Layer(
        member=member,
        data=member.data,
        scope=scope_of(member.name),
        is_code=member.name.endswith((".py", ".pth", ".pyw")),
    )
