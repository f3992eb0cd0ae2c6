"""A stream of bytes of which only the part in use is in memory."""

from collections.abc import Iterator

__all__ = ["Window"]


class Window:
    """Random access into a stream, ahead as far as is asked for, back as far as it was not dropped."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._held = bytearray()
        self._dropped = 0  # stream offset of the first byte that is still wanted
        self.start = 0  # stream offset of the first byte held
        self.ended = False

    @property
    def held(self) -> int:
        return len(self._held)

    def read(self, start: int, end: int) -> bytes:
        """The bytes from ``start`` to ``end``, fewer at the end of the stream; what was dropped is left out."""
        while not self.ended and self.start + len(self._held) < end:
            chunk = next(self._chunks, None)
            if chunk is None:
                self.ended = True
            else:
                self._held += chunk
                self._let_go()
        first, last = max(0, start - self.start), max(0, end - self.start)
        return memoryview(self._held)[first:last].tobytes()

    def drop(self, before: int) -> None:
        """Forget what lies before stream offset ``before``, also where the stream has not come there yet."""
        self._dropped = max(self._dropped, before)
        self._let_go()

    def _let_go(self) -> None:
        size = min(len(self._held), self._dropped - self.start)
        if size > 0:
            del self._held[:size]
            self.start += size
