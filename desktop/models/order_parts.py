"""The rows that belong to an order, noun by noun: which columns a list shows, what a form asks."""

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from desktop.messages import Wording
from desktop.models.order_fields import field_spec
from desktop.models.order_page import OrderPicture
from desktop.theme.cells import Cell, Money, Text
from sync.domain.entities import ENTITIES
from sync.domain.facts import OrderFacts
from sync.domain.ids import Id
from sync.domain.money import line_amount
from sync.domain.orders import OrderLine
from sync.domain.records import Record, Value, field_types, to_row, to_value

Sections = tuple[tuple[str, tuple[str, ...]], ...]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """A noun on the order page. `columns` are fields with widths, 0 grows; `parent` links rows.

    `sections` are the parts of its form: a key for the heading, and the fields.
    """

    noun: str
    entity: str
    columns: tuple[tuple[str, int], ...]
    sections: Sections
    parent: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """Return all fields of the form, in order."""
        return tuple(name for _, names in self.sections for name in names)


LINES = Part(
    noun="line",
    entity="order_lines",
    columns=(
        ("number", 44),
        ("description", 0),
        ("quantity", 96),
        ("unit", 64),
        ("unit_price", 96),
        ("amount", 116),
        ("product_id", 110),
        ("need_on", 92),
    ),
    sections=(
        ("goods", ("product_id", "description", "description_zh", "hs_code")),
        ("price", ("quantity", "unit", "unit_price", "tolerance_percent")),
        ("supply", ("supplier_id", "need_on")),
        ("", ("note",)),
    ),
)
SHIPMENTS = Part(
    noun="shipment",
    entity="shipments",
    columns=(
        ("number", 44),
        ("mode", 72),
        ("vessel", 0),
        ("voyage", 84),
        ("load_port", 104),
        ("discharge_port", 104),
        ("etd", 92),
        ("eta", 92),
        ("bl_no", 120),
    ),
    sections=(
        (
            "route",
            ("mode", "load_port", "discharge_port", "port_zone", "vessel", "voyage", "carrier"),
        ),
        ("booking", ("forwarder_id", "booking_no", "bl_no", "bl_release")),
        (
            "dates",
            (
                "etd",
                "eta",
                "committed_ship_on",
                "promised_etd",
                "promised_eta",
                "cargo_ready_on",
                "on_board_on",
                "arrived_on",
                "delivered_on",
            ),
        ),
        (
            "cutoffs",
            (
                "si_cutoff_at",
                "si_sent_at",
                "vgm_cutoff_at",
                "vgm_sent_at",
                "cy_closing_at",
                "gated_in_at",
                "customs_cutoff_at",
                "filing_cutoff_at",
                "filing_accepted_at",
            ),
        ),
        ("inspection", ("inspection_on", "inspection", "customs", "insured_on")),
        ("parties", ("consignee_id", "notify_id")),
        (
            "papers",
            (
                "bl_received_on",
                "documents_ready_on",
                "copy_sent_on",
                "presented_on",
                "bank_decided_on",
                "accepted_on",
                "due_on",
                "paid_on",
            ),
        ),
        ("invoice", ("invoice_no", "invoice_on", "invoice_amount")),
        ("freight", ("freight", "freight_costing", "freight_currency", "insurance_premium")),
        ("packing", ("packages", "gross_weight_kg", "net_weight_kg", "volume_cbm")),
        ("containers", ("free_days", "discharged_on", "empty_returned_on")),
        ("", ("note",)),
    ),
)
SHIPPED = Part(
    noun="shipment_line",
    entity="shipment_lines",
    columns=(
        ("line_id", 0),
        ("quantity", 96),
        ("cartons", 80),
        ("gross_weight_kg", 96),
        ("volume_cbm", 96),
    ),
    sections=(
        (
            "goods",
            ("line_id", "quantity", "cartons", "gross_weight_kg", "net_weight_kg", "volume_cbm"),
        ),
    ),
    parent="shipment_id",
)
CONTAINERS = Part(
    noun="container",
    entity="containers",
    columns=(("number", 140), ("seal_no", 110), ("size_type", 80), ("vgm_kg", 96), ("note", 0)),
    sections=(("containers", ("number", "seal_no", "size_type", "vgm_kg")), ("", ("note",))),
    parent="shipment_id",
)
DECLARATIONS = Part(
    noun="declaration",
    entity="declarations",
    columns=(
        ("number", 0),
        ("declared_on", 92),
        ("exported_on", 92),
        ("closed_on", 92),
        ("filed_on", 92),
        ("refunded_on", 92),
        ("refund_amount", 110),
    ),
    sections=(
        ("declaration", ("number", "declared_on", "exported_on", "closed_on")),
        ("reporting", ("trade_credit_reported_on",)),
        ("refund", ("vat_invoice_on", "filed_on", "refunded_on", "refund_amount")),
        ("", ("note",)),
    ),
    parent="shipment_id",
)
CREDITS = Part(
    noun="lc",
    entity="letters_of_credit",
    columns=(
        ("number", 140),
        ("issuing_bank", 0),
        ("amount", 110),
        ("currency", 56),
        ("latest_shipment_on", 100),
        ("expiry_on", 92),
        ("presentation_days", 80),
    ),
    sections=(
        ("credit", ("number", "issuing_bank", "issued_on", "received_on")),
        ("amount", ("amount", "currency", "tolerance_plus", "tolerance_minus")),
        ("dates", ("latest_shipment_on", "presentation_days", "expiry_on", "expiry_place")),
        ("terms", ("partial_allowed", "transhipment_allowed", "drafts_required")),
        ("amendment", ("amendment_requested_on", "amendment_received_on", "accepted_on")),
        ("", ("note",)),
    ),
)
RECEIPTS = Part(
    noun="receipt",
    entity="receipts",
    columns=(
        ("kind", 80),
        ("amount", 110),
        ("currency", 56),
        ("received_on", 92),
        ("payer", 0),
        ("bank_reference", 130),
        ("confirmed_on", 100),
    ),
    sections=(
        ("receipt", ("kind", "amount", "currency", "received_on", "payer", "bank_reference")),
        ("reporting", ("bop_declared_on", "trade_credit_reported_on", "settled_on")),
        ("", ("note",)),
    ),
)
ORDER = Part(
    noun="order",
    entity="orders",
    columns=(),
    sections=(
        ("order", ("goods", "buyer_id", "owner_id", "team", "buyer_po", "contract_no")),
        ("price", ("incoterm", "named_place", "currency", "destination", "transport_mode")),
        (
            "payment",
            (
                "payment_term",
                "deposit_percent",
                "balance_before_shipment",
                "credit_days",
                "credit_from",
                "credit_needed",
                "credit_limit_required",
            ),
        ),
        (
            "supply",
            (
                "supply_mode",
                "needs_sample",
                "needs_certificate",
                "needs_third_party_inspection",
                "has_wood_packing",
                "seller_clears_export",
                "refund_rate",
            ),
        ),
        ("dates", ("inquired_at", "replied_at", "quoted_on", "quote_valid_until", "signed_on")),
        (
            "production",
            (
                "production_start_on",
                "production_finish_on",
                "material_ready_on",
                "forecast_finish_on",
                "progress_percent",
                "progress_planned_percent",
                "inline_defect_percent",
            ),
        ),
        ("margin", ("costing_rate", "costing_margin_percent", "forecast_margin_percent")),
        ("", ("note",)),
    ),
)

