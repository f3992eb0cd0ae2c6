"""What peeling one distribution may cost."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

__all__ = ["PeelBudget", "PeelBudgetError"]


class PeelBudgetError(Exception):
    """A limit is reached; ``kind`` is the anomaly's kind, the text says which limit."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(detail)
        self.kind = kind
        self.detail = detail


@dataclass
class PeelBudget:
    """Counted down as it is spent; one object for all members of a distribution, nested archives included.

    ``seconds`` is processor time spent inside peel, ``member_seconds`` the share one member may take of it, so that a
    single hostile member cannot keep the others from being peeled. ``steps`` bounds the interpreter per member.
    """

    bytes: int = 96 * 1024 * 1024  # decoded output, all layers together
    layers: int = 1_000
    depth: int = 400  # steps, one inside the other: seventy packings of four steps are known
    seconds: float = 8.0
    member_seconds: float = 2.0
    steps: int = 1_200_000
    tried: int = 512 * 1024 * 1024  # bytes given by decoding on trial, whether they were of use or not
    now: Callable[[], float] = field(default=time.process_time, repr=False)

    @property
    def is_low(self) -> bool:
        """Whether three quarters of the output, the layers or the time are gone."""
        return (
            self.bytes < PeelBudget.bytes // 4
            or self.layers < PeelBudget.layers // 4
            or self.seconds < PeelBudget.seconds / 4
        )

    def spend_layer(self, size: int) -> None:
        """Count one more layer of ``size`` bytes. Raises PeelBudgetError when that is one too many."""
        if self.layers <= 0:
            raise PeelBudgetError("peel-layers", "too many decoded layers; the rest is not peeled")
        self.layers -= 1
        self.spend_bytes(size)

    def spend_tried(self, size: int) -> None:
        """Count what a decoder gave that was only tried. Raises PeelBudgetError when that was too much."""
        self.tried -= size
        if self.tried < 0:
            raise PeelBudgetError("peel-bytes", "too much was decoded in vain; the rest is not peeled")

    def spend_bytes(self, size: int) -> None:
        """Count decoded output. Raises PeelBudgetError when it is spent."""
        if size > self.bytes:
            raise PeelBudgetError("peel-bytes", "decoded output exceeds its budget; the rest is not peeled")
        self.bytes -= size
