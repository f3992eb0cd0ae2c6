"""The process behind ``meerkat peel``: reads a file from standard input behind the walls, and prints how it peels."""

import sys
import warnings
from collections.abc import Iterator

import msgspec

from scanner.archive import Budget, is_archive, read_members
from scanner.decode import PeelBudget, peel
from scanner.member import Layer, Member
from scanner.preload import load_everything
from scanner.report import Anomaly
from scanner.sandbox import enter

__all__ = ["Asked", "main", "visible"]

USAGE = 2
REPEATED_STEPS = 12  # of a path, before its middle is counted instead of spelled


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What to show: a file's name, one member or all, one layer's text or the list of them."""

    name: str
    member: str | None = None
    layer: int | None = None
    everything: bool = False


def main() -> int:
    """Serve one question, given as JSON in the only argument; gives the exit status."""
    asked = msgspec.json.decode(sys.argv[1], type=Asked)
    data = sys.stdin.buffer.read()
    sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    warnings.simplefilter("ignore")
    load_everything()
    list(peel(Member(name="warm.py", data=b"import base64\nexec(base64.b64decode('cHJpbnQoMSk='))\n"), PeelBudget()))
    for wall in enter():
        print(f"! not isolated: {wall}", file=sys.stderr)
    return _answer(asked, data)


def _answer(asked: Asked, data: bytes) -> int:
    found = shown = False
    number = 0
    for item in _members(asked.name, data, asked.member):
        if isinstance(item, Anomaly):
            print(visible(f"! {item.kind}: {item.detail} {item.member or ''}"), file=sys.stderr)
            continue
        found = True
        layers = list(peel(item, PeelBudget()))
        first = number
        number += sum(isinstance(one, Layer) for one in layers)
        if asked.layer is not None:
            if first <= asked.layer < number:
                chosen = [one for one in layers if isinstance(one, Layer)][asked.layer - first]
                print(visible(chosen.data.decode("utf-8", "backslashreplace")))
                return 0
        elif asked.everything or asked.member is not None or len(layers) > 1:
            shown = True
            _show(item, layers, first)
    if not found:
        return _refuse(
            f"{asked.name}: no member {asked.member!r}" if asked.member else f"{asked.name}: nothing to read"
        )
    if asked.layer is not None:
        return _refuse(f"no layer {asked.layer}; there are {number}, numbered from 0")
    if not shown:
        print(visible(f"{asked.name}: nothing is encoded; --all lists every member"))
    return 0


def visible(text: str) -> str:
    """Text that a terminal shows and does not obey: control, direction and invisible characters as escapes."""
    return "".join(
        char if char in "\n\t" or char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text
    )


def _refuse(message: str) -> int:
    print(visible(message), file=sys.stderr)
    return USAGE


def _members(name: str, data: bytes, wanted: str | None) -> Iterator[Member | Anomaly]:
    if not is_archive(data):
        yield Member(name=name, data=data)
        return
    for item in read_members(data, Budget(), filename=name):
        if isinstance(item, Anomaly) or wanted is None or item.name == wanted or item.name.endswith("/" + wanted):
            yield item


def _show(member: Member, layers: list[Layer | Anomaly], first: int) -> None:
    print(visible(member.name))
    number = first
    for item in layers:
        if isinstance(item, Anomaly):
            print(visible(f"      ! {item.kind}: {item.detail}"))
            continue
        kind = "code" if item.is_code else ("text" if item.data[:4096].isascii() else "data")
        line = f", line {item.origin_line}" if item.origin_line is not None else ""
        indent = "  " * min(len(item.path), 8)
        print(visible(f"{number:>4}  {indent}{_way(item.path)}  {len(item.data):,} bytes, {kind}{line}"))
        number += 1


def _way(path: tuple[str, ...]) -> str:
    if not path:
        return "as stored"
    if len(path) <= REPEATED_STEPS:
        return " > ".join(path)
    half = REPEATED_STEPS // 2
    return " > ".join([*path[:half], f"({len(path) - 2 * half} more)", *path[-half:]])


if __name__ == "__main__":
    sys.exit(main())
