"""Limits of the letter of credit, of sailing and of money: the vectors of the trade."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from sync.domain.dates import WEEKDAYS, Calendar, Calendars
from sync.domain.deadlines import (
    bank_decision_by,
    deadlines,
    earliest_limit,
    latest_presentation,
    latest_shipment,
    next_deadline,
    presentation_target,
)
from sync.domain.facts import OrderFacts
from sync.domain.letters_of_credit import LetterOfCredit
from sync.domain.orders import Order, OrderState, PaymentTerm
from sync.domain.receipts import Receipt
from sync.domain.shipments import Customs, Shipment

BANK = Calendar(closed=frozenset({date(2027, 1, 1)}))
CALENDARS = Calendars(company=WEEKDAYS, bank=BANK)
NOW = datetime(2026, 12, 1, 2, tzinfo=UTC)


def credit(**fields) -> LetterOfCredit:
    return LetterOfCredit(id="lc", order_id="o", **fields)


def facts(term: PaymentTerm = PaymentTerm.LC_S, **lists) -> OrderFacts:
    order = Order(id="o", buyer_id="b", owner_id="u", payment_term=term)
    return OrderFacts(order=order, **lists)


def by_code(found: OrderFacts, now: datetime = NOW):
    return {each.code: each for each in deadlines(found, CALENDARS, now)}


@pytest.mark.parametrize(
    ("shipped", "period", "expiry", "latest"),
    [
        (date(2026, 12, 8), 15, date(2026, 12, 31), date(2026, 12, 23)),
        (date(2026, 12, 8), None, date(2026, 12, 31), date(2026, 12, 29)),
        (date(2026, 12, 11), 21, date(2027, 1, 1), date(2027, 1, 4)),
        (date(2026, 12, 8), 21, date(2026, 12, 20), date(2026, 12, 21)),
        (date(2026, 12, 8), None, None, date(2026, 12, 29)),
    ],
)
def test_papers_are_due_by_the_earlier_of_period_and_expiry(shipped, period, expiry, latest):
    lc = credit(presentation_days=period, expiry_on=expiry)
    assert latest_presentation(lc, shipped, BANK) == latest


def test_without_a_transport_original_only_the_expiry_counts():
    lc = credit(expiry_on=date(2026, 12, 31))
    found = latest_presentation(lc, date(2026, 11, 1), BANK, has_transport_original=False)
    assert found == date(2026, 12, 31)


def test_latest_shipment_on_a_saturday_is_not_rolled():
    lc = credit(latest_shipment_on=date(2026, 12, 12))
    assert latest_shipment(lc) == date(2026, 12, 12)
    found = facts(letters_of_credit=(lc,))
    assert earliest_limit(found) == date(2026, 12, 12)


def test_expiry_is_the_latest_shipment_where_44c_is_absent():
    assert latest_shipment(credit(expiry_on=date(2026, 12, 31))) == date(2026, 12, 31)


def test_other_terms_have_no_latest_shipment():
    lc = credit(latest_shipment_on=date(2026, 12, 12))
    assert earliest_limit(facts(PaymentTerm.OA, letters_of_credit=(lc,))) is None


def test_the_bank_decides_within_five_banking_days():
    assert bank_decision_by(date(2026, 12, 14), BANK) == date(2026, 12, 21)


@pytest.mark.parametrize(
    ("place", "target"),
    [
        ("", date(2026, 12, 24)),
        ("Shanghai, China", date(2026, 12, 24)),
        ("Hamburg", date(2026, 12, 17)),
    ],
)
def test_our_own_target_is_earlier_and_earlier_still_abroad(place, target):
    lc = credit(expiry_on=date(2026, 12, 31), expiry_place=place)
    assert presentation_target(lc, date(2026, 12, 8), BANK) == target


def test_cut_offs_keep_their_moment_and_are_met_by_what_was_sent():
    soon = NOW + timedelta(hours=30)
    shipment = Shipment(
        id="s",
        order_id="o",
        si_cutoff_at=soon,
        vgm_cutoff_at=soon,
        customs_cutoff_at=soon,
        vgm_sent_at=NOW,
        customs=Customs.RELEASED,
    )
    found = by_code(facts(shipments=(shipment,)))
    assert (found["si_cutoff"].at, found["si_cutoff"].slack) == (soon, 1)
    assert [found[code].is_done for code in ("si_cutoff", "vgm_cutoff", "customs_cutoff")] == [
        False,
        True,
        True,
    ]


def test_a_cut_off_falls_on_the_offices_day():
    late = datetime(2026, 12, 1, 17, tzinfo=UTC)
    shipment = Shipment(id="s", order_id="o", cy_closing_at=late)
    assert by_code(facts(shipments=(shipment,)))["cy_closing"].day == date(2026, 12, 2)


def test_latest_shipment_is_measured_against_the_expected_sailing():
    lc = credit(latest_shipment_on=date(2026, 12, 20), expiry_on=date(2027, 1, 15))
    shipment = Shipment(id="s", order_id="o", etd=date(2026, 12, 24))
    found = by_code(facts(shipments=(shipment,), letters_of_credit=(lc,)))
    last = found["latest_shipment"]
    assert (last.slack, last.has_forecast, last.is_done) == (-4, True, False)
    assert found["latest_presentation"].day == date(2027, 1, 14)
    assert (
        next_deadline(
            deadlines(facts(shipments=(shipment,), letters_of_credit=(lc,)), CALENDARS, NOW)
        )
        == last
    )


def test_money_and_its_declaration_have_their_days():
    shipment = Shipment(id="s", order_id="o", on_board_on=date(2026, 10, 1))
    receipt = Receipt(id="r", order_id="o", confirmed_on=date(2026, 11, 30))
    order = Order(id="o", buyer_id="b", owner_id="u", payment_term=PaymentTerm.OA, credit_days=60)
    found = by_code(OrderFacts(order=order, shipments=(shipment,), receipts=(receipt,)))
    assert (found["payment_due"].day, found["payment_due"].slack) == (date(2026, 11, 30), -1)
    assert found["bop_declaration"].day == date(2026, 12, 7)


def test_a_deposit_is_due_until_it_is_covered():
    order = Order(
        id="o",
        buyer_id="b",
        owner_id="u",
        signed_on=date(2026, 11, 27),
        quote_valid_until=date(2026, 12, 10),
    )
    found = by_code(OrderFacts(order=order))
    assert (found["deposit_due"].day, found["deposit_due"].is_done) == (date(2026, 12, 4), False)
    assert found["quote_validity"].is_done
    paid = Receipt(id="r", order_id="o", amount=Decimal(1), confirmed_on=date(2026, 12, 1))
    assert by_code(OrderFacts(order=order, receipts=(paid,)))["deposit_due"].is_done


def test_a_bank_that_has_the_papers_has_its_own_limit():
    lc = credit(expiry_on=date(2026, 12, 31))
    shipment = Shipment(
        id="s", order_id="o", on_board_on=date(2026, 12, 8), presented_on=date(2026, 12, 14)
    )
    found = by_code(facts(shipments=(shipment,), letters_of_credit=(lc,)))
    assert found["latest_presentation"].is_done
    assert (found["bank_decision"].day, found["bank_decision"].is_done) == (
        date(2026, 12, 21),
        False,
    )


@pytest.mark.parametrize("state", [OrderState.LOST, OrderState.CANCELLED])
def test_an_order_that_came_to_nothing_has_no_limits(state):
    order = Order(
        id="o", buyer_id="b", owner_id="u", state=state, quote_valid_until=date(2026, 12, 10)
    )
    assert deadlines(OrderFacts(order=order), CALENDARS, NOW) == ()
