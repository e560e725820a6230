"""An order of the SCMS export as rows of ours.

What the export's dates mean here (nodes of domain.md 1):

- PQ First Sent to Client: the quotation went out: `quoted_on`; N02 (quotation) finished that day.
- PO Sent to Vendor: the purchase was placed: N09 (procurement) finished. "N/A - From RDC": the
  goods came from stock, nothing was bought: supply mode OWN, so N09 does not apply.
- Scheduled Delivery: the day promised to the client: `need_on` of the line, `eta` of the shipment.
  It is no sailing date, so `etd` stays empty.
- Delivered to Client: `delivered_on` of the shipment. The export has no loading date, so N15
  (loading) is finished on that day at the latest; its note names the column the day is from.
- Delivery Recorded: the arrival was followed up: N23 (after-sales) finished once every line was
  delivered; the order was closed then.

The export says nothing of payment: OA is the one term that asks for no deposit and no credit, so
nothing is invented. "Vendor INCO Term" is the order's Incoterm; from stock it is DAP, and the
order's note keeps the words. The invoice amount is the sum of the line values as stated: pack
prices are rounded there, so quantity times price may differ by cents. Weights, freights and
premiums are summed only when each line of the shipment has a figure or points to a line of it that
has one; else the words stay in the note.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache, reduce

from sync.client.imports.report import ImportedOrder
from sync.client.imports.scms_lines import (
    DELIVERED,
    FROM_STOCK,
    ORDERED,
    QUOTED,
    RECORDED,
    Measure,
    ScmsLine,
)
from sync.domain.ids import Id, row_id
from sync.domain.money import EXACT
from sync.domain.nodes import node_id
from sync.domain.records import Value, plain

Row = dict[str, Value]
_SYSTEM = "scms"
_IDS_KEPT = 20_000


def imported_order(
    lines: Sequence[ScmsLine], *, owner_id: Id, sites: Mapping[str, str]
) -> ImportedOrder:
    """Return the order that the lines of one PO/SO number make; `sites`: supplier to its places."""
    first = lines[0]
    order_id = _id("order", first.order_no)
    shipments = _by_shipment(lines)
    rows = {
        "partners": [_buyer(first), *_suppliers(lines, sites)],
        "products": _products(lines),
        "orders": [_order(order_id, lines, owner_id)],
        "order_lines": [_order_line(order_id, line) for line in lines],
        "shipments": [
            _shipment(order_id, number, part)
            for number, part in enumerate(shipments.values(), start=1)
        ],
        "shipment_lines": [
            row for part in shipments.values() for row in _shipment_lines(order_id, part)
        ],
        "nodes": _nodes(order_id, lines, shipments),
    }
    numbers = tuple(line.number for line in lines)
    return ImportedOrder(source=_source(first.order_no), rows=rows, lines=numbers)


def _by_shipment(lines: Iterable[ScmsLine]) -> dict[str, list[ScmsLine]]:
    parts: dict[str, list[ScmsLine]] = {}
    for line in lines:
        parts.setdefault(line.shipment_no, []).append(line)
    return parts


@lru_cache(_IDS_KEPT)
def _id(*key: str) -> Id:
    return row_id(_SYSTEM, *key)


def _source(key: str) -> str:
    return f"{_SYSTEM}:{key}"


def _programme(line: ScmsLine) -> str:
    """Return the client's programme: the project code without its task order: "100-CI"."""
    return "-".join(line.project.split("-")[:2])


def _buyer_id(line: ScmsLine) -> Id:
    return _id("buyer", _programme(line), line.country.code)


def _buyer(line: ScmsLine) -> Row:
    programme = _programme(line)
    return {
        "id": _buyer_id(line),
        "name": f"{line.country.en} programme {programme}",
        "name_zh": f"{line.country.zh}项目 {programme}",
        "kinds": "buyer",
        "code": programme,
        "country": line.country.code,
        "source": _source(programme),
    }


def _supplier_id(line: ScmsLine) -> Id:
    return _id("supplier", line.vendor)


def _suppliers(lines: Iterable[ScmsLine], sites: Mapping[str, str]) -> list[Row]:
    return [
        {
            "id": _supplier_id(line),
            "name": line.vendor,
            "kinds": "supplier",
            "note": sites.get(line.vendor, ""),
            "source": _source(line.vendor),
        }
        for line in {line.vendor: line for line in lines}.values()
    ]


def _product_id(line: ScmsLine) -> Id:
    return _id("product", line.item, line.brand, line.pack)


def _products(lines: Iterable[ScmsLine]) -> list[Row]:
    return [
        _product(identifier, line)
        for identifier, line in {_product_id(line): line for line in lines}.items()
    ]


def _product(identifier: Id, line: ScmsLine) -> Row:
    facts = (line.kind, line.brand, line.dosage, line.form, line.pack and f"{line.pack} / PK")
    return {
        "id": identifier,
        "code": f"{line.group}-{identifier[:8].upper()}",
        "name_en": line.item,
        "family": line.group,
        "unit": "PK",
        "note": _joined(fact for fact in facts if fact != "N/A"),
        "source": _source(line.item),
    }


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(part for part in parts if part))


def _order(order_id: Id, lines: Sequence[ScmsLine], owner_id: Id) -> Row:
    first = lines[0]
    closed_on = _closed_on(lines)
    return {
        "id": order_id,
        "order_no": first.order_no,
        "state": "closed" if closed_on else "open",
        "buyer_id": _buyer_id(first),
        "owner_id": owner_id,
        "goods": _goods(lines),
        "incoterm": first.term,
        "payment_term": "OA",
        "currency": "USD",
        "supply_mode": "OWN" if first.fulfilled_from == FROM_STOCK else "PURCHASED",
        "transport_mode": first.mode,
        "destination": first.country.en,
        "quoted_on": _text(_earliest(line.quoted_on for line in lines)),
        "note": _order_note(first),
        "source": _source(first.order_no),
        "created_by": owner_id,
        "closed_at": _moment(closed_on) if closed_on else None,
    }


