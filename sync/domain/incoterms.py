"""Incoterms 2020: who carries, clears and insures; and what to hint at (domain.md 1.4)."""

from enum import StrEnum

import msgspec

from sync.domain.orders import Incoterm, Order


class Insurance(StrEnum):
    """Who must or may insure the goods on the way."""

    SELLER = "seller"
    OWN_RISK = "own_risk"
    NONE = "none"


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """What one rule asks of the seller. `bill_of_lading` None: only if the parties agree on it."""

    sea_only: bool = False
    seller_clears_export: bool = True
    seller_carries: bool = False
    seller_clears_import: bool = False
    insurance: Insurance = Insurance.NONE
    bill_of_lading: bool | None = True
    is_retired: bool = False

    @property
    def freight(self) -> str:
        """Return the freight wording of the transport document."""
        return "PREPAID" if self.seller_carries else "COLLECT"


RULES: dict[Incoterm, Rule] = {
    Incoterm.EXW: Rule(seller_clears_export=False, bill_of_lading=False),
    Incoterm.FCA: Rule(bill_of_lading=None),
    Incoterm.FAS: Rule(sea_only=True),
    Incoterm.FOB: Rule(sea_only=True),
    Incoterm.CFR: Rule(sea_only=True, seller_carries=True),
    Incoterm.CIF: Rule(sea_only=True, seller_carries=True, insurance=Insurance.SELLER),
    Incoterm.CPT: Rule(seller_carries=True),
    Incoterm.CIP: Rule(seller_carries=True, insurance=Insurance.SELLER),
    Incoterm.DAP: Rule(seller_carries=True, insurance=Insurance.OWN_RISK),
    Incoterm.DPU: Rule(seller_carries=True, insurance=Insurance.OWN_RISK),
    Incoterm.DDP: Rule(
        seller_carries=True, seller_clears_import=True, insurance=Insurance.OWN_RISK
    ),
    Incoterm.DDU: Rule(seller_carries=True, insurance=Insurance.OWN_RISK, is_retired=True),
}


def hints(order: Order, *, in_containers: bool) -> tuple[str, ...]:
    """Return the codes of what to point out about the order's rule; their words are messages."""
    rule = RULES[order.incoterm]
    wants_refund = order.refund_rate is not None and order.refund_rate > 0
    found = {
        "incoterm_sea_rule_in_containers": rule.sea_only and in_containers,
        "incoterm_sea_rule_other_mode": rule.sea_only and order.transport_mode != "SEA",
        "incoterm_exw_refund": order.incoterm is Incoterm.EXW and wants_refund,
        "incoterm_import_registration": rule.seller_clears_import,
        "incoterm_place_missing": not order.named_place,
        "incoterm_retired": rule.is_retired,
    }
    return tuple(code for code, applies in found.items() if applies)
