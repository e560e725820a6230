"""Kills a program between two of its statements: what was not committed is gone."""

from typing import TypeVar

from sqlalchemy import event

from sync.store.database import Database

E = TypeVar("E", bound=Exception)


class Killed(Exception):  # noqa: N818
    """The program is no more; its files are as the last commit left them."""


class Trigger:
    """Raises once, before the statement to which it was set; never when it was not."""

    def __init__(self, database: Database, kind: type[Exception] = Killed) -> None:
        self._left = -1
        self._kind = kind
        self.fired = 0
        event.listen(database.engine, "before_cursor_execute", self._count)

    def set(self, statements: int) -> None:
        self._left = statements

    def unset(self) -> None:
        self._left = -1

    def _count(self, *_: object) -> None:
        if self._left == 0:
            self._left = -1
            self.fired += 1
            raise self._kind
        if self._left > 0:
            self._left -= 1
