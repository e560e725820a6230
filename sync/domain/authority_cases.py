"""What the order itself tells the decision table: nobody has to say it, and nobody can say less."""

from collections.abc import Callable
from decimal import Decimal

from sync.domain.authority import as_text
from sync.domain.facts import OrderFacts
from sync.domain.money import EXACT, order_amount, total
from sync.domain.nodes import NodeState

_OF_MARGIN = frozenset({"price", "quotation", "contract", "change"})
_AFTER_SIGNING = frozenset(
    {"price", "delivery", "spec", "destination", "payment", "cancel", "change"}
)
_LOOKS = (
    ("presented", ("presented_on",)),
    ("on_board", ("on_board_on",)),
    ("declared", ("customs",)),
    ("booked", ("booking_no",)),
    ("packed", ("inspection_on",)),
)
_HUNDRED = Decimal(100)


def amount_of(facts: OrderFacts) -> Decimal:
    """Return the order's amount in its currency."""
    return order_amount(facts.lines, facts.order.currency)


def stage_of(facts: OrderFacts) -> str:
    """Return how far the order has come, by the furthest of its shipments (table row A7)."""
    for stage, names in _LOOKS:
        if any(getattr(shipment, name) for shipment in facts.shipments for name in names):
            return stage
    begun = {node.node for node in facts.nodes if node.state is not NodeState.CANCELLED}
    is_made = facts.order.production_start_on is not None
    return "in_production" if is_made or begun & {"N08", "N09", "N10"} else "before_production"


def is_signed(facts: OrderFacts) -> bool:
    """Return whether the contract is signed: its node is done, or it has a day."""
    done = any(n.node == "N04" and n.state is NodeState.DONE for n in facts.nodes)
    return done or facts.order.signed_on is not None


def margin_after(facts: OrderFacts, price_change: Decimal) -> Decimal | None:
    """Return the margin in percent once prices change by so many percent; costs stay."""
    margin = facts.order.forecast_margin_percent
    margin = facts.order.costing_margin_percent if margin is None else margin
    if margin is None or price_change <= -_HUNDRED:
        return None
    cost = EXACT.divide(_HUNDRED - margin, _HUNDRED)
    kept = EXACT.divide(cost, 1 + EXACT.divide(price_change, _HUNDRED))
    return (_HUNDRED * (1 - kept)).quantize(Decimal("0.01"))


def computed(facts: OrderFacts, topic: str, given: dict[str, str]) -> dict[str, str]:
    """Return the facts that follow from the order for a request of this topic."""
    found: dict[str, str] = {}
    if topic in _AFTER_SIGNING and is_signed(facts):
        found["stage"] = stage_of(facts)
    change = Decimal(given.get("price_change_percent") or 0)
    amount = amount_of(facts)
    if topic in _OF_MARGIN and (margin := margin_after(facts, change)) is not None:
        found["margin_percent"] = as_text(margin)
    if change:
        found["price_change_amount"] = as_text(EXACT.divide(amount * change, _HUNDRED))
    by_topic = _BY_TOPIC.get(topic)
    if by_topic is not None:
        found[by_topic[0]] = by_topic[1](facts)
    if "destination_change" in given and stage_of(facts) in ("on_board", "presented"):
        found["destination_change"] = "after_loading"
    return found


def _paid(facts: OrderFacts) -> Decimal:
    currency = facts.order.currency
    amounts = (
        receipt.amount
        for receipt in facts.receipts
        if receipt.confirmed_on is not None and receipt.currency == currency
    )
    return total(amounts, currency)


def _amount_text(facts: OrderFacts) -> str:
    return as_text(amount_of(facts))


_BY_TOPIC: dict[str, tuple[str, Callable[[OrderFacts], str]]] = {
    "contract": ("contract_amount", _amount_text),
    "discrepancy": ("discrepancy_amount", _amount_text),
    "release": ("unpaid_release_amount", lambda facts: as_text(amount_of(facts) - _paid(facts))),
    "bank_account": ("bank_account", lambda _: "changed"),
}
"""The fact that a topic always has, and how it follows from the order."""
