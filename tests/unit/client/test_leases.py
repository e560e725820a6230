"""A replica opens with head office's half of its key, for as long as the lease lasts."""

from datetime import timedelta

import pytest

from sync import clock
from sync.client import leases
from sync.client.replica import create_replica, open_replica
from sync.client.standing import Standing
from sync.client.troubles import Trouble
from sync.domain.refusals import Refused
from sync.store import keys
from sync.store.keyrings import Ring
from sync.wire.messages import Lease
from tests.builders import NOW
from tests.unit.client.test_keys import Memory

PASSWORD, OTHER = "seven blue kettles", "eight green kettles"
HALF, FORTNIGHT = "ab" * 32, 14 * 86_400


@pytest.fixture(params=["password", "keyring"])
def rings(request):
    return () if request.param == "password" else (Ring("Memory", Memory()),)


@pytest.fixture
def at(monkeypatch):
    """Set this computer's clock."""

    def put(moment):
        monkeypatch.setattr(clock, "now", lambda: moment)

    put(NOW)
    return put


@pytest.fixture
def folder(tmp_path, rings, at):
    """A replica with a lease of 14 days and something typed in it."""
    made = create_replica(tmp_path / "desk", password=PASSWORD, rings=rings)
    keys.bind(made.folder, PASSWORD, rings, half=HALF, device_id="d1")
    made.note(login="lin", **leases.noted(FORTNIGHT, NOW))
    made.close()
    return made.folder


def opens(folder, rings, password=PASSWORD):
    """Return the code why it does not open; empty when it does."""
    try:
        replica = open_replica(folder, password=password, rings=rings)
    except Refused as refused:
        return refused.refusal.code
    try:
        assert replica.standing().login == "lin"
    finally:
        replica.close()
    return ""


@pytest.mark.parametrize("days", [0, 1, 13.9])
def test_it_opens_while_the_lease_lasts(folder, rings, at, days):
    at(NOW + timedelta(days=days))
    assert opens(folder, rings) == ""


@pytest.mark.parametrize("days", [14.1, 15, 365, -365, -1])
def test_it_does_not_open_after_it_nor_with_a_clock_put_back(folder, rings, at, days):
    at(NOW + timedelta(days=days))
    assert opens(folder, rings) == "lease_over"
    at(NOW)
    assert opens(folder, rings) == "lease_over"


def test_a_clock_put_back_after_it_was_used_later_ends_the_lease(folder, rings, at):
    at(NOW + timedelta(days=10))
    assert opens(folder, rings) == ""
    at(NOW + timedelta(days=10, minutes=-30))
    assert opens(folder, rings) == ""
    at(NOW + timedelta(days=9))
    assert opens(folder, rings) == "lease_over"


def test_without_the_half_no_program_opens_the_key(folder, rings, at):
    at(NOW + timedelta(days=20))
    assert opens(folder, rings) == "lease_over"
    assert keys.read_wrapping(folder).half == b""
    with pytest.raises(Refused):
        keys.unlock(folder, PASSWORD, rings)


def test_the_half_given_again_opens_the_same_key(folder, rings, at):
    before = keys.unlock(folder, PASSWORD, rings).pragma()
    keys.forget_half(folder)
    keys.bind(folder, PASSWORD, rings, half=HALF, device_id="d1")
    assert keys.unlock(folder, PASSWORD, rings).pragma() == before


def test_another_half_opens_nothing(folder, rings):
    keys.forget_half(folder)
    with pytest.raises(Refused):
        keys.bind(folder, PASSWORD, rings, half="cd" * 32, device_id="d1")
    assert keys.read_wrapping(folder).half == b""


def test_binding_writes_the_wrapping_only_and_the_half_is_not_readable(folder, rings):
    kept = (folder / "replica.db").read_bytes()
    bound = (folder / keys.FILE_NAME).read_bytes()
    keys.bind(folder, PASSWORD, rings, half=HALF, device_id="d1")
    assert (folder / keys.FILE_NAME).read_bytes() == bound
    assert (folder / "replica.db").read_bytes() == kept
    assert HALF.encode() not in bound
    assert bytes.fromhex(HALF) not in bound


def test_a_changed_password_keeps_the_lease(tmp_path, at):
    made = create_replica(tmp_path / "desk", password=PASSWORD, rings=())
    made.note(login="lin")
    made.close()
    keys.bind(made.folder, PASSWORD, (), half=HALF, device_id="d1")
    keys.seal_again(made.folder, PASSWORD, OTHER, ())
    assert opens(made.folder, (), OTHER) == ""
    assert opens(made.folder, ()) == "password_wrong"
    assert keys.read_wrapping(made.folder).is_leased


def test_a_replica_that_never_had_a_lease_opens(tmp_path, at):
    made = create_replica(tmp_path / "desk", password=PASSWORD, rings=())
    made.note(login="lin")
    made.close()
    at(NOW + timedelta(days=400))
    assert opens(made.folder, ()) == ""
    assert not leases.is_over(Standing(), NOW)


class _Office:
    """Head office, which gives leases or is out of reach."""

    def __init__(self, trouble=None):
        self.asked = 0
        self.trouble = trouble

    def lease(self, _badge):
        self.asked += 1
        if self.trouble:
            raise self.trouble
        return Lease(seconds=FORTNIGHT)


def test_a_lease_is_renewed_once_a_day_and_a_trouble_with_it_is_none(folder, rings, at):
    replica = open_replica(folder, password=PASSWORD, rings=rings)
    replica.note(token="t" * 43)
    office = _Office()
    leases.renew_if_due(replica, office, NOW + timedelta(hours=23))
    assert office.asked == 0
    leases.renew_if_due(replica, _Office(Trouble("office_busy")), NOW + timedelta(hours=25))
    leases.renew_if_due(replica, office, NOW + timedelta(hours=26))
    assert office.asked == 1
    assert not leases.is_over(replica.standing(), NOW + timedelta(days=15))
    replica.close()


def test_a_lease_of_no_length_is_over_at_once():
    state = Standing(**leases.noted(0, NOW))
    assert leases.is_over(state, NOW)
    assert not leases.is_over(Standing(**leases.noted(1, NOW)), NOW)
