"""uvicorn's h11 protocol with deadlines, for where httptools is not there."""

import asyncio
from typing import cast

import h11
from typing_extensions import override
from uvicorn.protocols.http.h11_impl import H11Protocol

from sync.server.deadlines import Deadlines


class PlainProtocol(H11Protocol):
    """A connection that is closed when its request does not come."""

    _deadlines: Deadlines
    _was_in_body = False

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        stream = cast("asyncio.Transport", transport)  # a stream's always is, if only by its shape
        super().connection_made(stream)
        self._deadlines = Deadlines(self.loop, stream.abort)
        self._deadlines.head_begins()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._deadlines.forget()
        super().connection_lost(exc)

    @override
    def data_received(self, data: bytes) -> None:
        self._deadlines.count(data)
        super().data_received(data)
        self._deadlines.check_head()

    @override
    def handle_events(self) -> None:
        super().handle_events()
        is_in_body = self.conn.their_state is h11.SEND_BODY
        if is_in_body and not self._was_in_body:
            self._deadlines.body_begins()
        elif self.conn.their_state in (h11.DONE, h11.MUST_CLOSE):
            self._deadlines.request_is_whole()
        self._was_in_body = is_in_body

    @override
    def shutdown(self) -> None:
        super().shutdown()
        if self.transport.is_closing():
            self._deadlines.farewell_begins()
