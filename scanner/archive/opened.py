"""One archive while it is read: its bytes, its place in the nest, and how its entries become members and anomalies."""

import functools
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from scanner.archive.budget import OVERLAP_BYTES, PIECE_BYTES, Budget
from scanner.archive.names import Names, alternatives, shown
from scanner.archive.streams import Stream, crc32
from scanner.member import Member, MemberKind
from scanner.report import Anomaly

__all__ = ["Check", "Opened", "Wanted"]

# Whether a member of this name and size is to be read at all; a size is as declared.
Wanted = Callable[[str, int], bool]

# PyPI's own gate for zips: 50 times the size, once that is over 64 MiB.
RATIO, RATIO_BYTES = 50, 64 * 1024 * 1024
# Counted as bytes of output for each of a name: everybody who sees a member looks through its name.
NAME_COST = 16


@dataclass(frozen=True, slots=True)
class Check:
    """What headers say about an entry's content; None where they say nothing."""

    size: int | None = None
    crc: int | None = None


@dataclass
class Opened:
    """``prefix`` is the way to this archive, ending in ``!/`` (empty for the distribution itself)."""

    data: bytes
    budget: Budget
    prefix: str = ""
    filename: str = ""
    wanted: Wanted | None = None
    names: Names = field(default_factory=Names)
    output: int = 0
    ratio_told: bool = False

    @functools.cached_property
    def digest(self) -> str:
        return hashlib.sha256(self.data).hexdigest()

    @property
    def view(self) -> memoryview:
        return memoryview(self.data)

    def name(self, raw: bytes) -> str:
        return self.prefix + shown(raw)

    def wants(self, names: Iterable[bytes], size: int) -> bool:
        """Whether an entry that has all these names is to be read; where it is not, that only saves the work."""
        if self.wanted is None:
            return True
        given = (other for name in names for other in (name, *alternatives(name)))
        return any(self.wanted(self.name(name), size) for name in given)

    def anomaly(self, kind: str, detail: str = "", raw: bytes | None = None) -> Anomaly:
        where = self.prefix.removesuffix("!/") or None
        return Anomaly(kind=kind, detail=detail, member=where if raw is None else self.name(raw))

    def name_anomalies(self, raw: bytes, *, folder: bool = False) -> Iterator[Anomaly]:
        self.budget.spend(NAME_COST * len(raw))
        for kind, detail in self.names.problems(raw):
            if kind == "name-duplicate" and (folder or raw.endswith(b"/")):
                continue  # a folder twice is one folder
            yield self.anomaly(kind, detail, raw)

    def grown(self, size: int) -> Iterator[Anomaly]:
        """Count ``size`` bytes that came out of this archive; tells once when that is too much for its own size."""
        self.output += size
        if self.output > max(RATIO_BYTES, RATIO * len(self.data)) and not self.ratio_told:
            self.ratio_told = True
            yield self.anomaly("high-ratio", f"over {self.output:,} bytes from {len(self.data):,}")

    def blob(self, what: str, view: memoryview | bytes, offset: int) -> Iterator[Member]:
        """Bytes that belong to no entry, in pieces; nothing for zeros, which are padding."""
        for start in range(0, len(view), PIECE_BYTES):
            data = bytes(view[start : start + PIECE_BYTES])
            if data.count(0) == len(data):
                continue
            if not self.budget.spend(len(data)):
                return
            raw = f"<{what} at {offset + start}>".encode()
            yield Member(name=self.name(raw), data=data, raw_name=raw, offset=offset + start, kind=MemberKind.BLOB)

    def entry(
        self,
        raw: bytes,
        offset: int,
        chunks: Iterable[bytes],
        *,
        check: Check | None = None,
        stream: Stream | None = None,
        packed: int = 0,
        kind: MemberKind = MemberKind.FILE,
        others: tuple[bytes, ...] = (),
    ) -> Iterator[Member | Anomaly]:
        """One entry's content as a member, larger ones as several of one name, and what was wrong with it.

        ``stream`` is where ``chunks`` come from, when that can have a fault. ``others`` are further names that some
        readers give this entry: it is yielded under each of them. ``packed`` is the length that was read to get the
        content: megabytes may unpack to nothing, a thousand times over where entries overlap, so that counts as well.
        """
        size, crc, before = 0, 0, b""
        for data, last in _pieces(chunks):
            left = self.budget.bytes
            fits = self.budget.spend(len(data))
            piece = data if fits else data[: max(0, left)]
            if check and check.crc is not None:
                crc = crc32(data, crc)
            faulty = bool(stream and stream.fault and last)
            if not size or piece.count(0) < len(piece):  # of zeros, which sparse files have by the gigabyte, one piece
                start = size - len(before)
                for name in (raw, *others, *alternatives(raw)):
                    yield Member(
                        name=self.name(name),
                        data=before + piece if before else piece,
                        raw_name=raw,
                        offset=offset,
                        kind=kind,
                        truncated=not (fits and last) or faulty or bool(size),
                        start=start,
                    )
            size += len(data)
            yield from self.grown(len(data))
            if not fits:
                return
            before = _overlap(data)
        self.budget.spend(max(0, packed - size))
        if stream and stream.fault:
            yield self.anomaly("archive-damaged", stream.fault, raw)
        elif check and check.size is not None and check.size != size:
            yield self.anomaly("size-mismatch", f"declares {check.size:,} bytes, holds {size:,}", raw)
        elif check and check.crc is not None and check.crc != crc:
            yield self.anomaly("crc-mismatch", f"declares {check.crc:08x}, is {crc:08x}", raw)


def _overlap(piece: bytes) -> bytes:
    """What the next piece repeats of this one: whole lines, so that what a parser reads there begins with one."""
    tail = piece[-OVERLAP_BYTES:]
    return tail[tail.find(b"\n") + 1 :]


def _pieces(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Chunks joined to pieces of about PIECE_BYTES, each with whether it is the last; one empty piece for no chunks."""
    held: list[bytes] = []
    size = 0
    for chunk in chunks:
        if held and size + len(chunk) > PIECE_BYTES - OVERLAP_BYTES:
            yield (held[0] if len(held) == 1 else b"".join(held)), False
            held, size = [], 0
        held.append(chunk)
        size += len(chunk)
    yield (held[0] if len(held) == 1 else b"".join(held)), True
