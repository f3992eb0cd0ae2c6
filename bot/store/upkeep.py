"""What an operator does to the database: checking and copying it."""

import contextlib
import sqlite3
from pathlib import Path

from bot.store.database import DatabaseError

__all__ = ["backup", "check"]


def _open_readonly(path: Path) -> sqlite3.Connection:
    if not path.is_file():
        raise DatabaseError(f"{path} does not exist; set MEERKAT_DATABASE, or start the service once to make it")
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def check(path: Path) -> tuple[list[str], dict[str, int]]:
    """SQLite's own integrity and foreign key checks (empty: sound), and the number of rows per table.

    Raises DatabaseError when there is no such file or it is no database.
    """
    try:
        with contextlib.closing(_open_readonly(path)) as connection:
            problems = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
            strays = connection.execute("PRAGMA foreign_key_check").fetchall()
            problems += [f"{table}: row {row} refers to no row of {other}" for table, row, other, _ in strays]
            tables = connection.execute(
                "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
            ).fetchall()
            counts = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables}  # noqa: S608
            return problems, counts
    except sqlite3.Error as error:
        raise DatabaseError(f"{path}: {error}") from error


def backup(path: Path, to: Path) -> int:
    """Copy the database by SQLite's online backup, also while the service runs; gives the copy's size in bytes.

    Raises DatabaseError when ``to`` exists, or one of the files cannot be used.
    """
    if to.exists():
        raise DatabaseError(f"{to} exists already; name a new file, a backup overwrites nothing")
    try:
        with contextlib.closing(_open_readonly(path)) as source, contextlib.closing(sqlite3.connect(to)) as target:
            source.backup(target)
    except sqlite3.Error as error:
        to.unlink(missing_ok=True)
        raise DatabaseError(f"{to}: {error}") from error
    return to.stat().st_size
