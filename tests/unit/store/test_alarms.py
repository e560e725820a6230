"""Warnings kept on a device: the same however they came about, and only what changed anew."""

from datetime import timedelta
from decimal import Decimal

import msgspec
import pytest

from sync.actions import company_alarms
from sync.actions import derived as keeping
from sync.actions.all_alarms import find_all
from sync.domain.changes import Changes
from sync.domain.conflicts import Conflict
from sync.domain.firings import Firing
from sync.domain.handovers import Handover
from sync.domain.letters_of_credit import LetterOfCredit
from sync.domain.orders import PaymentTerm
from sync.domain.summaries import WarningRow
from sync.domain.tasks import Task
from sync.domain.warning_company import find_company_warnings
from sync.store import alarms, derived, firings, meta, staleness
from sync.store.database import Database
from sync.store.facts import load_facts
from sync.store.rows import remove_many
from sync.store.warning_files import load_warning_settings
from tests.builders import (
    NOW,
    STAFF,
    TODAY,
    a_line,
    a_partner,
    a_shipment,
    an_id,
    an_order,
    desk_database,
    office_database,
    put_records,
    the_rules,
)

BUYERS = ("oak", "elm")
RULES = the_rules()


def _orders():
    """Yield two buyers' orders: goods that left and are owed, quotations, an L/C near its end."""
    for number in range(8):
        buyer = an_id(BUYERS[number % 2])
        order = an_order(
            id=an_id(f"order {number}"), buyer_id=buyer, order_no=f"SO-{number}",
            signed_on=TODAY - timedelta(days=30), payment_term=PaymentTerm.OA, credit_days=30,
            progress_planned_percent=50, progress_percent=20,
        )  # fmt: skip
        left = TODAY - timedelta(days=40 + number)
        yield order
        yield a_line(id=an_id(f"line {number}"), order_id=order.id)
        yield a_shipment(
            id=an_id(f"shipment {number}"), order_id=order.id, on_board_on=left,
            invoice_amount=Decimal(100 + 300 * (number % 2)),
        )  # fmt: skip
    credit = an_order(
        id=an_id("credit"), buyer_id=an_id("oak"), payment_term=PaymentTerm.LC_S,
        signed_on=TODAY - timedelta(days=30),
    )  # fmt: skip
    yield credit
    yield a_shipment(id=an_id("sails"), order_id=credit.id, on_board_on=TODAY - timedelta(days=2))
    yield LetterOfCredit(
        id=an_id("lc"), order_id=credit.id, received_on=TODAY, expiry_on=TODAY + timedelta(days=4)
    )


@pytest.fixture
def database(tmp_path):
    made = desk_database(tmp_path)
    with made.write() as connection:
        firms = [
            a_partner(id=an_id(name), name=name, credit_limit=Decimal(1000), credit_currency="USD")
            for name in BUYERS
        ]
        put_records(connection, [*firms, *_orders(), *STAFF])
    yield made
    made.close()


def bring(database: Database, now=NOW) -> int:
    """Bring all up to date as a desk does, a portion at a time; return how much it was."""
    done = 0
    while True:
        with database.write() as connection:
            more = keeping.refresh_stale(connection, rules=RULES, now=now)
        done += more
        if not more:
            return done


def told(database: Database) -> dict[str, WarningRow]:
    with database.read() as connection:
        return {row.id: row for row in derived.everything(connection, WarningRow)}


def test_warnings_by_what_they_need_are_those_by_everything(database):
    """An order's warnings come alone at first; its lists, with all of its facts, change none."""
    with database.write() as connection:
        assert keeping.refresh_stale(connection, rules=RULES, now=NOW) == 9
    alone = told(database)
    assert {"W11", "W28", "W32"} <= {row.warning for row in alone.values()}
    with database.write() as connection:
        ids = [an_id("credit"), *(an_id(f"order {number}") for number in range(8))]
        keeping.refresh(connection, ids, rules=RULES, now=NOW)
    assert {row.id: row for row in told(database).values() if row.about is None} == alone


def _from_nothing(database: Database) -> dict[tuple[str, str], object]:
    with database.read() as connection:
        ids = [an_id("credit"), *(an_id(f"order {number}") for number in range(8))]
        facts = list(load_facts(connection, ids))
    found = find_company_warnings(
        facts, calendars=RULES.calendars, today=TODAY, settings=load_warning_settings()
    )
    return {(each.id, each.row_id): (each.level.value, dict(each.facts)) for each in found}


