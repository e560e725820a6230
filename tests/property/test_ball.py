"""Who has the ball, after any events on two desks and any order of syncing, is what an oracle says.

The oracle knows nothing of rows: it goes through the operations in the order in which head office
took them, and keeps one name.
"""

from datetime import timedelta
from random import Random

import pytest

from sync import clock
from sync.actions.rules_of import load_rules
from sync.domain.phases import summarise
from sync.domain.refusals import Refused
from sync.store.facts import load_facts
from tests.builders import (
    NOW,
    STAFF,
    TODAY,
    a_partner,
    an_id,
    an_order,
    office_database,
    seed_office,
)
from tests.offices import Desk, OfficeHere

ORDERS = 50
STEPS = 6
NAMES = ("lin", "mei", "bo")
_ACTIONS = (
    *("node.assign", "handoff.offer", "handoff.offer"),
    *("handoff.accept", "handoff.return", "handoff.withdraw"),
)
PEOPLE = {user.login: user for user in STAFF}


class Oracle:
    """One order's ball by the rules of the trade, told in plain words."""

    def __init__(self) -> None:
        self.owner, self.asked, self.given = "lin", "", ""

    def hear(self, action: str, to: str) -> None:
        if action == "node.assign":
            self.owner, self.asked = to, ""
        elif action == "handoff.offer":
            self.given, self.asked = self.asked or self.owner, to
        elif action == "handoff.accept":
            self.owner, self.asked = self.asked, ""
        elif action == "handoff.return":
            self.owner, self.asked = self.given, ""
        elif action == "handoff.withdraw":
            self.asked = ""

    @property
    def holder(self) -> str:
        return self.asked or self.owner


def _step(draw, order, number):
    """Return what somebody tries on an order: an action, to whom, and its arguments."""
    node = {"order_id": order, "node": "N01"}
    action = draw.choice(_ACTIONS)
    to = draw.choice(NAMES)
    if action == "node.assign":
        return action, to, {**node, "owner_id": an_id(to)}
    if action == "handoff.offer":
        made = an_id(f"handoff {order} {number}")
        return action, to, {**node, "id": made, "to_id": an_id(to), "delivers": "papers"}
    return action, to, {}


def _latest_offered(desk, order):
    found = [row for row in desk.rows("handoffs") if row["order_id"] == order]
    return next((row["id"] for row in found if row["state"] == "offered"), "")


def _try(desk, draw, order, number):
    """Do one step on a desk if its rules allow it; return what was done."""
    action, to, arguments = _step(draw, order, number)
    if not arguments:
        arguments = {"id": _latest_offered(desk, order)}
        if action != "handoff.accept":
            arguments["reason"] = "not complete"
    try:
        desk.do(action, **arguments)
    except Refused:
        return None
    return action, to


def _holders(database_reader, orders):
    with database_reader() as connection:
        rules = load_rules(connection)
        found = list(load_facts(connection, orders))
    names = {an_id(name): name for name in NAMES}
    today = TODAY + timedelta(days=1)
    process = rules.process(found[0].order.process_version)
    currents = (
        summarise(each, process, calendars=rules.calendars, today=today).current for each in found
    )
    return [names[current.owner_id] for current in currents]


class Firm:
    """Three desks with fifty orders; the oracles hear what head office took, in its order."""

    def __init__(self, folder, orders):
        self.database = office_database(folder)
        made = [an_order(id=order, owner_id=an_id("lin")) for order in orders]
        buyer = a_partner(id=an_id("buyer"), owner_id=an_id("lin"))
        seed_office(self.database, *STAFF, buyer, *made)
        office = OfficeHere(self.database)
        self.desks = {name: Desk(folder / name, office, PEOPLE[name]) for name in NAMES}
        self.oracles = {order: Oracle() for order in orders}
        self._done = {name: [] for name in NAMES}
        for desk in self.desks.values():
            desk.pull()

    def step(self, draw, name, order, number):
        done = _try(self.desks[name], draw, order, number)
        if done is not None:
            self._done[name].append((self.desks[name].last().op_id, order, *done))

    def sync(self, name):
        desk = self.desks[name]
        desk.sync()
        verdicts = {item.op_id: item.status for item in desk.queue()}
        for op_id, order, action, to in self._done[name]:
            if verdicts[op_id] == "applied":
                self.oracles[order].hear(action, to)
        self._done[name] = []

    def close(self):
        for desk in self.desks.values():
            desk.close()
        self.database.close()


@pytest.mark.system("D10")
def test_the_ball_of_fifty_orders_is_the_oracles_after_any_order_of_events(tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    draw = Random(20260302)
    orders = [an_id(f"order {number}") for number in range(ORDERS)]
    firm = Firm(tmp_path, orders)
    for number in range(STEPS):
        for order in draw.sample(orders, ORDERS):
            firm.step(draw, draw.choice(NAMES), order, number)
        firm.sync(draw.choice(NAMES))
    for name in (*draw.sample(NAMES, 3), *NAMES):
        firm.sync(name)
    wanted = [firm.oracles[order].holder for order in orders]
    assert len(set(wanted)) == 3
    assert _holders(firm.database.read, orders) == wanted
    for desk in firm.desks.values():
        assert _holders(desk.replica.read, orders) == wanted
    firm.close()
