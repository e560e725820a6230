"""How long a connection may take to send a request: its head 10 s and 32 KiB, its body 120 s.

uvicorn has no such deadlines: three hundred silent sockets stopped a server. The 25 s polls are not
concerned: they are waiting for us, with their request complete.
"""

import asyncio
import importlib.util
from collections.abc import Callable

HEAD_SECONDS = 10.0
HEAD_BYTES_MAX = 32 * 1024
BODY_SECONDS = 120.0
FAREWELL_SECONDS = 1.0


class Deadlines:
    """The deadline of the request that is coming in on one connection."""

    def __init__(self, loop: asyncio.AbstractEventLoop, give_up: Callable[[], None]) -> None:
        self._loop = loop
        self._give_up = give_up
        self._timer: asyncio.TimerHandle | None = None
        self._head_bytes = 0
        self._is_in_body = False

    def head_begins(self) -> None:
        """Give a head its time."""
        self._set(HEAD_SECONDS)

    def count(self, data: bytes) -> None:
        """Count what came of a head; a further request on the connection has its time too."""
        if not self._is_in_body:
            self._head_bytes += len(data)
            if self._timer is None:
                self.head_begins()

    def check_head(self) -> None:
        """Give up on a head that is still not whole and too long by now."""
        if not self._is_in_body and self._head_bytes > HEAD_BYTES_MAX:
            self._give_up()

    def body_begins(self) -> None:
        """Give the body its time."""
        self._is_in_body = True
        self._set(BODY_SECONDS)

    def request_is_whole(self) -> None:
        """Wait no longer: the request is here."""
        self._is_in_body = False
        self._head_bytes = 0
        self.forget()

    def farewell_begins(self) -> None:
        """Give an idle connection that is being closed its time: TLS waits for the other end."""
        self._set(FAREWELL_SECONDS)

    def forget(self) -> None:
        """Drop the deadline."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _set(self, seconds: float) -> None:
        self.forget()
        self._timer = self._loop.call_later(seconds, self._give_up)


def protocol() -> type[asyncio.Protocol]:
    """Return uvicorn's protocol with deadlines: the fast one where its parser is installed."""
    if importlib.util.find_spec("httptools") is None:
        from sync.server.protocol_plain import PlainProtocol  # noqa: PLC0415  only one is loaded

        return PlainProtocol
    from sync.server.protocol_fast import FastProtocol  # noqa: PLC0415  only one is loaded

    return FastProtocol
