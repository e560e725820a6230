"""Warnings over many orders: suppliers, lanes, currencies, papers; complaints and missing papers.

The lines are those of domain.md 6.
"""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

import msgspec
import pytest

from sync.domain.attachments import Attachment
from sync.domain.dates import WEEKDAYS, Calendars
from sync.domain.early_warnings import settings_of
from sync.domain.exceptions import ExceptionState, OrderException, Severity
from sync.domain.facts import OrderFacts
from sync.domain.letters_of_credit import LetterOfCredit
from sync.domain.nodes import NodeInstance, NodeState
from sync.domain.orders import OrderState, PaymentTerm
from sync.domain.receipts import Receipt
from sync.domain.settings import ConfigItem
from sync.domain.warning_company import find_company_warnings
from sync.domain.warning_rules import find_warnings
from sync.store import process_files
from sync.store.warning_files import load_warning_settings
from tests.builders import a_line, a_shipment, an_id, an_order

TODAY = date(2026, 5, 14)
NOW = datetime(2026, 5, 14, 7, tzinfo=UTC)
CALENDARS = Calendars(company=WEEKDAYS, bank=WEEKDAYS)
SETTINGS = load_warning_settings()
PROCESS = process_files.process_of(max(process_files.processes()))


def day(count: int) -> date:
    return TODAY + timedelta(days=count)


def company(orders, *, settings=SETTINGS):
    found = find_company_warnings(orders, calendars=CALENDARS, today=TODAY, settings=settings)
    return {each.id: each for each in found}


def own(facts, *, settings=SETTINGS):
    found = find_warnings(facts, calendars=CALENDARS, now=NOW, settings=settings, process=PROCESS)
    return {each.id: each for each in found}


def level(found, rule):
    return found[rule].level.value if rule in found else None


def a_delivery(number, *, promised, came):
    order = an_order(id=an_id(f"delivery {number}"), production_finish_on=promised)
    line = a_line(order_id=order.id, supplier_id="mill")
    moment = came and datetime.combine(came, time(4), UTC)
    node = NodeInstance(
        id=an_id(), order_id=order.id, subject_id=order.id, node="N10",
        state=NodeState.DONE if came else NodeState.IN_PROGRESS, finished_at=moment,
    )  # fmt: skip
    return OrderFacts(order=order, lines=(line,), nodes=(node,))


@pytest.mark.parametrize(
    ("deliveries", "late", "told"),
    [(20, 1, None), (20, 2, "warning"), (20, 3, "warning"), (20, 4, "urgent"), (4, 4, None),
     (5, 1, "urgent")],
)  # fmt: skip
def test_a_supplier_who_delivers_late_is_warned_about(deliveries, late, told):
    orders = [
        a_delivery(n, promised=day(-30), came=day(-29 if n < late else -31))
        for n in range(deliveries)
    ]
    found = company(orders)
    assert level(found, "W14") == told
    if told:
        assert found["W14"].row_id == "mill"
        assert (found["W14"].facts["late"], found["W14"].facts["deliveries"]) == (late, deliveries)


def test_deliveries_count_while_they_are_due_and_of_the_last_six_months():
    overdue = [a_delivery(n, promised=day(-1), came=None) for n in range(5)]
    ahead = [a_delivery(n, promised=TODAY, came=None) for n in range(5)]
    old = [a_delivery(n, promised=day(-184), came=day(-100)) for n in range(5)]
    assert level(company(overdue), "W14") == "urgent"
    assert level(company(ahead), "W14") is None
    assert level(company(old), "W14") is None


def a_booking(number, *, rolled=False, etd=-20):
    order = an_order(id=an_id(f"booking {number}"))
    shipment = a_shipment(
        id=an_id(f"voyage {number}"), order_id=order.id, load_port="CNNGB",
        discharge_port="DEHAM", carrier="MSC", booking_no="B1", promised_etd=day(etd),
    )  # fmt: skip
    trouble = OrderException(
        id=an_id(), order_id=order.id, subject_id=shipment.id, exception_code="L12",
        title="rolled", severity=Severity.S3,
    )  # fmt: skip
    return OrderFacts(order=order, shipments=(shipment,), exceptions=(trouble,) if rolled else ())


@pytest.mark.parametrize(
    ("booked", "rolled", "told"),
    [(21, 1, None), (20, 1, "warning"), (20, 3, "warning"), (20, 4, "urgent"), (4, 4, None)],
)
def test_a_lane_on_which_a_carrier_rolls_is_warned_about(booked, rolled, told):
    found = company([a_booking(n, rolled=n < rolled) for n in range(booked)])
    assert level(found, "W18") == told
    if told:
        facts = found["W18"].facts
        assert (facts["load"], facts["discharge"], facts["carrier"]) == ("CNNGB", "DEHAM", "MSC")


def test_bookings_of_more_than_ninety_days_ago_count_no_more():
    assert level(company([a_booking(n, rolled=True, etd=-91) for n in range(9)]), "W18") is None


def lines(**said):
    items = [ConfigItem(id=key, key=key, value=value) for key, value in said.items()]
    return settings_of(items, defaults=SETTINGS)


