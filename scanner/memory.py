"""What is kept of earlier work, as far as there is room for it."""

from typing import Generic, TypeVar

__all__ = ["Latest"]

Key = TypeVar("Key")
Value = TypeVar("Value")


class Latest(Generic[Key, Value]):
    """A mapping of what was asked for last, as far as there is room: in the unit that its weights are in."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.used = 0
        self._held: dict[Key, tuple[Value, int]] = {}  # the least recent first

    def get(self, key: Key) -> Value | None:
        held = self._held.pop(key, None)
        if held is None:
            return None
        self._held[key] = held
        return held[0]

    def add(self, key: Key, value: Value, weight: int) -> None:
        """Hold a value, and let go of those that were not asked for longest; one that is too heavy is not held."""
        self.used += weight - self._held.pop(key, (None, 0))[1]
        self._held[key] = (value, weight)
        while self.used > self.room:
            oldest = next(iter(self._held))
            self.used -= self._held.pop(oldest)[1]
