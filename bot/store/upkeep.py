"""What an operator does to the database: checking and copying it."""

import contextlib
import sqlite3
from collections.abc import Generator
from pathlib import Path

from bot.store.database import TABLES, DatabaseError, readonly, schema_of

__all__ = ["backup", "check"]


@contextlib.contextmanager
def _reading(path: Path) -> Generator[sqlite3.Connection]:
    """Meerkat's file at this path, unchanged. Raises DatabaseError for what is none, and for what SQLite says of it."""
    if not path.is_file():
        raise DatabaseError(f"{path}: no such file; set MEERKAT_DATABASE, or start the service once to make it")
    try:
        with contextlib.closing(sqlite3.connect(readonly(path), uri=True)) as connection:
            version = connection.execute("PRAGMA user_version").fetchone()[0]
            if not schema_of(path, version, [name for (name,) in connection.execute(TABLES)]):
                raise DatabaseError(f"{path} is empty; set MEERKAT_DATABASE, or start the service once to fill it")
            yield connection
    except sqlite3.Error as error:
        raise DatabaseError(f"{path}: {error}; is it Meerkat's database, and is there room on the disk?") from error


def check(path: Path) -> tuple[list[str], dict[str, int]]:
    """SQLite's own integrity and foreign key checks (empty: sound), and the number of rows per table.

    Raises DatabaseError when there is no such file or it is no database of this or an earlier version.
    """
    with _reading(path) as connection:
        problems = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        strays = connection.execute("PRAGMA foreign_key_check").fetchall()
        problems += [f"{table}: row {row} refers to no row of {other}" for table, row, other, _ in strays]
        tables = connection.execute(TABLES).fetchall()
        counts = {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables}  # noqa: S608
        return problems, counts


def backup(path: Path, to: Path) -> int:
    """Copy the database by SQLite's online backup, also while the service runs; gives the copy's size in bytes.

    The copy is one file, and reading it makes no other beside it.

    Raises DatabaseError when ``to`` exists, or one of the files cannot be used.
    """
    if to.exists():
        raise DatabaseError(f"{to} exists already; name a new file, a backup overwrites nothing")
    if not to.parent.is_dir():
        raise DatabaseError(f"{to.parent} is no folder; create it, or name a file elsewhere")
    with _reading(path) as source:
        try:
            with contextlib.closing(sqlite3.connect(to)) as target:
                source.backup(target)
                target.execute("PRAGMA journal_mode=DELETE")
        except sqlite3.Error as error:
            to.unlink(missing_ok=True)
            raise DatabaseError(f"copying {path} to {to}: {error}") from error
    return to.stat().st_size
