"""``meerkat rules check|test|list|calibrate``: for the people who write rules."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import msgspec
import typer

from scanner.cli import calibrate
from scanner.cli.rules_folder import FROM_SETTINGS, RulesOption, rules_group
from scanner.ruleset import DEFAULT_RULES, RuleSetError

if TYPE_CHECKING:
    from scanner.rulekit.trial import Trial
    from scanner.ruleset import Rule
    from scanner.verdicts import RuleStat

__all__ = ["register"]

USAGE, FAILED = 2, 3


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"


FormatOption = Annotated[Format, typer.Option("--format", help="text for people, json for scripts.")]


def register(app: typer.Typer, default: Callable[[], Path] = lambda: DEFAULT_RULES) -> None:
    """Add the ``rules`` group to the command line; ``default`` gives the folder of a command that names none."""
    rules = rules_group(default, "Check, try and list the rules.")
    rules.command("check")(_check)
    rules.command("test")(_test)
    rules.command("list")(_list)
    calibrate.register(rules)
    app.add_typer(rules, name="rules")


def _end(code: int, message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(code)


def _check(
    rules: RulesOption = FROM_SETTINGS,
    timing: Annotated[bool, typer.Option(help="Also hold each rule to its time budget.")] = True,
    output: FormatOption = Format.TEXT,
) -> None:
    """Refuse a set that is wrong, slow, badly described or untested; each problem with file and line."""
    from scanner.rulekit.check import NoRulesError, check_rules

    try:
        result = check_rules(rules, timing=timing)
    except NoRulesError as error:
        _end(USAGE, str(error))
    if output is Format.JSON:
        typer.echo(msgspec.json.encode(result).decode())
        raise typer.Exit(FAILED if result.problems else 0)
    for problem in result.problems:
        typer.echo(str(problem))
    if not result.yara_x:
        typer.echo("yara-x is not installed, so whether the rules compile under it was not checked", err=True)
    found = f"{len(result.problems)} problem{'s' * (len(result.problems) != 1)}" if result.problems else "no problems"
    typer.echo(f"{result.rules} rules in {result.files} files: {found}")
    raise typer.Exit(FAILED if result.problems else 0)


def _test(
    rules: RulesOption = FROM_SETTINGS,
    only: Annotated[list[str] | None, typer.Argument(metavar="[RULE]...", help="Only these; default: all.")] = None,
    mutate: Annotated[bool, typer.Option("--mutate", help="Also try evasions of every hit.")] = False,
    fail_under: Annotated[
        float, typer.Option(min=0, max=100, help="With --mutate: fail when fewer mutants (in %) are still caught.")
    ] = 0.0,
    output: FormatOption = Format.TEXT,
) -> None:
    """Every hit sample fires its rule, no miss sample does; with --mutate, what evasion each rule survives."""
    from scanner.rulekit.check import NoRulesError, sources_below
    from scanner.rulekit.trial import run_trial

    try:
        _, sources = sources_below(rules)
        if unknown := set(only or ()) - {rule.name for rule in sources}:
            _end(USAGE, f"no rule called {', '.join(sorted(unknown))} below {rules}; `meerkat rules list` shows all")
        trial = run_trial(rules, mutate=mutate, only=frozenset(only or ()))
    except NoRulesError as error:
        _end(USAGE, str(error))
    except (RuleSetError, OSError) as error:
        _end(FAILED, f"{error}\nthe set does not load; `meerkat rules check` says more")
    caught = sum(evasion.survived for evasion in trial.evasions)
    share = 100 * caught / len(trial.evasions) if trial.evasions else 100.0
    if output is Format.JSON:
        typer.echo(msgspec.json.encode({**msgspec.to_builtins(trial), "survival": trial.survival()}).decode())
    else:
        _print_trial(trial)
    if mutate and share < fail_under:
        typer.echo(f"{share:.1f} % of the mutants are caught, less than {fail_under:g} %", err=True)
    raise typer.Exit(FAILED if trial.failures or (mutate and share < fail_under) else 0)


def _print_trial(trial: "Trial") -> None:
    from rich.console import Console
    from rich.table import Table

    from scanner.rulekit.mutate import MUTATIONS

    console = Console(highlight=False, soft_wrap=True)
    for failure in trial.failures:
        instead = f" (fired: {', '.join(failure.instead)})" if failure.instead else ""
        console.print(f"{failure.sample}: {failure.rule} {failure.message}{instead}", markup=False)
    if trial.evasions:
        weak = Table(
            "rule", "evaded by (caught by another rule)", title="Rules that a mutation evades", title_justify="left"
        )
        by_rule: dict[str, list[str]] = {}
        for evasion in trial.evasions:
            if not evasion.survived:
                note = " (caught)" if evasion.caught_by else ""
                by_rule.setdefault(evasion.rule, []).append(f"{evasion.mutation}{note}")
        for rule, evaded in sorted(by_rule.items()):
            weak.add_row(rule, ", ".join(dict.fromkeys(evaded)))
        if by_rule:
            console.print(weak)
        totals = Table(
            "mutation", "own rule", "any rule", "mutants", title="Mutants still caught", title_justify="left"
        )
        does = {mutation.name: f"{mutation.name}: {mutation.does}" for mutation in MUTATIONS}
        for mutation, (own, any_rule, every) in trial.survival().items():
            totals.add_row(does[mutation], f"{100 * own / every:.0f} %", f"{100 * any_rule / every:.0f} %", str(every))
        own = sum(evasion.survived for evasion in trial.evasions)
        either = sum(evasion.survived or bool(evasion.caught_by) for evasion in trial.evasions)
        every = len(trial.evasions)
        totals.add_row("all", f"{100 * own / every:.1f} %", f"{100 * either / every:.1f} %", str(every))
        console.print(totals)
    found = f"{len(trial.failures)} failed" if trial.failures else "all as they should be"
    console.print(f"{trial.samples} samples of {trial.rules} rules: {found}")


def _list(
    rules: RulesOption = FROM_SETTINGS,
    stats: Annotated[
        Path | None,
        typer.Option(metavar="DATABASE", help="Show what became of each rule's alerts, from this database."),
    ] = None,
    output: FormatOption = Format.TEXT,
) -> None:
    """The rules with behaviour, points, scope and status; with --stats, their measured precision."""
    from scanner.ruleset import load_rules
    from scanner.verdicts import VerdictsError, rule_statistics

    try:
        loaded = load_rules(rules)
        figures = rule_statistics(stats) if stats else {}
    except (RuleSetError, VerdictsError, OSError) as error:
        _end(USAGE, str(error))
    ordered = sorted(loaded.rules.values(), key=lambda rule: (rule.behaviour, rule.name))
    if output is Format.JSON:
        rows = [
            {**msgspec.to_builtins(rule, order="sorted"), "statistics": _row(figures, rule.name)} for rule in ordered
        ]
        typer.echo(msgspec.json.encode(rows).decode())
        return
    _print_list(ordered, figures, with_figures=stats is not None)


def _row(figures: "dict[str, RuleStat]", rule: str) -> dict[str, object] | None:
    figure = figures.get(rule)
    if figure is None:
        return None
    low, high = figure.interval if figure.precision is not None else (None, None)
    return {**msgspec.to_builtins(figure), "precision": figure.precision, "low": low, "high": high}


def _print_list(ordered: "list[Rule]", figures: "dict[str, RuleStat]", *, with_figures: bool) -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("behaviour", "rule", "points", "scope", "status")
    for column in ("alerts", "confirmed", "dismissed", "precision (95 %)") if with_figures else ("description",):
        table.add_column(column, overflow="fold")
    for rule in ordered:
        row = [rule.behaviour, rule.name, f"{rule.points:g}", " ".join(sorted(rule.scope)) or "any", rule.status]
        if not with_figures:
            table.add_row(*row, rule.description)
            continue
        figure = figures.get(rule.name)
        if figure is None:
            table.add_row(*row, "0", "0", "0", "-")
            continue
        table.add_row(*row, str(figure.alerts), str(figure.confirmed), str(figure.dismissed), str(figure))
    console = Console()
    if not console.is_terminal:  # a pipe gets whole lines
        console = Console(width=250)
    console.print(table)
    console.print(f"{len(ordered)} rules")
