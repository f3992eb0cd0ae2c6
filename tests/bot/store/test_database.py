import asyncio
import contextlib
import os
import re
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.store import database
from bot.store.database import Database, DatabaseDamagedError, DatabaseError
from bot.store.sole_use import sole_use
from bot.store.upkeep import backup, check
from tests.bot.cases import damage

MIGRATIONS = sorted(Path(database.__file__).with_name("migrations").glob("*.sql"))


async def test_a_new_file_is_brought_to_the_newest_schema(tmp_path: Path) -> None:
    db = await Database.open(tmp_path / "meerkat.db")
    assert (await db.rows("PRAGMA user_version"))[0][0] > 0
    assert (await db.rows("PRAGMA journal_mode"))[0][0] == "wal"
    await db.close()


@pytest.mark.parametrize("schema", range(1, len(MIGRATIONS) + 1))
async def test_a_file_of_an_older_schema_keeps_its_rows(tmp_path: Path, schema: int) -> None:
    path = tmp_path / "meerkat.db"
    with contextlib.closing(sqlite3.connect(path)) as old:
        for script in MIGRATIONS[:schema]:
            old.executescript(script.read_text("utf-8"))
        old.execute(f"PRAGMA user_version = {schema}")
        for state in ("seen", "scanned", "scanned"):
            old.execute(
                "INSERT INTO upload (project, name, version, filename, source, uploaded_at, seen_at, state) "
                "SELECT 'p', 'p', '1', count(*), 'changelog', 0, 0, ? FROM upload",
                (state,),
            )
        old.commit()
    db = await Database.open(path)
    assert [row["filename"] for row in await db.rows("SELECT filename FROM upload ORDER BY id")] == ["0", "1", "2"]
    assert {row["state"]: row["n"] for row in await db.rows("SELECT * FROM upload_count")} == {"seen": 1, "scanned": 2}
    await db.close()
    assert check(path)[0] == []


async def test_a_file_of_a_newer_version_is_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "meerkat.db"
    await (await Database.open(path)).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 9999")
    connection.close()
    with pytest.raises(DatabaseError, match=r"newer Meerkat.*schema 9999.*install that version"):
        await Database.open(path)


@pytest.mark.parametrize("how", ["read", "written"])
async def test_a_page_that_is_damaged_is_told_to_whoever_watches(tmp_path: Path, how: str) -> None:
    path = tmp_path / "meerkat.db"
    await (await Database.open(path)).close()
    damage(path, "upload")
    db = await Database.open(path)
    watching = asyncio.create_task(db.stay_sound())
    await asyncio.sleep(0)
    assert not watching.done()
    with pytest.raises(DatabaseDamagedError):
        if how == "read":
            await db.rows("SELECT * FROM upload")
        else:
            async with db.transaction() as tx:
                await tx.execute("UPDATE upload SET due_at = 1")
    with pytest.raises(DatabaseDamagedError, match=r"meerkat\.db is damaged .*malformed.* docs/operating\.md"):
        await asyncio.wait_for(watching, 5)
    async with db.transaction() as tx:  # what is whole can still be written, as at a stop
        await tx.put_setting("a", "b")
    await db.close()


async def made(path: Path, kind: str) -> None:
    if kind == "newer":
        await (await Database.open(path)).close()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        if kind == "foreign":
            connection.execute("CREATE TABLE recipe (name TEXT)")
        if kind != "empty":
            connection.execute("PRAGMA user_version = 9999")
        connection.commit()
    path.touch()


@pytest.mark.parametrize(
    ("kind", "said"), [("foreign", "another program's database"), ("empty", "start the service"), ("newer", "newer")]
)
async def test_a_file_of_somebody_else_is_neither_sound_nor_changed(tmp_path: Path, kind: str, said: str) -> None:
    path = tmp_path / "other.db"
    await made(path, kind)
    before = path.read_bytes()
    with pytest.raises(DatabaseError, match=said):
        await Database.read(path)
    with pytest.raises(DatabaseError, match=said):
        check(path)
    if kind != "empty":
        with pytest.raises(DatabaseError, match=said):
            await Database.open(path)
    assert path.read_bytes() == before


async def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database, but long enough to be taken for one\n" * 50)
    with pytest.raises(DatabaseError, match=r"notes\.txt"):
        await Database.open(path)
    with pytest.raises(DatabaseError, match=r"^\S*notes\.txt: file is not a database"):
        backup(path, tmp_path / "copy.db")
    assert not (tmp_path / "copy.db").exists()


