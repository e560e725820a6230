"""A new order as it is typed: what is wrong with it, and the actions that make it."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

import msgspec
from PySide6.QtCore import QObject
from sqlalchemy import Connection

from desktop.models.desk import Desk
from desktop.models.doing import Step, do_each
from sync import clock
from sync.domain.commands import Add
from sync.domain.ids import Id
from sync.domain.money import parse_amount, round_amount
from sync.domain.orders import PaymentTerm
from sync.domain.positions import between
from sync.domain.records import Value, to_value
from sync.domain.refusals import Refusal, Refused
from sync.domain.staff_commands import SetUpOrder
from sync.domain.values import check_value

FORM = "order.create"
CURRENCIES = (
    *("USD", "EUR", "GBP", "CNY", "JPY", "AUD", "CAD", "CHF", "HKD"),
    *("SGD", "AED", "NZD", "SEK", "NOK", "DKK", "ZAR", "BRL", "INR"),
)
TERMS_WITH_DEPOSIT = frozenset((PaymentTerm.TT_DB.value,))
TERMS_WITH_CREDIT = frozenset(
    term.value for term in (PaymentTerm.OA, PaymentTerm.DA, PaymentTerm.LC_U)
)

Errors = dict[str, Refusal]
"""What is wrong, by the field it is wrong in; "line 0 quantity" for a line's field."""


