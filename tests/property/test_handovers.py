"""No piece of work has no owner or two of them, after any event, on any desk, on any day."""

from collections import Counter
from contextlib import suppress
from datetime import timedelta
from random import Random

import pytest

from sync import clock
from sync.actions.rules_of import load_rules
from sync.domain.handing_commands import HandedItem
from sync.domain.nodes import node_id
from sync.domain.progress import node_states
from sync.domain.refusals import Refused
from sync.store import handover_lists
from sync.store.facts import load_facts
from tests.builders import (
    NOW,
    TODAY,
    a_partner,
    a_user,
    an_id,
    an_order,
    office_database,
    seed_office,
)
from tests.offices import Desk, OfficeHere

ANN, BEN, CUI = (a_user(name, "SR", "MGR", level=2) for name in ("ann", "ben", "cui"))
IDS = {ANN.id, BEN.id, CUI.id}
ORDERS = [an_id(f"order {number}") for number in range(3)]
TASKS = [an_id(f"task {number}") for number in range(3)]
NODES = [node_id(order, "N01") for order in ORDERS]
ITEMS = [("orders", each) for each in ORDERS]
ITEMS += [("tasks", each) for each in TASKS] + [("nodes", each) for each in NODES]
LAST = TODAY + timedelta(days=4)
DAYS = (TODAY, LAST, LAST + timedelta(days=1))


class Firm:
    """Ann, Ben and Cui at their desks; what each holds is counted after every event."""

    def __init__(self, folder):
        self.database = office_database(folder)
        made = [an_order(id=order, owner_id=ANN.id) for order in ORDERS]
        buyer = a_partner(id=an_id("buyer"), owner_id=ANN.id)
        seed_office(self.database, ANN, BEN, CUI, buyer, *made)
        office = OfficeHere(self.database)
        self.desks = {
            user.login: Desk(folder / user.login, office, user) for user in (ANN, BEN, CUI)
        }
        ann = self.desks["ann"]
        ann.pull()
        for task, order in zip(TASKS, ORDERS, strict=True):
            set_ = {"title": "Call", "assignee_id": ANN.id, "order_id": order}
            ann.do("task.add", id=task, set=set_)
            ann.do("node.assign", order_id=order, node="N01", owner_id=ANN.id)
        ann.sync()
        for desk in self.desks.values():
            desk.sync()

    def check(self):
        """Count, on every database and for each day, in how many hands each thing is."""
        for read in (self.database.read, *(each.replica.read for each in self.desks.values())):
            with read() as connection:
                for day in DAYS:
                    assert _owners_of_tasks(connection, day) == dict.fromkeys(TASKS, 1)
                assert _owners_of_nodes(connection) <= IDS

    def close(self):
        for desk in self.desks.values():
            desk.close()
        self.database.close()


def _owners_of_tasks(connection, day):
    lists = (handover_lists.tasks_in_hand(connection, each, day) for each in IDS)
    return dict(Counter(found.task.id for tasks in lists for found in tasks))


def _owners_of_nodes(connection):
    process = load_rules(connection).process(1)
    views = [node_states(each, process, today=TODAY) for each in load_facts(connection, ORDERS)]
    assert len(views) == len(ORDERS)
    return {view.owner_id for order in views for view in order if view.node in ("N01", "N02")}


def _items(*to):
    return tuple(
        HandedItem(entity=entity, row_id=row_id, to_id=person)
        for (entity, row_id), person in zip(ITEMS, to, strict=True)
    )


@pytest.mark.system("D11")
def test_nine_items_have_one_owner_each_at_every_event_though_ann_syncs_late(tmp_path, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    firm = Firm(tmp_path)
    ann, ben, cui = firm.desks["ann"], firm.desks["ben"], firm.desks["cui"]
    to = [BEN.id] * 5 + [CUI.id] * 4
    packet = {"id": an_id("packet"), "from_on": TODAY, "to_on": LAST, "items": _items(*to)}
    ann.do("handover.offer", **packet)
    firm.check()
    cui.do("task.edit", id=TASKS[2], set={"assignee_id": BEN.id})  # before anybody heard of it
    cui.sync()
    firm.check()
    ann.sync()  # late: what was given away for good meanwhile stays there, the rest goes
    firm.check()
    assert len(ann.rows("handover_items")) == 8
    answers = [("accept", ben)] * 5 + [("refuse", cui)]
    for (answer, desk), (_, row_id) in zip(answers, [*ITEMS[:5], ITEMS[6]], strict=True):
        desk.sync()
        (item,) = [row for row in desk.rows("handover_items") if row["row_id"] == row_id]
        desk.do(f"handover.{answer}", id=item["id"], reason="no room")
        firm.check()
        desk.sync()
        firm.check()
    ann.sync()
    counts = Counter(row["state"] for row in ann.rows("handover_items"))
    assert counts == {"accepted": 5, "refused": 1, "offered": 2}
    firm.close()


@pytest.mark.system("D11")
@pytest.mark.parametrize("seed", range(2))
def test_after_any_event_each_thing_is_in_one_hand(tmp_path, monkeypatch, seed):
    monkeypatch.setattr(clock, "now", lambda: NOW)
    draw = Random(seed)
    firm = Firm(tmp_path)
    for number in range(24):
        desk = draw.choice([*firm.desks.values()])
        _event(draw, desk, number)
        firm.check()
    for desk in (*firm.desks.values(), *firm.desks.values()):
        desk.sync()
        firm.check()
    firm.close()


def _event(draw, desk, number):
    """Do something about handovers on a desk, or sync it."""
    kind = draw.choice(("offer", "accept", "accept", "refuse", "end", "give", "sync", "sync"))
    if kind == "sync":
        desk.sync()
        return
    with suppress(Refused):
        _do(draw, desk, kind, number)


def _do(draw, desk, kind, number):
    person = draw.choice(sorted(IDS))
    if kind == "offer":
        chosen = draw.sample(ITEMS, 4)
        items = tuple(HandedItem(entity=e, row_id=r, to_id=person) for e, r in chosen)
        giver = draw.choice(sorted(IDS))
        packet = {"id": an_id(f"packet {number}"), "from_id": giver, "items": items}
        desk.do("handover.offer", from_on=TODAY, to_on=LAST, **packet)
    elif kind == "give":
        desk.do("task.edit", id=draw.choice(TASKS), set={"assignee_id": person})
    elif kind == "end":
        desk.do("handover.end", id=_one(draw, desk, "handovers"))
    else:
        desk.do(f"handover.{kind}", id=_one(draw, desk, "handover_items"), reason="no room")


def _one(draw, desk, entity):
    found = sorted(row["id"] for row in desk.rows(entity))
    return draw.choice(found) if found else an_id("none")
