"""Partners: buyers, suppliers, forwarders, banks; and the people one talks to there."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from sync.domain.records import Record


class PartnerKind(StrEnum):
    """What a partner is to us; one firm may be several."""

    BUYER = "buyer"
    SUPPLIER = "supplier"
    FORWARDER = "forwarder"
    CARRIER = "carrier"
    BANK = "bank"
    INSURER = "insurer"
    BROKER = "broker"


class Sanctions(StrEnum):
    """The state of a party's sanctions screening (gate G1)."""

    UNCHECKED = "unchecked"
    CLEAR = "clear"
    HIT = "hit"
    CLEARED = "cleared"


class Partner(Record, frozen=True, kw_only=True):
    """A firm we trade with. `kinds` is comma-joined; `country` is ISO 3166-1 alpha-2.

    `readers` are people, comma-joined, who go on seeing it after two records became one.
    """

    name: str
    kinds: str
    code: str = ""
    name_zh: str = ""
    country: str = ""
    city: str = ""
    address: str = ""
    tax_no: str = ""
    owner_id: str = ""
    is_key_account: bool = False
    sanctions: Sanctions = Sanctions.UNCHECKED
    credit_limit: Decimal | None = None
    credit_currency: str = ""
    credit_limit_end: date | None = None
    note: str = ""
    source: str = ""
    readers: str = ""


class Contact(Record, frozen=True, kw_only=True):
    """A person at a partner."""

    partner_id: str
    name: str
    title: str = ""
    email: str = ""
    phone: str = ""
    note: str = ""
