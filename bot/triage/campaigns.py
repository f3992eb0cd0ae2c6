"""Which cases belong together: those that share the larger part of their evidence."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

__all__ = ["campaign"]

# One common idiom in two packages is no campaign; half of what speaks against one of them is.
SHARE = 0.5


class Related(Protocol):
    """Another case: the points of evidence that both show, and all of its own."""

    @property
    def shared(self) -> float: ...
    @property
    def total(self) -> float: ...


R = TypeVar("R", bound=Related)


def campaign(own_points: float, others: Iterable[R]) -> tuple[R, ...]:
    """The others whose shared evidence weighs at least half of the lighter case's points."""
    return tuple(
        other
        for other in others
        if other.shared > 0 and other.shared >= SHARE * min(own_points, max(other.total, other.shared))
    )
