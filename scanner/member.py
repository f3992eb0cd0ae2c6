"""One file inside a distribution, and one text peeled from it: what archives give and what rules read."""

import bisect
import functools
from dataclasses import dataclass
from enum import StrEnum

from scanner.report import Scope

__all__ = ["Layer", "Member", "MemberKind"]


class MemberKind(StrEnum):
    FILE = "file"
    LINK = "link"  # symbolic or hard link; ``data`` is the target's name
    DEVICE = "device"  # device, FIFO, or another entry without content
    BLOB = "blob"  # bytes of the archive that belong to no entry: prefix, gap, tail


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of an archive, read in memory.

    ``name`` is for people and links: the raw name decoded as UTF-8 with backslash escapes for what does not decode;
    in a nested archive, the way to it joined by ``!/`` (``pkg/inner.whl!/evil.py``). ``raw_name`` and ``offset`` (in
    its archive) together are the key, since names can repeat.
    """

    name: str
    data: bytes
    raw_name: bytes = b""
    offset: int = 0
    kind: MemberKind = MemberKind.FILE
    truncated: bool = False  # a budget or a fault cut the content short


@dataclass(frozen=True)
class Layer:
    """A member's text after zero or more decoding steps: what one YARA match call reads.

    ``path`` is the way from the member, one word a step (``("base64", "zlib")``); empty for the member itself.
    ``origin_line`` is the line of the member (1-based) that holds the encoded text, None for the member itself or where
    there are no lines. ``scope`` is where this text would run.
    """

    member: Member
    data: bytes
    path: tuple[str, ...] = ()
    origin_line: int | None = None
    scope: Scope = Scope.CODE
    is_code: bool = False  # Python source, or meant to be run as such

    @functools.cached_property
    def line_starts(self) -> list[int]:
        starts = [0]
        position = self.data.find(b"\n")
        while position != -1:
            starts.append(position + 1)
            position = self.data.find(b"\n", position + 1)
        return starts

    def line_at(self, offset: int) -> int | None:
        """The member's line (1-based) for an offset into this layer's data."""
        if self.path:
            return self.origin_line
        return bisect.bisect_right(self.line_starts, offset)
