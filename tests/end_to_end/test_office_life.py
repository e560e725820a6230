"""Head office as a process: it may be stopped or killed at any moment, and bad company is shed."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from ipaddress import ip_address

import pytest
import requests
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from sync import clock
from sync.wire.messages import PushAnswer
from tests.end_to_end.running import until

KILLS = 5


def test_it_says_when_it_is_ready_and_stops_when_asked(own_office):
    assert requests.get(own_office.url + "/health/live", timeout=5).text == "alive\n"
    assert requests.get(own_office.url + "/health/ready", timeout=5).status_code == 200
    assert own_office.stop() == 0
    assert "stopped" in own_office.log()


def test_stopping_ends_waiting_polls_at_once(own_office):
    hand = own_office.hand("sr")
    head = hand.pull().head
    with ThreadPoolExecutor(1) as pool:
        polled = pool.submit(hand.pull, head, wait=25)
        begun = time.monotonic()
        until(lambda: time.monotonic() - begun > 0.3, "the poll's beginning")
        assert own_office.stop() == 0
        assert time.monotonic() - begun < 5
        assert polled.result(timeout=5).rows == {}


def test_killed_during_pushes_nothing_is_doubled_or_lost(own_office):
    hand = own_office.hand("mgr")
    order, _ = hand.new_order()
    made = [
        hand.operation("comment.add", id=clock.new_id(), order_id=order, text=f"c{n}")
        for n in range(300)
    ]
    acknowledged = 0
    kills = 0
    while acknowledged < len(made):
        batch = made[acknowledged : acknowledged + 10]
        with ThreadPoolExecutor(1) as pool:
            pushed = pool.submit(hand.push, *batch)
            if kills < KILLS and acknowledged >= kills * 50:
                kills += 1
                until(lambda n=kills, p=pushed: p.done() or n % 2, "the push's way")
                own_office.kill()
            failure = pushed.exception(timeout=60)
        if failure is None:
            assert isinstance(pushed.result(), PushAnswer), pushed.result()
            acknowledged += len(batch)
        if not own_office.is_running:
            own_office.start()
            hand.url = own_office.url
    assert kills == KILLS
    texts = sorted(
        row["text"] for row in hand.everything()["comments"].values() if row["order_id"] == order
    )
    assert texts == sorted(f"c{n}" for n in range(300))
    own_office.stop()
    checked = own_office.run("check", "--language", "en")
    assert checked.returncode == 0, checked.stderr


def test_many_desks_at_once_lose_nothing(own_office):
    hands = [own_office.hand(login) for login in ("mgr", "mgr2", "sr", "sr2")]

    def make(hand):
        return [hand.new_order()[0] for _ in range(8)]

    with ThreadPoolExecutor(4) as pool:
        orders = [order for made in pool.map(make, hands) for order in made]
    rows = hands[0].everything()["orders"]
    numbers = [rows[order]["order_no"] for order in orders]
    assert len(set(numbers)) == len(orders) == 32


def _certificate(folder):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "head office")])
    now = clock.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "office.crt", folder / "office.pem"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, private


def test_it_serves_tls_with_a_certificate_of_ones_own(sqlite_office, tmp_path):
    certificate, private = _certificate(tmp_path)
    sqlite_office.stop()
    sqlite_office.start("--tls-cert", certificate, "--tls-key", private)
    assert sqlite_office.url.startswith("https://")
    hand = sqlite_office.hand("sr", verify=str(certificate))
    assert hand.pull().head > 0
    with pytest.raises(requests.exceptions.SSLError):
        sqlite_office.hand().sign_in("sr")
    asked = time.monotonic()
    assert sqlite_office.stop() == 0
    assert time.monotonic() - asked < 10, "an idle connection held it up"


def test_tls_older_than_1_2_is_not_spoken(sqlite_office, tmp_path):
    certificate, private = _certificate(tmp_path)
    told = sqlite_office.run("serve", "--listen", "127.0.0.1:0", "--tls-cert", certificate)
    assert told.returncode == 3
    told = sqlite_office.run(
        *("serve", "--listen", "127.0.0.1:0", "--language", "en"),
        *("--tls-cert", private, "--tls-key", private),
    )
    assert told.returncode == 3
    assert "certificate" in told.stderr


def _place(url):
    host, _, port = url.removeprefix("http://").rpartition(":")
    return host, int(port)


def _ended(connection):
    try:
        return connection.recv(4096) == b""
    except ConnectionError:
        return True


def test_a_head_too_long_is_cut_off(sqlite_office):
    with socket.create_connection(_place(sqlite_office.url), timeout=10) as connection:
        connection.sendall(b"POST /v1/pull HTTP/1.1\r\n")
        try:
            for _ in range(80):
                connection.sendall(b"X-Long: " + b"x" * 1000 + b"\r\n")
        except ConnectionError:
            return
        assert _ended(connection)


@pytest.mark.slow
def test_slow_sockets_are_shed_and_others_served_meanwhile(sqlite_office):
    hand = sqlite_office.hand("mgr")
    head = hand.pull().head
    place = _place(sqlite_office.url)
    begun = time.monotonic()
    slow = [socket.create_connection(place, timeout=20) for _ in range(300)]
    for connection in slow:
        connection.sendall(b"POST /v1/pull HTTP/1.1\r\nHost: x\r\nX-Slow: ")
    taken = []
    for _ in range(100):
        started = time.monotonic()
        hand.pull(head)
        taken.append(time.monotonic() - started)
    assert sorted(taken)[95] < 0.5
    assert all(_ended(connection) for connection in slow)
    assert time.monotonic() - begun < 18
    for connection in slow:
        connection.close()
