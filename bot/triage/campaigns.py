"""Which cases belong together: those that share the larger part of their evidence."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple, Protocol, TypeVar

__all__ = ["campaign", "campaigns"]

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


class _Kin(NamedTuple):
    id: int
    shared: float
    total: float


def campaigns(evidence: Mapping[int, Mapping[str, float]]) -> dict[int, tuple[int, ...]]:
    """For each case of several the others that it forms a campaign with; cases that stand alone are left out.

    ``evidence`` holds each case's points by fingerprint, positive ones only.
    """
    having: dict[str, list[int]] = {}
    for case_id, own in evidence.items():
        for fingerprint in own:
            having.setdefault(fingerprint, []).append(case_id)
    totals = {case_id: sum(own.values()) for case_id, own in evidence.items()}
    found: dict[int, tuple[int, ...]] = {}
    for case_id, own in evidence.items():
        shared: dict[int, float] = {}
        for fingerprint, points in own.items():
            for other in having[fingerprint]:
                shared[other] = shared.get(other, 0.0) + points
        shared.pop(case_id, None)
        kin = campaign(totals[case_id], (_Kin(other, both, totals[other]) for other, both in shared.items()))
        if kin:
            found[case_id] = tuple(sorted(one.id for one in kin))
    return found
