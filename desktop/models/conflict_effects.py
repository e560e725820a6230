"""What a decision would do, computed from the chosen values: amounts, and days against limits."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

import msgspec
from PySide6.QtCore import QCoreApplication

from desktop.messages import Wording
from desktop.models.conflicts import ConflictView
from sync.domain.deadlines import earliest_limit
from sync.domain.facts import OrderFacts
from sync.domain.money import line_amount, order_amount
from sync.domain.orders import OrderLine
from sync.domain.records import Row, Value, record, to_row
from sync.domain.shipments import Shipment


class Effect(msgspec.Struct, frozen=True):
    """One thing that would follow; `is_grave` when somebody must look at it."""

    text: str
    is_grave: bool = False


def effects(
    view: ConflictView, chosen: Mapping[str, Value], wording: Wording
) -> tuple[Effect, ...]:
    """Return what follows from the chosen values; nothing where that is nothing to compute."""
    facts = view.facts
    if facts is None or view.is_row_gone:
        return ()
    kinds = {"order_lines": _line, "orders": _order, "shipments": _shipment}
    found = kinds.get(view.conflict.entity)
    return () if found is None else tuple(found(view, facts, chosen, wording))


def _line(
    view: ConflictView, facts: OrderFacts, chosen: Mapping[str, Value], wording: Wording
) -> Iterator[Effect]:
    currency, row_id = facts.order.currency, view.conflict.row_id
    lines = [_with(line, chosen) if line.id == row_id else line for line in facts.lines]
    for number, line in enumerate(lines, start=1):
        if line.id == row_id:
            text = QCoreApplication.translate(
                "ConflictEffects",
                "Line {number}: {quantity} × {price} = {amount}; the order comes to {total}",
            )
            yield Effect(
                text.format(
                    number=number,
                    quantity=f"{line.quantity:,f}",
                    price=f"{line.unit_price:f}",
                    amount=_money(line_amount(line, currency), currency, wording),
                    total=_money(order_amount(lines, currency), currency, wording),
                ),
                order_amount(lines, currency) != order_amount(facts.lines, currency),
            )


def _order(
    _view: ConflictView, facts: OrderFacts, chosen: Mapping[str, Value], wording: Wording
) -> Iterator[Effect]:
    order = facts.order
    currency = str(chosen.get("currency") or order.currency)
    if currency != order.currency:
        text = QCoreApplication.translate(
            "ConflictEffects",
            "The unit prices keep their figures: {before} becomes {after}",
        )
        before = _money(order_amount(facts.lines, order.currency), order.currency, wording)
        after = _money(order_amount(facts.lines, currency), currency, wording)
        yield Effect(text.format(before=before, after=after), is_grave=True)
    term = str(chosen.get("payment_term") or order.payment_term.value)
    if term != order.payment_term.value:
        text = QCoreApplication.translate(
            "ConflictEffects", "Payment becomes {term}: other steps of the process apply"
        )
        shown = wording.value("orders", "payment_term", term, {})
        yield Effect(text.format(term=shown), is_grave=True)


def _shipment(
    view: ConflictView, facts: OrderFacts, chosen: Mapping[str, Value], wording: Wording
) -> Iterator[Effect]:
    shipment = next((s for s in facts.shipments if s.id == view.conflict.row_id), None)
    limit = earliest_limit(facts)
    if shipment is None or limit is None or "etd" not in chosen:
        return
    etd = record(Shipment, _merged(to_row(shipment), chosen)).etd
    if etd is None:
        return
    late = (etd - limit).days
    text = QCoreApplication.translate(
        "ConflictEffects", "ETD {etd} against latest shipment {limit}: {slack}"
    )
    slack = wording.slack(-late, is_past=False)
    shown = text.format(etd=wording.day(etd), limit=wording.day(limit), slack=slack)
    yield Effect(shown, is_grave=late > 0)


def _with(line: OrderLine, chosen: Mapping[str, Value]) -> OrderLine:
    return record(OrderLine, _merged(to_row(line), chosen))


def _merged(row: Row, chosen: Mapping[str, Value]) -> Row:
    return {**row, **{name: value for name, value in chosen.items() if value is not None}}


def _money(amount: Decimal, currency: str, wording: Wording) -> str:
    return f"{currency} {wording.amount(amount, currency)}"
