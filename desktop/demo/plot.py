"""Chooses what the story is about: an order both desks can work on, found in the seller's data."""

from collections import Counter
from decimal import Decimal

import msgspec
from sqlalchemy import Connection

from desktop.models.desk import Desk
from sync.domain.commands import AnswerItem
from sync.domain.facts import OrderFacts
from sync.domain.ids import Id
from sync.domain.items import ItemView
from sync.domain.orders import OrderState
from sync.domain.payments import LETTER_OF_CREDIT
from sync.domain.progress import node_states
from sync.domain.summaries import OrderSummary
from sync.store import derived, rows
from sync.store.facts import load_facts


class Plot(msgspec.Struct, frozen=True, kw_only=True):
    """One order with a line whose price both change, and an item that the seller can tick."""

    order_id: Id
    number: str
    line_id: Id
    sellers_price: str
    managers_price: str
    item: str
    buyer: str


def plot_at(desk: Desk) -> Plot:
    """Return what the story is about, an order under a letter of credit if there is one."""
    with desk.database.read() as connection:
        summaries = _candidates(connection, desk.seat.user.id)
        for summary in summaries:
            facts = next(iter(load_facts(connection, [summary.id])))
            item = _item(desk, connection, facts, summary)
            if item and facts.lines:
                return _plot(facts, item)
    message = "no open order of the seller has an item to tick"
    raise LookupError(message)


def divided_at(desk: Desk) -> tuple[Id, str] | None:
    """Return the order of the seller with the most sub-projects, and its number; None without."""
    with desk.database.read() as connection:
        counts = Counter(str(row["order_id"]) for row in rows.all_rows(connection, "projects"))
        own = [each for each in _candidates(connection, desk.seat.user.id) if each.id in counts]
    best = min(own, key=lambda each: (-counts[each.id], each.order_no), default=None)
    return None if best is None else (best.id, best.order_no)


def open_conflicts(desk: Desk) -> frozenset[Id]:
    """Return the conflicts that wait for a decision at a desk."""
    with desk.database.read() as connection:
        found = rows.find(connection, "conflicts", "state", "open")
    return frozenset(str(row["id"]) for row in found)


def _candidates(connection: Connection, user_id: Id) -> list[OrderSummary]:
    disputed = {str(row["order_id"]) for row in rows.all_rows(connection, "conflicts")}
    own = [
        summary
        for summary in derived.everything(connection, OrderSummary)
        if summary.owner_id == user_id and summary.state is OrderState.OPEN
        if summary.id not in disputed and summary.order_no
    ]
    return sorted(own, key=_most_telling)


def _most_telling(summary: OrderSummary) -> tuple[bool, bool, str]:
    """Return the sort key that puts orders in production first, then those under a credit."""
    is_made = summary.node in ("N08", "N09", "N10")
    return not is_made, summary.payment_term not in LETTER_OF_CREDIT, summary.order_no


def _item(desk: Desk, connection: Connection, facts: OrderFacts, summary: OrderSummary) -> str:
    """Return an item of the current node that the person at the desk can tick; "" if none."""
    process = desk.process(facts.order.process_version)
    for view in node_states(facts, process, today=desk.today()):
        if (view.node, view.subject_id) == (summary.node, summary.subject_id):
            found = (
                each
                for each in view.items
                if _may_tick(desk, connection, facts, each, view.subject_id)
            )
            return next((each.id for each in found), "")
    return ""


def _may_tick(
    desk: Desk, connection: Connection, facts: OrderFacts, item: ItemView, subject_id: Id
) -> bool:
    if not item.lacks_tick or not item.is_certain:
        return False
    command = AnswerItem(order_id=facts.order.id, item=item.id, subject_id=subject_id)
    return desk.try_out(connection, "item.answer", command) is None


def _plot(facts: OrderFacts, item: str) -> Plot:
    line = facts.lines[0]
    step = max(Decimal("0.01"), (line.unit_price / 50).quantize(Decimal("0.01")))
    return Plot(
        order_id=facts.order.id,
        number=facts.order.order_no,
        line_id=line.id,
        sellers_price=str(line.unit_price - 2 * step),
        managers_price=str(line.unit_price - step),
        item=item,
        buyer=facts.buyer.name if facts.buyer else "",
    )
