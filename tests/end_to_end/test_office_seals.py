"""Calls signed by the device: a token alone opens nothing, and a recorded call is good once."""

from datetime import timedelta

import msgspec
import pytest

from sync import clock
from sync.client import pull
from sync.client.badges import Badge
from sync.client.office import Office
from sync.client.sealing import OfficeTime, sealed
from sync.client.sign_in import Credentials, sign_in
from sync.client.transport import HttpTransport
from sync.server import address
from sync.server.app import _CALLS, _OF_BYTES, _OPEN
from sync.store.tables import devices
from sync.wire import codec, signatures
from sync.wire.messages import Problem, Pull, PullAnswer, Push, PushAnswer, SignedIn, SignIn
from sync.wire.seals import HEADER_SEAL, WINDOW_SECONDS
from tests.end_to_end.running import PASSWORD, until

ENDPOINTS = [
    *(("POST", path) for path in _CALLS if path not in _OPEN),
    *_OF_BYTES,
]


def _named(path: str) -> str:
    return path.replace("{upload_id}", clock.new_id()).replace("{attachment_id}", clock.new_id())


def _problem(answer) -> tuple[int, str]:
    return answer.status_code, codec.decode(answer.content, Problem).code


def _call(hand, method: str, path: str):
    headers = {"Range": "bytes=0-9"} if path.endswith("/content") else {}
    return hand.sealed(method, _named(path), b"", headers)


@pytest.mark.parametrize(("method", "path"), ENDPOINTS)
def test_a_token_without_the_devices_key_is_answered_nowhere(office, method, path):
    hand = office.hand("sr")
    call = _call(hand, method, path)
    bare = {name: value for name, value in call.headers.items() if name != HEADER_SEAL}
    unsigned = msgspec.structs.replace(call, headers=bare)
    assert _problem(hand.send_as_is(unsigned)) == (401, "seal_missing")
    hand.key = signatures.new_key()
    assert _problem(hand.send_as_is(_call(hand, method, path))) == (401, "seal_not_valid")


@pytest.mark.parametrize(
    ("name", "value"),
    [("X-Server", "0" * 32), ("X-Epoch", "0" * 32), ("X-Schema", "0"), ("Range", "bytes=5-9")],
)
def test_what_was_signed_cannot_be_altered(office, name, value):
    hand = office.hand("sr")
    call = hand.sealed("POST", "/v1/pull", codec.encode(Pull(cursor=0, scopes=[])), {})
    altered = msgspec.structs.replace(call, headers={**call.headers, name: value})
    assert _problem(hand.send_as_is(altered)) == (401, "seal_not_valid")
    elsewhere = msgspec.structs.replace(call, path="/v1/pull?all=1")
    assert _problem(hand.send_as_is(elsewhere)) == (401, "seal_not_valid")
    other = msgspec.structs.replace(call, body=codec.encode(Pull(cursor=1, scopes=[])))
    assert _problem(hand.send_as_is(other)) == (401, "request_damaged")


def test_another_devices_token_does_not_go_with_ones_own_key(office):
    hand, other = office.hand("sr"), office.hand("mgr")
    hand.headers = dict(other.headers)
    assert hand.pull().code == "seal_not_valid"


@pytest.mark.parametrize("seconds", [-WINDOW_SECONDS - 60, WINDOW_SECONDS + 60, -86_400 * 365])
def test_a_call_out_of_time_is_not_answered_and_told_the_time(office, seconds):
    hand = office.hand("sr")
    body = codec.encode(Pull(cursor=0, scopes=[]))
    call = hand.sealed("POST", "/v1/pull", body, {})
    token = hand.headers["Authorization"].removeprefix("Device ")
    badge = Badge(token=token, server_id="", epoch="", key=hand.key)
    late = sealed(call, badge, at=int(clock.now().timestamp()) + seconds)
    answer = hand.send_as_is(late)
    problem = codec.decode(answer.content, Problem)
    assert (answer.status_code, problem.code) == (401, "seal_out_of_time")
    assert abs(problem.facts["at"] - clock.now().timestamp()) < 60


