"""The way to head office: nothing on it is trusted, and each fault has its own name."""

import socket
import ssl
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from sync.client.badges import Badge
from sync.client.office import Office
from sync.client.transport import Answer, Call, HttpTransport
from sync.client.troubles import Cancelled, EpochChanged, OutOfStep, Trouble
from sync.store.sentences import has_words
from sync.wire import codec
from sync.wire.codec import ANSWER_BYTES_MAX, MEDIA_TYPE
from sync.wire.messages import Problem, Pull, PullAnswer
from tests.unit.client.foreign_hosts import (
    Answering,
    certificate,
    http,
    listening,
    read_request,
    saying,
    tls,
)

BADGE = Badge(token="t" * 43, server_id="5e" * 16, epoch="e0" * 16)


def a_call(seconds: float = 10.0) -> Call:
    return Call(path="/v1/pull", body=b"x", headers={}, timeout_seconds=seconds)


def trouble_at(url: str, seconds: float = 10.0, **given: object) -> str:
    transport = HttpTransport(url, **given)
    with pytest.raises(Trouble) as caught:
        transport.call(a_call(seconds))
    transport.close()
    assert has_words(caught.value.code), caught.value.code
    return caught.value.code


def trouble_with(answering: Answering, seconds: float = 10.0) -> str:
    with listening(answering) as port:
        return trouble_at(f"http://127.0.0.1:{port}", seconds)


def test_answer_comes_whole():
    with listening(saying(http("200 OK", b"hello", Content_Type=MEDIA_TYPE))) as port:
        transport = HttpTransport(f"http://127.0.0.1:{port}")
        answer = transport.call(a_call())
        transport.close()
    assert answer == Answer(status=200, media_type=MEDIA_TYPE, body=b"hello")


def test_nobody_listening_is_told():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert trouble_at(f"http://127.0.0.1:{port}") == "office_not_reached"


@pytest.mark.parametrize("url", ["http://nowhere.invalid", "http://nowhere.invalid:8443"])
def test_unknown_name_is_told(url: str):
    assert trouble_at(url) == "office_not_found"


@pytest.mark.parametrize("url", ["gopher://office", "http://", "http://[::1", "http://a b:99999"])
def test_address_that_is_none_is_told(url: str):
    assert trouble_at(url) in ("office_address_wrong", "office_not_found")


def test_redirect_is_not_followed():
    moved = http("307 Moved", Location="http://127.0.0.1:1/elsewhere")
    assert trouble_with(saying(moved)) == "office_redirects"


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
    ],
)
def test_answer_cut_short_is_told(answer: bytes):
    assert trouble_with(saying(answer)) in ("answer_cut_short", "connection_lost")


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-OpenSSH_9\r\n", b"\x00" * 200, b"HTTP/9 no\r\n"])
def test_answer_that_is_not_http_is_told(answer: bytes):
    assert trouble_with(saying(answer)) in ("connection_lost", "office_not_reached")


