"""Handing work over: the ball is with one person at any moment, on every desk."""

from datetime import timedelta

import pytest

from sync.actions.rules_of import load_rules
from sync.domain.phases import summarise
from sync.domain.refusals import Refused
from sync.store import audiences
from sync.store.facts import load_facts
from sync.store.sentences import sentence
from tests.builders import NOW, TODAY, an_id

ORDER, GIVEN = an_id("order"), an_id("given")
NODE = {"order_id": ORDER, "node": "N01"}
WORK = {"id": GIVEN, **NODE, "to_id": an_id("pu"), "delivers": "artwork and order sheet"}


def ball(desk):
    """Return who holds the ball on a desk, since when, on which day."""
    with desk.replica.read() as connection:
        rules = load_rules(connection)
        facts = next(load_facts(connection, [ORDER]))
    process = rules.process(facts.order.process_version)
    today = TODAY + timedelta(days=4)
    current = summarise(facts, process, calendars=rules.calendars, today=today).current
    return current.owner_id, current.since, current.day


def refused(desk, action, **arguments):
    with pytest.raises(Refused) as caught:
        desk.do(action, **arguments)
    return caught.value.refusal


@pytest.mark.system("S08")
@pytest.mark.system("D10")
def test_returned_work_is_back_with_who_handed_it_over_with_reason_and_time(office, desk_of):
    lin = desk_of("lin")
    lin.do("handoff.offer", **WORK)
    assert ball(lin) == (an_id("pu"), NOW, 4)
    lin.sync()
    buyer = desk_of("pu")
    buyer.do("handoff.return", id=GIVEN, reason="packing artwork is missing")
    assert ball(buyer)[0] == an_id("lin")
    buyer.sync()
    lin.sync()
    assert ball(lin) == (an_id("lin"), NOW, 4)
    row = office.row("handoffs", GIVEN)
    assert (row["state"], row["reason"]) == ("returned", "packing artwork is missing")
    assert row["answered_at"] == "2026-03-02T02:00:00Z"


@pytest.mark.system("D10")
def test_accepted_work_is_its_receivers_with_the_day_they_promised(office, desk_of):
    lin = desk_of("lin")
    lin.do("handoff.offer", **WORK)
    lin.sync()
    buyer = desk_of("pu")
    buyer.do("handoff.accept", id=GIVEN, promised_on=TODAY + timedelta(days=3))
    buyer.sync()
    (node,) = [row for row in office.rows("nodes") if row["node"] == "N01"]
    assert (node["owner_id"], node["owner_since"]) == (an_id("pu"), "2026-03-02T02:00:00Z")
    assert office.row("handoffs", GIVEN)["promised_on"] == "2026-03-05"
    assert buyer.queue()[0].status == "applied"
    buyer.do("node.start", **NODE)
    buyer.sync()
    assert buyer.last().status == "applied"


def test_whoever_is_asked_sees_the_order_and_no_longer_once_they_returned_it(office, desk_of):
    lin = desk_of("lin")
    lin.do("handoff.offer", **{**WORK, "to_id": an_id("mei")})
    lin.sync()
    assert f"own:{an_id('mei')}" in _audience(office)
    mei = desk_of("mei")
    mei.do("handoff.return", id=GIVEN, reason="not mine")
    mei.sync()
    assert f"own:{an_id('mei')}" not in _audience(office)


def _audience(office):
    with office.database.read() as connection:
        return audiences.of_containers(connection, [ORDER])[ORDER]


def test_another_step_that_comes_first_takes_the_handoff_back(desk_of):
    lin = desk_of("lin")
    lin.do("handoff.offer", **WORK)
    lin.do("node.assign", **NODE, owner_id=an_id("mei"))
    assert lin.row("handoffs", GIVEN)["state"] == "withdrawn"
    assert ball(lin)[0] == an_id("mei")


def test_of_an_answer_and_a_withdrawal_the_first_at_head_office_counts(office, desk_of):
    lin = desk_of("lin")
    lin.do("handoff.offer", **WORK)
    lin.sync()
    buyer = desk_of("pu")
    lin.do("handoff.withdraw", id=GIVEN, reason="wrong person")
    buyer.do("handoff.accept", id=GIVEN)
    buyer.sync()
    lin.sync()
    assert lin.last().status == "invalid"
    assert ball(lin)[0] == ball(buyer)[0] == an_id("pu")


def test_what_cannot_be_handed_over_says_why(desk_of):
    lin = desk_of("lin")
    cases = [
        ({"to_id": an_id("lin")}, "handoff_same_holder"),
        ({"to_id": an_id("ada")}, "handoff_no_access"),
        ({"delivers": " "}, "field_empty"),
        ({"node": "N99"}, "node_unknown"),
    ]
    for changed, code in cases:
        refusal = refused(lin, "handoff.offer", **{**WORK, **changed})
        assert refusal.code == code
        assert "{" not in sentence(refusal, "zh") + sentence(refusal, "en")
    lin.do("handoff.offer", **WORK)
    assert refused(lin, "handoff.accept", id=GIVEN).code == "handoff_of_others"
    assert refused(lin, "handoff.withdraw", id=GIVEN, reason=" ").code == "reason_missing"
    lin.do("handoff.withdraw", id=GIVEN, reason="not yet")
    assert refused(lin, "handoff.withdraw", id=GIVEN, reason="again").code == "handoff_answered"


@pytest.mark.system("S53")
def test_a_nudge_goes_to_whoever_has_the_ball_when_it_is_judged(office, desk_of):
    lin, mei = desk_of("lin"), desk_of("mei")
    assert refused(lin, "nudge.send", order_id=ORDER).code == "nudge_oneself"
    lin.do("node.assign", **NODE, owner_id=an_id("mei"))
    lin.sync()
    lin.do("nudge.send", id=an_id("nudge"), order_id=ORDER, text="the buyer asks")
    mei.sync()
    mei.do("node.assign", **NODE, owner_id=an_id("bo"))
    mei.sync()
    lin.sync()
    assert office.row("nudges", an_id("nudge"))["to_id"] == an_id("bo")
    assert lin.row("nudges", an_id("nudge"))["to_id"] == an_id("bo")
