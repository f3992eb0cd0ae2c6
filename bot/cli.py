"""The ``meerkat`` command. Each command imports what it needs when it runs, so that ``scan`` works without Discord."""

import typer

from scanner.cli import scan as scan_command

__all__ = ["main"]

app = typer.Typer(name="meerkat", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


@app.callback()
def about() -> None:
    """Watch PyPI's uploads, scan them, triage on Discord, report what is malicious."""


scan_command.register(app)


def main() -> None:
    app()
