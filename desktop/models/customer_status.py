"""How an order stands, in English, for the buyer: no names of our people, no prices."""

from collections.abc import Iterator
from datetime import date

from desktop.models.order_page import OrderPicture
from sync.domain.nodes import NodeState
from sync.domain.orders import OrderState
from sync.domain.process import Phase
from sync.domain.shipments import Shipment
from sync.domain.spoken import spoken_day

_INTERNAL = frozenset(("finance", "close"))
_HANDLED = "Documents and payment"


def status_text(picture: OrderPicture) -> str:
    """Return the text to paste into a message to the buyer."""
    return "\n".join(_lines(picture))


def _lines(picture: OrderPicture) -> Iterator[str]:
    order = picture.facts.order
    number = order.order_no or "(number to follow)"
    own = f" (your order {order.buyer_po})" if order.buyer_po else ""
    yield f"Order {number}{own}: status as of {_day(picture.today)}"
    goods = order.goods or ", ".join(line.description for line in picture.facts.lines[:3])
    if goods:
        yield f"Goods: {goods}"
    yield f"Stage: {_stage(picture)}"
    if order.progress_percent is not None and order.state is OrderState.OPEN:
        yield f"Production: {order.progress_percent} % finished"
    finish = order.forecast_finish_on or order.production_finish_on
    if finish is not None and order.state is OrderState.OPEN and finish >= picture.today:
        yield f"Production planned to finish: {_day(finish)}"
    for shipment in picture.facts.shipments:
        yield from _shipment(shipment, is_only=len(picture.facts.shipments) == 1)


def _stage(picture: OrderPicture) -> str:
    """Return the phase, and the step where it is one the buyer sees too."""
    state = picture.facts.order.state
    if state is not OrderState.OPEN:
        return {"closed": "completed", "lost": "not placed"}.get(state.value, "cancelled")
    current = picture.summary.current
    if current is None:
        return "completed"
    phase = next(p for p in picture.process.phases if current.node in p.nodes)
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
