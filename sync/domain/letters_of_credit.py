"""Letters of credit: the bank's promise and its limits, by SWIFT tag."""

from datetime import date
from decimal import Decimal

from sync.domain.records import Record


class LetterOfCredit(Record, frozen=True, kw_only=True):
    """One L/C of an order: 20 number, 31C issue, 31D expiry, 32B amount, 39A tolerance.

    44C latest shipment, 48 period.
    """

    order_id: str
    number: str = ""
    issuing_bank: str = ""
    issued_on: date | None = None
    received_on: date | None = None
    expiry_on: date | None = None
    expiry_place: str = ""
    amount: Decimal | None = None
    currency: str = ""
    tolerance_plus: Decimal | None = None
    tolerance_minus: Decimal | None = None
    latest_shipment_on: date | None = None
    presentation_days: int | None = None
    partial_allowed: bool = True
    transhipment_allowed: bool = True
    drafts_required: bool = False
    accepted_on: date | None = None
    amendment_requested_on: date | None = None
    amendment_received_on: date | None = None
    note: str = ""
