"""From a distribution's bytes to its members, through every archive inside it."""

from collections import Counter
from collections.abc import Iterator

from scanner.archive.budget import PIECE_BYTES, Budget
from scanner.archive.opened import Opened, Wanted
from scanner.archive.pyinstaller import read_pyinstaller
from scanner.archive.sniff import COMPOUND, STREAMS, formats_of, unsupported
from scanner.archive.stream_reader import read_stream
from scanner.archive.tar_reader import read_tar
from scanner.archive.window import Window
from scanner.archive.zip_reader import read_zip
from scanner.member import Member, MemberKind
from scanner.report import Anomaly

__all__ = ["read_members"]

# The first of each kind say what there is to say; a thousand more would bury the rest of the report.
MOST_OF_A_KIND = 20


def read_members(
    data: bytes, budget: Budget, *, filename: str = "", wanted: Wanted | None = None
) -> Iterator[Member | Anomaly]:
    """Every member in stored order, those of nested archives behind the member that holds them, and each anomaly.

    Never raises for what ``data`` holds. ``filename`` is the distribution's: it names the one file inside a compressed
    file that is no tar. Members that are not ``wanted`` are passed over where that saves work; some come all the same.
    One member is held at a time, so a consumer that lets go of each keeps memory low.
    """
    formats = formats_of(data, is_installed=True)
    if not formats:
        kind = unsupported(data)
        yield Anomaly(kind="archive-unsupported" if kind else "archive-unknown", detail=kind or f"{len(data):,} bytes")
        yield from Opened(data, budget).blob("whole file", memoryview(data), 0)
    else:
        archive = Opened(data, budget, filename=filename, wanted=wanted)
        yield from _few_of_a_kind(_open(archive, formats, budget.inside, ancestors=()))
    if budget.exhausted:
        yield Anomaly(kind=budget.exhausted, detail="reading stopped here")


def _open(
    archive: Opened, formats: list[str], inside: Budget, ancestors: tuple[Opened, ...]
) -> Iterator[Member | Anomaly]:
    """One archive by every format that it is; nested ones in turn, out of the budget ``inside``."""
    if len(formats) > 1:
        yield archive.anomaly("polyglot", " and ".join(formats))
    for name in formats:
        for item in _read(archive, name):
            yield item
            if isinstance(item, Anomaly):
                continue
            if item.kind in (MemberKind.FILE, MemberKind.BLOB) and not archive.budget.exhausted:
                yield from _nested(archive, item, inside, (*ancestors, archive))


def _few_of_a_kind(items: Iterator[Member | Anomaly]) -> Iterator[Member | Anomaly]:
    """The first anomalies of each kind, of the distribution itself and of all nested archives, and how many more."""
    told: Counter[tuple[str, bool]] = Counter()
    for item in items:
        if isinstance(item, Anomaly):
            key = (item.kind, "!/" in (item.member or ""))
            told[key] += 1
            if told[key] > MOST_OF_A_KIND:
                continue
        yield item
    for (kind, nested), count in told.items():
        if count > MOST_OF_A_KIND:
            where = " in nested archives" if nested else ""
            yield Anomaly(kind=kind, detail=f"and {count - MOST_OF_A_KIND} more{where}")


def _read(archive: Opened, name: str) -> Iterator[Member | Anomaly]:
    if name == "zip":
        return read_zip(archive)
    if name in STREAMS:
        return read_stream(archive, name)
    if name == "pyinstaller":
        return read_pyinstaller(archive)
    view = archive.view

    def window() -> Window:
        return Window(bytes(view[at : at + (1 << 20)]) for at in range(0, len(view), 1 << 20))

    return read_tar(archive, window(), window)


def _nested(outer: Opened, member: Member, budget: Budget, ancestors: tuple[Opened, ...]) -> Iterator[Member | Anomaly]:
    if len(member.data) < 18:  # the shortest archives of all formats
        return
    inner = Opened(member.data, budget, prefix=f"{member.name}!/", filename=member.name, wanted=outer.wanted)
    formats = formats_of(member.data)
    if not formats:
        # Office documents are compound files too, so inside a distribution these are no archives.
        kind = unsupported(member.data)
        if kind and kind != COMPOUND and member.kind is MemberKind.FILE:
            yield inner.anomaly("archive-unsupported", kind)
    elif len(ancestors) > budget.depth:
        yield inner.anomaly("budget-depth", f"{len(ancestors)} deep")
    elif member.truncated and len(member.data) >= PIECE_BYTES:
        yield inner.anomaly("archive-oversized", f"over {len(member.data):,} bytes")
    elif any(len(inner.data) == len(outer.data) and inner.digest == outer.digest for outer in ancestors):
        yield inner.anomaly("archive-quine")
    elif inner.digest not in budget.opened:  # else it was read already under another name
        budget.opened.add(inner.digest)
        if not budget.exhausted:
            yield from _open(inner, formats, budget, ancestors)
        if budget.exhausted:
            yield inner.anomaly(budget.exhausted, "reading of archives inside stopped here")
