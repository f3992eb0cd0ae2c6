"""``meerkat peel``: the layers of a file, or of one member of a distribution, for an analyst."""

import subprocess
import sys
from pathlib import Path
from typing import Annotated, NoReturn

import msgspec
import typer

from scanner.child import COMMAND, HOME, environment
from scanner.cli.peeling import Asked
from scanner.cli.targets import MAX_FILE, shown

__all__ = ["register"]

USAGE, FAILED = 2, 3


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
                _end(f"{file}: larger than {MAX_FILE:,} bytes")
            data = file.read_bytes()
        except OSError as error:
            _end(f"{file}: {error.strerror or error}")
        wanted = shown(member) if member is not None else None
        asked = Asked(name=shown(file.name), member=wanted, layer=layer, everything=everything)
        # The file is hostile: it is read by a process that has given up files and network, as in the service.
        child = subprocess.run(  # noqa: S603 - our own module, named by us
            [*COMMAND, "-m", "scanner.cli.peeling", msgspec.json.encode(asked).decode()],
            input=data,
            capture_output=True,
            env=environment(),
            cwd=HOME,
            check=False,
        )
        sys.stdout.buffer.write(child.stdout)
        sys.stdout.buffer.flush()
        sys.stderr.buffer.write(child.stderr)
        raise typer.Exit(child.returncode if child.returncode in (0, USAGE) else FAILED)


def _end(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(USAGE)
