"""When money is due, and whether enough of it is in."""

from datetime import date
from decimal import Decimal

import pytest

from sync.domain.dates import WEEKDAYS, Calendar
from sync.domain.facts import OrderFacts
from sync.domain.orders import Order, OrderLine, PaymentTerm
from sync.domain.payments import (
    advance_required,
    confirmed_total,
    deposit_due,
    due_date,
    due_day,
    is_covered,
    overdue_days,
    release_required,
    short_tolerance,
)
from sync.domain.receipts import Receipt, ReceiptAllocation
from sync.domain.shipments import Shipment

BANK = Calendar(closed=frozenset(date(2027, 2, day) for day in range(5, 12)))


def order(term: PaymentTerm, **fields) -> Order:
    return Order(id="o", buyer_id="b", owner_id="u", payment_term=term, **fields)


def shipment(**fields) -> Shipment:
    return Shipment(id=fields.pop("id", "s"), order_id="o", **fields)


def facts(term: PaymentTerm = PaymentTerm.TT_DB, *, amount: str = "10000", **lists) -> OrderFacts:
    line = OrderLine(
        id="l", order_id="o", position="a", quantity=Decimal(1), unit_price=Decimal(amount)
    )
    fields = {"deposit_percent": Decimal(30)}
    return OrderFacts(order=order(term, **fields), lines=(line,), **lists)


def receipt(amount: str, **fields) -> Receipt:
    values = {"id": "r", "order_id": "o", "confirmed_on": date(2026, 10, 1), **fields}
    return Receipt(amount=Decimal(amount), **values)


ABOARD = date(2026, 12, 8)


@pytest.mark.parametrize(
    ("terms", "ship", "day", "rolled"),
    [
        (
            {"term": PaymentTerm.OA, "credit_days": 60},
            {"on_board_on": ABOARD},
            date(2027, 2, 6),
            date(2027, 2, 12),
        ),
        (
            {"term": PaymentTerm.OA, "credit_days": 90},
            {"on_board_on": ABOARD},
            date(2027, 3, 8),
            date(2027, 3, 8),
        ),
        (
            {"term": PaymentTerm.OA, "credit_days": 30, "credit_from": "eom"},
            {"on_board_on": ABOARD},
            date(2027, 1, 30),
            date(2027, 2, 1),
        ),
        (
            {"term": PaymentTerm.LC_U, "credit_days": 60},
            {"on_board_on": date(2002, 5, 12)},
            date(2002, 7, 11),
            date(2002, 7, 11),
        ),
        (
            {"term": PaymentTerm.DA, "credit_days": 30, "credit_from": "acceptance"},
            {"accepted_on": date(2026, 12, 1)},
            date(2026, 12, 31),
            date(2026, 12, 31),
        ),
        (
            {"term": PaymentTerm.LC_U, "credit_days": 30, "credit_from": "sight"},
            {"presented_on": date(2026, 12, 1)},
            date(2026, 12, 31),
            date(2026, 12, 31),
        ),
        (
            {"term": PaymentTerm.LC_S},
            {"presented_on": date(2026, 12, 14)},
            date(2026, 12, 30),
            None,
        ),
        ({"term": PaymentTerm.DP}, {"presented_on": date(2026, 12, 14)}, date(2026, 12, 28), None),
        (
            {"term": PaymentTerm.TT_DB},
            {"copy_sent_on": date(2026, 12, 14)},
            date(2026, 12, 21),
            None,
        ),
        (
            {"term": PaymentTerm.TT_DB, "balance_before_shipment": True},
            {"etd": date(2026, 12, 11)},
            date(2026, 12, 8),
            None,
        ),
        (
            {"term": PaymentTerm.OA, "credit_days": 60},
            {"due_on": date(2026, 12, 1)},
            date(2026, 12, 1),
            None,
        ),
        ({"term": PaymentTerm.OA}, {"on_board_on": ABOARD}, None, None),
        ({"term": PaymentTerm.DP}, {}, None, None),
    ],
)
def test_each_term_has_its_due_date(terms, ship, day, rolled):
    found = order(**terms)
    sent = shipment(**ship)
    assert due_day(found, sent, BANK) == day
    assert due_date(found, sent, BANK) == (rolled or day)


def test_a_deposit_is_due_a_week_after_signing_on_a_bank_day():
    signed = order(PaymentTerm.TT_DB, signed_on=date(2026, 10, 3))
    assert deposit_due(signed, WEEKDAYS) == date(2026, 10, 12)
    assert deposit_due(order(PaymentTerm.OA, signed_on=date(2026, 10, 3)), WEEKDAYS) is None


def test_days_overdue_count_from_the_rolled_day():
    assert overdue_days(date(2027, 2, 12), date(2027, 2, 15)) == 3


def test_only_confirmed_money_in_the_orders_currency_counts():
    receipts = (
        receipt("3000"),
        receipt("500", id="q", confirmed_on=None),
        receipt("700", id="p", currency="EUR"),
    )
    assert confirmed_total(facts(receipts=receipts)) == Decimal("3000.00")


def test_of_a_shared_receipt_only_this_orders_share_counts():
    parts = (
        ReceiptAllocation(id="1", order_id="o", receipt_id="r", amount=Decimal(1200)),
        ReceiptAllocation(id="2", order_id="x", receipt_id="r", amount=Decimal(1800)),
    )
    found = facts(receipts=(receipt("3000", order_id="x"),), allocations=parts)
    assert confirmed_total(found) == Decimal("1200.00")


@pytest.mark.parametrize(
    ("required", "currency", "tolerance"),
    [("3000", "USD", "15.00"), ("26800", "USD", "50"), ("26800", "EUR", "134.00")],
)
def test_bank_charges_may_eat_the_smaller_of_two_tolerances(required, currency, tolerance):
    assert short_tolerance(Decimal(required), currency) == Decimal(tolerance)


@pytest.mark.parametrize(("amount", "covered"), [("2985.00", True), ("2984.99", False)])
def test_a_deposit_is_covered_within_the_tolerance(amount, covered):
    found = facts(receipts=(receipt(amount),))
    assert advance_required(found) == Decimal("3000.00")
    assert is_covered(found, Decimal(3000)) is covered


def test_an_advance_is_the_whole_amount_and_unknown_without_one():
    assert advance_required(facts(PaymentTerm.TT_100)) == Decimal("10000.00")
    assert advance_required(facts(amount="0")) is None


def test_one_shipment_does_not_use_up_the_deposit_of_the_next():
    first = shipment(id="s", number=1, invoice_amount=Decimal(5000))
    second = shipment(id="t", number=2, invoice_amount=Decimal(5000))
    found = facts(shipments=(first, second))
    assert release_required(found, first) == Decimal("6500.00")
    assert release_required(found, second) == Decimal("10000.00")


def test_without_an_invoice_the_whole_order_must_be_paid():
    sent = shipment()
    assert release_required(facts(shipments=(sent,)), sent) == Decimal("10000.00")