def test_answer_without_end_is_cut():
    def endless(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        sent = 0
        while sent <= ANSWER_BYTES_MAX + (8 << 20):
            connection.sendall(b"x" * (1 << 20))
            sent += 1 << 20

    assert trouble_with(endless, 60) == "answer_too_large"


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"])
def test_dripping_answer_is_cut_at_the_deadline(head: bytes):
    over = Event()

    def dripping(connection: socket.socket) -> None:
        read_request(connection)
        connection.sendall(head)
        while not over.wait(0.05):
            connection.sendall(b"H")

    started = time.monotonic()
    with listening(dripping) as port:
        code = trouble_at(f"http://127.0.0.1:{port}", 0.6)
        over.set()
    assert code == "office_timed_out"
    assert time.monotonic() - started < 8


def test_call_is_cancelled_from_another_thread():
    asked, over = Event(), Event()

    def silent(connection: socket.socket) -> None:
        read_request(connection)
        asked.set()
        over.wait(20)

    with listening(silent) as port, ThreadPoolExecutor(1) as pool:
        transport = HttpTransport(f"http://127.0.0.1:{port}")
        calling = pool.submit(transport.call, a_call(20))
        assert asked.wait(10)
        started = time.monotonic()
        transport.cancel()
        with pytest.raises(Cancelled):
            calling.result(10)
        assert time.monotonic() - started < 5
        over.set()
        transport.close()


def test_cancel_before_a_call_ends_the_next_one():
    with listening(saying(http("200 OK", b"hello"))) as port:
        transport = HttpTransport(f"http://127.0.0.1:{port}")
        transport.cancel()
        with pytest.raises(Cancelled):
            transport.call(a_call())
        assert transport.call(a_call()).body == b"hello"
        transport.close()


def test_environment_decides_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    heads: list[bytes] = []

    def noting(connection: socket.socket) -> None:
        heads.append(read_request(connection))
        connection.sendall(http("200 OK", b"ok"))

    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login spy password spy\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    with listening(noting) as port:
        transport = HttpTransport(f"http://127.0.0.1:{port}")
        call = Call(path="/", body=b"", headers={"Authorization": "Device x"}, timeout_seconds=10)
        assert transport.call(call).body == b"ok"
        transport.close()
    assert b"Authorization: Device x" in heads[0]
    assert b"Accept-Encoding: identity" in heads[0]


@pytest.mark.parametrize("status", ["407 Proxy Authentication Required"])
def test_proxy_that_wants_a_password_is_told(status: str):
    with listening(saying(http(status))) as port:
        proxies = {"http": f"http://127.0.0.1:{port}", "https": f"http://127.0.0.1:{port}"}
        assert trouble_at("http://office.invalid", proxies=proxies) == "proxy_wants_password"
    with listening(saying(http(status))) as port:
        proxies = {"https": f"http://127.0.0.1:{port}"}
        assert trouble_at("https://office.invalid", proxies=proxies) == "proxy_wants_password"


def test_proxy_that_is_not_there_is_told():
    code = trouble_at("https://office.invalid", proxies={"https": "http://127.0.0.1:1"})
    assert code == "proxy_failed"


@pytest.fixture
def own_certificate(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    return certificate(tmp_path, names=("127.0.0.1",))


def secure(files: tuple[Path, Path], **given: object) -> str:
    with listening(saying(http("200 OK", b"ok")), tls(files)) as port:
        return trouble_at(f"https://127.0.0.1:{port}", **given)


def test_offices_own_certificate_is_trusted_by_its_file(own_certificate: tuple[Path, Path]):
    with listening(saying(http("200 OK", b"ok")), tls(own_certificate)) as port:
        transport = HttpTransport(f"https://127.0.0.1:{port}", ca_file=own_certificate[0])
        assert transport.call(a_call()).body == b"ok"
        transport.close()


def test_certificate_of_nobody_is_not_trusted(own_certificate: tuple[Path, Path]):
    assert secure(own_certificate) == "tls_not_trusted"


def test_variables_cannot_make_a_certificate_trusted(
    monkeypatch: pytest.MonkeyPatch, own_certificate: tuple[Path, Path], tmp_path: Path
):
    other = tmp_path / "other"
    other.mkdir()
    trusted = certificate(other, names=("127.0.0.1",))[0]
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.setenv(name, str(own_certificate[0]))
    assert secure(own_certificate, ca_file=trusted) == "tls_not_trusted"


@pytest.mark.parametrize(
    ("names", "days"), [(("127.0.0.1",), -1), (("office.example",), 30), (("127.0.0.2",), 30)]
)
def test_expired_or_foreign_certificate_is_not_trusted(
    tmp_path: Path, names: tuple[str, ...], days: int
):
    files = certificate(tmp_path, names=names, days=days)
    assert secure(files, ca_file=files[0]) == "tls_not_trusted"


def test_old_tls_is_refused(own_certificate: tuple[Path, Path]):
    context = tls(own_certificate)
    context.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.minimum_version = ssl.TLSVersion.TLSv1_1
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with listening(saying(http("200 OK", b"ok")), context) as port:
        code = trouble_at(f"https://127.0.0.1:{port}", ca_file=own_certificate[0])
    assert code == "tls_failed"


def test_plain_host_behind_https_is_told():
    with listening(lambda connection: connection.sendall(http("400 Bad", b"plain"))) as port:
        assert trouble_at(f"https://127.0.0.1:{port}") == "tls_failed"


def test_unreadable_ca_file_is_told(tmp_path: Path):
    (tmp_path / "ca.pem").write_text("nothing of the kind")
    for name in ("ca.pem", "absent.pem"):
        with pytest.raises(Trouble) as caught:
            HttpTransport("https://127.0.0.1", ca_file=tmp_path / name)
        assert caught.value.code == "ca_file_unreadable"


class Canned:
    """A transport with one answer."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def call(self, _call: Call) -> Answer:
        return self.answer

    def cancel(self) -> None: ...

    def close(self) -> None: ...


def asked(status: int, body: bytes, media_type: str = MEDIA_TYPE) -> PullAnswer:
    office = Office(Canned(Answer(status=status, media_type=media_type, body=body)))
    return office.pull(Pull(cursor=0, scopes=[]), BADGE)


@pytest.mark.parametrize(
    ("status", "body", "media_type", "code"),
    [
        (200, b"<html>", "text/html", "answer_not_ours"),
        (200, b"garbage", MEDIA_TYPE, "answer_garbled"),
        (200, b"", MEDIA_TYPE, "answer_garbled"),
        (200, codec.encode({"no": 1}), MEDIA_TYPE, "answer_garbled"),
        (200, codec.encode(Problem(code="x"))[:-3], MEDIA_TYPE, "answer_garbled"),
        (401, codec.encode(Problem(code="token_expired")), MEDIA_TYPE, "token_expired"),
        (403, codec.encode(Problem(code="device_revoked")), MEDIA_TYPE, "device_revoked"),
        (400, b"\x00\x01", MEDIA_TYPE, "answer_garbled"),
        (404, b"", "", "answer_not_ours"),
        (407, b"", "", "proxy_wants_password"),
        (500, b"oops", "text/plain", "office_failed"),
        (502, b"<h1>Bad gateway</h1>", "text/html", "office_busy"),
        (503, b"", "", "office_busy"),
    ],
)
def test_each_bad_answer_has_its_name(status: int, body: bytes, media_type: str, code: str):
    with pytest.raises(Trouble) as caught:
        asked(status, body, media_type)
    assert caught.value.code == code
    assert has_words(code)


def test_place_in_the_queue_and_epoch_are_told_apart():
    with pytest.raises(OutOfStep):
        asked(409, codec.encode(Problem(code="fork", next_seq=3)))
    with pytest.raises(EpochChanged) as caught:
        asked(409, codec.encode(Problem(code="epoch_changed", epoch="new", head=7)))
    assert (caught.value.epoch, caught.value.head) == ("new", 7)


def test_facts_of_any_name_are_carried():
    problem = Problem(code="x", facts={"code": 1, "self": 2})
    with pytest.raises(Trouble) as caught:
        asked(400, codec.encode(problem))
    assert caught.value.facts == {"code": 1, "self": 2}


def test_nothing_that_carries_a_token_shows_it():
    assert BADGE.token not in repr(BADGE) + repr(a_call())
