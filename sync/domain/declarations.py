"""Export declarations and the VAT refund that each allows."""

from datetime import date
from decimal import Decimal

from sync.domain.records import Record


class Declaration(Record, frozen=True, kw_only=True):
    """One customs declaration of a shipment, and how far its refund has come."""

    order_id: str
    shipment_id: str
    number: str = ""
    declared_on: date | None = None
    exported_on: date | None = None
    closed_on: date | None = None
    trade_credit_reported_on: date | None = None
    vat_invoice_on: date | None = None
    filed_on: date | None = None
    refunded_on: date | None = None
    refund_amount: Decimal | None = None
    note: str = ""
