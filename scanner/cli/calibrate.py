"""``meerkat rules calibrate`` and ``meerkat rules known-good``."""

import time
from pathlib import Path
from typing import Annotated

import typer

from scanner.cli.rules_folder import FROM_SETTINGS, RulesOption

__all__ = ["register"]

USAGE, FAILED = 2, 3
# Of the some 3,000 files a day that have no history (new projects at PyPI and their first releases), about 15 are
# malicious; what has a history is judged by what is new in it. A little less, as a false alarm costs volunteers more.
PRIOR = 0.004


def register(app: typer.Typer) -> None:
    """Add the two commands to the ``rules`` group."""
    app.command("calibrate")(_calibrate)
    app.command("known-good")(_known_good)


def _calibrate(
    malicious: Annotated[
        list[Path], typer.Option(exists=True, file_okay=False, help="Folder of malicious archives; may be repeated.")
    ],
    benign: Annotated[
        list[Path], typer.Option(exists=True, file_okay=False, help="Folder of honest archives; may be repeated.")
    ],
    verdicts: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="Meerkat's database: also learn from its cases.")
    ] = None,
    rules: RulesOption = FROM_SETTINGS,
    out: Annotated[Path | None, typer.Option(help="Table to write; default: points.toml beside the rules.")] = None,
    cache: Annotated[Path | None, typer.Option(help="File that keeps the scans, so that a refit is quick.")] = None,
    jobs: Annotated[int, typer.Option(min=1)] = 2,
    prior: Annotated[
        float, typer.Option(min=1e-6, max=0.5, help="Share of malicious uploads before anything is seen.")
    ] = PRIOR,
    date: Annotated[str, typer.Option(help="Day that the table names; default: today.")] = "",
    dry_run: Annotated[bool, typer.Option(help="Show the difference, write nothing.")] = False,
) -> None:
    """Fit what each finding is worth to labelled archives, and show before and after."""
    from scanner.calibrate.corpus import collect
    from scanner.calibrate.report import authored, calibrate, print_outcome
    from scanner.calibrate.verdicts import samples_from_verdicts
    from scanner.points import PointsError, PointsTable, load_points, render_points
    from scanner.ruleset import RuleSetError, load_rules
    from scanner.verdicts import VerdictsError

    target = out or rules / "points.toml"
    try:
        authors = authored(load_rules(rules))
        start = load_points(rules / "points.toml") if (rules / "points.toml").exists() else PointsTable()
        labelled = [(folder, True) for folder in malicious] + [(folder, False) for folder in benign]
        samples = collect(labelled, rules, jobs=jobs, cache=cache, progress=_progress)
        samples += samples_from_verdicts(verdicts) if verdicts else []
    except (RuleSetError, PointsError, VerdictsError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(FAILED) from None
    if not any(sample.malicious for sample in samples) or all(sample.malicious for sample in samples):
        typer.echo("calibration needs archives of both kinds; one of the folders holds none", err=True)
        raise typer.Exit(FAILED)
    outcome = calibrate(samples, start, authors, prior=prior, date=date or time.strftime("%Y-%m-%d", time.gmtime()))
    print_outcome(outcome)
    if not dry_run:
        target.write_text(render_points(outcome.table), "utf-8")
        typer.echo(f"written: {target.name}; review it like code")


def _known_good(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder of popular wheels.")],
    out: Annotated[Path, typer.Option(help="List to write.", dir_okay=False)],
    add_to: Annotated[Path | None, typer.Option(exists=True, dir_okay=False, help="List to extend.")] = None,
) -> None:
    """Build the list of member digests that weigh nothing, from wheels of popular projects."""
    from scanner.calibrate.corpus import archives
    from scanner.known_good import KnownGood, KnownGoodError, digests_of_archive, load, save

    try:
        known = load(add_to) if add_to else KnownGood()
    except KnownGoodError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(FAILED) from None
    if not out.absolute().parent.is_dir():  # told before all archives are read, not after
        typer.echo(f"{out}: there is no folder {out.absolute().parent}", err=True)
        raise typer.Exit(USAGE)
    files = archives(folder)
    if not files:
        typer.echo(f"{folder}: no distribution files below this folder", err=True)
        raise typer.Exit(USAGE)
    digests: set[bytes] = set(known)
    for done, file in enumerate(files, 1):
        digests.update(digests_of_archive(file.read_bytes(), file.name))
        _progress(done, len(files))
    save(out, KnownGood(digests))
    typer.echo(f"{len(digests):,} members of {len(files)} archives in {out.name}")


def _progress(done: int, total: int) -> None:
    if done == total or done % 100 == 0:
        typer.echo(f"{done}/{total} archives", err=True)
