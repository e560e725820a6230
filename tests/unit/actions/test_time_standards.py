"""History offers how long a stage takes; who answers for it decides; later orders follow."""

from datetime import UTC, datetime, timedelta

import pytest

from sync import clock
from sync.actions.rules_of import load_rules
from sync.domain.nodes import NodeInstance, NodeState, node_id
from sync.domain.refusals import Refused
from sync.domain.scheduling import plan
from sync.domain.time_standards import Key, standard_id
from sync.store.facts import load_facts
from sync.store.sentences import words
from tests.builders import NOW, a_shipment, an_id, an_order, seed_office

BOOKING = "N12"
GENERAL = standard_id(Key(BOOKING), 1)
BUYER = {"buyer_id": an_id("buyer")}
MONDAY = datetime(2025, 9, 1, 2, 0, tzinfo=UTC)


def _booked(number, days):
    """Return an order whose booking took so many working days."""
    order, ship = an_id(f"past {number}"), an_id(f"past shipment {number}")
    done = NodeInstance(
        id=node_id(ship, BOOKING),
        order_id=order,
        subject_id=ship,
        node=BOOKING,
        state=NodeState.DONE,
        started_at=MONDAY,
        finished_at=MONDAY + timedelta(days=days - 1),
    )
    return an_order(id=order, order_no=f"P-{number}"), a_shipment(id=ship, order_id=order), done


def _history(office, took):
    """Let head office have finished bookings that took so many days each."""
    for number, days in enumerate(took):
        seed_office(office.database, *_booked(number, days))


FOUR_DAYS = (*(2,) * 10, *(3,) * 10, *(4,) * 4, *(5,) * 6)
"""30 bookings: half took 3 days or fewer, 24 of them 4 or fewer."""


def _refused(desk, action, **arguments):
    with pytest.raises(Refused) as caught:
        desk.do(action, **arguments)
    return caught.value.refusal


def _offered(office, desk_of, took=FOUR_DAYS):
    _history(office, took)
    bo = desk_of("bo")
    bo.do("standard.refresh", node=BOOKING)
    bo.sync()
    return bo


def _booking_days(desk, order_id):
    """Return how many days the plan gives the booking of an order's shipment."""
    with desk.replica.read() as connection:
        (facts,) = load_facts(connection, [order_id])
        rules = load_rules(connection)
    made = plan(facts, rules.process(facts.order.process_version), rules.calendars, NOW)
    (node,) = [each for each in made.nodes if each.node == BOOKING]
    days, day = 1, node.start
    while day < node.finish:
        day += timedelta(days=1)
        days += day.weekday() < 5
    return days


def _order(desk, name):
    order = an_id(name)
    desk.do("order.create", id=order, set={**BUYER, "incoterm": "CIF"})
    return order


@pytest.mark.system("S19")
def test_30_bookings_offer_4_days_and_are_followed_only_once_accepted(office, desk_of, monkeypatch):
    bo, lin = _offered(office, desk_of), desk_of("lin")
    row = office.row("time_standards", GENERAL)
    assert (row["p50"], row["p80"], row["samples"], row["state"]) == (3, 4, 30, "proposed")
    assert row["days_before"] == 2
    said = words("standard_offer", {"days": row["p80"], "samples": row["samples"]}, language="en")
    assert said == "4 d (n=30)"
    before = _order(lin, "begun before")
    assert _booking_days(lin, before) == 2
    later = NOW + timedelta(hours=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    bo.do("standard.accept", id=GENERAL)
    bo.sync()
    lin.sync()
    after = _order(lin, "begun after")
    assert _booking_days(lin, after) == 4
    assert _booking_days(lin, before) == 2
    lin.sync()
    assert {item.status for item in (*bo.queue(), *lin.queue())} == {"applied"}


@pytest.mark.system("S19")
def test_who_answers_for_the_stage_accepts_and_nobody_else(office, desk_of):
    _offered(office, desk_of)
    fei, lin = desk_of("fei"), desk_of("lin")
    no = _refused(fei, "standard.accept", id=GENERAL)
    assert (no.code, no.kind) == ("process_not_yours", "denied")
    lin.do("standard.accept", id=GENERAL, days=3)
    lin.sync()
    row = office.row("time_standards", GENERAL)
    assert (row["days"], row["state"], row["decided_by"]) == (3, "accepted", an_id("lin"))
    again = _refused(lin, "standard.refuse", id=GENERAL, reason="late")
    assert again.code == "standard_decided"


def test_fewer_than_20_instances_offer_nothing(office, desk_of):
    _history(office, (4,) * 19)
    assert _refused(desk_of("bo"), "standard.refresh").code == "standards_nothing_new"
    assert office.rows("time_standards") == []


def test_what_is_followed_already_is_not_offered(office, desk_of):
    _history(office, (2,) * 25)
    assert _refused(desk_of("bo"), "standard.refresh", node=BOOKING).code == "standards_nothing_new"


def test_who_sees_a_part_of_the_orders_does_not_ask_history(office, desk_of):
    no = _refused(desk_of("lin"), "standard.refresh", node=BOOKING)
    assert (no.code, no.kind) == ("standards_need_all_orders", "denied")
    assert no.facts["roles"] == "FIN,MGR,GM"


def test_versions_are_kept_and_a_refused_offer_does_not_come_again(office, desk_of):
    bo = _offered(office, desk_of)
    assert _refused(bo, "standard.refresh", node=BOOKING).code == "standards_nothing_new"
    assert _refused(bo, "standard.refuse", id=GENERAL, reason=" ").code == "reason_missing"
    bo.do("standard.refuse", id=GENERAL, reason="a port strike")
    assert _refused(bo, "standard.refresh", node=BOOKING).code == "standards_nothing_new"
    bo.sync()
    more = [_booked(100 + number, 6) for number in range(30)]
    seed_office(office.database, *(item for each in more for item in each))
    bo.sync()
    bo.do("standard.refresh", node=BOOKING)
    bo.sync()
    rows = {row["number"]: row for row in office.rows("time_standards")}
    assert (rows[1]["state"], rows[1]["p80"]) == ("refused", 4)
    assert (rows[2]["state"], rows[2]["p80"], rows[2]["samples"]) == ("proposed", 5, 60)


def test_a_standard_that_is_ended_leaves_the_process_s_own(office, desk_of, monkeypatch):
    bo = _offered(office, desk_of)
    assert _refused(bo, "standard.retire", id=GENERAL, reason="x").code == "standard_not_followed"
    bo.do("standard.accept", id=GENERAL)
    bo.sync()
    lin = desk_of("lin")
    during = _order(lin, "during")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(hours=1))
    bo.do("standard.retire", id=GENERAL, reason="a new forwarder")
    bo.sync()
    lin.sync()
    after = _order(lin, "after")
    assert (_booking_days(lin, during), _booking_days(lin, after)) == (4, 2)


def test_head_office_refuses_an_altered_desk(office, desk_of):
    _offered(office, desk_of)
    altered = desk_of("bo", "altered")
    altered.do("standard.accept", id=GENERAL)
    stranger = desk_of("fei")
    badge = stranger.replica.standing()
    altered.replica.note(token=badge.token, device_key=badge.device_key)
    altered.push()
    assert altered.last().status == "denied"
    assert office.row("time_standards", GENERAL)["state"] == "proposed"
