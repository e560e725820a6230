"""Guessing is slowed down by login and by address, and time makes it good again."""

from hypothesis import given
from hypothesis import strategies as st

from sync.server.doorkeeper import (
    ADDRESS_FAILURES_MAX,
    LOGIN_FAILURES_AN_HOUR,
    LOGIN_FAILURES_MAX,
    Buckets,
    Doorkeeper,
)


def test_a_login_waits_after_its_failures_and_not_before():
    keeper = Doorkeeper()
    waits = [keeper.admit("anna", f"address {n}", 0.0) for n in range(LOGIN_FAILURES_MAX + 1)]
    assert waits[:-1] == [0] * LOGIN_FAILURES_MAX
    assert 0 < waits[-1] <= 3600 / LOGIN_FAILURES_AN_HOUR + 1
    assert keeper.admit("bert", "address", 0.0) == 0


def test_an_address_waits_whatever_logins_it_tries():
    keeper = Doorkeeper()
    for n in range(ADDRESS_FAILURES_MAX):
        assert keeper.admit(f"login {n}", "one", 0.0) == 0
    assert keeper.admit("another", "one", 0.0) > 0
    assert keeper.admit("another", "two", 0.0) == 0


def test_the_right_password_makes_up_for_wrong_ones():
    keeper = Doorkeeper()
    for _ in range(LOGIN_FAILURES_MAX - 1):
        keeper.admit("anna", "one", 0.0)
    assert keeper.admit("anna", "one", 0.0) == 0
    keeper.welcome("anna", "one", 0.0)
    assert keeper.admit("anna", "one", 0.0) == 0


def test_ten_thousand_guesses_in_an_hour_are_judged_twenty_times():
    keeper = Doorkeeper()
    judged = sum(keeper.admit("anna", f"a{n}", n * 0.36) == 0 for n in range(10_000))
    assert judged <= 20


@given(st.lists(st.floats(0, 100), max_size=60))
def test_a_wait_that_was_told_is_enough(pauses):
    buckets = Buckets(3, 60)
    now = 0.0
    for pause in pauses:
        now += pause
        wait = buckets.wait_seconds("k", now)
        now += wait
        assert buckets.wait_seconds("k", now) == 0
        buckets.take("k", now)
