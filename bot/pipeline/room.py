"""How many bytes of distributions may be held at once."""

import asyncio
import contextlib
from collections import deque
from collections.abc import AsyncGenerator

__all__ = ["ByteRoom", "Room"]


class ByteRoom:
    """Bytes of memory that are lent in the order of asking; what is larger than all of it gets all of it."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.held = 0
        self._waiting: deque[tuple[int, asyncio.Future[None]]] = deque()

    @contextlib.asynccontextmanager
    async def hold(self, wanted: int) -> AsyncGenerator[None]:
        share = min(wanted, self.size)
        await self._take(share)
        try:
            yield
        finally:
            self.held -= share
            self._lend()

    async def _take(self, share: int) -> None:
        if not self._waiting and self.held + share <= self.size:
            self.held += share
            return
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((share, turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self.held -= share
            else:
                self._waiting = deque(entry for entry in self._waiting if entry[1] is not turn)
            self._lend()
            raise

    def _lend(self) -> None:
        while self._waiting and self.held + self._waiting[0][0] <= self.size:
            share, turn = self._waiting.popleft()
            self.held += share
            turn.set_result(None)


class Room:
    """Room for files of up to ``large`` bytes, ``size`` bytes of them at once, and beside it for one that is larger."""

    def __init__(self, size: int, large: int) -> None:
        self.large = large
        self._many = ByteRoom(size)
        self._one = asyncio.Lock()

    @property
    def largest(self) -> int | None:
        """The size up to which a file has room without waiting for a large one; None: any."""
        return self.large if self._one.locked() else None

    @contextlib.asynccontextmanager
    async def hold(self, wanted: int) -> AsyncGenerator[None]:
        async with self._one if wanted > self.large else self._many.hold(wanted):
            yield
