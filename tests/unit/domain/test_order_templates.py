"""Which template is offered first for an order."""

from sync.domain.order_templates import fitting
from sync.domain.orders import PaymentTerm
from sync.store import template_files
from tests.builders import an_order

SHIPPED = template_files.shipped()


def _best(**fields):
    found = fitting(SHIPPED, an_order(**fields))
    return found and found.name_en


def test_the_template_that_says_what_the_order_says_is_offered_first():
    assert _best(payment_term=PaymentTerm.LC_S, transport_mode="SEA") == "Sea FCL, L/C at sight"
    assert _best(payment_term=PaymentTerm.OA, transport_mode="SEA") == "Sea, open account"
    air = _best(payment_term=PaymentTerm.TT_100, transport_mode="AIR", incoterm="FCA")
    assert air == "Air, full payment in advance"


def test_without_templates_none_is_offered():
    assert fitting([], an_order()) is None
