"""Signing in at head office, and everything that makes a token worth nothing."""

import json
import sqlite3

import pytest

from sync import clock
from sync.server.doorkeeper import LOGIN_FAILURES_MAX
from sync.wire import codec, signatures
from sync.wire.messages import Problem, Pull, PullAnswer, SignedIn, SignIn, Time
from tests.end_to_end.running import PASSWORD


def _code(answer):
    assert isinstance(answer, Problem), answer
    return answer.code


def test_the_right_password_gives_a_token_that_pulls(office):
    hand = office.hand()
    signed = hand.sign_in("SR")
    assert isinstance(signed, SignedIn)
    assert signed.company == "Probe Trading"
    assert len(signed.token) >= 43
    assert signed.expires_at > "2026"
    assert isinstance(hand.pull(), PullAnswer)
    assert repr(signed) == "SignedIn(...)"


def test_a_wrong_password_and_an_unknown_login_get_the_same_answer(office):
    hand = office.hand()
    told = [
        SignIn(
            login=login,
            password="not this one",
            device_id=hand.device_id,
            device_name="d",
            public_key=signatures.public_of(hand.key),
        )
        for login in ("doc", "nobody.here")
    ]
    answers = [hand.post("/v1/sign-in", codec.encode(each)) for each in told]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].content == answers[1].content
    assert codec.decode(answers[0].content, Problem).code == "password_wrong"


def test_guessing_is_stopped_for_known_and_unknown_logins_alike(own_office):
    hand = own_office.hand()
    for login in ("sr", "nobody"):
        codes = [_code(hand.sign_in(login, f"guess number {n}")) for n in range(14)]
        assert codes[:LOGIN_FAILURES_MAX] == ["password_wrong"] * LOGIN_FAILURES_MAX
        assert set(codes[LOGIN_FAILURES_MAX:]) == {"account_locked"}
    assert _code(hand.sign_in("sr")) == "account_locked"
    assert int(hand.last.headers["Retry-After"]) > 60
    assert isinstance(hand.sign_in("sr2"), SignedIn)


def test_signing_in_again_takes_the_old_token_away(office):
    hand = office.hand("sr")
    old = dict(hand.headers)
    assert isinstance(hand.sign_in("sr"), SignedIn)
    assert isinstance(hand.pull(), PullAnswer)
    assert _code(hand.ask("/v1/pull", Pull(cursor=0, scopes=[]), PullAnswer, **old)) == (
        "token_unknown"
    )


def test_a_data_folder_of_one_person_is_not_signed_in_by_another(office):
    hand = office.hand("sr")
    assert _code(hand.sign_in("sr2")) == "device_of_another_person"


def test_signing_out_ends_the_token(office):
    hand = office.hand("sr")
    told = hand.ask("/v1/sign-out", Time(at=""), Time)
    assert isinstance(told, Time)
    assert _code(hand.pull()) == "token_revoked"
    assert isinstance(hand.sign_in("sr"), SignedIn)


def test_a_revoked_device_neither_pulls_nor_signs_in_again(office):
    hand = office.hand("sr2")
    assert office.run("device", "revoke", hand.device_id).returncode == 0
    assert _code(hand.pull()) == "device_revoked"
    assert _code(hand.push(hand.operation("partner.add", id=clock.new_id(), set={}))) == (
        "device_revoked"
    )
    assert _code(hand.sign_in("sr2")) == "device_revoked"


def test_a_revoked_account_is_refused(own_office):
    hand = own_office.hand("sr2")
    assert own_office.run("user", "revoke", "sr2").returncode == 0
    assert _code(hand.pull()) == "account_revoked"
    assert _code(hand.sign_in("sr2")) == "account_revoked"
    assert _code(own_office.hand().sign_in("sr2", "not this one")) == "password_wrong"


def test_another_password_signs_every_desk_out(own_office):
    hand = own_office.hand("doc")
    done = own_office.run("user", "password", "doc", "--password-stdin", stdin="quiet river nine\n")
    assert done.returncode == 0, done.stderr
    assert _code(hand.pull()) == "token_revoked"
    assert _code(hand.sign_in("doc", PASSWORD)) == "password_wrong"
    assert isinstance(hand.sign_in("doc", "quiet river nine"), SignedIn)


def test_an_expired_token_is_refused(sqlite_office):
    sqlite_office.stop()
    sqlite_office.start("--token-days", "0")
    hand = sqlite_office.hand("sr")
    assert _code(hand.pull()) == "token_expired"


@pytest.mark.parametrize(
    ("header", "value", "status", "code"),
    [
        ("X_Server", "0" * 32, 409, "office_of_another_company"),
        ("X_Epoch", "0" * 32, 409, "epoch_changed"),
        ("X_Schema", "0", 426, "desk_too_old"),
        ("X_Schema", "99", 426, "office_older"),
        ("X_Schema", "new", 400, "request_garbled"),
        ("Authorization", "", 401, "token_missing"),
        ("Authorization", "Device short", 401, "token_missing"),
        ("Authorization", "Bearer " + "x" * 43, 401, "token_missing"),
        ("Authorization", "Device " + "x" * 43, 401, "token_unknown"),
    ],
)
def test_what_a_call_says_of_itself_is_checked(office, header, value, status, code):
    hand = office.hand("sr")
    answer = hand.post("/v1/pull", codec.encode(Pull(cursor=0, scopes=[])), **{header: value})
    problem = codec.decode(answer.content, Problem)
    assert (answer.status_code, problem.code) == (status, code)
    if code == "epoch_changed":
        assert problem.epoch == hand.headers["X-Epoch"]
        assert problem.head > 0


def test_an_old_desk_may_still_push_its_work(office):
    hand = office.hand("mgr")
    hand.headers["X-Schema"] = "0"
    assert hand.do("partner.add", id=clock.new_id(), set={"name": "N", "kinds": "buyer"}) == (
        "applied"
    )


def test_signing_in_at_another_companys_office_is_refused(office):
    hand = office.hand()
    told = SignIn(
        login="sr",
        password=PASSWORD,
        device_id=hand.device_id,
        device_name="d",
        server_id=clock.new_id(),
        public_key=signatures.public_of(hand.key),
    )
    assert _code(hand.ask("/v1/sign-in", told, SignedIn)) == "office_of_another_company"


def test_no_secret_is_in_the_log_or_readable_in_the_file(sqlite_office):
    hand = sqlite_office.hand("sr")
    token = hand.headers["Authorization"].removeprefix("Device ")
    hand.sign_in("sr", "a wrong canary word")
    hand.do("partner.add", id=clock.new_id(), set={"name": "Canary & Sons", "kinds": "buyer"})
    sqlite_office.stop()
    logged = sqlite_office.log()
    for secret in (token, PASSWORD, "canary", "Canary"):
        assert secret not in logged
    lines = [json.loads(line) for line in logged.splitlines()]
    assert {"at", "event", "path", "status", "ms", "request"} <= lines[1].keys()
    for path in sqlite_office.folder.glob("office.db*"):
        content = path.read_bytes()
        assert b"Canary" not in content
        assert token.encode() not in content
    with pytest.raises(sqlite3.DatabaseError):
        sqlite3.connect(sqlite_office.folder / "office.db").execute("SELECT 1 FROM users")
