"""How an order stands, in English, for the buyer: no names of our people, no prices.

What people typed may hold either; a line in which a name of ours or a price of the order stands is
left out, not mended.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date

import msgspec

from sync.domain.facts import OrderFacts
from sync.domain.money import order_amount
from sync.domain.nodes import NodeState
from sync.domain.orders import OrderState
from sync.domain.people import User
from sync.domain.phases import CurrentNode
from sync.domain.process import Phase, Process
from sync.domain.shipments import Shipment
from sync.domain.spoken import spoken_day

_INTERNAL = frozenset(("finance", "close"))
_HANDLED = "Documents and payment"
_PRICED = re.compile(r"(?:USD|EUR|GBP|CNY|RMB|JPY|HKD|[$€£¥])\s*\d|\d\s*(?:USD|EUR|GBP|CNY|RMB)\b")
_NAME_CHARACTERS_MIN = 2


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """What the text is made from: the order, its process, what holds it up, and the day."""

    facts: OrderFacts
    process: Process
    current: CurrentNode | None
    today: date


def status_text(standing: Standing, people: Iterable[User]) -> str:
    """Return the text to paste into a message to the buyer."""
    secret = _secrets(standing.facts, people)
    return "\n".join(line for line in _lines(standing) if not _tells(line, secret))


def _secrets(facts: OrderFacts, people: Iterable[User]) -> list[str]:
    """Return what no buyer is told: our names, the order's prices and its amount."""
    names = [name for user in people for name in (user.name_zh, user.name_en, user.login)]
    prices = [str(line.unit_price) for line in facts.lines if line.unit_price]
    amount = order_amount(facts.lines, facts.order.currency)
    amounts = [f"{amount:.2f}", f"{amount:,.2f}"] if amount else []
    return [each for each in (*names, *prices, *amounts) if len(each) >= _NAME_CHARACTERS_MIN]


def _tells(line: str, secrets: list[str]) -> bool:
    if _PRICED.search(line):
        return True
    folded = line.casefold()
    return any(_stands_in(secret.casefold(), folded) for secret in secrets)


def _stands_in(secret: str, line: str) -> bool:
    """Return whether a name or figure stands in a line as a word of its own.

    Chinese has no spaces between words: there a name counts wherever it stands.
    """
    if not secret.isascii():
        return secret in line
    return re.search(rf"(?<![\w.,]){re.escape(secret)}(?![\w]|[.,]\d)", line) is not None


def _lines(standing: Standing) -> Iterator[str]:
    order = standing.facts.order
    number = order.order_no or "(number to follow)"
    yield f"Order {number}: status as of {_day(standing.today)}"
    if order.buyer_po:
        yield f"Your order: {order.buyer_po}"
    goods = order.goods or ", ".join(line.description for line in standing.facts.lines[:3])
    if goods:
        yield f"Goods: {goods}"
    yield f"Stage: {_stage(standing)}"
    if order.progress_percent is not None and order.state is OrderState.OPEN:
        yield f"Production: {order.progress_percent} % finished"
    finish = order.forecast_finish_on or order.production_finish_on
    if finish is not None and order.state is OrderState.OPEN and finish >= standing.today:
        yield f"Production planned to finish: {_day(finish)}"
    for shipment in standing.facts.shipments:
        yield from _shipment(shipment, is_only=len(standing.facts.shipments) == 1)


def _stage(standing: Standing) -> str:
    """Return the phase, and the step where it is one the buyer sees too."""
    state = standing.facts.order.state
    if state is not OrderState.OPEN:
        return {"closed": "completed", "lost": "not placed"}.get(state.value, "cancelled")
    current = standing.current
    if current is None:
        return "completed"
    phase = next(p for p in standing.process.phases if current.node in p.nodes)
    waiting = " (waiting for your reply)" if current.state is NodeState.WAIT_BUYER else ""
    return f"{_outward(phase)}{waiting}"


def _outward(phase: Phase) -> str:
    return _HANDLED if phase.id in _INTERNAL else phase.en


def _shipment(shipment: Shipment, *, is_only: bool) -> Iterator[str]:
    name = "Shipment" if is_only else f"Shipment {shipment.number}"
    route = " to ".join(port for port in (shipment.load_port, shipment.discharge_port) if port)
    vessel = f"{shipment.vessel} {shipment.voyage}".strip()
    said = [part for part in (route, vessel) if part]
    if shipment.on_board_on is not None:
        said.append(f"shipped on board {_day(shipment.on_board_on)}")
    elif shipment.etd is not None:
        said.append(f"planned to sail {_day(shipment.etd)}")
    if shipment.arrived_on is not None:
        said.append(f"arrived {_day(shipment.arrived_on)}")
    elif shipment.eta is not None:
        said.append(f"expected to arrive {_day(shipment.eta)}")
    if shipment.bl_no:
        said.append(f"B/L {shipment.bl_no}")
    if said:
        yield f"{name}: {', '.join(said)}"


def _day(day: date) -> str:
    return spoken_day(day, "en")
