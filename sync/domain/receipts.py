"""Receipts of money, and what each is for: one receipt may cover several orders and invoices."""

from datetime import date
from decimal import Decimal

from sync.domain.records import Record


class Receipt(Record, frozen=True, kw_only=True):
    """Money that came in.

    It counts only once finance has confirmed the bank credit (`confirmed_on`).
    """

    order_id: str
    kind: str = "BALANCE"
    amount: Decimal = Decimal(0)
    currency: str = "USD"
    received_on: date | None = None
    payer: str = ""
    bank_reference: str = ""
    confirmed_by: str = ""
    confirmed_on: date | None = None
    bop_declared_on: date | None = None
    trade_credit_reported_on: date | None = None
    settled_on: date | None = None
    note: str = ""


class ReceiptAllocation(Record, frozen=True, kw_only=True):
    """The share of a receipt that is for an order, or for one shipment's invoice."""

    order_id: str
    receipt_id: str
    shipment_id: str = ""
    amount: Decimal = Decimal(0)
