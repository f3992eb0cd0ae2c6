"""The ``meerkat`` command. Each command imports what it needs when it runs, so that ``scan`` works without Discord."""

import asyncio
import io
import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot import __version__
from bot.demo import command as demo_command
from scanner.cli import peel as peel_command
from scanner.cli import rules as rules_commands
from scanner.cli import scan as scan_command

if TYPE_CHECKING:
    from bot.settings import Settings

__all__ = ["main"]

USAGE, FAILED = 2, 3

app = typer.Typer(name="meerkat", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
db_commands = typer.Typer(no_args_is_help=True, help="Look after the database.")
export_commands = typer.Typer(no_args_is_help=True, help="Give what was found to others.")
app.add_typer(db_commands, name="db")
app.add_typer(export_commands, name="export")


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"meerkat {__version__}")
        raise typer.Exit


@app.callback()
def about(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Watch PyPI's uploads, scan them, triage on Discord, report what is malicious."""


def _scan_defaults() -> scan_command.ScanDefaults:
    settings = _settings()
    return scan_command.ScanDefaults(
        rules=settings.rules,
        jobs=settings.scan.jobs,
        threshold=settings.scan.threshold,
        seconds=settings.scan.seconds,
        sandbox=settings.scan.sandbox,
        popular=settings.scan.popular,
        index_url=settings.index.url,
        agent=settings.index.agent,
        max_download=settings.index.max_download_mib * 1024 * 1024,
        version=__version__,
    )


scan_command.register(app, _scan_defaults)
peel_command.register(app)
rules_commands.register(app, lambda: _settings().rules)
demo_command.register(app)


def _end(code: int, message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(code)


def _settings(**overrides: object) -> "Settings":
    from bot.settings import SettingsError, load_settings

    try:
        return load_settings(**overrides)
    except SettingsError as error:
        _end(USAGE, f"{error}\nmeerkat.example.toml documents every setting.")


@app.command()
def run(
    since: Annotated[
        str | None,
        typer.Option(help="On a first start, how far back to begin: a serial, or a time such as 30m, 2h, 1d."),
    ] = None,
) -> None:
    """Run the service: watch, scan, triage, report. Without a Discord token the cards are printed here."""
    settings = _settings()

    import structlog

    from bot.app import StartError, serve
    from bot.logs import configure_logs, secrets_of

    configure_logs(settings.log, secrets_of(settings))
    _dump_no_core()
    try:
        code = asyncio.run(serve(settings, since=since))
    except StartError as error:
        _end(error.exit_code, str(error))
    except KeyboardInterrupt:
        code = 0
    except Exception:  # with its traceback, in which the log strikes the secrets
        structlog.get_logger(__name__).exception("ended by what nobody thought of")
        code = FAILED
    raise typer.Exit(code)


def _dump_no_core() -> None:
    """What the system writes of a process that breaks would hold the tokens."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@db_commands.command("check")
def db_check() -> None:
    """Check the database's integrity and show what it holds."""
    from bot.store.database import DatabaseError
    from bot.store.upkeep import check

    try:
        problems, counts = check(_settings().database)
    except DatabaseError as error:
        _end(FAILED, str(error))
    for table, rows in counts.items():
        typer.echo(f"{table:<20} {rows:>10}")
    if problems:
        _end(
            FAILED, "\n".join(["the database is damaged; restore a backup (meerkat db backup makes them):", *problems])
        )
    typer.echo("ok")


@db_commands.command("backup")
def db_backup(
    to: Annotated[Path, typer.Argument(help="File to write; must not exist.")],
) -> None:
    """Write a consistent copy of the database, also while the service runs."""
    from bot.store.database import DatabaseError
    from bot.store.upkeep import backup

    try:
        size = backup(_settings().database, to)
    except DatabaseError as error:
        _end(FAILED, str(error))
    typer.echo(f"{to}: {size:,} bytes")


@export_commands.command("osv")
def export_osv(
    out: Annotated[Path, typer.Option(help="Folder that gets one file per case.")],
) -> None:
    """Write confirmed, reported and taken-down cases as OSV records for the malicious-packages collection."""
    from bot.app import export_osv_records
    from bot.store.database import DatabaseError

    try:
        written = asyncio.run(export_osv_records(_settings(), out))
    except (DatabaseError, OSError) as error:
        _end(FAILED, str(error))
    typer.echo(f"{written} records in {out}")


def main() -> None:
    """Entry point of the ``meerkat`` script. 1 is kept for an alert: whatever nobody thought of ends with 3."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Packages hold any letters, and so do cards: where the locale has fewer, they are shown by number.
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        app()
    except SystemExit as end:
        # Whoever read the output has gone (``| head``), which rich and typer call a failure.
        if not isinstance(end.__context__, BrokenPipeError):
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except Exception as error:
        if os.environ.get("MEERKAT_LOG") == "debug":
            traceback.print_exc()
        typer.echo(f"{type(error).__name__}: {error}; MEERKAT_LOG=debug shows where", err=True)
        sys.exit(FAILED)


if __name__ == "__main__":
    sys.exit(main())