_AMOUNTS = frozenset(
    (
        "amount",
        "refund_amount",
        "freight",
        "freight_costing",
        "invoice_amount",
        "insurance_premium",
        "credit_limit_required",
    )
)


def rows_of(facts: OrderFacts, part: Part) -> tuple[Record, ...]:
    """Return the rows of a noun that belong to the order."""
    found: dict[str, tuple[Record, ...]] = {
        "orders": (facts.order,),
        "order_lines": facts.lines,
        "shipments": facts.shipments,
        "shipment_lines": facts.shipment_lines,
        "containers": facts.containers,
        "declarations": facts.declarations,
        "letters_of_credit": facts.letters_of_credit,
        "receipts": facts.receipts,
    }
    return found[part.entity]


def currency_of(picture: OrderPicture, row: Record) -> str:
    """Return the currency that a row's amounts are in."""
    own = getattr(row, "currency", "") or getattr(row, "freight_currency", "")
    return str(own or picture.facts.order.currency)


def visible(picture: OrderPicture, part: Part) -> Part:
    """Return the part without the fields that this person's roles may not hold."""
    hidden = picture.hidden.get(part.entity, frozenset())
    sums = ("amount",) if part is LINES and "unit_price" in hidden else ()
    gone = hidden.union(sums)
    if not gone:
        return part
    sections = ((key, tuple(n for n in names if n not in gone)) for key, names in part.sections)
    return msgspec.structs.replace(
        part,
        columns=tuple(column for column in part.columns if column[0] not in gone),
        sections=tuple((key, names) for key, names in sections if names),
    )


def cell_of(picture: OrderPicture, part: Part, row: Record, name: str, *, wording: Wording) -> Cell:
    """Return one cell of a noun's list."""
    if part.entity == "order_lines" and name == "number":
        return Text(str(_place(picture, row.id)), ink="ink3")
    if isinstance(row, OrderLine) and name == "amount":
        currency = picture.facts.order.currency
        return Money(wording.amount(line_amount(row, currency), currency))
    value: Value = to_value(getattr(row, name))
    if value is not None and name in _AMOUNTS:
        return Money(wording.amount(str(value), currency_of(picture, row)))
    text = value_words(part.entity, name, value, wording=wording, names=picture.names)
    return Text(text, right=is_right(part, name), ink="ink" if value not in (None, "") else "ink3")


def value_words(
    entity: str, name: str, value: Value, *, wording: Wording, names: Mapping[str, str]
) -> str:
    """Return a value as a list shows it: figures with their thousands apart, shares with %."""
    text = wording.value(entity, name, value, names)
    if value in (None, "") or not is_figure(entity, name):
        return text
    shown = f"{Decimal(str(value)):,f}"
    return f"{shown} %" if name.endswith(("_percent", "_rate")) else shown


def is_figure(entity: str, name: str) -> bool:
    """Return whether a field of a noun holds a number."""
    return field_spec(entity, name).kind in ("number", "whole")


def is_right(part: Part, name: str) -> bool:
    """Return whether a column's figures stand at its right."""
    is_column = name != "number" and name in field_types(ENTITIES[part.entity])
    return is_column and is_figure(part.entity, name)


def _place(picture: OrderPicture, row_id: Id) -> int:
    return 1 + [line.id for line in picture.facts.lines].index(row_id)


def row_by_id(picture: OrderPicture, part: Part, row_id: Id) -> dict[str, Value] | None:
    """Return a row's columns as the form begins with them, or None when it is gone."""
    found = next((row for row in rows_of(picture.facts, part) if row.id == row_id), None)
    return None if found is None else to_row(found)
