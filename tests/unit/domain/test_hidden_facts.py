"""What somebody does not see neither closes a gate nor warns: its absence says nothing."""

from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest

from sync.domain.facts import OrderFacts
from sync.domain.orders import PaymentTerm
from sync.domain.people import Role
from sync.domain.projections import projection_of
from sync.domain.warning_rules import find_warnings
from sync.store import permission_files
from sync.store.warning_files import load_warning_settings
from tests.builders import NOW, a_line, a_shipment, an_order, the_rules

LONG_AGO = date(2026, 3, 2) - timedelta(days=60)


def hidden_from(*roles: Role) -> frozenset[str]:
    return projection_of(frozenset(roles), permission_files.load_permissions()).names


def warned(facts: OrderFacts) -> set[str]:
    found = find_warnings(
        facts, calendars=the_rules().calendars, now=NOW, settings=load_warning_settings()
    )
    return {each.id for each in found}


@pytest.mark.parametrize(
    ("term", "rule", "blind"),
    [
        (PaymentTerm.TT_DB, "W04", Role.LOG),
        (PaymentTerm.LC_S, "W05", Role.QC),
    ],
)
def test_what_is_hidden_is_not_said_to_be_missing(term, rule, blind):
    order = an_order(payment_term=term, deposit_percent=Decimal(30), signed_on=LONG_AGO)
    soon = a_shipment(order_id=order.id, committed_ship_on=date(2026, 3, 10))
    line = a_line(order_id=order.id, unit_price=Decimal(9))
    facts = OrderFacts(order=order, lines=(line,), shipments=(soon,))
    assert rule in warned(msgspec.structs.replace(facts, hidden=hidden_from(Role.MGR)))
    assert rule not in warned(msgspec.structs.replace(facts, hidden=hidden_from(blind)))
