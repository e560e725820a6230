"""Change control: fourteen types of change, which fields each is about, how a change goes on.

Source: domain.md 4. After the contract is signed a controlled field changes only through a request.
"""

from datetime import datetime
from enum import StrEnum

import msgspec

from sync.domain.people import Role
from sync.domain.records import Record


class ChangeType(StrEnum):
    """The types of domain.md 4.1."""

    QTY = "CHG_QTY"
    PRICE = "CHG_PRICE"
    SPEC = "CHG_SPEC"
    DATE = "CHG_DATE"
    DEST = "CHG_DEST"
    TERM = "CHG_TERM"
    PAY = "CHG_PAY"
    PACK = "CHG_PACK"
    LC = "CHG_LC"
    PARTY = "CHG_PARTY"
    SHIP = "CHG_SHIP"
    SUP = "CHG_SUP"
    DOC = "CHG_DOC"
    CANCEL = "CHG_CANCEL"


class ChangeState(StrEnum):
    """How far a change has come (domain.md 4.3); `assessing` again where another came first."""

    DRAFT = "draft"
    ASSESSING = "assessing"
    APPROVING = "approving"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    URGENT = "urgent_authorised"
    CONFIRMED = "customer_confirmed"
    APPLIED = "applied"
    IMPLEMENTED = "implemented"
    CLOSED = "closed"
    ROLL_BACK = "roll_back"


class ChangeRequest(Record, frozen=True, kw_only=True):
    """One change of an order. `wanted` is JSON: [noun, id, field, old, new] each.

    What not everybody sees of an order is apart: `wanted_money` and `wanted_supplier`.

    `impact` is what head office computed when it was submitted; `heard` and `acknowledged` are JSON
    by role: who, when, and what they said.
    """

    order_id: str
    change_type: ChangeType
    reason: str
    requested_for: str = "internal"
    wanted: str = "[]"
    wanted_money: str = "[]"
    wanted_supplier: str = "[]"
    case: str = ""
    state: ChangeState = ChangeState.DRAFT
    impact: str = ""
    level: int = 0
    approval_id: str = ""
    heard: str = "{}"
    acknowledged: str = "{}"
    customer_said: str = ""
    clash: str = ""
    created_by: str = ""
    created_at: datetime | None = None
    submitted_at: datetime | None = None
    applied_by: str = ""
    applied_at: datetime | None = None
    verified_by: str = ""
    urgent_by: str = ""
    urgent_words: str = ""
    urgent_damage: str = ""
    urgent_cutoff_at: datetime | None = None
    urgent_at: datetime | None = None
    ratify_by: datetime | None = None
    ratified_at: datetime | None = None


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """What a type of change touches: nodes taken up again, papers, roles, and its fields."""

    reopen: tuple[str, ...]
    papers: tuple[str, ...]
    consult: tuple[Role, ...]
    fields: frozenset[str] = frozenset()
    customer: bool = True


_ALL = (Role.PRD, Role.PUR, Role.LOG, Role.FIN, Role.DOC, Role.QC)
_PAY = ("payment_term", "deposit_percent", "balance_before_shipment", "credit_days", "credit_from")
_LC = (
    *("amount", "currency", "tolerance_plus", "tolerance_minus"),
    *("expiry_on", "latest_shipment_on", "presentation_days", "partial_allowed"),
)


def _fields(**by_noun: tuple[str, ...]) -> frozenset[str]:
    return frozenset(f"{noun}.{name}" for noun, names in by_noun.items() for name in names)


def _kind(
    reopen: str, papers: str, consult: tuple[Role, ...], fields: frozenset[str] = frozenset()
) -> Kind:
    parts = (tuple(reopen.split()), tuple(papers.split()))
    return Kind(reopen=parts[0], papers=parts[1], consult=consult, fields=fields)


_R = Role
KINDS: dict[ChangeType, Kind] = {
    ChangeType.QTY: _kind(
        "N06 N08 N09 N12",
        "PI IPO PO BN SI CI PL CD INS",
        (_R.PRD, _R.PUR, _R.LOG, _R.FIN, _R.DOC),
        _fields(order_lines=("quantity", "tolerance_percent")),
    ),
    ChangeType.PRICE: _kind(
        "N04 N06",
        "PI CI BE INS CD",
        (_R.FIN, _R.DOC),
        _fields(order_lines=("unit_price", "unit"), orders=("currency",)),
    ),
    ChangeType.SPEC: _kind(
        "N03 N08 N09 N10 N11",
        "IPO PO PI CI CO",
        (_R.PRD, _R.QC, _R.PUR, _R.DOC),
        _fields(order_lines=("product_id", "description", "description_zh")),
    ),
    ChangeType.DATE: _kind(
        "N06 N07 N08 N12",
        "PI BN",
        (_R.PRD, _R.LOG, _R.DOC),
        _fields(shipments=("committed_ship_on",), order_lines=("need_on",)),
    ),
    ChangeType.DEST: _kind(
        "N06 N12 N13 N17",
        "BN SI BL INS CO CD",
        (_R.LOG, _R.DOC, _R.FIN),
        _fields(orders=("destination",), shipments=("discharge_port",)),
    ),
    ChangeType.TERM: _kind(
        "N04 N12 N13",
        "PI CI SI CD",
        (_R.LOG, _R.FIN, _R.DOC),
        _fields(orders=("incoterm", "named_place")),
    ),
    ChangeType.PAY: _kind("N05 N06 N07", "PI BE", (_R.FIN,), _fields(orders=_PAY)),
    ChangeType.PACK: _kind("N08 N11", "PL CI SI", (_R.PRD, _R.QC, _R.LOG, _R.DOC)),
    ChangeType.LC: _kind("N06", "BE CI", (_R.DOC, _R.FIN, _R.LOG), _fields(letters_of_credit=_LC)),
    ChangeType.PARTY: _kind(
        "N06 N16 N17",
        "SI BL CI CO",
        (_R.DOC, _R.FIN),
        _fields(orders=("buyer_id",), shipments=("consignee_id", "notify_id")),
    ),
    ChangeType.SHIP: _kind(
        "N12 N13 N14 N15",
        "BN SI CI PL CD INS",
        (_R.LOG, _R.FIN, _R.DOC),
        _fields(orders=("transport_mode",)),
    ),
    ChangeType.SUP: msgspec.structs.replace(
        _kind(
            "N09 N10", "PO CD CO", (_R.PUR, _R.QC, _R.FIN), _fields(order_lines=("supplier_id",))
        ),
        customer=False,
    ),
    ChangeType.DOC: _kind("N17 N18", "CO", (_R.DOC,), _fields(orders=("needs_certificate",))),
    ChangeType.CANCEL: _kind("", "PI PO BN", _ALL),
}
"""By type (domain.md 4.1)."""

TYPE_OF: dict[str, ChangeType] = {
    name: kind for kind, touched in KINDS.items() for name in touched.fields
}
"""By controlled field, the type of change that it takes."""

COLUMN_OF = {
    "sales_price": "wanted_money",
    "letter_of_credit_text": "wanted_money",
    "supplier_identity": "wanted_supplier",
}
"""By field group, the column that holds what a change sets of such fields."""

OPEN = (ChangeState.DRAFT, ChangeState.ASSESSING, ChangeState.APPROVING, ChangeState.APPROVED)
"""States in which a change can still be withdrawn."""
