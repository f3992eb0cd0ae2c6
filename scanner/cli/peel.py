"""``meerkat peel``: the layers of a file, or of one member of a distribution, for an analyst."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from scanner.archive import Budget, is_archive, read_members
from scanner.decode import PeelBudget, peel
from scanner.member import Layer, Member
from scanner.report import Anomaly

__all__ = ["register", "visible"]

USAGE, FAILED = 2, 3
MAX_FILE = 1024 * 1024 * 1024
REPEATED_STEPS = 12  # of a path, before its middle is counted instead of spelled


def visible(text: str) -> str:
    """Text that a terminal shows and does not obey: control, direction and invisible characters as escapes."""
    return "".join(
        char if char in "\n\t" or char.isprintable() else char.encode("unicode_escape").decode("ascii") for char in text
    )


def register(app: typer.Typer) -> None:
    @app.command("peel")
    def peel_command(  # pyright: ignore[reportUnusedFunction]
        file: Annotated[Path, typer.Argument(help="A distribution, or any single file.")],
        member: Annotated[
            str | None, typer.Argument(help="A member of it: its name, or how its name ends; all when left out.")
        ] = None,
        layer: Annotated[int | None, typer.Option(help="Print the text of the layer with this number.")] = None,
        everything: Annotated[bool, typer.Option("--all", help="List members without decoded layers too.")] = False,
    ) -> None:
        """Show how a file peels: each layer's way, size and kind. Nothing is run, and nothing is written."""
        try:
            if file.stat().st_size > MAX_FILE:
                _end(USAGE, f"{file}: larger than {MAX_FILE:,} bytes")
            data = file.read_bytes()
        except OSError as error:
            _end(USAGE, f"{file}: {error.strerror or error}")
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
        found = False
        number = 0
        for item in _members(file, data, member):
            if isinstance(item, Anomaly):
                typer.echo(visible(f"! {item.kind}: {item.detail} {item.member or ''}"), err=True)
                continue
            found = True
            layers = list(peel(item, PeelBudget()))
            first = number
            number += sum(isinstance(one, Layer) for one in layers)
            if layer is not None:
                if first <= layer < number:
                    chosen = [one for one in layers if isinstance(one, Layer)][layer - first]
                    typer.echo(visible(chosen.data.decode("utf-8", "backslashreplace")))
                    return
                continue
            if everything or member is not None or len(layers) > 1:
                _show(item, layers, first)
        if not found:
            _end(USAGE, f"{file}: no member {member!r}" if member else f"{file}: nothing to read in it")
        if layer is not None:
            _end(USAGE, f"no layer {layer}; there are {number}")


def _end(code: int, message: str) -> NoReturn:
    typer.echo(visible(message), err=True)
    raise typer.Exit(code)


def _members(file: Path, data: bytes, wanted: str | None) -> Iterator[Member | Anomaly]:
    if not is_archive(data):
        yield Member(name=file.name, data=data)
        return
    for item in read_members(data, Budget(), filename=file.name):
        if isinstance(item, Anomaly) or wanted is None or item.name == wanted or item.name.endswith("/" + wanted):
            yield item


def _show(member: Member, layers: list[Layer | Anomaly], first: int) -> None:
    typer.echo(visible(member.name))
    number = first
    for item in layers:
        if isinstance(item, Anomaly):
            typer.echo(visible(f"      ! {item.kind}: {item.detail}"))
            continue
        kind = "code" if item.is_code else ("text" if item.data[:4096].isascii() else "data")
        line = f", line {item.origin_line}" if item.origin_line is not None else ""
        indent = "  " * min(len(item.path), 8)
        typer.echo(visible(f"{number:>4}  {indent}{_way(item.path)}  {len(item.data):,} bytes, {kind}{line}"))
        number += 1


def _way(path: tuple[str, ...]) -> str:
    if not path:
        return "as stored"
    if len(path) <= REPEATED_STEPS:
        return " > ".join(path)
    half = REPEATED_STEPS // 2
    return " > ".join([*path[:half], f"({len(path) - 2 * half} more)", *path[-half:]])
