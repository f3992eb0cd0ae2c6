"""Which folder of rules a command means: the one that is named, else the one of the settings."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

__all__ = ["FROM_SETTINGS", "RulesOption", "rules_group"]

FROM_SETTINGS: Any = None  # what typer knows as "not given"


def rules_group(default: Callable[[], Path], words: str) -> typer.Typer:
    """A group of commands with ``RulesOption``; ``default`` is asked when none is given."""

    def remember(context: typer.Context) -> None:
        context.obj = default

    return typer.Typer(no_args_is_help=True, help=words, callback=remember)


def _folder(context: typer.Context, given: Path | None) -> Path:
    return given or context.obj()


RulesOption = Annotated[
    Path,
    typer.Option(
        "--rules",
        exists=True,
        file_okay=False,
        callback=_folder,
        show_default="as in the settings",
        help="Folder of the rules.",
    ),
]
