"""Shipments: what leaves, how, when; its lines and containers.

One order may ship in several (partial shipment).
"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sync.domain.records import Record


class Inspection(StrEnum):
    """The result of the pre-shipment inspection (gate G4)."""

    NONE = ""
    PASS = "PASS"  # noqa: S105  a result, not a password
    FAIL = "FAIL"
    CONCESSION = "CONCESSION"


class Customs(StrEnum):
    """How far the export declaration has come (gate G6)."""

    NONE = ""
    SUBMITTED = "SUBMITTED"
    INSPECTION = "INSPECTION"
    RELEASED = "RELEASED"


class Shipment(Record, frozen=True, kw_only=True):
    """One shipment of an order.

    Cut-offs are moments in UTC; `port_zone` is the load port's IANA zone for showing them.
    """

    order_id: str
    number: int = 1
    mode: str = "SEA"
    forwarder_id: str = ""
    carrier: str = ""
    vessel: str = ""
    voyage: str = ""
    booking_no: str = ""
    bl_no: str = ""
    bl_release: str = ""
    load_port: str = ""
    discharge_port: str = ""
    port_zone: str = "Asia/Shanghai"
    consignee_id: str = ""
    notify_id: str = ""
    committed_ship_on: date | None = None
    cargo_ready_on: date | None = None
    inspection_on: date | None = None
    inspection: Inspection = Inspection.NONE
    etd: date | None = None
    promised_etd: date | None = None
    on_board_on: date | None = None
    eta: date | None = None
    promised_eta: date | None = None
    arrived_on: date | None = None
    delivered_on: date | None = None
    si_cutoff_at: datetime | None = None
    vgm_cutoff_at: datetime | None = None
    cy_closing_at: datetime | None = None
    customs_cutoff_at: datetime | None = None
    filing_cutoff_at: datetime | None = None
    si_sent_at: datetime | None = None
    vgm_sent_at: datetime | None = None
    gated_in_at: datetime | None = None
    filing_accepted_at: datetime | None = None
    customs: Customs = Customs.NONE
    insured_on: date | None = None
    bl_received_on: date | None = None
    documents_ready_on: date | None = None
    open_rule_errors: int = 0
    copy_sent_on: date | None = None
    presented_on: date | None = None
    bank_decided_on: date | None = None
    accepted_on: date | None = None
    due_on: date | None = None
    paid_on: date | None = None
    invoice_no: str = ""
    invoice_on: date | None = None
    invoice_amount: Decimal | None = None
    freight: Decimal | None = None
    freight_costing: Decimal | None = None
    freight_currency: str = "USD"
    insurance_premium: Decimal | None = None
    packages: int | None = None
    gross_weight_kg: Decimal | None = None
    net_weight_kg: Decimal | None = None
    volume_cbm: Decimal | None = None
    free_days: int | None = None
    discharged_on: date | None = None
    empty_returned_on: date | None = None
    note: str = ""
    source: str = ""


class ShipmentLine(Record, frozen=True, kw_only=True):
    """How much of an order line leaves with a shipment."""

    order_id: str
    shipment_id: str
    line_id: str
    quantity: Decimal = Decimal(0)
    cartons: int | None = None
    gross_weight_kg: Decimal | None = None
    net_weight_kg: Decimal | None = None
    volume_cbm: Decimal | None = None
    source: str = ""


class Container(Record, frozen=True, kw_only=True):
    """A container of a shipment; `number` per ISO 6346, `size_type` its four-character code."""

    order_id: str
    shipment_id: str
    number: str = ""
    seal_no: str = ""
    size_type: str = ""
    vgm_kg: Decimal | None = None
    note: str = ""