def _company(database: Database) -> dict[tuple[str, str], object]:
    rows = told(database).values()
    return {
        (row.warning, row.row_id): (row.level.value, msgspec.json.decode(row.facts))
        for row in rows
        if row.about and not row.about.startswith("person")
    }


def test_what_many_orders_tell_is_kept_as_it_is_computed_from_nothing(database):
    bring(database)
    first = _company(database)
    assert {"W09", "W34"} <= {rule for rule, _ in first}
    assert first == _from_nothing(database)
    paid = a_shipment(
        id=an_id("shipment 1"), order_id=an_id("order 1"), invoice_amount=Decimal(400),
        on_board_on=TODAY - timedelta(days=41), paid_on=TODAY,
    )  # fmt: skip
    with database.write() as connection:
        put_records(connection, [paid])
        keeping.refresh(connection, [an_id("order 1")], rules=RULES, now=NOW)
    bring(database)
    after = _company(database)
    assert after != first
    assert after == _from_nothing(database)


def test_a_change_computes_only_what_it_can_touch(database, monkeypatch):
    bring(database)
    asked: list[tuple[str, str]] = []
    whole = company_alarms.subject_warnings

    def _noted(kind, subject, *given, **named):
        asked.append((kind.value, subject))
        return whole(kind, subject, *given, **named)

    monkeypatch.setattr(company_alarms, "subject_warnings", _noted)
    order = an_order(
        id=an_id("order 2"), buyer_id=an_id("oak"), order_no="SO-2", payment_term=PaymentTerm.OA,
        signed_on=TODAY - timedelta(days=30), credit_days=30, note="of no account",
    )  # fmt: skip
    with database.write() as connection:
        put_records(connection, [order])
        keeping.refresh(connection, [order.id], rules=RULES, now=NOW)
    assert asked == []
    later = a_shipment(
        id=an_id("shipment 2"), order_id=order.id, invoice_amount=Decimal(999),
        on_board_on=TODAY - timedelta(days=42),
    )  # fmt: skip
    with database.write() as connection:
        put_records(connection, [later])
        keeping.refresh(connection, [order.id], rules=RULES, now=NOW)
    assert asked == [("invoice", an_id("oak"))]
    assert bring(database) == 2  # the load of who works on it, and each buyer's share
    assert bring(database) == 0


def test_an_order_that_goes_takes_along_what_it_counted_for(database):
    bring(database)
    with database.write() as connection:
        remove_many(connection, "orders", [an_id(f"order {number}") for number in (1, 3, 5, 7)])
        remove_many(connection, "shipments", [an_id(f"shipment {n}") for n in (1, 3, 5, 7)])
        keeping.refresh(
            connection, [an_id(f"order {n}") for n in (1, 3, 5, 7)], rules=RULES, now=NOW
        )
    bring(database)
    left = told(database).values()
    assert not any(row.row_id == an_id("elm") for row in left)
    assert _company(database) == _from_nothing(database)


def test_hours_that_pass_are_counted_and_not_only_days(database):
    conflict = Conflict(
        id=an_id("conflict"), order_id=an_id("order 0"), entity="orders", row_id=an_id("order 0"),
        group="money", base="{}", mine="{}", theirs="{}", author_id="a", acted_at=NOW,
        operation_id="o", raised_at=NOW,
    )  # fmt: skip
    with database.write() as connection:
        put_records(connection, [conflict])
    bring(database)
    assert not any(row.warning == "W49" for row in told(database).values())
    assert bring(database, NOW + timedelta(minutes=59)) == 0
    bring(database, NOW + timedelta(hours=3))
    (found,) = [row for row in told(database).values() if row.warning == "W49"]
    assert found.level == "warning"


