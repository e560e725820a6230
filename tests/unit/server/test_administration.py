"""What an administrator does is versioned, in the feed and in history like any change."""

import pytest

from sync import clock
from sync.domain.refusals import Refused
from sync.server import administration, passwords
from sync.server.administration import NewUser
from sync.store import accounts, audit, feed, grants, rows
from tests.unit.server.conftest import PASSWORD


def test_a_new_head_office_has_the_calendars_of_four_years(database):
    with database.read() as connection:
        years = {str(row["day"])[:4] for row in rows.all_rows(connection, "calendar_days")}
        assert len(years) == 4
        assert feed.meta(connection).head == 1
        assert feed.meta(connection).company == "Probe Trading"


def test_a_person_let_in_has_row_account_scope_and_history(database, people):
    with database.read() as connection:
        account = accounts.account_named(connection, "mgr")
        assert account is not None
        assert account.user_id == people["mgr"]
        assert passwords.is_right(account.password_hash, PASSWORD)
        assert PASSWORD not in account.password_hash
        held = grants.held(connection, people["mgr"])
        assert {"company", "orders", f"mine:{people['mgr']}", "partners:buyer"} <= set(held)
        row = rows.get(connection, "users", people["mgr"])
        assert row is not None
        assert row["ver"] == 2
        (entry,) = rows.find(connection, "history", "row_id", people["mgr"])
        assert (entry["kind"], entry["actor_id"]) == ("created", administration.OFFICE)


def test_other_roles_leave_what_they_were_in_history(database, people):
    with database.write() as connection:
        administration.set_roles(connection, "doc", "LOG,DOC", level=1, now=clock.now())
    with database.read() as connection:
        entries = rows.find(connection, "history", "row_id", people["doc"])
    changed = {(e["field"], e["old"], e["new"]) for e in entries if e["kind"] == "edited"}
    assert changed == {("roles", "DOC", "DOC,LOG"), ("level", "0", "1")}


def test_a_refused_person_leaves_nothing(database):
    new = NewUser(login="eve", name_zh="e", name_en="e", roles="SR", password="12345678")

    def attempt():
        with database.write() as connection:
            administration.add_user(connection, new, now=clock.now())

    with pytest.raises(Refused):
        attempt()
    with database.read() as connection:
        assert accounts.account_named(connection, "eve") is None
        assert audit.row_count(connection, "users") == 0


def test_a_revoked_person_holds_nothing_and_is_not_active(database, people):
    with database.write() as connection:
        administration.revoke_user(connection, "doc", now=clock.now())
    with database.read() as connection:
        assert grants.held(connection, people["doc"]) == []
        row = rows.get(connection, "users", people["doc"])
        assert row is not None
        assert row["active"] == 0


def test_rows_and_feed_agree_after_all_of_it(database, people):
    with database.write() as connection:
        administration.set_roles(connection, "mgr", "GM", level=None, now=clock.now())
    with database.read() as connection:
        for noun in ("users", "history", "calendar_days"):
            assert audit.row_count(connection, noun)
            assert not audit.unnoted(connection, noun).count
            assert not audit.noted_absent(connection, noun).count


def test_hashing_takes_as_long_for_nobody_as_for_somebody():
    kept = passwords.hashed(PASSWORD)
    assert "m=19456,t=2,p=1" in kept
    assert not passwords.is_right(None, PASSWORD)
    assert not passwords.is_right("not a hash", PASSWORD)

    def spent(password_hash):
        begun = clock.monotonic()
        for _ in range(4):
            passwords.is_right(password_hash, "wrong")
        return clock.monotonic() - begun

    passwords.is_right(None, "warm")
    assert spent(None) > 0.4 * spent(kept)


def test_a_setting_is_a_row_for_everybody_with_its_history(database):
    with database.write() as connection:
        administration.set_setting(connection, "fx.spot.USD", " 7.12 ", now=clock.now())
        administration.set_setting(connection, "fx.spot.USD", "7.05", now=clock.now())
    with database.read() as connection:
        assert [(item.key, item.value) for item in administration.settings(connection)] == [
            ("fx.spot.USD", "7.05")
        ]
        (row,) = rows.all_rows(connection, "config_items")
        entries = rows.find(connection, "history", "row_id", row["id"])
    assert ("value", "7.12", "7.05") in {(e["field"], e["old"], e["new"]) for e in entries}


@pytest.mark.parametrize(
    ("key", "value"),
    [("fx.spot.USD", "0"), ("fx.spot.USD", "NaN"), ("warn.W99.red", "1"), ("x", "1")],
)
def test_a_setting_that_nothing_understands_is_refused(database, key: str, value: str):
    with database.write() as connection, pytest.raises(Refused) as caught:
        administration.set_setting(connection, key, value, now=clock.now())
    assert caught.value.refusal.code == "setting_not_valid"
    with database.read() as connection:
        assert administration.settings(connection) == []
