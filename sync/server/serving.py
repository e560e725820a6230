"""Runs head office's server: its socket, TLS, signals, and an end that loses nothing."""

import json
import os
import socket
import ssl
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import uvicorn
from typing_extensions import override

from sync.domain.refusals import refuse
from sync.server import logs
from sync.server.app import application
from sync.server.deadlines import HEAD_BYTES_MAX, protocol
from sync.server.metrics import serve_metrics
from sync.server.office import Office
from sync.store.safe_files import write_private_file

OPEN_FILES_WANTED = 65_536
_BACKLOG = 1_024
_STOP_SECONDS = 20


class Where(msgspec.Struct, frozen=True, kw_only=True):
    """Where to listen, with which certificate, and which file says that we do."""

    host: str
    port: int
    certificate: Path | None = None
    private_key: Path | None = None
    ready_file: Path | None = None
    metrics: tuple[str, int] | None = None


def serve(office: Office, where: Where) -> None:
    """Serve until asked to stop (SIGTERM, SIGINT)."""
    allow_many_connections()
    logs.log_to_stderr()
    listening = bound(where)
    config = uvicorn.Config(
        application(office),
        http=protocol(),
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        backlog=_BACKLOG,
        h11_max_incomplete_event_size=HEAD_BYTES_MAX,
        timeout_graceful_shutdown=_STOP_SECONDS,
        ssl_context_factory=_tls(where),
    )
    told = {"url": url_of(listening, is_secure=where.certificate is not None)}
    if where.metrics is not None:
        host, port = where.metrics
        told["metrics"] = f"http://{host}:{serve_metrics(office.metrics, host, port)}/metrics"

    def say_ready() -> None:
        logs.note("serving", **told)
        if where.ready_file is not None:
            content = json.dumps({**told, "pid": os.getpid()})
            write_private_file(where.ready_file, content.encode())

    _Server(config, office, say_ready).run(sockets=[listening])


def where_named(listen: str) -> tuple[str, int]:
    """Return the host and port of "HOST:PORT", or refuse."""
    host, _, port = listen.rpartition(":")
    if not host or not port.isdigit() or int(port) > 65_535:
        raise refuse("listen_not_valid", text=listen[:80])
    return host.strip("[]"), int(port)


def bound(where: Where) -> socket.socket:
    """Return a socket at the place to listen, or refuse."""
    family = socket.AF_INET6 if ":" in where.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform != "win32":  # there it would let two servers share a port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((where.host, where.port))
    except OSError as error:
        listening.close()
        place = f"{where.host}:{where.port}"
        raise refuse("listen_refused", place=place, error=error.strerror or "") from None
    return listening


def url_of(listening: socket.socket, *, is_secure: bool) -> str:
    """Return the address under which a socket is reached."""
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return f"{'https' if is_secure else 'http'}://{shown}:{port}"


def allow_many_connections() -> None:
    """Raise this process's limit of open files as far as it may."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  not there on Windows

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES_WANTED if most == resource.RLIM_INFINITY else min(OPEN_FILES_WANTED, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


ContextFactory = Callable[[uvicorn.Config, Callable[[], ssl.SSLContext]], ssl.SSLContext]


def _tls(where: Where) -> ContextFactory | None:
    if where.certificate is None or where.private_key is None:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(where.certificate, where.private_key)
    except (OSError, ssl.SSLError):
        raise refuse("certificate_unreadable", file=str(where.certificate)) from None
    return lambda _config, _default: context


class _Server(uvicorn.Server):
    """uvicorn's server that says when it is ready, and ends waiting polls before it stops."""

    def __init__(
        self, config: uvicorn.Config, office: Office, say_ready: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._office = office
        self._say_ready = say_ready

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._say_ready()

    @override
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._office.waking.stop()
        await super().shutdown(sockets)
        logs.note("stopped")
        self._captured_signals.clear()  # asked to stop and stopped: no need to die of it as well
