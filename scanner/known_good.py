"""Digests of members that popular projects ship: what stands in them was looked at by many, and weighs nothing."""

import bisect
import functools
import hashlib
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path

from scanner.archive import Budget, read_members
from scanner.member import Member

__all__ = [
    "KnownGood",
    "KnownGoodError",
    "built_in",
    "digest_of",
    "digests_of_archive",
    "load",
    "save",
]

# 80 bits: a forged match would need 2^80 trials, and a list of a million members stays at 10 MB.
DIGEST_BYTES = 10
SMALLEST = 64
HEADER = b"meerkat known-good 1\n"


class KnownGoodError(Exception):
    """The file is not a list of known-good digests."""


def digest_of(data: bytes) -> bytes:
    """A member's digest as the list keeps it."""
    return hashlib.sha256(data).digest()[:DIGEST_BYTES]


class KnownGood:
    """A sorted list of digests; asks by sha256, whole or cut, as bytes or as hex."""

    def __init__(self, digests: Iterable[bytes] = ()) -> None:
        self._packed = b"".join(sorted({digest[:DIGEST_BYTES] for digest in digests}))

    def __len__(self) -> int:
        return len(self._packed) // DIGEST_BYTES

    def __iter__(self) -> Iterator[bytes]:
        for start in range(0, len(self._packed), DIGEST_BYTES):
            yield self._packed[start : start + DIGEST_BYTES]

    def __contains__(self, digest: bytes | str) -> bool:
        wanted = (bytes.fromhex(digest) if isinstance(digest, str) else digest)[:DIGEST_BYTES]
        place = bisect.bisect_left(range(len(self)), wanted, key=self._at)
        return place < len(self) and self._at(place) == wanted

    def _at(self, index: int) -> bytes:
        return self._packed[index * DIGEST_BYTES : (index + 1) * DIGEST_BYTES]


def digests_of_archive(data: bytes, filename: str) -> Iterator[bytes]:
    """Digests of every whole member of an archive; next to nothing (an empty ``__init__``) names nobody."""
    for member in read_members(data, Budget(), filename=filename):
        if isinstance(member, Member) and not member.truncated and len(member.data) >= SMALLEST:
            yield digest_of(member.data)


def load(path: Path) -> KnownGood:
    """A list that ``save`` wrote, or a text file with one hex digest per line (``#`` begins a comment).

    Raises OSError, and KnownGoodError for another kind of file.
    """
    return _parse(path.read_bytes(), path.name)


def save(path: Path, known: KnownGood) -> None:
    """Write the list; replaces the file in one step, so that a reader sees the old one or the new one."""
    waiting = path.with_name(path.name + ".new")
    waiting.write_bytes(HEADER + b"".join(known))
    waiting.replace(path)


@functools.cache
def built_in() -> KnownGood:
    """The few that ship with Meerkat: what packaging tools put into pure wheels, and start-up files of honest fame."""
    source = resources.files("scanner.signals") / "data" / "known_good.txt"
    return _parse(source.read_bytes(), "known_good.txt")


def _parse(raw: bytes, name: str) -> KnownGood:
    if raw.startswith(HEADER):
        body = raw[len(HEADER) :]
        if len(body) % DIGEST_BYTES:
            raise KnownGoodError(f"{name}: cut short; build it again with `meerkat rules known-good`")
        return KnownGood(body[start : start + DIGEST_BYTES] for start in range(0, len(body), DIGEST_BYTES))
    digests: list[bytes] = []
    for number, line in enumerate(raw.decode("utf-8", "replace").splitlines(), 1):
        text = line.partition("#")[0].strip()
        if not text:
            continue
        try:
            digest = bytes.fromhex(text)
        except ValueError:
            digest = b""
        if len(digest) < DIGEST_BYTES:
            raise KnownGoodError(f"{name}:{number}: not a hex digest of {DIGEST_BYTES} bytes or more")
        digests.append(digest)
    return KnownGood(digests)
