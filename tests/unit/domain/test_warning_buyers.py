"""Warnings over all orders of a buyer: limit, slower payment, concentration."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from sync.domain.dates import WEEKDAYS, Calendars
from sync.domain.early_warnings import WarningSettings
from sync.domain.facts import OrderFacts
from sync.domain.orders import Order
from sync.domain.partners import Partner
from sync.domain.shipments import Shipment
from sync.domain.warning_company import find_company_warnings

ROOT = Path(__file__).parents[3]
SETTINGS = msgspec.json.decode(
    (ROOT / "resources" / "warnings" / "v1.json").read_bytes(), type=WarningSettings
)
TODAY = date(2026, 5, 14)
ORDER = "0" * 32


CALENDARS = Calendars(company=WEEKDAYS, bank=WEEKDAYS)


def day(count: int) -> date:
    return TODAY + timedelta(days=count)


def a_shipment(number: int = 1, order_id: str = ORDER, **fields: object) -> Shipment:
    identifier = f"{order_id[:8]}{number:024x}"
    return Shipment(id=identifier, order_id=order_id, number=number, **fields)


def an_account_order(number: int, buyer: str, *shipments: Shipment, **fields: object) -> OrderFacts:
    partner = Partner(
        id=buyer, name=buyer, kinds="buyer", credit_limit=Decimal(1000), credit_currency="USD"
    )
    order = Order(
        id=f"{number:032x}", buyer_id=buyer, owner_id="s",
        **{"payment_term": "OA", "credit_days": 30, **fields},
    )  # fmt: skip
    return OrderFacts(order=order, buyer=partner, shipments=shipments)


def portfolio(*orders: OrderFacts) -> dict[tuple[str, str], str]:
    found = find_company_warnings(orders, calendars=CALENDARS, today=TODAY, settings=SETTINGS)
    return {(each.id, each.row_id): each.level.value for each in found}


@pytest.mark.parametrize(
    ("coming", "level"),
    [("200", None), ("200.01", "warning"), ("400", "warning"), ("400.01", "urgent")],
)
def test_a_shipment_to_come_counts_against_the_limit(coming: str, level: str | None):
    owed = a_shipment(1, on_board_on=day(-3), invoice_amount=Decimal(600))
    paid = a_shipment(2, on_board_on=day(-3), invoice_amount=Decimal(999), paid_on=TODAY)
    ahead = a_shipment(3, invoice_amount=Decimal(coming))
    found = portfolio(an_account_order(1, "b", owed, paid), an_account_order(2, "b", ahead))
    assert found.get(("W09", ahead.id)) == level


def test_other_money_is_not_added_to_a_limit():
    owed = a_shipment(1, on_board_on=day(-3), invoice_amount=Decimal(5000))
    assert ("W09", "b") in portfolio(an_account_order(1, "b", owed))
    assert ("W09", "b") not in portfolio(an_account_order(1, "b", owed, currency="JPY"))


@pytest.mark.parametrize(
    ("late", "level"),
    [((3, 3, 3, 3, 3), None), ((3, 3, 3, 3, 4), "warning"), ((10, 10, 10, 10, 10), "warning"),
     ((10, 10, 10, 10, 11), "urgent"), ((30, 30, 30, 30), None)],
)  # fmt: skip
def test_a_buyer_who_pays_slower_is_warned_about(late: tuple[int, ...], level: str | None):
    due = date(2026, 5, 4)
    shipments = [
        a_shipment(n, on_board_on=day(-60), due_on=due, paid_on=due + timedelta(days=days))
        for n, days in enumerate(late)
    ]
    given = an_account_order(1, "b", *shipments, state="closed")
    assert portfolio(given).get(("W33", "b")) == level


@pytest.mark.parametrize(
    ("own", "level"), [(25, None), (26, "warning"), (40, "warning"), (41, "urgent")]
)
def test_a_buyer_who_owes_most_of_it_is_warned_about(own: int, level: str | None):
    mine = a_shipment(1, on_board_on=TODAY, invoice_amount=Decimal(own))
    others = a_shipment(2, on_board_on=TODAY, invoice_amount=Decimal(100 - own))
    found = portfolio(an_account_order(1, "a", mine), an_account_order(2, "b", others))
    assert found.get(("W34", "a")) == level


def test_what_is_told_does_not_depend_on_the_order_of_orders():
    orders = [
        an_account_order(
            n, f"b{n % 2}", a_shipment(n, on_board_on=day(-3), invoice_amount=Decimal(900 * n))
        )
        for n in range(6)
    ]
    asked = {"calendars": CALENDARS, "today": TODAY, "settings": SETTINGS}
    assert find_company_warnings(orders, **asked) == find_company_warnings(orders[::-1], **asked)
