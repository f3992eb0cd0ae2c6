"""One service per database: two of them would send every card and every report twice."""

import contextlib
from collections.abc import Generator
from pathlib import Path

from bot.store.database import DatabaseError

try:
    import fcntl
except ImportError:  # Windows: the operator's care must do
    fcntl = None

__all__ = ["sole_use"]


@contextlib.contextmanager
def sole_use(path: Path) -> Generator[None]:
    """Hold ``<database>.lock`` for as long as the block runs. Raises DatabaseError when another process holds it.

    A file of its own: SQLite locks the database by fcntl, and closing any other handle of it would drop those locks.
    The kernel lets go of it however the process ends.
    """
    if fcntl is None:
        yield
        return
    try:
        database = path.resolve()  # one database by whatever link
        file = database.with_name(database.name + ".lock").open("w")
    except OSError as error:
        raise DatabaseError(f"{error}; set MEERKAT_DATABASE to a file in a folder that can be written") from error
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise DatabaseError(
                f"{path} is in use by another meerkat run; stop that one, or set MEERKAT_DATABASE to another file"
            ) from None
        yield
