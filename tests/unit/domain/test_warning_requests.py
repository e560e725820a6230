"""Warnings that need requests, history, conflicts and what head office says of the market."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from sync.domain.approvals import Approval
from sync.domain.conflicts import Conflict
from sync.domain.dates import WEEKDAYS, Calendars
from sync.domain.declarations import Declaration
from sync.domain.early_warnings import EarlyWarning, WarningSettings, settings_of
from sync.domain.facts import OrderFacts
from sync.domain.history import HistoryEntry
from sync.domain.orders import Order, OrderLine
from sync.domain.settings import ConfigItem
from sync.domain.shipments import Shipment
from sync.domain.warning_rules import find_warnings

ROOT = Path(__file__).parents[3]
SETTINGS = msgspec.json.decode(
    (ROOT / "resources" / "warnings" / "v1.json").read_bytes(), type=WarningSettings
)
CALENDARS = Calendars(company=WEEKDAYS, bank=WEEKDAYS)
NOW = datetime(2026, 5, 14, 7, tzinfo=UTC)
TODAY = date(2026, 5, 14)
"""A Thursday; it is 15:00 at the office."""
RED, AMBER, GREEN = "urgent", "warning", None
ORDER = Order(id="0" * 32, buyer_id="b", owner_id="seller", payment_term="OA")


def day(count: int) -> date:
    return TODAY + timedelta(days=count)


def an_order(**fields: object) -> Order:
    return msgspec.structs.replace(ORDER, **fields)


def a_shipment(**fields: object) -> Shipment:
    return Shipment(id="1" * 32, order_id=ORDER.id, **fields)


def settings(**said: str) -> WarningSettings:
    items = [ConfigItem(id=key, key=key.replace("__", "."), value=said[key]) for key in said]
    return settings_of(items, defaults=SETTINGS)


def warnings_of(
    facts: OrderFacts, rule: str, lines: WarningSettings = SETTINGS
) -> list[EarlyWarning]:
    found = find_warnings(facts, calendars=CALENDARS, now=NOW, settings=lines)
    return [warning for warning in found if warning.id == rule]


def level_of(facts: OrderFacts, rule: str, lines: WarningSettings = SETTINGS) -> str | None:
    found = warnings_of(facts, rule, lines)
    return found[0].level.value if found else None


@pytest.mark.parametrize(
    ("percent", "level"),
    [("1.24", GREEN), ("1.25", AMBER), ("2.5", AMBER), ("2.51", RED)],
)
def test_defects_in_line_are_measured_against_the_quality_limit(percent: str, level: str | None):
    facts = OrderFacts(order=an_order(inline_defect_percent=Decimal(percent)))
    assert level_of(facts, "W15") == level
    assert level_of(facts, "W15", settings(aql__major="10")) is None
    ended = an_order(inline_defect_percent=Decimal(percent), progress_percent=100)
    assert level_of(OrderFacts(order=ended), "W15") is None


@pytest.mark.parametrize(("slip", "level"), [(2, GREEN), (3, AMBER), (7, AMBER), (8, RED)])
def test_an_arrival_later_than_promised_is_told_until_the_goods_are_there(
    slip: int, level: str | None
):
    for on_board in (None, day(-3)):
        shipment = a_shipment(eta=day(20 + slip), promised_eta=day(20), on_board_on=on_board)
        assert level_of(OrderFacts(order=ORDER, shipments=(shipment,)), "W25") == level
        arrived = msgspec.structs.replace(shipment, arrived_on=TODAY)
        assert level_of(OrderFacts(order=ORDER, shipments=(arrived,)), "W25") is None


def test_of_departure_and_arrival_the_later_one_is_told():
    shipment = a_shipment(etd=day(8), promised_etd=day(5), eta=day(30), promised_eta=day(26))
    (found,) = warnings_of(OrderFacts(order=ORDER, shipments=(shipment,)), "W25")
    assert (found.cause, found.facts["count"]) == ("W25_cause_arrival", 4)


@pytest.mark.parametrize(
    ("spot", "level"),
    [("7.18", GREEN), ("7.164", GREEN), ("7.163", AMBER), ("7.092", AMBER), ("7.091", RED)],
)
def test_a_rate_below_the_costing_is_told(spot: str, level: str | None):
    facts = OrderFacts(order=an_order(costing_rate=Decimal("7.2")))
    assert level_of(facts, "W36", settings(fx__spot__USD=spot)) == level
    assert level_of(facts, "W36", settings(fx__spot__EUR=spot)) is None
    paid = msgspec.structs.replace(facts, shipments=(a_shipment(paid_on=TODAY),))
    assert level_of(paid, "W36", settings(fx__spot__USD=spot)) is None


@pytest.mark.parametrize("value", ["0", "-7", "seven"])
def test_a_rate_that_cannot_be_is_passed_over(value: str):
    assert settings(fx__spot__USD=value) == SETTINGS


@pytest.mark.parametrize(
    ("start", "rate", "level"),
    [(10, "9", AMBER), (10, "0", RED), (10, "13", GREEN), (21, "0", GREEN), (0, "0", GREEN)],
)
def test_a_refund_rate_that_falls_before_departure_is_told(
    start: int, rate: str, level: str | None
):
    line = OrderLine(id="l", order_id=ORDER.id, position="a", hs_code="8501100000")
    facts = OrderFacts(
        order=an_order(refund_rate=Decimal(13)), lines=(line,), shipments=(a_shipment(etd=day(20)),)
    )
    key = f"tax.refund_rate.8501100000.{day(start)}"
    lines = settings_of([ConfigItem(id=key, key=key, value=rate)], defaults=SETTINGS)
    assert level_of(facts, "W44", lines) == level


@pytest.mark.parametrize("key", ["tax.refund_rate.8501.soon", "tax.refund_rate.2027-01-01"])
def test_a_refund_rate_without_its_day_or_goods_is_passed_over(key: str):
    assert settings_of([ConfigItem(id=key, key=key, value="9")], defaults=SETTINGS) == SETTINGS


@pytest.mark.parametrize(
    ("exported", "due", "level"),
    [
        (-13, 100, GREEN),
        (-20, 100, "watch"),
        (-21, 100, AMBER),
        (-30, 100, RED),
        (-30, 60, GREEN),
        (-91, -10, RED),
    ],
)
def test_an_export_paid_late_is_to_be_reported(exported: int, due: int, level: str | None):
    shipment = a_shipment(on_board_on=day(exported), due_on=day(due))
    declared = Declaration(
        id="4" * 32, order_id=ORDER.id, shipment_id=shipment.id, exported_on=day(exported)
    )
    facts = OrderFacts(order=ORDER, shipments=(shipment,), declarations=(declared,))
    assert level_of(facts, "W39") == level
    for changed in (
        {"declarations": (msgspec.structs.replace(declared, trade_credit_reported_on=TODAY),)},
        {"shipments": (msgspec.structs.replace(shipment, paid_on=TODAY),)},
    ):
        assert level_of(msgspec.structs.replace(facts, **changed), "W39") is None


@pytest.mark.parametrize(
    ("level", "hours", "colour"),
    [(1, 2.5, GREEN), (1, 3, AMBER), (1, 4, AMBER), (1, 4.5, RED), (2, 5, GREEN), (9, 5, GREEN)],
)
def test_a_request_that_waits_is_measured_by_its_level(
    level: int, hours: float, colour: str | None
):
    asked = NOW - timedelta(hours=hours + (1 if hours > 2 else 0))
    request = Approval(id="a", order_id=ORDER.id, title="price", level=level, requested_at=asked)
    assert level_of(OrderFacts(order=ORDER, approvals=(request,)), "W46") == colour
    decided = msgspec.structs.replace(request, state="approved")
    assert level_of(OrderFacts(order=ORDER, approvals=(decided,)), "W46") is None


def a_change(operation: str, when: datetime) -> HistoryEntry:
    return HistoryEntry(
        id=f"h{operation}{when}", order_id=ORDER.id, entity="orders", row_id=ORDER.id,
        field="incoterm", operation_id=operation, actor_id="x", acted_at=when, accepted_at=when,
    )  # fmt: skip


@pytest.mark.parametrize(("count", "level"), [(1, GREEN), (2, AMBER), (3, AMBER), (4, RED)])
def test_changes_after_signing_are_counted_by_what_was_done_at_once(count: int, level: str | None):
    after = [a_change(str(number), NOW) for number in range(count)]
    twice = [a_change("0", NOW), a_change("before", NOW - timedelta(days=9))]
    facts = OrderFacts(order=an_order(signed_on=day(-5)), agreed_changes=(*after, *twice))
    assert level_of(facts, "W47") == level
    unsigned = msgspec.structs.replace(facts, order=ORDER)
    assert level_of(unsigned, "W47") is None
    hidden = msgspec.structs.replace(facts, hidden=frozenset(("order_lines.unit_price",)))
    assert level_of(hidden, "W47") is None


def test_an_order_tells_its_undecided_conflicts_even_when_cancelled():
    conflict = Conflict(
        id="c", order_id=ORDER.id, entity="orders", row_id=ORDER.id, group="money", base="{}",
        mine="{}", theirs="{}", author_id="a", acted_at=NOW, operation_id="o", owner_id="me",
        raised_at=NOW - timedelta(hours=9),
    )  # fmt: skip
    for state in ("open", "cancelled"):
        facts = OrderFacts(order=an_order(state=state), conflicts=(conflict,))
        (found,) = warnings_of(facts, "W49")
        assert (found.level.value, found.entity, found.owner_id) == (RED, "conflicts", "me")
