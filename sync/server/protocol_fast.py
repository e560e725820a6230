"""uvicorn's httptools protocol with deadlines."""

import asyncio
from typing import cast

from typing_extensions import override
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from sync.server.deadlines import Deadlines


class FastProtocol(HttpToolsProtocol):
    """A connection that is closed when its request does not come."""

    _deadlines: Deadlines

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
    def on_headers_complete(self) -> None:
        self._deadlines.body_begins()
        super().on_headers_complete()

    @override
    def on_message_complete(self) -> None:
        self._deadlines.request_is_whole()
        super().on_message_complete()

    @override
    def shutdown(self) -> None:
        super().shutdown()
        if self.transport.is_closing():
            self._deadlines.farewell_begins()