@pytest.mark.parametrize("times", [1, 9])
def test_a_recorded_call_has_no_effect_and_tells_nothing(own_office, times):
    hand = own_office.hand("mgr")
    made = hand.operation("partner.add", id=clock.new_id(), set={"name": "N", "kinds": "buyer"})
    told = Push(incarnation=hand.incarnation, operations=[made])
    push = hand.sealed("POST", "/v1/push", codec.encode(told), {})
    asked = hand.sealed("POST", "/v1/pull", codec.encode(Pull(cursor=0, scopes=[])), {})
    answer = codec.decode(hand.send_as_is(push).content, PushAnswer)
    assert answer.results[0].status == "applied"
    assert hand.send_as_is(asked).status_code == 200
    hand.new_order()
    before = hand.everything()
    for _ in range(times):
        assert _problem(hand.send_as_is(push)) == (401, "seal_used_before")
        assert _problem(hand.send_as_is(asked)) == (401, "seal_used_before")
    assert hand.everything() == before


def test_a_call_recorded_before_a_restart_is_not_answered_after_it(sqlite_office):
    hand = sqlite_office.hand("mgr")
    asked = hand.sealed("POST", "/v1/pull", codec.encode(Pull(cursor=0, scopes=[])), {})
    sqlite_office.stop()
    started = int(clock.now().timestamp())
    until(lambda: clock.now().timestamp() > started, "the next second")
    hand.url = sqlite_office.start().url
    assert _problem(hand.send_as_is(asked)) == (401, "seal_out_of_time")
    assert isinstance(hand.pull(), PullAnswer)


def test_a_recorded_sign_in_is_no_sign_in(office):
    hand = office.hand()
    told = SignIn(
        login="sr",
        password=PASSWORD,
        device_id=hand.device_id,
        device_name="probe",
        public_key=signatures.public_of(hand.key),
    )
    call = hand.sealed("POST", "/v1/sign-in", codec.encode(told), {})
    assert hand.send_as_is(call).status_code == 200
    assert _problem(hand.send_as_is(call)) == (401, "seal_used_before")
    foreign = msgspec.structs.replace(told, public_key=signatures.public_of(signatures.new_key()))
    call = hand.sealed("POST", "/v1/sign-in", codec.encode(foreign), {})
    assert _problem(hand.send_as_is(call)) == (401, "seal_not_valid")
    older = msgspec.structs.replace(told, public_key="")
    assert hand.ask("/v1/sign-in", older, SignedIn).code == "desk_too_old"


def test_a_desk_signed_in_by_an_older_program_signs_in_once_more(sqlite_office):
    hand = sqlite_office.hand("sr")
    sqlite_office.stop()
    database = address.open_office(sqlite_office.database)
    with database.write() as connection:
        connection.execute(devices.update().values(public_key=""))
    database.close()
    hand.url = sqlite_office.start().url
    assert hand.pull().code == "device_not_enrolled"
    assert isinstance(hand.sign_in("sr"), SignedIn)
    assert isinstance(hand.pull(), PullAnswer)


@pytest.mark.parametrize("days", [-365, 365])
def test_a_desk_whose_clock_is_a_year_wrong_syncs_with_one_more_call(office, tmp_path, days):
    wrong = OfficeTime(lambda: clock.now() + timedelta(days=days))
    caller = Office(HttpTransport(office.url), wrong)
    who = Credentials(url=office.url, login="sr", password=PASSWORD, device_name="probe")
    replica = sign_in(tmp_path, who, office=caller, rings=())
    try:
        assert pull.pull_once(replica, caller, now=clock.now())
        badge = replica.standing().badge
        assert len(badge.key) == 64
        assert badge.key not in repr(badge) + repr(replica.standing())
    finally:
        replica.close()
        caller.close()
