"""What one distribution may cost to read: a budget for its members, and one for those of all archives inside it."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

__all__ = ["OVERLAP_BYTES", "PIECE_BYTES", "Budget"]

# The most of one member that is in memory at once: larger ones come in pieces. With a 100 MB distribution, this piece
# and a decoder's copy of it, a worker stays under its 300 MB.
PIECE_BYTES = 32 * 1024 * 1024
# What each of these pieces repeats of the one before it, so that what stands across the cut is seen whole.
OVERLAP_BYTES = 8 * 1024
# What one distribution may hold, and how many times that may be passed over to get at what runs.
MOST_BYTES, MOST_MEMBERS = 512 * 1024 * 1024, 100_000
PASSED_OVER = 4
# Links that are followed in it: links to links, for a hundred thousand files, would take minutes.
MOST_LINKS = 200_000
# What all archives inside it may hold together, so that one that is made to cost much ends their reading alone.
INSIDE = 1 / 2


@dataclass
class Budget:
    """Counted by what really comes out, whatever headers declare.

    ``deadline`` is on ``clock`` (monotonic seconds). ``exhausted`` is the kind of the first limit that was hit, empty
    while there is something left; once set, every reader that counts on it stops.
    """

    bytes: int = MOST_BYTES
    members: int = MOST_MEMBERS
    links: int = MOST_LINKS
    depth: int = 3  # archives inside the distribution itself
    deadline: float | None = None
    clock: Callable[[], float] = time.monotonic
    exhausted: str = ""
    opened: set[str] = field(default_factory=set[str])  # SHA-256 of archives already opened

    @cached_property
    def inside(self) -> "Budget":
        """The budget of the archives inside; to be asked for before anything is spent of this one."""
        size, members = min(self.bytes, MOST_BYTES), min(self.members, MOST_MEMBERS)
        return replace(self, bytes=int(size * INSIDE), members=int(members * INSIDE))

    def widened(self) -> "Budget":
        """For reading anew where most is only passed over."""
        return replace(self, bytes=self.bytes * PASSED_OVER, members=self.members * PASSED_OVER, opened=set[str]())

    def spend(self, size: int) -> bool:
        """Count ``size`` bytes of output; False if that was too much (or too late)."""
        self.bytes -= size
        if self.bytes < 0:
            self.exhausted = self.exhausted or "budget-bytes"
        return not self.exhausted and self.in_time()

    def enter(self) -> bool:
        """Count one entry of an archive; False if that was one too many (or too late)."""
        self.members -= 1
        if self.members < 0:
            self.exhausted = self.exhausted or "budget-members"
        return not self.exhausted and self.in_time()

    def in_time(self) -> bool:
        if self.deadline is not None and self.clock() >= self.deadline:
            self.exhausted = self.exhausted or "budget-time"
        return not self.exhausted

    @property
    def piece(self) -> int:
        """How many bytes to ask of a decoder at once: one more than is left, so that a bomb shows."""
        return max(1, min(PIECE_BYTES - OVERLAP_BYTES, self.bytes + 1))
