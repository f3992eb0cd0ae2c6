"""The SQLite file: opening, migrating, and the one writer."""

import asyncio
import contextlib
import re
import sqlite3
from collections.abc import AsyncGenerator, Collection, Generator, Iterable
from importlib import resources
from pathlib import Path
from typing import Any

import aiosqlite
import stamina

__all__ = [
    "TABLES",
    "Database",
    "DatabaseDamagedError",
    "DatabaseError",
    "Reader",
    "Transaction",
    "readonly",
    "schema_of",
    "surely",
]

TABLES = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"

# A decorator for what has to be stored before anything else goes on: a full disk or a busy file only delays it.
surely = stamina.retry(on=sqlite3.OperationalError, attempts=None, timeout=None, wait_max=60.0)


class DatabaseError(Exception):
    """The file cannot be used; the message says why and what to do."""


class DatabaseDamagedError(DatabaseError):
    """What stands in the file is no longer what was written: going on would lose more, and so would starting again."""

    def __init__(self, path: Path, error: sqlite3.Error) -> None:
        super().__init__(
            f"{path} is damaged ({error}): meerkat db check says where, and docs/operating.md how to restore a backup"
        )


def _code(error: sqlite3.Error) -> int:
    """SQLite's own, without what extends it."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _migrations() -> list[tuple[int, str]]:
    folder = resources.files("bot.store") / "migrations"
    numbered = [
        (int(match[1]), file) for file in folder.iterdir() if (match := re.match(r"(\d{4})_\w+\.sql$", file.name))
    ]
    return [(number, file.read_text("utf-8")) for number, file in sorted(numbered, key=lambda pair: pair[0])]


class Reader:
    """What can be asked: the database, which tells the last committed state, or a transaction, which tells its own."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    async def rows(self, sql: str, values: Iterable[Any] = ()) -> list[sqlite3.Row]:
        return list(await self._connection.execute_fetchall(sql, tuple(values)))

    async def row(self, sql: str, values: Iterable[Any] = ()) -> sqlite3.Row | None:
        found = await self.rows(sql, values)
        return found[0] if found else None

    async def setting(self, key: str) -> str | None:
        """A value the process keeps for itself between starts (feed cursor, command hash), None if never set."""
        row = await self.row("SELECT value FROM setting WHERE key = ?", (key,))
        return row["value"] if row else None


