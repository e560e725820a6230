"""Hears at once when another process of head office has committed a version: PostgreSQL's NOTIFY.

Its connection is its own. While that is lost, or where something between swallows notices, the look
that `watching` takes twice a second finds the same versions, only later.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any, Final, cast

import psycopg
from sqlalchemy.exc import SQLAlchemyError

from sync.server import logs
from sync.store.database import Database
from sync.store.feed import CHANNEL

AGAIN_SECONDS = 1.0
_LOOK_UP_SECONDS = 0.2

Told = Callable[[int], None]


class Listener:
    """One connection that listens, on a thread of its own; told versions on the loop's."""

    def __init__(self, database: Database, told: Told) -> None:
        self._database: Final = database
        self._told = told
        self._pool = ThreadPoolExecutor(1, "listener")
        self._is_over = Event()
        self._is_listening = Event()

    @property
    def is_listening(self) -> bool:
        """Whether notices arrive now."""
        return self._is_listening.is_set()

    def start(self) -> None:
        """Begin to listen; nothing to do on SQLite, which one process serves."""
        if not self._database.is_sqlite:
            self._pool.submit(self._run, asyncio.get_running_loop())

    def stop(self) -> None:
        """End listening."""
        self._is_over.set()
        self._pool.shutdown()

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        while not self._is_over.is_set():
            try:
                self._listen(loop)
            except (SQLAlchemyError, psycopg.Error):
                if self._is_listening.is_set():
                    logs.note("listening_lost")
            self._is_listening.clear()
            self._is_over.wait(AGAIN_SECONDS)

    def _listen(self, loop: asyncio.AbstractEventLoop) -> None:
        pooled = self._database.engine.raw_connection()
        own = cast("psycopg.Connection[Any]", pooled.driver_connection)
        pooled.detach()
        with own as connection:
            connection.rollback()  # the pool's own look may have begun something
            connection.autocommit = True
            connection.execute(f"LISTEN {CHANNEL}".encode())
            self._is_listening.set()
            while not self._is_over.is_set():
                for notice in connection.notifies(timeout=_LOOK_UP_SECONDS):
                    loop.call_soon_threadsafe(self._told, int(notice.payload))
