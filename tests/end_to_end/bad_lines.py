"""A line to head office on this machine that drops, cuts, delays and doubles what it carries."""

import random
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

_PIECE_BYTES = 1 << 16
_KEPT_BYTES = 1 << 20
_WORKERS = 64


class BadLine:
    """Listens on loopback and carries bytes to a head office, as badly as it is told to.

    `drop_seconds`: all connections end so often. `chance` of a hundred pieces is cut in the middle,
    with its connection, or comes late. Of a hundred connections `doubles` say all that they said
    once more, to nobody's knowledge.
    """

    def __init__(self, host: str, port: int, *, seed: int = 1) -> None:
        self.drop_seconds = 0.0
        self.chance = 0
        self.doubles = 0
        self.is_down = False
        self.dropped = 0
        self.there = (host, port)
        self._chance = random.Random(seed)
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._is_over = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.url = "http://{}:{}".format(*self._listening.getsockname())
        self._workers = ThreadPoolExecutor(_WORKERS, "line")
        for work in (self._accept, self._drop):
            self._workers.submit(work)

    def close(self) -> None:
        """End the line and all that is on it."""
        self._is_over.set()
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.break_off()
        self._workers.shutdown()

    def break_off(self) -> None:
        """End every connection there is."""
        with self._lock:
            ended, self._open = self._open, set()
        self.dropped += len(ended) // 2
        for each in ended:
            _end(each)

    def _accept(self) -> None:
        while not self._is_over.is_set():
            try:
                here, _ = self._listening.accept()
            except OSError:
                return
            if self.is_down:
                here.close()
            else:
                self._carry(here)

    def _carry(self, here: socket.socket) -> None:
        try:
            there = socket.create_connection(self.there, 10)
        except OSError:
            here.close()
            return
        said: list[bytes] = []
        with self._lock:
            self._open |= {here, there}
        for source, target, keep in ((here, there, said.append), (there, here, _forget)):
            self._workers.submit(self._pass_on, source, target, keep)
        if self._chance.randrange(100) < self.doubles:
            self._workers.submit(self._say_again, said, here)

    def _pass_on(
        self, source: socket.socket, target: socket.socket, keep: Callable[[bytes], None]
    ) -> None:
        try:
            while piece := source.recv(_PIECE_BYTES):
                keep(piece)
                if self._chance.randrange(100) < self.chance:
                    if self._chance.random() < 0.5:
                        target.sendall(piece[: self._chance.randrange(len(piece))])
                        break
                    time.sleep(self._chance.random() / 10)
                target.sendall(piece)
        except OSError:
            pass
        self._end_both(source, target)

    def _say_again(self, said: list[bytes], here: socket.socket) -> None:
        """When a connection is over, say all of it again on another; answers reach nobody."""
        while here in self._open and not self._is_over.is_set():
            time.sleep(0.02)
        whole = b"".join(said)
        if not whole or len(whole) > _KEPT_BYTES:
            return
        try:
            with socket.create_connection(self.there, 5) as again:
                again.sendall(whole)
                again.settimeout(2)
                while again.recv(_PIECE_BYTES):
                    pass
        except OSError:
            return

    def _end_both(self, *ended: socket.socket) -> None:
        with self._lock:
            self._open -= set(ended)
        for each in ended:
            _end(each)

    def _drop(self) -> None:
        last = time.monotonic()
        while not self._is_over.wait(0.05):
            if self.drop_seconds and time.monotonic() - last >= self.drop_seconds:
                last = time.monotonic()
                self.break_off()


def _forget(_piece: bytes) -> None:
    """Keep nothing."""


def _end(each: socket.socket) -> None:
    with suppress(OSError):
        each.shutdown(socket.SHUT_RDWR)
    each.close()
