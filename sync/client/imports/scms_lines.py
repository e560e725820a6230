"""One line of the SCMS export as a record: its columns, and the words that stand for nothing."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache

import msgspec

from sync.client.imports.cells import (
    choose,
    clean_text,
    needed_text,
    parse_amount,
    parse_day,
    parse_quantity,
    shown,
)
from sync.client.imports.code_tables import load_countries
from sync.domain.countries import Country
from sync.domain.refusals import refuse

ID, PROJECT, PQ, PO, ASN = "ID", "Project Code", "PQ #", "PO / SO #", "ASN/DN #"
COUNTRY, MANAGED, FULFIL, TERM = "Country", "Managed By", "Fulfill Via", "Vendor INCO Term"
MODE, QUOTED, ORDERED = "Shipment Mode", "PQ First Sent to Client Date", "PO Sent to Vendor Date"
SCHEDULED, DELIVERED = "Scheduled Delivery Date", "Delivered to Client Date"
RECORDED, GROUP, CLASS = "Delivery Recorded Date", "Product Group", "Sub Classification"
VENDOR, ITEM, BRAND, DOSAGE, FORM = "Vendor", "Item Description", "Brand", "Dosage", "Dosage Form"
PACK, QUANTITY = "Unit of Measure (Per Pack)", "Line Item Quantity"
VALUE, PRICE, SITE = "Line Item Value", "Pack Price", "Manufacturing Site"
WEIGHT, FREIGHT = "Weight (Kilograms)", "Freight Cost (USD)"
INSURANCE = "Line Item Insurance (USD)"
COLUMNS = (
    *(ID, PROJECT, PQ, PO, ASN, COUNTRY, MANAGED, FULFIL, TERM, MODE, QUOTED, ORDERED, SCHEDULED),
    *(DELIVERED, RECORDED, GROUP, CLASS, VENDOR, ITEM, BRAND, DOSAGE, FORM, PACK, QUANTITY, VALUE),
    *(PRICE, SITE, WEIGHT, FREIGHT, INSURANCE),
)
"""The columns read; the export has three more, which say nothing that these do not."""

NO_DATE = frozenset(("", "pre-pq process", "date not captured", "n/a - from rdc", "n/a"))
"""Words that stand where a date would: there was no such step, or nobody noted its day."""

NO_AMOUNT = frozenset(
    (
        "",
        "weight captured separately",
        "freight included in commodity cost",
        "invoiced separately",
        "n/a",
    )
)
"""Words that stand where a weight or a cost would: the figure is not in this file."""

TERMS = {
    **{name.lower(): name for name in ("EXW", "FCA", "FAS", "FOB", "CFR", "CIF", "CPT", "CIP")},
    **{name.lower(): name for name in ("DAP", "DPU", "DDP", "DDU")},
    "n/a - from rdc": "DAP",
}
"""Stock from a regional centre was brought to the client at the seller's cost: DAP says that."""

MODES = {"air": "AIR", "air charter": "AIR", "truck": "ROAD", "ocean": "SEA", "n/a": "", "": ""}
FROM_STOCK, DIRECT = "from rdc", "direct drop"
_FULFILMENTS = {FROM_STOCK: FROM_STOCK, DIRECT: DIRECT}
_ELSEWHERE = re.compile(r"See (\S+) \(ID#:(\d{1,9})\)", re.ASCII)
_ID = re.compile(r"\d{1,9}", re.ASCII)


class Measure(msgspec.Struct, frozen=True, gc=False):
    """A weight or a cost of a line: an amount, or the line that carries it, or only words."""

    amount: Decimal | None = None
    elsewhere: str = ""
    words: str = ""


