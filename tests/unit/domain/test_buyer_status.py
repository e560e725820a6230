"""What a buyer is told: no name of ours, no price, whatever people typed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.domain.buyer_status import Standing, status_text
from sync.domain.facts import OrderFacts
from sync.store.process_files import process_of
from tests.builders import a_line, a_shipment, a_user, an_order, rewritten

TODAY = date(2026, 3, 2)
PEOPLE = (a_user("wanglei", "SR", name_zh="王蕾", name_en="Lei Wang"),)
ORDER = an_order(order_no="SO26-0001", buyer_po="PO-77", goods="Bamboo box")
LINE = a_line(quantity=Decimal(1200), unit_price=Decimal("3.10"))
SHIPMENT = a_shipment(number=1, load_port="CNNGB", vessel="Ever Given", etd=date(2026, 3, 9))
SECRETS = ("王蕾", "Lei Wang", "wanglei", "3.10", "3,720.00", "3720.00", "USD 3.1", "€4")


def text_of(order=ORDER, shipment=SHIPMENT):
    facts = OrderFacts(order=order, lines=(LINE,), shipments=(shipment,))
    standing = Standing(facts=facts, process=process_of(1), current=None, today=TODAY)
    return status_text(standing, PEOPLE)


@pytest.mark.system("D10")
def test_the_text_says_where_the_order_is_and_nothing_of_ours():
    said = text_of()
    assert said.splitlines() == [
        "Order SO26-0001: status as of 2 Mar 2026",
        "Your order: PO-77",
        "Goods: Bamboo box",
        "Stage: completed",
        "Shipment: CNNGB, Ever Given, planned to sail 9 Mar 2026",
    ]


@pytest.mark.system("D10")
@settings(max_examples=60, deadline=None)
@given(
    secret=st.sampled_from(SECRETS),
    field=st.sampled_from(("goods", "buyer_po")),
    around=st.sampled_from(("{}", "box {}", "{} box", "ask {}, please", "({})")),
)
def test_a_name_or_a_price_that_somebody_typed_never_goes_out(secret, field, around):
    said = text_of(rewritten(ORDER, {field: around.format(secret)}))
    assert secret.casefold() not in said.casefold()
    assert "Stage: completed" in said
    vessel = text_of(shipment=rewritten(SHIPMENT, {"vessel": around.format(secret)}))
    assert secret.casefold() not in vessel.casefold()


def test_figures_that_are_no_prices_stay():
    assert "13.10 m boards" in text_of(rewritten(ORDER, {"goods": "13.10 m boards"}))
