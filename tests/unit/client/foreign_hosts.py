"""Hosts that answer in ways a head office never does."""

import contextlib
import datetime
import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

Answering = Callable[[socket.socket], None]


@contextmanager
def listening(answering: Answering, context: ssl.SSLContext | None = None) -> Iterator[int]:
    """A host on a free port that does as told with each connection."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                answer_one(listener.accept()[0])

    def answer_one(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            connection.settimeout(20)
            wrapped = context.wrap_socket(connection, server_side=True) if context else connection
            answering(wrapped)
            if context:
                wrapped.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(serve)
        try:
            yield listener.getsockname()[1]
        finally:
            listener.shutdown(socket.SHUT_RDWR)
            listener.close()


def saying(*parts: bytes) -> Answering:
    """Answer with these bytes once the request has come."""

    def answer(connection: socket.socket) -> None:
        read_request(connection)
        for part in parts:
            connection.sendall(part)

    return answer


def read_request(connection: socket.socket) -> bytes:
    """Return the whole request."""
    request = b""
    while b"\r\n\r\n" not in request:
        request += connection.recv(65536) or raise_closed()
    head, _, body = request.partition(b"\r\n\r\n")
    length = next(
        (int(line[15:]) for line in head.split(b"\r\n") if line.lower()[:15] == b"content-length:"),
        0,
    )
    while len(body) < length:
        body += connection.recv(65536) or raise_closed()
    return head


def raise_closed() -> bytes:
    raise ConnectionError


def http(status: str, body: bytes = b"", **headers: str) -> bytes:
    """Return an HTTP answer."""
    told = {
        "Content-Length": str(len(body)),
        **{k.replace("_", "-"): v for k, v in headers.items()},
    }
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in told.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def certificate(folder: Path, *, names: tuple[str, ...], days: int = 30) -> tuple[Path, Path]:
    """Make a certificate that signs itself, good for these names; return its file and its key's."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "probe")])
    now = datetime.datetime.now(datetime.UTC)  # noqa: TID251  a certificate lives in real time
    alternatives = [
        x509.IPAddress(ipaddress.ip_address(name)) if name[0].isdigit() else x509.DNSName(name)
        for name in names
    ]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=60))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file, key_file = folder / "cert.pem", folder / "key.pem"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return file, key_file


def tls(files: tuple[Path, Path]) -> ssl.SSLContext:
    """Return what a host needs to speak TLS with a certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*files)
    return context