async def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="set MEERKAT_DATABASE"):
        await Database.open(tmp_path / "nowhere" / "meerkat.db")


async def test_a_transaction_that_raises_leaves_nothing(tmp_path: Path) -> None:
    db = await Database.open(tmp_path / "meerkat.db")
    with pytest.raises(RuntimeError):
        async with db.transaction() as tx:
            await tx.put_setting("a", "1")
            raise RuntimeError
    assert await db.setting("a") is None
    async with db.transaction() as tx:
        await tx.put_setting("a", "2")
    assert await db.setting("a") == "2"
    await db.close()


async def test_a_cancelled_transaction_leaves_nothing_and_blocks_nobody(tmp_path: Path) -> None:
    db = await Database.open(tmp_path / "meerkat.db")
    inside = asyncio.Event()

    async def never_ends() -> None:
        async with db.transaction() as tx:
            await tx.put_setting("a", "1")
            inside.set()
            await asyncio.sleep(3600)

    task = asyncio.create_task(never_ends())
    await inside.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with db.transaction() as tx:
        await tx.put_setting("b", "1")
    assert (await db.setting("a"), await db.setting("b")) == (None, "1")
    await db.close()


async def test_transactions_of_many_tasks_do_not_mix(tmp_path: Path) -> None:
    db = await Database.open(tmp_path / "meerkat.db")

    async def add_one() -> None:
        async with db.transaction() as tx:
            value = int(await tx.setting("n") or 0)
            await asyncio.sleep(0)
            await tx.put_setting("n", str(value + 1))

    await asyncio.gather(*(add_one() for _ in range(50)))
    assert await db.setting("n") == "50"
    await db.close()


async def test_a_backup_made_while_the_service_writes_is_sound(tmp_path: Path) -> None:
    db = await Database.open(tmp_path / "meerkat.db")
    async with db.transaction() as tx:
        await tx.put_setting("a", "1")
    size = backup(tmp_path / "meerkat.db", tmp_path / "copy.db")
    assert size > 0
    problems, counts = check(tmp_path / "copy.db")
    assert not problems
    assert counts["setting"] == 1
    assert [file.name for file in tmp_path.glob("copy*")] == ["copy.db"]
    await db.close()


def test_a_backup_overwrites_nothing(tmp_path: Path) -> None:
    (tmp_path / "copy.db").touch()
    with pytest.raises(DatabaseError, match="overwrites nothing"):
        backup(tmp_path / "meerkat.db", tmp_path / "copy.db")
    with pytest.raises(DatabaseError, match=r"nowhere is no folder"):
        backup(tmp_path / "meerkat.db", tmp_path / "nowhere" / "copy.db")


def meerkat(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot.cli", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_the_check_command_says_what_is_missing(tmp_path: Path) -> None:
    done = meerkat(tmp_path, "db", "check")
    assert done.returncode == 3
    assert "meerkat.db: no such file" in done.stderr


@pytest.mark.parametrize("command", [("run",), ("db", "check"), ("export", "osv", "--out", "records")])
def test_a_database_that_cannot_be_opened_is_one_line(tmp_path: Path, command: tuple[str, ...]) -> None:
    (tmp_path / "meerkat.db").mkdir()
    done = meerkat(tmp_path, *command)
    assert done.returncode == 3
    assert re.fullmatch(r"meerkat\.db\b.*MEERKAT_DATABASE.*\n", done.stderr)


def test_a_database_has_one_service_by_whatever_link_it_is_opened(tmp_path: Path) -> None:
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / "meerkat.db").symlink_to(tmp_path / "meerkat.db")
    refused = pytest.raises(DatabaseError, match="in use by another")
    with sole_use(tmp_path / "linked" / "meerkat.db"), refused, sole_use(tmp_path / "meerkat.db"):
        pass


async def test_a_read_beside_a_transaction_sees_only_what_is_committed(tmp_path: Path) -> None:
    db = await Database.open(tmp_path / "meerkat.db")
    async with db.transaction() as tx:
        await tx.put_setting("key", "half done")
        assert await tx.setting("key") == "half done"
        assert await db.setting("key") is None
    assert await db.setting("key") == "half done"
    await db.close()
