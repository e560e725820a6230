"""Wakes the long polls whose person may see what a newer version changed, and no others.

A thousand desks wait at once; a version concerns a few of them. Which scopes see what a version
changed is told with it, or looked up once for all who wait.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection

from sync import clock

Scopes = frozenset[str]
Look = Callable[[int, int], Awaitable[Scopes | None]]
"""Finds which scopes see what changed after one version and through another; None: any may."""

REMEMBERED = 1_000
"""So many of the latest versions are remembered with their scopes."""


class Waking:
    """The newest version this process knows of, and those who wait for a newer one."""

    def __init__(self, look: Look | None = None) -> None:
        self._head = 0
        self._asked = 0
        self._is_stopping = False
        self._look = look
        self._finding: asyncio.Task[None] | None = None
        self._told: deque[tuple[int, Scopes | None]] = deque(maxlen=REMEMBERED)
        self._known_from = 0
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self.told_at = clock.monotonic()

    def tell(self, head: int, scopes: Scopes | None = None) -> None:
        """Note a version; whoever may see what it changed goes on.

        Without `scopes`, or where versions before it were not told, it is looked up who that is.
        """
        if head <= self._head:
            return
        if scopes is not None and head == self._head + 1:
            self._announce(head, scopes)
        elif self._look is None:
            self._announce(head, None)
        else:
            self._asked = max(self._asked, head)
            if self._finding is None or self._finding.done():
                self._finding = asyncio.ensure_future(self._find(self._look))

    def restart(self, head: int) -> None:
        """Go on from another version, under another epoch; all who wait are to be told."""
        self._told.clear()
        self._known_from = self._asked = head
        self._announce(head, None)
        self._told.clear()

    def stop(self) -> None:
        """End every wait, now and later."""
        self._is_stopping = True
        self._wake(None)

    async def newer(self, cursor: int, scopes: Collection[str], seconds: float) -> bool:
        """Wait for a version after `cursor` that changed what one of the scopes sees.

        Or for another epoch. False when the time is over or all is stopping.
        """
        if self._is_stopping or self._concerns(cursor, scopes):
            return not self._is_stopping
        woken = asyncio.Event()
        for scope in scopes:
            self._waiting.setdefault(scope, set()).add(woken)
        try:
            await asyncio.wait_for(woken.wait(), seconds)
        except TimeoutError:
            return False
        finally:
            self._leave(woken, scopes)
        return not self._is_stopping

    def _concerns(self, cursor: int, scopes: Collection[str]) -> bool:
        if self._head <= cursor:
            return False
        if cursor < self._known_from:
            return True
        later = (seen for ver, seen in self._told if ver > cursor)
        return any(seen is None or not seen.isdisjoint(scopes) for seen in later)

    async def _find(self, look: Look) -> None:
        while self._asked > self._head:
            after, through = self._head, self._asked
            scopes = await look(after, through)
            if after == self._head:
                self._announce(through, scopes)

    def _announce(self, head: int, scopes: Scopes | None) -> None:
        self._head = head
        if len(self._told) == REMEMBERED:
            self._known_from = self._told[0][0]
        self._told.append((head, scopes))
        self._wake(scopes)

    def _wake(self, scopes: Scopes | None) -> None:
        self.told_at = clock.monotonic()
        for scope in list(self._waiting) if scopes is None else scopes:
            for woken in self._waiting.get(scope, ()):
                woken.set()

    def _leave(self, woken: asyncio.Event, scopes: Collection[str]) -> None:
        for scope in scopes:
            others = self._waiting.get(scope)
            if others is not None:
                others.discard(woken)
                if not others:
                    del self._waiting[scope]
