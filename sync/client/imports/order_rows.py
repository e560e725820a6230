"""One row of an order sheet as fields of ours: what belongs to the order, and what to its line."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import cache

import msgspec

from sync.client.imports.cells import (
    DayOrder,
    clean_text,
    needed_text,
    parse_amount,
    parse_day,
    parse_quantity,
)
from sync.client.imports.order_columns import LINE_COLUMNS, ORDER_COLUMNS, ColumnMap
from sync.client.imports.order_terms import (
    Fields,
    parse_currency,
    parse_hs_code,
    parse_incoterm,
    parse_mode,
    parse_payment,
    parse_percent,
)
from sync.client.imports.scms_lines import find_country
from sync.client.imports.sheets import Line
from sync.domain.countries import folded
from sync.domain.money import EXACT, round_amount
from sync.domain.records import plain
from sync.domain.refusals import refuse

_NEEDED = frozenset(("buyer", "quantity", "unit_price"))
Parse = Callable[[str, str], Fields]


class OrderRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row that can be used. `buyer` and `supplier` are names; the rest is as columns hold it."""

    number: int
    cells: tuple[str, ...]
    order: Fields
    line: Fields


def order_key(cells: Mapping[str, str], column_map: ColumnMap) -> str:
    """Return what the rows of one order share: the buyer, and the order number or the PO."""
    buyer = needed_text(cells.get("buyer", ""), _heading(column_map, "buyer"))
    number = clean_text(cells.get("order_no", ""), _heading(column_map, "order_no"))
    if not number:
        own = "order_no" if "order_no" in column_map.columns else "buyer_po"
        number = needed_text(cells.get("buyer_po", ""), _heading(column_map, own))
    return f"{folded(buyer) or buyer}\x1f{number}"


def parse_row(line: Line, cells: Mapping[str, str], column_map: ColumnMap) -> OrderRow:
    """Return the row; `cells` is by field. Raise Refused naming the column that cannot stand."""
    parsers = _parsers(column_map.dates)
    order = _parsed(cells, ORDER_COLUMNS, parsers, column_map)
    row = _parsed(cells, LINE_COLUMNS, parsers, column_map)
    if not (row.get("description") or row.get("product_code")):
        raise refuse("import_cell_empty", column=_heading(column_map, "description"))
    _check_amount(order, row, _heading(column_map, "amount"))
    row.pop("amount", None)
    return OrderRow(number=line.number, cells=line.cells, order=order, line=row)


def _parsed(
    cells: Mapping[str, str],
    fields: Mapping[str, object],
    parsers: Mapping[str, Parse],
    column_map: ColumnMap,
) -> Fields:
    found: Fields = {}
    for field in fields:
        text = cells.get(field, "").strip()
        if text:
            found |= parsers[field](text, _heading(column_map, field))
        elif field in _NEEDED:
            raise refuse("import_cell_empty", column=_heading(column_map, field))
    return found


def _heading(column_map: ColumnMap, field: str) -> str:
    return column_map.columns.get(field, field)


def _check_amount(order: Fields, row: Fields, column: str) -> None:
    """Refuse a row whose amount is not quantity times price, rounded as its currency is paid."""
    if (stated := row.get("amount")) is None:
        return
    product = EXACT.multiply(Decimal(str(row["quantity"])), Decimal(str(row["unit_price"])))
    expected = round_amount(product, str(order.get("currency", "USD")))
    if expected != Decimal(str(stated)):
        raise refuse(
            "import_amount_differs", column=column, text=str(stated), expected=plain(expected)
        )


@cache
def _parsers(dates: DayOrder) -> dict[str, Parse]:
    """Return how each field's text is read."""
    texts: tuple[str, ...] = (
        "order_no",
        "buyer_po",
        "contract_no",
        "buyer",
        "named_place",
        "destination",
    )
    texts += ("line_no", "product_code", "description", "description_zh", "unit", "supplier")
    return {
        **{field: _text(field) for field in (*texts, "note")},
        **{field: _day(field, dates) for field in ("signed_on", "need_on")},
        "buyer_country": lambda text, column: {"buyer_country": find_country(text, column).code},
        "incoterm": parse_incoterm,
        "payment_term": parse_payment,
        "deposit_percent": lambda text, column: {"deposit_percent": parse_percent(text, column)},
        "currency": lambda text, column: {"currency": parse_currency(text, column)},
        "transport_mode": lambda text, column: {"transport_mode": parse_mode(text, column)},
        "hs_code": lambda text, column: {"hs_code": parse_hs_code(text, column)},
        "quantity": lambda text, column: {"quantity": plain(parse_quantity(text, column))},
        "unit_price": lambda text, column: {"unit_price": plain(parse_amount(text, column))},
        "amount": lambda text, column: {"amount": plain(parse_amount(text, column))},
    }


def _text(field: str) -> Parse:
    return lambda text, column: {field: clean_text(text, column)}


def _day(field: str, dates: DayOrder) -> Parse:
    return lambda text, column: {field: parse_day(text, column, dates).isoformat()}
