"""The connections a transport has open: kept by name, so that another thread can break them off."""

import contextlib
import socket
from threading import RLock
from weakref import WeakSet

from typing_extensions import override
from urllib3 import PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool


class Connections:
    """The open connections of one transport."""

    def __init__(self) -> None:
        self._open: WeakSet[HTTPConnection] = WeakSet()
        self._lock = RLock()
        self._is_broken = False

    def allow(self) -> None:
        """Begin a call: connections may be made again."""
        with self._lock:
            self._is_broken = False

    def remember(self, connection: HTTPConnection) -> None:
        """Note a connection; one that comes after the call was broken off is shut at once."""
        with self._lock:
            self._open.add(connection)
            if self._is_broken:
                _shut(connection)

    def break_off(self) -> None:
        """Shut all sockets: whoever waits on one is woken by an error."""
        with self._lock:
            self._is_broken = True
            for connection in list(self._open):
                _shut(connection)


def tracked(pools: PoolManager, connections: Connections) -> PoolManager:
    """Return the pools, from now on making connections that are remembered."""
    pools.pool_classes_by_scheme = dict(pools.pool_classes_by_scheme)

    class Plain(HTTPConnection):
        """Remembers itself once it is connected."""

        @override
        def connect(self) -> None:
            super().connect()
            connections.remember(self)

    class Secure(HTTPSConnection):
        """Remembers itself as soon as there is a socket to break off."""

        @override
        def connect(self) -> None:
            connections.remember(self)
            super().connect()
            connections.remember(self)

    class PlainPool(HTTPConnectionPool):
        """Makes plain connections."""

        ConnectionCls = Plain  # pyright: ignore[reportAssignmentType]  # constants by Final

    class SecurePool(HTTPSConnectionPool):
        """Makes secure connections."""

        ConnectionCls = Secure  # pyright: ignore[reportAssignmentType]  # constants by Final

    pools.pool_classes_by_scheme["http"] = PlainPool
    pools.pool_classes_by_scheme["https"] = SecurePool
    return pools


def _shut(connection: HTTPConnection) -> None:
    sock = connection.sock
    if sock is not None:
        with contextlib.suppress(OSError):
            sock.shutdown(socket.SHUT_RDWR)
