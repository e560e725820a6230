"""Which column of an order sheet means what: guessed by heading, given in a file, or remembered."""

import json
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from sync.client.imports.cells import DayOrder, shown
from sync.domain.countries import folded
from sync.domain.ids import row_id
from sync.domain.refusals import refuse

MAP_BYTES_MAX = 64 * 1024

ORDER_COLUMNS: dict[str, tuple[str, ...]] = {
    "order_no": (
        *("order no", "order number", "order", "our order no", "so no", "sales order"),
        *("订单号", "订单编号", "单号", "销售订单号"),
    ),
    "buyer_po": (
        *("po", "po no", "po number", "purchase order", "customer po", "buyer po", "your po"),
        *("客户订单号", "客户po", "客户po号", "po号", "采购订单号"),
    ),
    "contract_no": ("contract", "contract no", "sc no", "pi no", "合同号", "合同编号", "pi号"),
    "buyer": (
        "buyer",
        "customer",
        "client",
        "customer name",
        "buyer name",
        "客户",
        "客户名称",
        "买方",
    ),
    "buyer_country": ("country", "buyer country", "customer country", "国家", "客户国家", "国别"),
    "incoterm": (
        "incoterm",
        "incoterms",
        "trade term",
        "price term",
        "贸易术语",
        "价格术语",
        "成交方式",
    ),
    "named_place": ("named place", "place", "incoterm place", "指定地点", "术语地点"),
    "payment_term": (
        *("payment", "payment term", "payment terms", "terms of payment"),
        *("付款方式", "付款条件", "收款方式"),
    ),
    "deposit_percent": ("deposit", "deposit percent", "deposit %", "定金比例", "定金", "预付比例"),
    "currency": ("currency", "curr", "ccy", "币种", "货币", "币别"),
    "transport_mode": ("mode", "transport mode", "shipment mode", "ship via", "运输方式", "运输"),
    "destination": ("destination", "port of discharge", "pod", "目的港", "目的地", "卸货港"),
    "signed_on": ("order date", "po date", "date", "signed on", "下单日期", "订单日期", "签订日期"),
}
"""Fields of the order, equal on all its rows, with the headings they are known by."""

LINE_COLUMNS: dict[str, tuple[str, ...]] = {
    "line_no": ("line", "line no", "item no", "no", "pos", "position", "行号", "序号", "项次"),
    "product_code": (
        *("sku", "product code", "item code", "part no", "part number", "article", "model"),
        *("产品编号", "产品编码", "货号", "型号", "料号"),
    ),
    "description": (
        *("description", "product", "product name", "item", "goods", "item description"),
        *("品名", "产品名称", "产品", "货物描述", "英文品名"),
    ),
    "description_zh": ("chinese name", "description zh", "中文品名", "中文名称"),
    "quantity": ("quantity", "qty", "order qty", "pcs", "数量", "订单数量"),
    "unit": ("unit", "uom", "units", "单位"),
    "unit_price": ("price", "unit price", "单价", "价格"),
    "amount": ("amount", "line amount", "total", "line total", "value", "金额", "总价", "小计"),
    "hs_code": ("hs", "hs code", "hscode", "tariff code", "海关编码", "hs编码", "税号"),
    "need_on": (
        *("delivery date", "delivery", "need by", "required date", "ship date", "due date", "etd"),
        *("交期", "交货期", "交货日期", "要求交期", "出货日期"),
    ),
    "supplier": ("supplier", "vendor", "factory", "manufacturer", "供应商", "工厂", "厂家"),
    "note": ("note", "notes", "remark", "remarks", "comment", "备注", "说明"),
}
"""Fields of the order line, with the headings they are known by."""

FIELDS = {**ORDER_COLUMNS, **LINE_COLUMNS}
_EITHER_OF = (("order_no", "buyer_po"), ("buyer",), ("description", "product_code"))
_NEEDED = (*_EITHER_OF, ("quantity",), ("unit_price",))


class ColumnMap(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Field to heading. `dates` says which comes first in 03/04/2026: "mdy", "dmy", or empty."""

    columns: dict[str, str]
    dates: DayOrder = ""


def guess_map(heading: Sequence[str]) -> ColumnMap:
    """Return the map that the headings suggest, in Chinese or English; the first match wins."""
    spellings = {folded(name): name for name in reversed(heading) if folded(name)}
    columns: dict[str, str] = {}
    for field, synonyms in FIELDS.items():
        found = (spellings.get(folded(word)) for word in (field.replace("_", " "), *synonyms))
        name = next((name for name in found if name and name not in columns.values()), None)
        if name:
            columns[field] = name
    return ColumnMap(columns=columns)


def checked_map(column_map: ColumnMap, heading: Sequence[str]) -> ColumnMap:
    """Return the map if its fields exist, its columns are there and nothing needed is missing."""
    for field, name in column_map.columns.items():
        if field not in FIELDS:
            raise refuse("import_map_field_unknown", field=shown(field), fields=", ".join(FIELDS))
        if name not in heading:
            raise refuse("import_map_column_absent", field=field, column=shown(name))
    missing = [group for group in _NEEDED if not any(f in column_map.columns for f in group)]
    if missing:
        fields = "; ".join(" / ".join(group) for group in missing)
        raise refuse("import_map_incomplete", fields=fields, columns=shown(", ".join(heading)))
    return column_map


def read_map(path: Path) -> ColumnMap:
    """Return the map in a TOML or JSON file: `dates`, and a table `columns` of field to heading."""
    try:
        with path.open("rb") as file:
            content = file.read(MAP_BYTES_MAX)
        return msgspec.convert(_parsed(content, path.suffix.lower()), ColumnMap)
    except OSError:
        raise refuse("import_file_unreadable", file=path.name) from None
    except (ValueError, RecursionError, msgspec.ValidationError):
        raise refuse("import_map_broken", file=path.name) from None


def _parsed(content: bytes, suffix: str) -> object:
    text = content.decode("utf-8-sig")
    parsed: Mapping[str, object] = json.loads(text) if suffix == ".json" else tomllib.loads(text)
    return parsed


def save_map(folder: Path, heading: Sequence[str], column_map: ColumnMap) -> None:
    """Remember the map for the next sheet with the same headings, in the data folder."""
    path = _remembered(folder, heading)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_suffix(".part")
    draft.write_bytes(msgspec.json.encode(column_map))
    draft.replace(path)


def load_map(folder: Path, heading: Sequence[str]) -> ColumnMap | None:
    """Return the map remembered for these headings; None if there is none, or it cannot be read."""
    try:
        return msgspec.json.decode(_remembered(folder, heading).read_bytes(), type=ColumnMap)
    except (OSError, ValueError):
        return None


def _remembered(folder: Path, heading: Sequence[str]) -> Path:
    return folder / "maps" / f"{fingerprint(heading)}.json"


def fingerprint(heading: Sequence[str]) -> str:
    """Return what sheets with the same headings share."""
    return row_id("heading", *heading)
