"""One member while it is peeled: what it has given, what that may cost, and at which of its lines it stood."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, TypeVar

from scanner.decode.budget import PeelBudget, PeelBudgetError
from scanner.member import Layer, Member
from scanner.report import Scope

__all__ = ["Lines", "Run", "out_of_time"]

# Encoded texts that are tried per layer: four times what the largest of honest test data holds, and half a second.
MOST_TRIED: Final = 20_000
Item = TypeVar("Item")


def out_of_time() -> PeelBudgetError:
    return PeelBudgetError("peel-time", "peeling took longer than its budget; the rest is not peeled")


@dataclass
class Run:
    """One member being peeled."""

    member: Member
    budget: PeelBudget
    scope: Scope
    seen: set[bytes] = field(default_factory=set)  # digests of layers given and of blobs tried
    stops: list[str] = field(default_factory=list)
    started: float = 0.0  # when this work was taken up again: what comes between layers is not peeling

    def first_time(self, data: bytes) -> bool:
        digest = hashlib.blake2b(data, digest_size=12).digest()
        if digest in self.seen:
            return False
        self.seen.add(digest)
        return True

    def bounded(self, items: Iterable[Item]) -> Iterator[Item]:
        """The first ``MOST_TRIED`` of what is tried one by one. Raises PeelBudgetError when time is spent."""
        for count, item in enumerate(items):
            if count >= MOST_TRIED:
                self.stops.append(f"over {MOST_TRIED:,} encoded texts")
                return
            self.tried(0)
            yield item

    def tried(self, size: int) -> None:
        """Pay for a step of decoding on trial. Raises PeelBudgetError when output or time are spent."""
        self.budget.spend_tried(size)
        if self.budget.now() - self.started > self.budget.seconds:
            raise out_of_time()

    def layer(
        self,
        data: bytes,
        path: tuple[str, ...],
        line: int | None,
        *,
        is_code: bool,
        lines: tuple[int, ...] | None = None,
    ) -> Layer:
        """A decoded layer, paid for. Raises PeelBudgetError when the budget has none left."""
        self.budget.spend_layer(len(data))
        return self.text(data, path, line, is_code=is_code, lines=lines)

    def text(
        self,
        data: bytes,
        path: tuple[str, ...],
        line: int | None,
        *,
        is_code: bool = True,
        lines: tuple[int, ...] | None = None,
    ) -> Layer:
        """A text to look into that is not given as a layer, at least not yet."""
        return Layer(
            member=self.member,
            data=data,
            path=path,
            origin_line=line,
            scope=self.scope,
            is_code=is_code,
            lines=lines,
        )


class Lines:
    """The member's lines for places of a text that are asked for in order: counted from one to the next."""

    def __init__(self, text: Layer) -> None:
        self.text = text
        self.place, self.row = 0, 1

    def at(self, place: int) -> int | None:
        if place < self.place:
            self.place, self.row = 0, 1
        self.row += self.text.data.count(b"\n", self.place, place)
        self.place = place
        return self.text.line_of(self.row)
