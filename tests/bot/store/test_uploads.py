import sqlite3
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from bot.desk import Desk
from bot.settings import Settings
from bot.store.database import Database
from bot.store.uploads import claim


async def quickest(what: Callable[[], Awaitable[object]]) -> float:
    spent: list[float] = []
    for _ in range(7):
        begun = time.perf_counter()
        await what()
        spent.append(time.perf_counter() - begun)
    return min(spent)


async def test_a_claim_does_not_read_all_that_waits(tmp_path: Path) -> None:
    db = await Database.open(tmp_path / "meerkat.db")
    with sqlite3.connect(db.path) as connection:
        connection.executemany(
            "INSERT INTO upload (project, name, version, filename, serial, source, priority, uploaded_at, seen_at) "
            "VALUES (:name, :name, '1.0', :name || '-1.0.tar.gz', :serial, 'changelog', 1 + :serial % 3, 0, 0)",
            ({"name": f"project{number}", "serial": number} for number in range(60_000)),
        )
    connection.close()
    reading = await quickest(
        lambda: db.rows("SELECT max(due_at + length(project)) FROM upload WHERE claimed_at IS NULL")
    )
    assert await quickest(lambda: claim(db, 1.0)) < reading / 2
    await db.close()


async def test_how_the_watch_stands_is_told_without_reading_all_uploads(tmp_path: Path) -> None:
    db = await Database.open(tmp_path / "meerkat.db")
    files = 60_000  # one a minute
    with sqlite3.connect(db.path) as connection:
        connection.executemany(
            "INSERT INTO upload "
            "(project, name, version, filename, serial, source, uploaded_at, seen_at, state, scanned_at) VALUES "
            "(:name, :name, '1.0', :name || '-1.0.tar.gz', :serial, 'changelog', 0, :serial * 60, 'scanned', 1)",
            ({"name": f"project{number}", "serial": number} for number in range(files)),
        )
    connection.close()
    desk = Desk(db, Settings(), lambda: files * 60.0)
    hundreds: list[int] = []  # of SQLite's steps
    await db._connection.set_progress_handler(lambda: hundreds.append(1), 100)  # pyright: ignore[reportPrivateUsage]
    watch, told = await desk.watch(), len(hundreds)
    figures = await desk.figures(1)
    await db.close()
    assert watch.queue == {"scanned": files}
    assert figures.scanned == 1440
    assert told < 10
    assert len(hundreds) < files / 100
