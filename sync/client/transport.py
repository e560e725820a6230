"""Carries one message to head office and its answer back, distrusting everything on the way.

The environment decides nothing behind our back: no netrc, no CA variables, no redirects, no
compression but our own, a cap on bytes and a deadline on the whole call. `cancel` ends a call from
another thread at once.
"""

import ssl
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from threading import RLock, Timer
from typing import Protocol

import msgspec
import requests
import truststore
from requests.adapters import HTTPAdapter
from requests.exceptions import RequestException
from typing_extensions import override
from urllib3.exceptions import HTTPError

from sync.client.connections import Connections, tracked
from sync.client.network_troubles import trouble_of
from sync.client.troubles import Cancelled, Trouble
from sync.wire.codec import ANSWER_BYTES_MAX, MEDIA_TYPE

CONNECT_SECONDS = 10.0
SILENCE_SECONDS = 40.0
_PIECE_BYTES = 1 << 16


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """One request: where to, what, and how long it may take in all."""

    path: str
    body: bytes
    headers: Mapping[str, str]
    timeout_seconds: float
    method: str = "POST"

    @override
    def __repr__(self) -> str:
        return f"Call({self.path})"


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came back, whatever its status."""

    status: int
    media_type: str
    body: bytes


class Transport(Protocol):
    """A way to head office: the network, or a simulated one."""

    def call(self, call: Call) -> Answer:
        """Return the answer, or raise Trouble or Cancelled."""
        ...

    def cancel(self) -> None:
        """End the call under way, else the next one, from another thread; it raises Cancelled."""
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...


class HttpTransport:
    """The network by `requests`; one call at a time."""

    def __init__(
        self, url: str, *, proxies: Mapping[str, str] | None = None, ca_file: Path | None = None
    ) -> None:
        self._url = url.rstrip("/")
        self._connections = Connections()
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.proxies = dict(proxies or {})
        self._lock = RLock()
        self._was_cancelled = False
        context = _trust(ca_file)
        self._session.mount("https://", _Adapter(self._connections, context))
        self._session.mount("http://", _Adapter(self._connections, None))

    def call(self, call: Call) -> Answer:
        """Return the answer, or raise Trouble or Cancelled."""
        self._begin()
        with self._deadline(call.timeout_seconds) as deadline:
            try:
                return self._exchange(call)
            except (RequestException, HTTPError, OSError, UnicodeError, ValueError) as error:
                if self._take_cancel():
                    raise Cancelled from None
                if deadline.has_passed:
                    seconds = int(call.timeout_seconds)
                    raise Trouble("office_timed_out", seconds=seconds) from None
                raise trouble_of(error, self._url) from None

    def cancel(self) -> None:
        """End the call under way, else the next one, from another thread."""
        with self._lock:
            self._was_cancelled = True
            self._connections.break_off()

    def close(self) -> None:
        """Close all connections."""
        self._session.close()

    def _begin(self) -> None:
        with self._lock:
            if not self._was_cancelled:
                self._connections.allow()
                return
            self._was_cancelled = False
        raise Cancelled

    def _take_cancel(self) -> bool:
        with self._lock:
            taken = self._was_cancelled
            self._was_cancelled = False
            return taken

    @contextmanager
    def _deadline(self, seconds: float) -> Generator["_Deadline", None, None]:
        deadline = _Deadline(self._connections)
        timer = Timer(seconds, deadline.pass_by)
        timer.daemon = True
        timer.start()
        try:
            yield deadline
        finally:
            timer.cancel()
            timer.join()

    def _exchange(self, call: Call) -> Answer:
        response = self._session.request(
            call.method,
            self._url + call.path,
            data=call.body,
            headers=_headers(call.headers),
            timeout=(min(CONNECT_SECONDS, call.timeout_seconds), SILENCE_SECONDS),
            allow_redirects=False,
            stream=True,
        )
        with response:
            if response.is_redirect:
                raise Trouble("office_redirects", url=self._url)
            if response.status_code == 407:
                raise Trouble("proxy_wants_password", url=self._url)
            media_type = response.headers.get("Content-Type", "").partition(";")[0].strip()
            return Answer(status=response.status_code, media_type=media_type, body=_body(response))


class _Deadline:
    """Breaks connections off when a call has taken too long in all."""

    def __init__(self, connections: Connections) -> None:
        self.has_passed = False
        self._connections = connections

    def pass_by(self) -> None:
        self.has_passed = True
        self._connections.break_off()


class _Adapter(HTTPAdapter):
    """Gives connections our trust and remembers them, so that they can be broken off."""

    def __init__(self, connections: Connections, context: ssl.SSLContext | None) -> None:
        self._connections = connections
        self._context = context
        super().__init__(max_retries=0)

    @override
    def init_poolmanager(
        self, connections: int, maxsize: int, block: bool = False, **pool_kwargs: object
    ) -> None:
        if self._context is not None:
            pool_kwargs["ssl_context"] = self._context
        super().init_poolmanager(connections, maxsize, block, **pool_kwargs)
        tracked(self.poolmanager, self._connections)

    @override
    def proxy_manager_for(self, proxy: str, **proxy_kwargs: object) -> object:
        if self._context is not None:
            proxy_kwargs["ssl_context"] = self._context
        return tracked(super().proxy_manager_for(proxy, **proxy_kwargs), self._connections)


def _trust(ca_file: Path | None) -> ssl.SSLContext:
    """Return the office's own CA where it gave one, else what the operating system trusts."""
    if ca_file is None:
        context: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    else:
        try:
            context = ssl.create_default_context(cafile=str(ca_file))
        except (OSError, ssl.SSLError):
            raise Trouble("ca_file_unreadable", file=str(ca_file)) from None
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context


def _headers(given: Mapping[str, str]) -> dict[str, str]:
    plain = {"Accept-Encoding": "identity", "Content-Type": MEDIA_TYPE, "Accept": MEDIA_TYPE}
    return {**plain, "Cache-Control": "no-store", "User-Agent": "Gendan", **given}


def _body(response: requests.Response) -> bytes:
    pieces: list[bytes] = []
    size = 0
    while piece := response.raw.read1(_PIECE_BYTES, decode_content=False):
        pieces.append(piece)
        size += len(piece)
        if size > ANSWER_BYTES_MAX:
            raise Trouble("answer_too_large", limit=ANSWER_BYTES_MAX)
    if response.raw.length_remaining not in (None, 0):
        raise Trouble("answer_cut_short")
    return b"".join(pieces)
