"""``meerkat scan``."""

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from scanner.report import ScanJob
from scanner.ruleset import DEFAULT_RULES, load_rules
from scanner.scan import scan as scan_one

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    @app.command()
    def scan(targets: Annotated[list[Path], typer.Argument()], rules: Path = DEFAULT_RULES) -> None:  # pyright: ignore[reportUnusedFunction]
        """Scan distribution files, or folders of them."""
        loaded = load_rules(rules)
        for target in targets:
            for file in sorted(f for f in target.rglob("*") if f.is_file()) if target.is_dir() else [target]:
                report = scan_one(ScanJob(filename=file.name, data=file.read_bytes()), loaded)
                typer.echo(msgspec.json.encode(report).decode())
