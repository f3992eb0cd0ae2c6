"""A progress bar on stderr, where that is a terminal."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

__all__ = ["Progress"]


class Progress:
    """Counts distributions; shows nothing where nobody looks."""

    def __init__(self, total: int) -> None:
        columns = (TextColumn("scanning"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bar = Bar(
            *columns,
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
            redirect_stdout=False,
        )
        self._task = self._bar.add_task("scanning", total=total)
        self._total = total

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def found_more(self, count: int) -> None:
        """A release turned out to have several files."""
        self._total += count
        self._bar.update(self._task, total=self._total)

    def step(self) -> None:
        self._bar.advance(self._task)

    @contextmanager
    def paused(self) -> Generator[None]:
        """While something else writes to the same terminal."""
        if self._bar.disable:
            yield
            return
        self._bar.stop()
        try:
            yield
        finally:
            self._bar.start()