@pytest.mark.parametrize(
    ("hedged", "told"), [("500", None), ("490", "warning"), ("400", "warning"), ("390", "urgent")]
)
def test_what_is_open_in_a_currency_is_measured_by_the_policy(hedged, told):
    order = an_order(id=an_id("open"), signed_on=day(-9), currency="USD")
    line = a_line(order_id=order.id, quantity=Decimal(100), unit_price=Decimal(10))
    had = Receipt(
        id=an_id(), order_id=order.id, amount=Decimal(100), currency="USD", received_on=day(-2)
    )
    facts = OrderFacts(order=order, lines=(line,), receipts=(had,))
    policy = lines(**{"fx.limit.USD": "500", "fx.hedged.USD": hedged})
    found = company([facts], settings=policy)
    assert level(found, "W35") == told
    assert level(company([facts]), "W35") is None
    ended = msgspec.structs.replace(order, state=OrderState.CLOSED)
    assert "W35" not in company([msgspec.structs.replace(facts, order=ended)], settings=policy)


def a_presentation(number, *, fails=False):
    order = an_order(id=an_id(f"papers {number}"))
    shipment = a_shipment(id=an_id(f"set {number}"), order_id=order.id, presented_on=day(-number))
    trouble = OrderException(
        id=an_id(), order_id=order.id, exception_code="D21", title="discrepant",
        severity=Severity.S2,
    )  # fmt: skip
    return OrderFacts(order=order, shipments=(shipment,), exceptions=(trouble,) if fails else ())


@pytest.mark.parametrize(
    ("failed", "told"), [(1, None), (2, "warning"), (3, "warning"), (4, "urgent")]
)
def test_papers_that_pass_less_often_are_warned_about(failed, told):
    sets = [a_presentation(n, fails=n < failed) for n in range(20)]
    assert level(company(sets), "W52") == told
    assert level(company(sets[1:]), "W52") is None
    older = [a_presentation(n, fails=True) for n in range(20, 30)]
    assert level(company([*sets, *older]), "W52") == told


@pytest.mark.parametrize(
    ("days", "told"), [(3, None), (4, "watch"), (7, "watch"), (8, "warning"), (21, "warning"),
                       (22, "urgent")],
)  # fmt: skip
def test_a_complaint_that_ages_is_warned_about(days, told):
    order = an_order(id=an_id("complained of"), signed_on=day(-90))
    asked = datetime.combine(day(-days), time(4), UTC)
    given = OrderException(
        id=an_id("complaint"), order_id=order.id, exception_code="C23", title="Scratched",
        severity=Severity.S3, is_complaint=True, created_at=asked,
    )  # fmt: skip
    facts = OrderFacts(order=order, exceptions=(given,))
    found = own(facts)
    assert level(found, "W45") == told
    for other in (
        msgspec.structs.replace(given, state=ExceptionState.CLOSED),
        msgspec.structs.replace(given, is_complaint=False),
    ):
        assert "W45" not in own(msgspec.structs.replace(facts, exceptions=(other,)))


def a_credit_order(expires: int, *files: str) -> OrderFacts:
    order = an_order(id=an_id("credit"), payment_term=PaymentTerm.LC_S, signed_on=day(-60))
    shipment = a_shipment(id=an_id("credited"), order_id=order.id, on_board_on=day(-2))
    credit = LetterOfCredit(
        id=an_id(), order_id=order.id, number="LC1", received_on=day(-50), expiry_on=day(expires)
    )
    attached = tuple(
        Attachment(
            id=an_id(), order_id=order.id, subject_id=shipment.id, item=item, name="a.pdf",
            size_bytes=1, sha256="0" * 64, added_by="x", added_at=NOW,
        )
        for item in files
    )  # fmt: skip
    return OrderFacts(
        order=order, shipments=(shipment,), letters_of_credit=(credit,), attachments=attached
    )


ALL_PAPERS = ("N16-06", "N18-01", "N18-02", "N17-07", "N13-06")


@pytest.mark.parametrize(
    ("expires", "told"), [(12, None), (11, "warning"), (5, "warning"), (4, "urgent")]
)
def test_papers_missing_near_a_presentation_are_warned_about(expires, told):
    assert level(own(a_credit_order(expires)), "W28") == told
    assert level(own(a_credit_order(expires, *ALL_PAPERS)), "W28") is None


def test_the_first_missing_paper_is_named():
    (found,) = [own(a_credit_order(4, "N16-06", "N18-01"))["W28"]]
    assert (found.facts["first"], found.facts["missing"]) == ("N18-02", 1)
    hidden = msgspec.structs.replace(a_credit_order(4), hidden=frozenset({"attachments"}))
    assert "W28" not in own(hidden)


def test_nothing_is_told_from_what_is_hidden():
    """That nobody sees a trouble, an invoice or a node does not say that there is none."""
    rolled = [a_booking(n, rolled=True) for n in range(9)]
    late = [a_delivery(n, promised=day(-30), came=None) for n in range(9)]
    failed = [a_presentation(n, fails=True) for n in range(20)]
    for orders, rule, noun in (
        (rolled, "W18", "exceptions"),
        (late, "W14", "nodes"),
        (failed, "W52", "exceptions"),
    ):
        assert rule in company(orders)
        unseen = [msgspec.structs.replace(each, hidden=frozenset({noun})) for each in orders]
        assert rule not in company(unseen)
