"""The clock of a stand-in: real time, moved by scripts where a day must pass in a moment."""

import time

__all__ = ["Clock"]


class Clock:
    """Unix seconds; call it to read it."""

    def __init__(self) -> None:
        self._offset = 0.0
        self._frozen: float | None = None

    def __call__(self) -> float:
        return self._frozen if self._frozen is not None else time.time() + self._offset

    def advance(self, seconds: float) -> None:
        """Move on by ``seconds`` (back when negative)."""
        if self._frozen is not None:
            self._frozen += seconds
        else:
            self._offset += seconds

    def freeze(self, at: float | None = None) -> None:
        """Stand still, at ``at`` or at the present reading."""
        self._frozen = self() if at is None else at
