"""One file inside a distribution, and one text peeled from it: what archives give and what rules read."""

import ast
import hashlib
import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

from scanner import syntax
from scanner.report import Scope
from scanner.search import OF_CODE, Search

__all__ = ["REWRITTEN", "Layer", "Member", "MemberKind", "plain_name"]


# Steps that write a text otherwise, and change nothing that it says.
REWRITTEN = frozenset({"respelled", "renamed"})


def plain_name(name: str) -> str:
    """A member's name as unpacking it spells it: slashes, without the folders ``.`` and ``..``, no slash at either end.

    The names of nested archives stay joined by ``!/``.
    """
    if "\\" in name:
        name = name.replace("\\", "/")
    if "/." in name or "//" in name or name[:1] in (".", "/") or name.endswith("/"):
        name = posixpath.normpath(name).strip("/")
    return name


class MemberKind(StrEnum):
    FILE = "file"
    LINK = "link"  # symbolic or hard link; ``data`` is the target's name
    DEVICE = "device"  # device, FIFO, or another entry without content
    BLOB = "blob"  # bytes of the archive that belong to no entry: prefix, gap, tail


@dataclass(frozen=True)
class Member:
    """One entry of an archive, read in memory.

    ``name`` is for people and links: the raw name decoded as UTF-8 with backslash escapes for what does not decode;
    in a nested archive, the way to it joined by ``!/`` (``pkg/inner.whl!/evil.py``). ``raw_name`` and ``offset`` (in
    its archive) together are the key, since names can repeat. An entry too large to be in memory at once comes in
    several members, each with its part of the content, which begins at byte ``start``; all of them are ``truncated``.
    """

    name: str
    data: bytes
    raw_name: bytes = b""
    offset: int = 0
    kind: MemberKind = MemberKind.FILE
    truncated: bool = False  # not the whole content: a budget, a fault or its size cut it short
    start: int = 0

    @cached_property
    def sha256(self) -> bytes:
        """Digest of the content, taken once for everything that compares it."""
        return hashlib.sha256(self.data).digest()


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
    lines: Sequence[int] | None = None  # the member's line for each line of ``data``, where there is one
    is_run: bool = False  # by importing the member, as far as folding tells: not by a function that nobody calls

    @property
    def is_rewritten(self) -> bool:
        """Whether this is only another way to write the text that the rest of the path gave."""
        return not REWRITTEN.isdisjoint(self.path[-1:])

    @property
    def sha256(self) -> bytes:
        """Digest of ``data``; the member's own where it is the same text."""
        return self.member.sha256 if self.data is self.member.data else hashlib.sha256(self.data).digest()

    @cached_property
    def words(self) -> Mapping[Search, Mapping[str, int]]:
        """What the searches of code find in ``data``."""
        return OF_CODE.found(self.data)

    def found(self, search: Search) -> Mapping[str, int]:
        """What a search finds in ``data`` that few texts are worth: made at most once."""
        if search not in self._found:
            self._found[search] = search.found(self.data)
        return self._found[search]

    @cached_property
    def _found(self) -> dict[Search, Mapping[str, int]]:
        return {}

    @cached_property
    def tree(self) -> ast.Module | None:
        """The tree of ``data`` as normalised, made at most once; None where this Python takes it for no source."""
        return syntax.tree_of(syntax.normalise(self.data))

    def forget_tree(self) -> None:
        """Let go of the tree, which takes a hundred times the room of its text."""
        vars(self).pop("tree", None)

    def to_keep(self) -> "Layer":
        """The layer to look at later: without its member's bytes, and its tree."""
        return replace(self, member=replace(self.member, data=b""))

    def line_at(self, offset: int) -> int | None:
        """The member's line (1-based) for an offset into this layer's data."""
        return self.line_of(self.data.count(b"\n", 0, offset) + 1)  # counted when asked: a list takes 40 bytes a line

    def line_of(self, line: int) -> int | None:
        """The member's line for one of this layer's, both 1-based."""
        if self.lines is not None:
            return self.lines[min(line, len(self.lines)) - 1] if self.lines else self.origin_line
        return self.origin_line if self.path else line

    def lines_of(self, lines: Sequence[int]) -> tuple[int, ...] | None:
        """The member's line for each of these, of which something else was made; None where the layer has but one."""
        return None if self.path and self.lines is None else tuple(self.line_of(line) or 1 for line in lines)
