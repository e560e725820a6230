"""Runs what can wait away from the window: a function goes in, its result comes back on it.

background.read(lambda: find(orders), owner=self, done=self.show_orders)
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

NETWORK_THREADS = 4

Result = TypeVar("Result")


def _raise(error: Exception) -> None:
    raise error


@dataclass(frozen=True)
class _Work:
    task: Callable[[], Any]
    owner: QObject
    done: Callable[[Any], None]
    failed: Callable[[Exception], None]

    def settle(self, future: Future[Any]) -> None:
        if future.cancelled() or not isValid(self.owner):
            return
        error = future.exception()
        if error is None:
            self.done(future.result())
        elif isinstance(error, Exception):
            self.failed(error)
        else:
            raise error


@dataclass(frozen=True)
class _Settled:
    number: int
    future: Future[Any]


class Background(QObject):
    """Three lanes: `read` and `write` with one thread each, `network` with a few.

    A lane with one thread may keep a database connection of its own: open it in a task and hold
    it by `threading.local`. `done` and `failed` run on the thread that made this object, never
    before the call that handed them in has returned, and are dropped when `owner` is gone.
    Without `failed`, an error is raised there like any other. What was handed in is held by that
    thread alone: a page whose last holder is a lane would be destroyed there.
    """

    _settled = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read = ThreadPoolExecutor(1, thread_name_prefix="read")
        self._write = ThreadPoolExecutor(1, thread_name_prefix="write")
        self._network = ThreadPoolExecutor(NETWORK_THREADS, thread_name_prefix="network")
        self._closed = False
        self._numbers = count()
        self._begun: dict[int, _Work] = {}
        self._settled.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def read(
        self,
        task: Callable[[], Result],
        *,
        owner: QObject,
        done: Callable[[Result], None],
        failed: Callable[[Exception], None] = _raise,
    ) -> None:
        """Run a task that only reads the database."""
        self._start(self._read, task, owner, done, failed)

    def write(
        self,
        task: Callable[[], Result],
        *,
        owner: QObject,
        done: Callable[[Result], None],
        failed: Callable[[Exception], None] = _raise,
    ) -> None:
        """Run a task that changes the database; such tasks run one by one, in order."""
        self._start(self._write, task, owner, done, failed)

    def network(
        self,
        task: Callable[[], Result],
        *,
        owner: QObject,
        done: Callable[[Result], None],
        failed: Callable[[Exception], None] = _raise,
    ) -> None:
        """Run a task that waits for the network or for large files."""
        self._start(self._network, task, owner, done, failed)

    def close(self) -> None:
        """Let queued writes finish, drop queued reads, wait for what runs; then take no more.

        Nothing is delivered afterwards.
        """
        self._closed = True
        self._network.shutdown(wait=False, cancel_futures=True)
        self._read.shutdown(wait=False, cancel_futures=True)
        self._write.shutdown(wait=True)
        self._read.shutdown(wait=True)
        self._network.shutdown(wait=True)
        self._begun.clear()

    def _start(
        self,
        lane: ThreadPoolExecutor,
        task: Callable[[], Result],
        owner: QObject,
        done: Callable[[Result], None],
        failed: Callable[[Exception], None],
    ) -> None:
        if self._closed:
            return
        number = next(self._numbers)
        self._begun[number] = _Work(task, owner, done, failed)

        def announce(future: Future[Any]) -> None:
            if not self._closed and isValid(self):
                self._settled.emit(_Settled(number, future))

        lane.submit(self._run, number).add_done_callback(announce)

    def _run(self, number: int) -> object:
        return self._begun[number].task()

    def _deliver(self, settled: _Settled) -> None:
        if not self._closed:
            self._begun.pop(settled.number).settle(settled.future)
