"""``meerkat scan``: files, folders and releases, through the worker pool, to people or scripts."""

import asyncio
import sys
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import msgspec
import typer

if TYPE_CHECKING:
    from scanner.cli.formats import Outcome
    from scanner.cli.targets import Release
    from scanner.pool import WorkerPool

__all__ = ["ScanDefaults", "register"]

DONE, ALERT, USAGE, FAILED = 0, 1, 2, 3
PIPED_WIDTH = 120  # columns of the tables where there is no terminal to ask


class ScanDefaults(msgspec.Struct, frozen=True, kw_only=True):
    """What the settings say; the options of the command win over them."""

    rules: Path
    jobs: int
    threshold: float
    seconds: float
    sandbox: Literal["required", "best-effort"]
    popular: Path | None
    index_url: str
    agent: str
    max_download: int  # bytes
    version: str


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    SARIF = "sarif"


class Sandbox(StrEnum):
    REQUIRED = "required"
    BEST_EFFORT = "best-effort"


def register(app: typer.Typer, defaults: Callable[[], ScanDefaults]) -> None:
    """Add the command; ``defaults`` is asked when it runs."""

    @app.command()
    def scan(  # pyright: ignore[reportUnusedFunction]
        targets: Annotated[
            list[str] | None, typer.Argument(help="Distribution files, folders of them, or name[==version].")
        ] = None,
        from_file: Annotated[Path | None, typer.Option(help="File with one target a line.")] = None,
        output: Annotated[
            Format, typer.Option("--format", help="text for people, the others for scripts.")
        ] = Format.TEXT,
        jobs: Annotated[int | None, typer.Option(min=1, max=64, help="Worker processes.")] = None,
        threshold: Annotated[float | None, typer.Option(min=0, max=1, help="Score from which it is an alert.")] = None,
        rules: Annotated[Path | None, typer.Option(help="Folder of YARA rules.")] = None,
        sandbox: Annotated[Sandbox | None, typer.Option(help="Whether workers must be isolated fully.")] = None,
        seconds: Annotated[
            float | None, typer.Option(min=0.1, max=86400, help="Deadline for one distribution.")
        ] = None,
        fail_on_alert: Annotated[
            bool, typer.Option("--fail-on-alert", help="Exit with 1 when there is an alert.")
        ] = False,
    ) -> None:
        """Scan distributions without Discord and database.

        Exit status: 0 done, 1 an alert (with --fail-on-alert), 2 bad target or rules, 3 not all could be scanned.
        """
        asked = {
            "jobs": jobs,
            "threshold": threshold,
            "rules": rules,
            "sandbox": sandbox.value if sandbox else None,
            "seconds": seconds,
        }
        settings = msgspec.structs.replace(
            defaults(), **{key: value for key, value in asked.items() if value is not None}
        )
        raise typer.Exit(_scan(targets or [], from_file, settings, output, fail_on_alert))


def _scan(named: list[str], from_file: Path | None, settings: ScanDefaults, output: Format, fail_on_alert: bool) -> int:
    import structlog

    from scanner.cli.targets import TargetError, read_list, resolve_targets
    from scanner.pool import SandboxError, WorkerPool
    from scanner.ruleset import RuleSetError
    from scanner.worker_process import WorkerDiedError

    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    try:
        named = [*named, *(read_list(from_file) if from_file else [])]
        if not named:
            _refuse("nothing to scan; name a file, a folder or a project, or give --from-file")
        targets = resolve_targets(named)
    except TargetError as error:
        _refuse(str(error))
    pool = WorkerPool(
        settings.rules,
        jobs=min(settings.jobs, len(targets)),
        threshold=settings.threshold,
        seconds=settings.seconds,
        sandbox=settings.sandbox,
        popular=settings.popular,
    )
    try:
        outcomes = asyncio.run(_run(pool, targets, settings, output))
    except RuleSetError as error:
        _refuse(str(error))
    except BrokenPipeError:
        raise
    except (SandboxError, WorkerDiedError, OSError) as error:
        typer.echo(f"scanning is not possible: {error}", err=True)
        return FAILED
    except KeyboardInterrupt:
        return 130
    verdicts = {outcome.report.verdict for outcome in outcomes}
    if fail_on_alert and "alert" in verdicts:
        return ALERT
    return FAILED if "failed" in verdicts else DONE


async def _run(
    pool: "WorkerPool", targets: "list[Path | Release]", settings: ScanDefaults, output: Format
) -> "list[Outcome]":
    from rich.console import Console

    from scanner.cli.formats import json_line, sarif
    from scanner.cli.progress import Progress
    from scanner.cli.scanning import scan_all
    from scanner.cli.tables import print_outcome, print_summary

    outcomes: list[Outcome] = []
    started = time.monotonic()
    await pool.start()
    console = Console(highlight=False, markup=False, emoji=False, width=None if sys.stdout.isatty() else PIPED_WIDTH)
    try:
        with Progress(len(targets)) as progress:
            async for outcome in scan_all(pool, targets, settings, progress.found_more):
                # Tables and JSON arrays need all of them; lines go out and are forgotten but for their verdict.
                outcomes.append(outcome if output in (Format.JSON, Format.SARIF) else _light(outcome))
                if output is Format.JSONL:
                    _write(json_line(outcome))
                elif output is Format.TEXT:
                    with progress.paused():
                        print_outcome(console, outcome)
                progress.step()
    finally:
        await pool.close()
    if output is Format.JSON:
        _write("[" + ",\n".join(map(json_line, outcomes)) + "]")
    elif output is Format.SARIF:
        _write(sarif(outcomes, pool.rules, settings.version))
    elif output is Format.TEXT:
        print_summary(console, outcomes, time.monotonic() - started)
    return outcomes


def _light(outcome: "Outcome") -> "Outcome":
    from scanner.cli.formats import Outcome

    report = msgspec.structs.replace(outcome.report, findings=(), anomalies=(), evidence={})
    return Outcome(outcome.path, report)


def _write(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _refuse(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(USAGE)
