"""Finds out what a network error means, so that its sentence can say what to do."""

import socket
import ssl
from collections.abc import Iterator
from urllib.parse import urlsplit

from requests.exceptions import InvalidProxyURL, InvalidSchema, InvalidURL, MissingSchema
from requests.utils import get_environ_proxies
from urllib3.exceptions import (
    IncompleteRead,
    NameResolutionError,
    NewConnectionError,
    ProtocolError,
    ProxyError,
)
from urllib3.exceptions import (
    TimeoutError as Urllib3Timeout,
)

from sync.client.troubles import Trouble


def trouble_of(error: BaseException, url: str) -> Trouble:
    """Return the trouble behind an error of the network library."""
    host = _host(url)
    causes = list(_causes(error))
    for kinds, code in _MEANINGS:
        if any(isinstance(cause, kinds) for cause in causes):
            return Trouble(_refined(code, causes), host=host)
    return Trouble("office_not_reached", host=host)


_MEANINGS: tuple[tuple[tuple[type[BaseException], ...], str], ...] = (
    ((InvalidURL, InvalidSchema, MissingSchema, UnicodeError), "office_address_wrong"),
    ((InvalidProxyURL, ProxyError), "proxy_failed"),
    ((ssl.SSLError,), "tls_failed"),
    ((NameResolutionError, socket.gaierror), "office_not_found"),
    ((IncompleteRead,), "answer_cut_short"),
    ((NewConnectionError, ConnectionRefusedError), "office_not_reached"),
    ((Urllib3Timeout, TimeoutError), "office_timed_out"),
    ((ProtocolError,), "connection_lost"),
)


def _host(url: str) -> str:
    try:
        return urlsplit(url).hostname or url
    except ValueError:
        return url


def _refined(code: str, causes: list[BaseException]) -> str:
    if code == "proxy_failed" and any("407" in str(cause) for cause in causes):
        return "proxy_wants_password"
    if code == "tls_failed":
        is_trust = any(isinstance(cause, ssl.SSLCertVerificationError) for cause in causes)
        return "tls_not_trusted" if is_trust else "tls_failed"
    return code


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Yield the error and all inside it: causes, contexts, errors passed as arguments."""
    waiting: list[BaseException] = [error]
    seen: set[int] = set()
    while waiting:
        current = waiting.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        inner = (current.__cause__, current.__context__, getattr(current, "reason", None))
        waiting.extend(
            found for found in (*inner, *current.args) if isinstance(found, BaseException)
        )


def proxies_from_environment(url: str) -> dict[str, str]:
    """Return the proxies that the environment or the system names for an address."""
    return dict(get_environ_proxies(url))
