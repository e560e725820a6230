"""Orders and their lines: what was agreed with the buyer.

A shipment's dates are never on the order (domain.md 0.2).
"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sync.domain.records import Record


class OrderState(StrEnum):
    """Where an order stands as a whole; its process says the rest."""

    OPEN = "open"
    CLOSED = "closed"
    LOST = "lost"
    CANCELLED = "cancelled"


class PaymentTerm(StrEnum):
    """The payment codes of domain.md 1.5."""

    TT_DB = "TT_DB"
    TT_100 = "TT_100"
    LC_S = "LC_S"
    LC_U = "LC_U"
    DP = "DP"
    DA = "DA"
    OA = "OA"


class Incoterm(StrEnum):
    """Incoterms 2020, and DDU, which older orders still carry (retired with Incoterms 2010)."""

    EXW = "EXW"
    FCA = "FCA"
    FAS = "FAS"
    FOB = "FOB"
    CFR = "CFR"
    CIF = "CIF"
    CPT = "CPT"
    CIP = "CIP"
    DAP = "DAP"
    DPU = "DPU"
    DDP = "DDP"
    DDU = "DDU"


class SupplyMode(StrEnum):
    """Whether the goods are made here, bought, or both."""

    OWN = "OWN"
    PURCHASED = "PURCHASED"
    MIXED = "MIXED"


class Order(Record, frozen=True, kw_only=True):
    """One order, from inquiry to archive. `order_no` is empty until head office issues it."""

    order_no: str = ""
    state: OrderState = OrderState.OPEN
    buyer_id: str
    owner_id: str
    team: str = ""
    goods: str = ""
    buyer_po: str = ""
    contract_no: str = ""
    incoterm: Incoterm = Incoterm.FOB
    named_place: str = ""
    payment_term: PaymentTerm = PaymentTerm.TT_DB
    deposit_percent: Decimal | None = None
    balance_before_shipment: bool = False
    credit_days: int | None = None
    credit_from: str = "bl"
    currency: str = "USD"
    supply_mode: SupplyMode = SupplyMode.PURCHASED
    transport_mode: str = "SEA"
    destination: str = ""
    needs_sample: bool = False
    needs_certificate: bool = False
    needs_third_party_inspection: bool = False
    has_wood_packing: bool = False
    seller_clears_export: bool = True
    refund_rate: Decimal | None = None
    credit_needed: bool = False
    credit_limit_required: Decimal | None = None
    inquired_at: datetime | None = None
    replied_at: datetime | None = None
    quoted_on: date | None = None
    quote_valid_until: date | None = None
    signed_on: date | None = None
    production_start_on: date | None = None
    production_finish_on: date | None = None
    material_ready_on: date | None = None
    forecast_finish_on: date | None = None
    progress_percent: int | None = None
    progress_planned_percent: int | None = None
    inline_defect_percent: Decimal | None = None
    costing_rate: Decimal | None = None
    costing_margin_percent: Decimal | None = None
    forecast_margin_percent: Decimal | None = None
    note: str = ""
    process_version: int = 1
    source: str = ""
    created_by: str = ""
    created_at: datetime | None = None
    closed_at: datetime | None = None


class OrderLine(Record, frozen=True, kw_only=True):
    """One line of an order.

    `position` is a fractional index: text that sorts, so that two desks may insert between.
    """

    order_id: str
    position: str
    product_id: str = ""
    description: str = ""
    description_zh: str = ""
    quantity: Decimal = Decimal(0)
    unit: str = "PCS"
    unit_price: Decimal = Decimal(0)
    tolerance_percent: Decimal | None = None
    supplier_id: str = ""
    hs_code: str = ""
    need_on: date | None = None
    note: str = ""
    source: str = ""
