"""Kills a program between two statements, or lets its disk fail: what was not committed is gone."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import event

from sync.store.database import Database


class Killed(BaseException):
    """The program is no more; its files are as the last commit left them."""


Failure = Callable[[], BaseException]


class Trigger:
    """Raises once, before the statement to which it was set; never when it was not.

    A commit counts as a statement, so that a program can die, or its disk fail, just there.
    """

    def __init__(self, database: Database, kind: Failure = Killed) -> None:
        self._left = -1
        self._kind = kind
        self._now = kind
        self.fired = 0
        self.passed = 0
        self.watch(database)

    def watch(self, database: Database) -> None:
        """Count this database's statements too."""
        event.listen(database.engine, "before_cursor_execute", self._count)
        event.listen(database.engine, "commit", self._count)

    def set(self, statements: int, failure: Failure | None = None) -> None:
        self._left = statements
        self._now = failure or self._kind

    def unset(self) -> None:
        self._left = -1

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let statements pass uncounted: those of the world, not of the program."""
        left, self._left = self._left, -1
        yield
        self._left = left

    def _count(self, *_: object) -> None:
        self.passed += 1
        if self._left == 0:
            self._left = -1
            self.fired += 1
            raise self._now()
        if self._left > 0:
            self._left -= 1