def _order_note(first: ScmsLine) -> str:
    words = first.term_words if first.fulfilled_from == FROM_STOCK else ""
    return _joined((first.project, first.quotation, first.managed_by, words))


def _goods(lines: Sequence[ScmsLine]) -> str:
    items = tuple(dict.fromkeys(line.item for line in lines))
    return items[0] if len(items) == 1 else f"{items[0]} (+{len(items) - 1})"


def _line_id(line: ScmsLine) -> Id:
    return _id("line", line.line_id)


def _order_line(order_id: Id, line: ScmsLine) -> Row:
    return {
        "id": _line_id(line),
        "order_id": order_id,
        "position": f"{int(line.line_id):09d}5",
        "product_id": _product_id(line),
        "description": line.item,
        "quantity": plain(line.quantity),
        "unit": "PK",
        "unit_price": plain(line.price),
        "supplier_id": _supplier_id(line),
        "need_on": _text(line.scheduled_on),
        "note": line.site,
        "source": _source(line.line_id),
    }


def _shipment_id(line: ScmsLine) -> Id:
    return _id("shipment", line.order_no, line.shipment_no)


def _shipment(order_id: Id, number: int, part: Sequence[ScmsLine]) -> Row:
    first = part[0]
    return {
        "id": _shipment_id(first),
        "order_id": order_id,
        "number": number,
        "mode": first.mode,
        "eta": _text(_latest(line.scheduled_on for line in part)),
        "delivered_on": _text(_delivered_on(part)),
        "invoice_amount": plain(_sum(line.value for line in part)),
        "freight": _total({line.line_id: line.freight for line in part}),
        "freight_currency": "USD",
        "insurance_premium": _total({n.line_id: Measure(n.insurance) for n in part}),
        "gross_weight_kg": _total({line.line_id: line.weight for line in part}),
        "note": _shipment_note(part),
        "source": _source(first.shipment_no),
    }


def _shipment_note(part: Sequence[ScmsLine]) -> str:
    words = [m.words for line in part for m in (line.weight, line.freight) if not m.elsewhere]
    mode = part[0].mode_words if part[0].mode_words in ("Air Charter", "N/A") else ""
    return _joined((part[0].shipment_no, mode, *words))


def _total(measures: Mapping[str, Measure]) -> str | None:
    """Return the shipment's sum, each figure once; None while a line's figure is not known."""
    carriers = [measures.get(m.elsewhere) if m.elsewhere else m for m in measures.values()]
    if any(m is None or m.amount is None for m in carriers):
        return None
    return plain(_sum(m.amount for m in measures.values() if m.amount is not None))


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return reduce(EXACT.add, amounts, Decimal(0))


def _shipment_lines(order_id: Id, part: Sequence[ScmsLine]) -> list[Row]:
    shared = {line.weight.elsewhere for line in part}
    return [_shipment_line(order_id, line, shared) for line in part]


def _shipment_line(order_id: Id, line: ScmsLine, shared: set[str]) -> Row:
    """Return the row; a weight that others point to is theirs too, so it is not this line's."""
    amount = None if line.line_id in shared else line.weight.amount
    return {
        "id": _id("shipment line", line.line_id),
        "order_id": order_id,
        "shipment_id": _shipment_id(line),
        "line_id": _line_id(line),
        "quantity": plain(line.quantity),
        "gross_weight_kg": None if amount is None else plain(amount),
        "source": _source(line.line_id),
    }


def _nodes(
    order_id: Id, lines: Sequence[ScmsLine], shipments: Mapping[str, Sequence[ScmsLine]]
) -> list[Row]:
    found = [
        _node(order_id, order_id, "N02", (_earliest(line.quoted_on for line in lines), QUOTED)),
        _node(order_id, order_id, "N09", (_earliest(line.ordered_on for line in lines), ORDERED)),
        _node(order_id, order_id, "N23", (_closed_on(lines), RECORDED)),
    ]
    found += [
        _node(order_id, _shipment_id(part[0]), "N15", (_delivered_on(part), DELIVERED))
        for part in shipments.values()
    ]
    return [row for row in found if row["finished_at"]]


def _node(order_id: Id, subject_id: Id, node: str, event: tuple[date | None, str]) -> Row:
    """Return a finished node; `event` is its day and the column that says so."""
    day, column = event
    return {
        "id": node_id(subject_id, node),
        "order_id": order_id,
        "subject_id": subject_id,
        "node": node,
        "state": "DONE",
        "finished_at": _moment(day) if day else None,
        "note": column,
    }


def _delivered_on(part: Sequence[ScmsLine]) -> date | None:
    """Return the day the last line arrived; None while one is under way."""
    days = [line.delivered_on for line in part if line.delivered_on]
    return max(days) if len(days) == len(part) else None


def _closed_on(lines: Sequence[ScmsLine]) -> date | None:
    if _delivered_on(lines) is None:
        return None
    return _latest(line.recorded_on or line.delivered_on for line in lines)


def _earliest(days: Iterable[date | None]) -> date | None:
    return min((day for day in days if day), default=None)


def _latest(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day), default=None)


def _moment(day: date) -> str:
    """Return noon at head office: the same calendar day in every zone we trade in."""
    return f"{day.isoformat()}T04:00:00Z"


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