class Transaction(Reader):
    """What can be written to, for as long as the block of ``Database.transaction``; it also sees its own writes."""

    async def execute(self, sql: str, values: Iterable[Any] = ()) -> int:
        """Run one statement; gives the number of rows it changed."""
        cursor = await self._connection.execute(sql, tuple(values))
        return cursor.rowcount

    async def insert(self, sql: str, values: Iterable[Any] = ()) -> int:
        """Run one INSERT; gives the new row's id."""
        cursor = await self._connection.execute(sql, tuple(values))
        assert cursor.lastrowid is not None
        return cursor.lastrowid

    async def put_setting(self, key: str, value: str) -> None:
        await self.execute(
            "INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )


class Database(Reader):
    """One writer and one reader in WAL mode; statements of one transaction never mix with another's.

    All times in it are Unix seconds (UTC).
    """

    def __init__(
        self,
        writer: aiosqlite.Connection,
        reader: aiosqlite.Connection,
        path: Path,
    ) -> None:
        super().__init__(reader)
        self._writer = writer
        self._lock = asyncio.Lock()
        self._damaged = asyncio.Event()
        self._damage: DatabaseDamagedError | None = None
        self.path = path

    @classmethod
    async def open(cls, path: Path) -> "Database":
        """Open or create the file and bring it to this version. Raises DatabaseError."""
        if not path.parent.is_dir():
            raise DatabaseError(f"{path.parent} is no folder; create it or set MEERKAT_DATABASE")
        try:
            connection = await _connect(path)
        except sqlite3.Error as error:
            raise DatabaseError(f"{path}: {error}; set MEERKAT_DATABASE to a file that can be written") from error
        try:
            found = await _judge(connection, path)
            # FULL: a committed cursor or an escalation must survive a power cut, not only a crash.
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000"):
                await connection.execute(f"PRAGMA {pragma}")
            await _migrate(connection, found)
        except sqlite3.Error as error:
            await connection.close()
            if _code(error) == sqlite3.SQLITE_CORRUPT:
                raise DatabaseDamagedError(path, error) from error
            raise DatabaseError(
                f"{path}: {error}; is it Meerkat's own, used by nothing else, and is there room on the disk?"
            ) from error
        except DatabaseError:
            await connection.close()
            raise
        # A connection sees its own uncommitted writes: reads of others need one of their own.
        reader = await _connect(path)
        await reader.execute("PRAGMA query_only=ON")
        return cls(connection, reader, path)

    @classmethod
    async def read(cls, path: Path) -> "Database":
        """Open a file that this version has made, for reading alone. Raises DatabaseError."""
        if not path.is_file():
            raise DatabaseError(f"{path}: no such file; set MEERKAT_DATABASE, or start the service once to make it")
        try:
            connection = await _connect(readonly(path))
        except sqlite3.Error as error:
            raise DatabaseError(f"{path}: {error}; may it be read?") from error
        try:
            if await _judge(connection, path) < _newest():
                raise DatabaseError(f"{path} is not of this version yet; start the service once to bring it there")
        except sqlite3.Error as error:
            await connection.close()
            raise DatabaseError(f"{path}: {error}; is it Meerkat's database?") from error
        except DatabaseError:
            await connection.close()
            raise
        return cls(connection, connection, path)

    async def close(self) -> None:
        await self._connection.close()
        await self._writer.close()

    async def rows(self, sql: str, values: Iterable[Any] = ()) -> list[sqlite3.Row]:
        with self._telling_damage():
            return await super().rows(sql, values)

    async def stay_sound(self) -> None:
        """Wait until SQLite says that the file is damaged, whoever heard it; raises DatabaseDamagedError then."""
        await self._damaged.wait()
        assert self._damage is not None
        raise self._damage

    @contextlib.contextmanager
    def _telling_damage(self) -> Generator[None]:
        try:
            yield
        except sqlite3.DatabaseError as error:
            if _code(error) not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                raise
            self._damage = DatabaseDamagedError(self.path, error)
            self._damaged.set()
            raise self._damage from error

    @contextlib.asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Transaction]:
        """All or nothing: commits at the end of the block, rolls back when it raises. Not nestable."""
        async with self._lock:
            with self._telling_damage():
                try:
                    # A cancelled BEGIN is carried out all the same: it must be undone like one that was waited for.
                    await asyncio.shield(self._writer.execute("BEGIN IMMEDIATE"))
                    yield Transaction(self._writer)
                except BaseException:
                    with contextlib.suppress(sqlite3.OperationalError):  # BEGIN itself failed
                        await asyncio.shield(self._writer.execute("ROLLBACK"))
                    raise
                await asyncio.shield(self._writer.execute("COMMIT"))


def readonly(path: Path) -> str:
    """The address by which SQLite opens a file without changing it."""
    return f"{path.resolve().as_uri()}?mode=ro"


def schema_of(path: Path, version: int, tables: Collection[str]) -> int:
    """What number of schema a file has that holds these tables; 0 for an empty one.

    Raises DatabaseError for another program's file, and for a newer Meerkat's.
    """
    if tables and not (version and "upload" in tables and "event" in tables):
        raise DatabaseError(f"{path} is another program's database; set MEERKAT_DATABASE to Meerkat's own")
    if version > _newest():
        raise DatabaseError(
            f"{path} was written by a newer Meerkat (schema {version}, this one knows {_newest()}); "
            "install that version again, or restore a backup made before the update"
        )
    return version


async def _connect(address: Path | str) -> aiosqlite.Connection:
    # First without a thread: the library's would outlive its failure, and complain of the loop that is gone by then.
    sqlite3.connect(address, uri=isinstance(address, str)).close()
    connection = await aiosqlite.connect(address, uri=isinstance(address, str), isolation_level=None)
    connection.row_factory = sqlite3.Row
    return connection


async def _judge(connection: aiosqlite.Connection, path: Path) -> int:
    version = (await (await connection.execute("PRAGMA user_version")).fetchone() or (0,))[0]
    return schema_of(path, version, {row[0] for row in await connection.execute_fetchall(TABLES)})


def _newest() -> int:
    return _migrations()[-1][0]


async def _migrate(connection: aiosqlite.Connection, found: int) -> None:
    for number, script in _migrations():
        if number > found:
            await connection.executescript(f"BEGIN IMMEDIATE;\n{script}\nPRAGMA user_version = {number};\nCOMMIT;")
