"""Kills a program between two of its statements: what was not committed is gone."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event

from sync.store.database import Database


class Killed(BaseException):
    """The program is no more; its files are as the last commit left them."""


class Trigger:
    """Raises once, before the statement to which it was set; never when it was not."""

    def __init__(self, database: Database, kind: type[BaseException] = Killed) -> None:
        self._left = -1
        self._kind = kind
        self.fired = 0
        event.listen(database.engine, "before_cursor_execute", self._count)

    def set(self, statements: int) -> None:
        self._left = statements

    def unset(self) -> None:
        self._left = -1

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let statements pass uncounted: those of the world, not of the program."""
        left, self._left = self._left, -1
        yield
        self._left = left

    def _count(self, *_: object) -> None:
        if self._left == 0:
            self._left = -1
            self.fired += 1
            raise self._kind
        if self._left > 0:
            self._left -= 1
