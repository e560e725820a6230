"""An order of an order sheet as rows of ours; the same sheet gives the same ids on every desk."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from sync.client.imports.order_rows import OrderRow
from sync.client.imports.order_terms import Fields
from sync.client.imports.report import ImportedOrder
from sync.domain.countries import folded
from sync.domain.ids import Id, row_id

_SYSTEM = "sheet"
_NOT_OF_ORDERS = ("buyer", "buyer_country")
_NOT_OF_LINES = ("line_no", "product_code", "supplier")


class Known(msgspec.Struct, frozen=True):
    """Partners already here by folded name (`countries.folded`), and products by code."""

    partners: Mapping[str, Id] = {}
    products: Mapping[str, Id] = {}

    def partner_id(self, name: str) -> Id:
        """Return the id of the partner of that name: the one here, or the one to be made."""
        key = folded(name) or name
        return self.partners.get(key) or row_id(_SYSTEM, "partner", key)

    def product_id(self, code: str) -> Id:
        """Return the id of the product of that code: the one here, or the one to be made."""
        return self.products.get(code) or row_id(_SYSTEM, "product", code)


class SheetOrder(msgspec.Struct, frozen=True, kw_only=True):
    """The rows of one order, and its own fields gathered from all of them."""

    rows: tuple[OrderRow, ...]
    terms: Fields

    def number(self) -> str:
        """Return the number the sheet knows the order by: ours, or the buyer's PO."""
        return str(self.terms.get("order_no") or self.terms["buyer_po"])


def imported_order(order: SheetOrder, *, owner_id: Id, known: Known) -> ImportedOrder:
    """Return the order with its lines, and the partners and products that are not here yet."""
    buyer = str(order.terms["buyer"])
    order_id = row_id(_SYSTEM, "order", folded(buyer) or buyer, order.number())
    rows = {
        "partners": _partners(order, known),
        "products": _products(order.rows, known),
        "orders": [_order(order, order_id, known) | {"owner_id": owner_id, "created_by": owner_id}],
        "order_lines": list(_lines(order.rows, order_id, known)),
    }
    return ImportedOrder(
        source=f"{_SYSTEM}:{order.number()}",
        rows=rows,
        lines=tuple(row.number for row in order.rows),
    )


def _order(order: SheetOrder, order_id: Id, known: Known) -> Fields:
    own = {name: value for name, value in order.terms.items() if name not in _NOT_OF_ORDERS}
    return {
        "id": order_id,
        "buyer_id": known.partner_id(str(order.terms["buyer"])),
        "goods": _goods(order.rows),
        "source": f"{_SYSTEM}:{order.number()}",
        **own,
    }


def _goods(rows: Iterable[OrderRow]) -> str:
    items = list(dict.fromkeys(_description(row) for row in rows))
    return items[0] if len(items) == 1 else f"{items[0]} (+{len(items) - 1})"


def _description(row: OrderRow) -> str:
    return str(row.line.get("description") or row.line["product_code"])


def _partners(order: SheetOrder, known: Known) -> list[Fields]:
    """Return the buyer and the suppliers that are not here yet; a firm may be both."""
    buyer = str(order.terms["buyer"])
    kinds: dict[str, list[str]] = {buyer: ["buyer"]}
    for row in order.rows:
        if name := str(row.line.get("supplier") or ""):
            kinds.setdefault(_same(name, kinds), []).append("supplier")
    country = order.terms.get("buyer_country", "")
    return [
        {
            "id": known.partner_id(name),
            "name": name,
            "kinds": ",".join(dict.fromkeys(found)),
            "country": country if name == buyer else "",
            "source": f"{_SYSTEM}:{name}",
        }
        for name, found in kinds.items()
        if known.partner_id(name) not in known.partners.values()
    ]


def _same(name: str, names: Iterable[str]) -> str:
    """Return the spelling already seen of a partner's name, or this one."""
    return next((seen for seen in names if folded(seen) == folded(name)), name)


def _products(rows: Iterable[OrderRow], known: Known) -> list[Fields]:
    found = {str(row.line["product_code"]): row for row in reversed([*rows]) if _has_code(row)}
    return [
        {
            "id": known.product_id(code),
            "code": code,
            "name_en": _description(row),
            "name_zh": row.line.get("description_zh", ""),
            "unit": row.line.get("unit", "PCS"),
            "hs_code": row.line.get("hs_code", ""),
            "source": f"{_SYSTEM}:{code}",
        }
        for code, row in sorted(found.items())
        if code not in known.products
    ]


def _has_code(row: OrderRow) -> bool:
    return bool(row.line.get("product_code"))


def _lines(rows: Sequence[OrderRow], order_id: Id, known: Known) -> Iterator[Fields]:
    seen: Counter[str] = Counter()
    for at, row in enumerate(rows, start=1):
        key = line_key(row)
        seen[key] += 1
        yield {
            "id": row_id(_SYSTEM, "line", order_id, key, str(seen[key])),
            "order_id": order_id,
            "position": f"{at:06d}5",
            "description": _description(row),
            "product_id": known.product_id(str(row.line["product_code"])) if _has_code(row) else "",
            "supplier_id": _supplier_id(row, known),
            "source": f"{_SYSTEM}:{row.line.get('line_no') or at}",
            **{name: row.line[name] for name in row.line if name not in _NOT_OF_LINES},
        }


def _supplier_id(row: OrderRow, known: Known) -> Id:
    name = str(row.line.get("supplier") or "")
    return known.partner_id(name) if name else ""


def line_key(row: OrderRow) -> str:
    """Return what tells a line from the others of its order: its number, or what and when.

    Quantity and price are left out: a sheet sent again with a new quantity means the same line.
    """
    if number := row.line.get("line_no"):
        return f"no {number}"
    what = row.line.get("product_code") or folded(_description(row)) or _description(row)
    return f"{what}\x1f{row.line.get('need_on', '')}"