def test_people_and_their_devices_are_looked_at_where_they_are_known(database):
    lin, fei = an_id("lin"), an_id("fei")
    tasks = [
        Task(id=an_id(f"task {n}"), title="call", assignee_id=lin, due_on=TODAY) for n in range(21)
    ]
    away = Handover(id=an_id("leave"), from_id=lin, from_on=TODAY, to_on=TODAY + timedelta(days=1))
    other = Task(id=an_id("task of fei"), title="pay", assignee_id=fei, due_on=TODAY)
    with database.write() as connection:
        put_records(connection, [*tasks, away, other])
    bring(database)
    people = {(row.warning, row.row_id) for row in told(database).values() if row.order_id == ""}
    assert {("W50", lin), ("W51", lin)} <= people
    assert not any(row == fei for _, row in people)
    with database.write() as connection:
        synced = (NOW - timedelta(hours=30)).isoformat()
        meta.put(connection, user_id=lin, device_id=an_id("laptop"), agreed_at=synced, scopes="")
        staleness.let_know(connection, Changes(rows={"tasks": frozenset({an_id("task 1")})}))
    bring(database)
    (found,) = [row for row in told(database).values() if row.warning == "W48"]
    assert (found.row_id, found.owner_id, found.level) == (an_id("laptop"), lin, "urgent")


def test_who_does_not_see_all_orders_is_told_nothing_of_what_they_come_to(database):
    with database.write() as connection:
        meta.put(connection, user_id=an_id("lin"), scopes=f"own:{an_id('lin')}")
    bring(database)
    assert _company(database) == {}
    with database.write() as connection:
        assert alarms.owed(connection)
        meta.put(connection, scopes="orders")
    bring(database)
    assert _company(database) == _from_nothing(database)


def test_warnings_are_named_by_what_they_are_about(database):
    bring(database)
    rows = [row for row in told(database).values() if row.warning == "W34"]
    assert {row.buyer for row in rows} == {"elm"}
    assert all(msgspec.json.decode(row.facts)["currency"] == "USD" for row in rows)


@pytest.mark.system("S44")
def test_what_became_of_warnings_is_kept_and_told(database):
    bring(database)
    with database.read() as connection:
        first = {each.warning: each for each in firings.rates(connection)}
        assert firings.since(connection) == TODAY
    assert first["W11"].fired == first["W11"].open + first["W11"].came_true + first["W11"].did_not
    assert first["W11"].fired == 8
    made = an_order(
        id=an_id("order 0"), buyer_id=an_id("oak"), order_no="SO-0", payment_term=PaymentTerm.OA,
        signed_on=TODAY - timedelta(days=30), credit_days=30, progress_percent=100,
    )  # fmt: skip
    with database.write() as connection:
        put_records(connection, [made])
        keeping.refresh(connection, [made.id], rules=RULES, now=NOW)
    with database.read() as connection:
        ended = derived.everything(connection, Firing, [derived.firings.c.order_id == made.id])
    assert {each.warning: each.ended_on for each in ended}["W11"] == TODAY
    with database.write() as connection:
        remove_many(connection, "orders", [made.id])
        keeping.refresh(connection, [made.id], rules=RULES, now=NOW)
    with database.read() as connection:
        assert sum(each.fired for each in firings.rates(connection)) < sum(
            each.fired for each in first.values()
        )


@pytest.mark.system("S16")
@pytest.mark.system("D6")
def test_what_a_desk_keeps_is_what_head_office_finds_from_nothing(database, tmp_path):
    """Orders, buyers and people, byte for byte; what a desk says of itself is its own."""
    away = Handover(id=an_id("leave"), from_id=an_id("lin"), from_on=TODAY, to_on=TODAY)
    tasks = [
        Task(id=an_id(f"task {n}"), title="call", assignee_id=an_id("lin"), due_on=TODAY)
        for n in range(25)
    ]
    office = office_database(tmp_path)
    firms = [
        a_partner(id=an_id(name), name=name, credit_limit=Decimal(1000), credit_currency="USD")
        for name in BUYERS
    ]
    with office.write() as connection:
        put_records(connection, [away, *tasks[::-1], *STAFF, *reversed([*_orders()]), *firms])
    with database.write() as connection:
        put_records(connection, [away, *tasks])
    bring(database)
    with database.read() as desk, office.read() as there:
        found = [find_all(each, rules=RULES, now=NOW) for each in (desk, there)]
    assert msgspec.json.encode(found[0]) == msgspec.json.encode(found[1])
    assert {"W09", "W11", "W28", "W32", "W34", "W50", "W51"} <= {each.id for each in found[0]}
    kept = {
        (row.warning, row.entity, row.row_id): (
            row.level,
            row.cause,
            msgspec.json.decode(row.facts),
        )
        for row in told(database).values()
    }
    assert kept == {
        (each.id, each.entity, each.row_id): (each.level, each.cause, dict(each.facts))
        for each in found[1]
    }
    office.close()
