"""Which orders are big: from an amount on that the company sets, in the table's currency."""

from collections.abc import Callable
from decimal import Decimal

import msgspec

from sync.domain.authority import Table, in_table_currency
from sync.domain.charters import THRESHOLD
from sync.domain.facts import OrderFacts
from sync.domain.ids import Id, row_id
from sync.domain.payments import amount_of
from sync.domain.records import Row
from sync.store import authority_files

SETTING = "charter.threshold"
"""The configuration key of the amount; "off" where no order is a big one."""
Get = Callable[[str, Id], Row | None]


class Measure(msgspec.Struct, frozen=True):
    """The amount from which an order is big, None for never, and the table with the rates."""

    threshold: Decimal | None
    table: Table

    def marked(self, facts: OrderFacts) -> OrderFacts:
        """Return the facts with whether the order is a big one, as far as its amount is seen."""
        if self.threshold is None or not facts.lines:
            return facts
        told = in_table_currency(self.table, amount_of(facts), facts.order.currency)
        is_big = told is not None and told >= self.threshold
        return msgspec.structs.replace(facts, is_big=True) if is_big else facts


def measure(get: Get) -> Measure:
    """Return the company's measure from its settings."""
    said = _setting(get, SETTING)
    threshold = Decimal(said) if said.isdecimal() else THRESHOLD
    wanted = _setting(get, "authority")
    row = get("config_items", row_id("config", f"{authority_files.KEY}{wanted or 0}"))
    if row is not None:
        table = authority_files.read_table(str(row["value"]))
    else:
        known = authority_files.shipped()
        table = known[max(known)]
    return Measure(None if said == "off" else threshold, table)


def _setting(get: Get, key: str) -> str:
    row = get("config_items", row_id("config", key))
    return "" if row is None else str(row["value"])
