"""Wakes the long polls when head office has a newer version, or is about to stop."""

import asyncio

from sync import clock


class Waking:
    """The newest version this process knows of, and those who wait for a newer one."""

    def __init__(self) -> None:
        self._head = 0
        self._is_stopping = False
        self._restarts = 0
        self.told_at = clock.monotonic()
        self._news = asyncio.Event()

    def tell(self, head: int) -> None:
        """Note a version; whoever waited for it goes on."""
        if head > self._head:
            self._head = head
            self._wake()

    def restart(self, head: int) -> None:
        """Go on from another version, under another epoch; all who wait are to be told."""
        self._head = head
        self._restarts += 1
        self._wake()

    def stop(self) -> None:
        """End every wait, now and later."""
        self._is_stopping = True
        self._wake()

    async def newer(self, cursor: int, seconds: float) -> bool:
        """Wait for a version after `cursor`, or another epoch.

        False when the time is over or all is stopping.
        """
        deadline = asyncio.get_running_loop().time() + seconds
        begun = self._restarts
        while self._head <= cursor and begun == self._restarts and not self._is_stopping:
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0 or not await self._woken(left):
                return False
        return not self._is_stopping

    async def _woken(self, seconds: float) -> bool:
        try:
            await asyncio.wait_for(self._news.wait(), seconds)
        except TimeoutError:
            return False
        return True

    def _wake(self) -> None:
        self.told_at = clock.monotonic()
        news, self._news = self._news, asyncio.Event()
        news.set()