class ScmsLine(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One line of the export. `fulfilled_from` and the codes are as the tables above say."""

    number: int
    line_id: str
    project: str
    quotation: str
    order_no: str
    shipment_no: str
    country: Country
    managed_by: str
    fulfilled_from: str
    term: str
    term_words: str
    mode: str
    mode_words: str
    quoted_on: date | None
    ordered_on: date | None
    scheduled_on: date | None
    delivered_on: date | None
    recorded_on: date | None
    group: str
    kind: str
    vendor: str
    item: str
    brand: str
    dosage: str
    form: str
    pack: str
    quantity: Decimal
    value: Decimal
    price: Decimal
    site: str
    weight: Measure
    freight: Measure
    insurance: Decimal | None


def parse_line(number: int, cells: Mapping[str, str]) -> ScmsLine:
    """Return the line's record. Raise Refused naming the first column that cannot stand."""
    days = _days(cells)
    return ScmsLine(
        number=number,
        line_id=_line_id(cells[ID]),
        project=_needed(cells, PROJECT),
        quotation=_text(cells, PQ),
        order_no=_needed(cells, PO),
        shipment_no=_needed(cells, ASN),
        country=find_country(cells[COUNTRY], COUNTRY),
        managed_by=_text(cells, MANAGED),
        fulfilled_from=_choose(cells, FULFIL, _FULFILMENTS, "import_choice_unknown"),
        term=_choose(cells, TERM, TERMS, "import_incoterm_unknown"),
        term_words=_text(cells, TERM),
        mode=_choose(cells, MODE, MODES, "import_mode_unknown"),
        mode_words=_text(cells, MODE),
        quoted_on=days[QUOTED],
        ordered_on=days[ORDERED],
        scheduled_on=days[SCHEDULED],
        delivered_on=days[DELIVERED],
        recorded_on=days[RECORDED],
        group=_needed(cells, GROUP),
        kind=_text(cells, CLASS),
        vendor=_needed(cells, VENDOR),
        item=_needed(cells, ITEM),
        brand=_text(cells, BRAND),
        dosage=_text(cells, DOSAGE),
        form=_text(cells, FORM),
        pack=_text(cells, PACK),
        quantity=parse_quantity(cells[QUANTITY], QUANTITY),
        value=parse_amount(cells[VALUE], VALUE),
        price=parse_amount(cells[PRICE], PRICE),
        site=_text(cells, SITE),
        weight=parse_measure(cells[WEIGHT], WEIGHT),
        freight=parse_measure(cells[FREIGHT], FREIGHT),
        insurance=parse_measure(cells[INSURANCE], INSURANCE).amount,
    )


def _days(cells: Mapping[str, str]) -> dict[str, date | None]:
    """Return the five dates; refuse a line that has none: nothing can be told from it."""
    columns = (QUOTED, ORDERED, SCHEDULED, DELIVERED, RECORDED)
    days = {column: parse_day_or_words(cells[column], column) for column in columns}
    if not any(days.values()):
        raise refuse("import_date_absent", column=SCHEDULED, text=shown(cells[SCHEDULED]))
    return days


@lru_cache(8192)
def parse_day_or_words(text: str, column: str) -> date | None:
    """Return the day (month before day); None for the words that say there is none."""
    if text.strip().casefold() in NO_DATE:
        return None
    return parse_day(text, column, "mdy")


@lru_cache(8192)
def parse_measure(text: str, column: str) -> Measure:
    """Return an amount, a reference such as "See ASN-93 (ID#:1281)", or the words in its place."""
    words = text.strip()
    if match := _ELSEWHERE.fullmatch(words):
        return Measure(elsewhere=match[2], words=words)
    if words.casefold() in NO_AMOUNT:
        return Measure(words=words)
    return Measure(amount=parse_amount(words, column))


@lru_cache(1024)
def find_country(text: str, column: str) -> Country:
    """Return the country that a cell names; refuse a name that no table knows."""
    if country := load_countries().find(needed_text(text, column)):
        return country
    raise refuse("import_country_unknown", column=column, text=shown(text))


def _line_id(text: str) -> str:
    if not _ID.fullmatch(identifier := needed_text(text, ID)):
        raise refuse("import_number_not_valid", column=ID, text=shown(text))
    return str(int(identifier))


@lru_cache(8192)
def _cleaned(text: str, column: str) -> str:
    return clean_text(text, column)


def _text(cells: Mapping[str, str], column: str) -> str:
    return _cleaned(cells[column], column)


def _needed(cells: Mapping[str, str], column: str) -> str:
    if text := _cleaned(cells[column], column):
        return text
    raise refuse("import_cell_empty", column=column)


def _choose(cells: Mapping[str, str], column: str, choices: Mapping[str, str], code: str) -> str:
    return choose(cells[column], choices, code=code, column=column)