class LineTyped(msgspec.Struct, frozen=True, kw_only=True):
    """One line of goods as typed."""

    description: str = ""
    quantity: str = ""
    unit: str = "PCS"
    unit_price: str = ""

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was typed into the line."""
        return not (self.description.strip() or self.quantity.strip() or self.unit_price.strip())


class OrderTyped(msgspec.Struct, frozen=True, kw_only=True):
    """The whole form as typed. Without `buyer_id`, `new_buyer` is a firm to be made.

    `template_id` is the template by which the order is set up once it is there.
    """

    buyer_id: Id = ""
    new_buyer: str = ""
    new_country: str = ""
    fields: dict[str, Value] = {}
    lines: tuple[LineTyped, ...] = ()
    template_id: Id = ""

    @property
    def kept_lines(self) -> list[tuple[int, LineTyped]]:
        """Return the lines in which something was typed, with their places."""
        return [(at, line) for at, line in enumerate(self.lines) if not line.is_empty]


def amount_of(line: LineTyped, currency: str) -> Decimal | None:
    """Return what a line comes to; None while its numbers cannot be read."""
    try:
        return round_amount(parse_amount(line.quantity) * parse_amount(line.unit_price), currency)
    except Refused:
        return None


def total_of(lines: Sequence[LineTyped], currency: str) -> Decimal:
    """Return what the lines that can be read come to."""
    amounts = (amount_of(line, currency) for line in lines)
    return sum((amount for amount in amounts if amount is not None), Decimal(0))


def errors_in(typed: OrderTyped) -> Errors:
    """Return what keeps the form from being saved, by field."""
    errors: Errors = {}
    if not typed.buyer_id and not typed.new_buyer.strip():
        errors["buyer_id"] = _empty("orders", "buyer_id")
    if not str(typed.fields.get("named_place") or "").strip():
        errors["named_place"] = Refusal(code="incoterm_place_missing")
    if not typed.kept_lines and not str(typed.fields.get("goods") or "").strip():
        errors["line 0 description"] = _empty("order_lines", "description")
    for at, line in typed.kept_lines:
        errors |= {f"line {at} {name}": refusal for name, refusal in _line_errors(line).items()}
    return {**_value_errors(typed.fields), **errors}


def _value_errors(fields: Mapping[str, Value]) -> Errors:
    refusals = {name: _refusal_of("orders", name, value) for name, value in fields.items()}
    return {name: refusal for name, refusal in refusals.items() if refusal is not None}


def _line_errors(line: LineTyped) -> Errors:
    errors: Errors = {}
    if not line.description.strip():
        errors["description"] = _empty("order_lines", "description")
    if not line.quantity.strip():
        errors["quantity"] = _empty("order_lines", "quantity")
    for name, text in (("quantity", line.quantity), ("unit_price", line.unit_price)):
        refusal = _amount_refusal(name, text) if text.strip() else None
        if refusal is not None:
            errors[name] = refusal
    return errors


def _amount_refusal(name: str, text: str) -> Refusal | None:
    try:
        check_value("order_lines", name, to_value(parse_amount(text)))
    except Refused as refused:
        return refused.refusal
    return None


def _refusal_of(entity: str, name: str, value: Value) -> Refusal | None:
    try:
        check_value(entity, name, value)
    except Refused as refused:
        return refused.refusal
    return None


def _empty(entity: str, field: str) -> Refusal:
    return Refusal(code="field_empty", facts={"entity": entity, "field": field})


class OrderForm(QObject):
    """Makes the order: the firm if it is new, the order, its lines, what its template gives.

    What was done is not done again when a later step was refused and the person tries again.
    """

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.order_id = clock.new_id()
        self._buyer_id = clock.new_id()
        self._setup_id = clock.new_id()
        self._line_ids: list[Id] = []
        self._finished: set[Id] = set()

    def save(self, typed: OrderTyped, *, done: Callable[[Refusal | None], None]) -> None:
        """Do the steps that are left; `done` hears the refusal that stopped them, or None."""
        steps = [step for step in self.steps(typed) if _id_of(step) not in self._finished]

        def take(count: int, refusal: Refusal | None) -> None:
            self._finished |= {_id_of(step) for step in steps[:count]}
            done(refusal)

        do_each(self._desk, steps, owner=self, done=take, stop_when_refused=True)

    def steps(self, typed: OrderTyped) -> list[Step]:
        """Return the actions that make what was typed."""
        lines = typed.kept_lines
        while len(self._line_ids) < len(lines):
            self._line_ids.append(clock.new_id())
        buyer_id = typed.buyer_id or self._buyer_id
        order: dict[str, Value] = {**_without_empty(typed.fields), "buyer_id": buyer_id}
        if not order.get("goods") and lines:
            order["goods"] = lines[0][1].description.strip()
        steps: list[Step] = [] if typed.buyer_id else [self._new_buyer(typed)]
        steps.append(("order.create", Add(id=self.order_id, set=order)))
        position = ""
        for identifier, (_, line) in zip(self._line_ids, lines, strict=False):
            position = between(position, "")
            steps.append(("line.add", Add(id=identifier, set=self._line(line, position))))
        if typed.template_id:
            set_up = SetUpOrder(
                id=self._setup_id, order_id=self.order_id, template_id=typed.template_id
            )
            steps.append(("order.set_up", set_up))
        return steps

    def ask_rules(self, typed: OrderTyped, done: Callable[[Refusal | None], None]) -> None:
        """Ask the very rules that would refuse the first step."""
        order: dict[str, Value] = {"buyer_id": typed.buyer_id}
        new: dict[str, Value] = {"name": typed.new_buyer or "…", "kinds": "buyer"}
        name, command = (
            ("order.create", Add(set=order)) if typed.buyer_id else ("partner.add", Add(set=new))
        )

        def ask(connection: Connection) -> Refusal | None:
            return self._desk.try_out(connection, name, command)

        self._desk.read(ask, owner=self, done=done)

    def _new_buyer(self, typed: OrderTyped) -> Step:
        fields: dict[str, Value] = {
            "name": typed.new_buyer.strip(),
            "kinds": "buyer",
            "country": typed.new_country.strip().upper(),
        }
        return "partner.add", Add(id=self._buyer_id, set=fields)

    def _line(self, line: LineTyped, position: str) -> dict[str, Value]:
        return {
            "order_id": self.order_id,
            "position": position,
            "description": line.description.strip(),
            "quantity": to_value(parse_amount(line.quantity)),
            "unit": line.unit.strip() or "PCS",
            "unit_price": to_value(parse_amount(line.unit_price or "0")),
        }


def _without_empty(fields: Mapping[str, Value]) -> dict[str, Value]:
    return {name: value for name, value in fields.items() if value not in ("", None)}


def _id_of(step: Step) -> Id:
    return str(getattr(step[1], "id", ""))
