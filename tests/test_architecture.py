"""What docs/architecture.md says of the rooms, held against the tree."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "architecture.md").read_text("utf-8")
ROWS = [[cell.strip() for cell in row.split("|")[1:-1]] for row in TEXT.split("## ")[2].splitlines() if "| `" in row]


def rooms() -> set[Path]:
    """The files and folders that the table has a row for; a name without a folder stands where the one before does."""
    found: set[Path] = set()
    for cell, *_ in ROWS:
        folder = Path()
        for name in re.findall(r"`([^`]+)`", cell):
            path = Path(name) if "/" in name.rstrip("/") or name == "rules/" else folder / name
            folder = path.parent
            found.add(path)
    return found


def test_every_room_has_a_row_and_every_row_a_room() -> None:
    there = {
        path.relative_to(ROOT)
        for top in ("bot", "scanner")
        for path in (ROOT / top).iterdir()
        if not path.name.startswith("__") and (path.is_dir() or path.suffix == ".py")
    }
    assert rooms() - {Path("rules")} == there


def test_the_guide_to_the_rules_says_what_each_is_for() -> None:
    guide = (ROOT / "rules" / "README.md").read_text("utf-8")
    named = set(re.findall(r"`([a-z0-9_]+)`", guide))
    assert {file.stem for file in (ROOT / "rules").rglob("*.yar")} - named == set()


def test_every_file_that_is_named_is_there() -> None:
    roots = (ROOT, ROOT / "scanner", ROOT / "bot")
    named = set(re.findall(r"`([a-z_]+/[a-z_/]+(?:\.py)?)`", TEXT))
    assert {name for name in named if not any((root / name).exists() for root in roots)} == set()


def test_rooms_know_nothing_of_those_above_them() -> None:
    above = {"scanner": "bot", "bot/triage": "bot.store bot.desk bot.chat bot.pipeline", "bot/desk": "bot.chat"}
    for room, forbidden in above.items():
        for file in sorted((ROOT / room).rglob("*.py")):
            known = [
                node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
                for node in ast.walk(ast.parse(file.read_bytes()))
                if isinstance(node, ast.Import | ast.ImportFrom)
            ]
            for other in forbidden.split():
                assert not any(f"{name}.".startswith(f"{other}.") for name in known), f"{file} knows {other}"
