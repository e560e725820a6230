"""Off the main path: a stage's days pause and shift with all that follows; its age is counted."""

from datetime import UTC, date, datetime

import msgspec
import pytest

from sync.domain.dates import WEEKDAYS, Calendars
from sync.domain.detours import Detour, age, days_off, leader_of, open_at, path_named
from sync.domain.facts import OrderFacts
from sync.domain.nodes import NodeInstance, NodeState, node_id
from sync.domain.orders import Order, PaymentTerm
from sync.domain.people import Role
from sync.domain.phases import summarise
from sync.domain.process import nodes_by_id
from sync.domain.scheduling import plan
from sync.domain.shipments import Shipment
from sync.store.process_files import process_of

PROCESS = process_of(1)
CALENDARS = Calendars(company=WEEKDAYS, bank=WEEKDAYS)
MONDAY, WEDNESDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 25), date(2026, 11, 27)
BEFORE = ("N01", "N02", "N04", "N05", "N08", "N09", "N10")


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, tzinfo=UTC)


def a_node(node: str, subject: str = "o", **fields: object) -> NodeInstance:
    plain = NodeInstance(
        id=node_id(subject, node),
        order_id="o",
        subject_id=subject,
        node=node,
        state=NodeState.DONE,
        finished_at=moment(date(2026, 11, 20)),
    )
    return msgspec.structs.replace(plain, **fields)


def rework(left: date | None = None) -> Detour:
    return Detour(
        id="d",
        order_id="o",
        subject_id="s",
        node="N11",
        path="E11-1",
        note="18 of 80 pieces have scratches",
        taken_by="u",
        taken_at=moment(MONDAY),
        left_at=None if left is None else moment(left),
    )


def inspected(*detours: Detour, **fields: object) -> OrderFacts:
    """Goods are made; their inspection began on Monday and takes two days."""
    under_way = a_node(
        "N11", "s", state=NodeState.IN_PROGRESS, started_at=moment(MONDAY), finished_at=None
    )
    return OrderFacts(
        order=Order(id="o", buyer_id="b", owner_id="u", payment_term=PaymentTerm.TT_DB),
        shipments=(Shipment(id="s", order_id="o"),),
        nodes=(*(a_node(node) for node in BEFORE), msgspec.structs.replace(under_way, **fields)),
        detours=detours,
    )


def finishes(facts: OrderFacts, today: date) -> dict[str, date | None]:
    found = plan(facts, PROCESS, CALENDARS, moment(today))
    return {node.node: node.finish for node in found.nodes}


def limit(facts: OrderFacts, today: date):
    return summarise(facts, PROCESS, calendars=CALENDARS, today=today).current


@pytest.mark.system("S20")
def test_goods_that_failed_inspection_pause_the_main_path_and_shift_it_by_their_days():
    on_path = finishes(inspected(), MONDAY)
    assert on_path["N11"] == date(2026, 11, 24)
    away = inspected(rework())
    later = finishes(away, WEDNESDAY)
    assert later["N11"] == date(2026, 11, 26)
    assert later["N14"] == date(2026, 11, 27)
    assert finishes(away, FRIDAY)["N11"] == date(2026, 11, 30)
    back = inspected(rework(left=WEDNESDAY))
    assert finishes(back, FRIDAY)["N11"] == max(date(2026, 11, 26), FRIDAY)
    assert age(rework(), FRIDAY, WEEKDAYS) == 4
    assert age(rework(left=WEDNESDAY), FRIDAY, WEEKDAYS) == 2


@pytest.mark.system("S20")
def test_a_stage_off_its_path_is_not_late_and_afterwards_has_its_days_left():
    late = limit(inspected(), FRIDAY)
    assert (late.limit_on, late.is_overdue) == (date(2026, 11, 24), True)
    away = limit(inspected(rework()), FRIDAY)
    assert (away.node, away.limit_on, away.is_overdue) == ("N11", None, False)
    back = limit(inspected(rework(left=WEDNESDAY)), WEDNESDAY)
    assert (back.limit_on, back.is_overdue) == (date(2026, 11, 26), False)
    planned = inspected(rework(left=WEDNESDAY), planned_finish=WEDNESDAY)
    assert limit(planned, WEDNESDAY).limit_on == FRIDAY


def test_the_dates_of_the_trade_do_not_wait():
    shipment = Shipment(id="s", order_id="o", inspection_on=WEDNESDAY)
    facts = msgspec.structs.replace(inspected(rework()), shipments=(shipment,))
    assert limit(facts, FRIDAY).limit_on == WEDNESDAY


def test_only_the_stage_that_left_is_off():
    other = msgspec.structs.replace(rework(), subject_id="t")
    assert open_at((other, rework(left=WEDNESDAY)), "s", "N11") is None
    assert open_at((rework(),), "s", "N11") == rework()
    count = days_off((other,), "s", "N11", today=FRIDAY, calendar=WEEKDAYS)
    assert count == 0


def test_a_path_is_led_by_its_own_role_or_by_who_answers_for_the_stage():
    node = nodes_by_id(PROCESS)["N11"]
    path = path_named(node, "E11-1")
    assert path is not None
    assert leader_of(node, path) == "QC"
    assert leader_of(node, msgspec.structs.replace(path, owner=Role.PRD)) == "PRD"
    assert path_named(node, "E12-1") is None
