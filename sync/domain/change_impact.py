"""What a change would do, computed: amount, margin, cartons, containers, L/C, papers, nodes, days.

Each effect has a code, what it is now and would be, and whether it needs somebody's eye.
"""

from collections.abc import Iterable, Mapping
from decimal import ROUND_CEILING, Decimal

import msgspec

from sync.domain.authority import as_text
from sync.domain.authority_cases import amount_of, margin_after, stage_of
from sync.domain.change_requests import KINDS, ChangeType
from sync.domain.facts import OrderFacts
from sync.domain.letters_of_credit import LetterOfCredit
from sync.domain.money import EXACT, format_amount, percent_of
from sync.domain.nodes import NodeState
from sync.domain.orders import OrderLine, PaymentTerm
from sync.domain.products import Product
from sync.domain.records import Record, Value, record, to_row

Wanted = tuple[str, str, str, Value, Value]
"""Noun, id, field, old, new."""
Products = Mapping[str, Product]

_CAPACITY = (("20GP", Decimal(28)), ("40GP", Decimal(58)), ("40HC", Decimal(68)))
"""What each container takes in practice, CBM."""
_ISSUED: dict[str, tuple[str, ...]] = {
    "BN": ("booking_no",),
    "SI": ("si_sent_at",),
    "CI": ("invoice_no",),
    "PL": ("documents_ready_on", "packages"),
    "BL": ("bl_no",),
    "CD": ("customs",),
    "INS": ("insured_on",),
    "BE": ("presented_on",),
    "CO": ("documents_ready_on",),
}
"""By paper, the shipment's fields of which any says that it went out."""
_MADE_AT = {"PI": "N04", "IPO": "N08", "PO": "N09"}
_RISK = (
    *(PaymentTerm.TT_100, PaymentTerm.TT_DB, PaymentTerm.LC_S, PaymentTerm.LC_U),
    *(PaymentTerm.DP, PaymentTerm.DA, PaymentTerm.OA),
)


class Effect(msgspec.Struct, frozen=True, kw_only=True):
    """One consequence: a code, what it is now, what it would be, whether it hurts."""

    code: str
    before: str = ""
    after: str = ""
    is_grave: bool = False


def changed(facts: OrderFacts, wanted: Iterable[Wanted]) -> OrderFacts:
    """Return the facts as they would be."""
    fields: dict[tuple[str, str], dict[str, Value]] = {}
    for entity, row_id, field, _, new in wanted:
        fields.setdefault((entity, row_id), {})[field] = new

    def after(entity: str, item: Record) -> Record:
        said = fields.get((entity, item.id))
        return record(type(item), {**to_row(item), **said}) if said else item

    told: dict[str, object] = {
        "order": after("orders", facts.order),
        "lines": tuple(after("order_lines", line) for line in facts.lines),
        "shipments": tuple(after("shipments", each) for each in facts.shipments),
        "letters_of_credit": tuple(
            after("letters_of_credit", each) for each in facts.letters_of_credit
        ),
    }
    return msgspec.structs.replace(facts, **told)


def effects(
    before: OrderFacts, wanted: tuple[Wanted, ...], kind: ChangeType, products: Products
) -> tuple[Effect, ...]:
    """Return every consequence that follows from what is known."""
    after = changed(before, wanted)
    return (
        *_money(before, after),
        *_space(before, after, products),
        *_letters(after),
        *_days(before, after),
        *(Effect(code="paper", after=paper) for paper in papers(before, kind)),
        *(Effect(code="reopen", after=node) for node in reopened(before, kind)),
    )


def papers(facts: OrderFacts, kind: ChangeType) -> tuple[str, ...]:
    """Return the papers of the type that went out already: they have to be made anew."""
    done = {n.node for n in facts.nodes if n.state in (NodeState.DONE, NodeState.REOPENED)}

    def is_out(paper: str) -> bool:
        if paper in _MADE_AT:
            return _MADE_AT[paper] in done
        names = _ISSUED.get(paper, ())
        return any(getattr(shipment, name) for shipment in facts.shipments for name in names)

    return tuple(paper for paper in KINDS[kind].papers if is_out(paper))


def reopened(facts: OrderFacts, kind: ChangeType) -> tuple[str, ...]:
    """Return the nodes that are done and have to be taken up again."""
    done = {n.node for n in facts.nodes if n.state is NodeState.DONE}
    return tuple(node for node in KINDS[kind].reopen if node in done)


def case_of(before: OrderFacts, wanted: tuple[Wanted, ...], kind: ChangeType) -> dict[str, str]:
    """Return what the decision table is asked about a change."""
    after = changed(before, wanted)
    found = {"stage": stage_of(before)}
    old, new = amount_of(before), amount_of(after)
    price = _price_change(before, after)
    if price:
        found["price_change_percent"] = as_text(price)
        found["price_change_amount"] = as_text(new - old)
    margin = margin_after(before, price)
    if margin is not None:
        found["margin_percent"] = as_text(margin)
    delay = _delay(before, after)
    if delay is not None:
        found["delay_days"] = str(delay)
    steps = _risk(after) - _risk(before)
    if steps:
        found["risk_steps"] = str(max(steps, 0))
    return {**found, **_by_type(before, kind, found["stage"])}


def _by_type(before: OrderFacts, kind: ChangeType, stage: str) -> dict[str, str]:
    is_before = stage == "before_production"
    if kind is ChangeType.SPEC:
        return {"spec_change": "before_production" if is_before else "after_start"}
    if kind is ChangeType.CANCEL:
        return {"cancellation": "before_production" if is_before else "after_start"}
    if kind is ChangeType.DEST:
        is_loaded = stage in ("on_board", "presented")
        return {"destination_change": "after_loading" if is_loaded else "other_country"}
    return {}


def _money(before: OrderFacts, after: OrderFacts) -> list[Effect]:
    currency = after.order.currency
    old, new = amount_of(before), amount_of(after)
    found: list[Effect] = []
    if old != new or before.order.currency != currency:
        told = (format_amount(old, before.order.currency), format_amount(new, currency))
        found.append(
            Effect(
                code="amount",
                before=f"{before.order.currency} {told[0]}",
                after=f"{currency} {told[1]}",
            )
        )
    now, then = (
        margin_after(before, change) for change in (Decimal(0), _price_change(before, after))
    )
    if now is not None and then is not None and now != then:
        found.append(
            Effect(code="margin", before=f"{now} %", after=f"{then} %", is_grave=then < now)
        )
    return found


def _space(before: OrderFacts, after: OrderFacts, products: Products) -> list[Effect]:
    (old_cartons, old_volume), (cartons, volume) = (
        _packed(facts.lines, products) for facts in (before, after)
    )
    found: list[Effect] = []
    if cartons != old_cartons:
        found.append(Effect(code="cartons", before=str(old_cartons), after=str(cartons)))
    if volume != old_volume:
        found.append(Effect(code="volume", before=f"{old_volume:.3f}", after=f"{volume:.3f}"))
        boxes = (containers(old_volume), containers(volume))
        if boxes[0] != boxes[1]:
            found.append(Effect(code="containers", before=boxes[0], after=boxes[1], is_grave=True))
    return found


def _packed(lines: tuple[OrderLine, ...], products: Products) -> tuple[int, Decimal]:
    cartons, volume = 0, Decimal(0)
    for line in lines:
        product = products.get(line.product_id)
        if product is None or not product.pcs_per_carton:
            continue
        filled = int((line.quantity / product.pcs_per_carton).to_integral_value(ROUND_CEILING))
        cartons += filled
        sides = (product.length_cm, product.width_cm, product.height_cm)
        each = Decimal(1)
        for side in sides:
            each *= side or 0
        volume += filled * each / 1_000_000
    return cartons, volume


def containers(volume: Decimal) -> str:
    """Return the fewest containers that take the volume: 1 x 20GP, 2 x 40HC + 1 x 20GP."""
    if volume <= 0:
        return ""
    largest = _CAPACITY[-1]
    full = int(volume // largest[1])
    rest = volume - full * largest[1]
    parts = [f"{full} x {largest[0]}"] if full else []
    if rest:
        parts.append(f"1 x {next(name for name, room in _CAPACITY if rest <= room)}")
    return " + ".join(parts)


def _letters(after: OrderFacts) -> list[Effect]:
    found: list[Effect] = []
    for letter in after.letters_of_credit:
        most, least = _limits(letter)
        amount, currency = amount_of(after), after.order.currency
        if most is None or least is None or letter.currency not in ("", currency):
            continue
        name = f"{currency} {format_amount(most, currency)}"
        if amount > most:
            over = f"{currency} {format_amount(amount - most, currency)}"
            found.append(Effect(code="lc_over", before=name, after=over, is_grave=True))
        if amount < least and not letter.partial_allowed:
            under = f"{currency} {format_amount(least - amount, currency)}"
            found.append(Effect(code="lc_under", before=name, after=under, is_grave=True))
        latest = letter.latest_shipment_on
        for shipment in after.shipments:
            planned = shipment.committed_ship_on or shipment.etd
            if latest is not None and planned is not None and planned > latest:
                days = f"{latest} / {planned}"
                found.append(Effect(code="lc_late", before=str(latest), after=days, is_grave=True))
    return found


def _limits(letter: LetterOfCredit) -> tuple[Decimal | None, Decimal | None]:
    if letter.amount is None:
        return None, None
    plus = percent_of(letter.amount, letter.tolerance_plus or Decimal(0), letter.currency or "USD")
    minus = percent_of(
        letter.amount, letter.tolerance_minus or Decimal(0), letter.currency or "USD"
    )
    return letter.amount + plus, letter.amount - minus


def _days(before: OrderFacts, after: OrderFacts) -> list[Effect]:
    delay = _delay(before, after)
    if not delay:
        return []
    return [Effect(code="delay", after=str(delay), is_grave=delay > 0)]


def _delay(before: OrderFacts, after: OrderFacts) -> int | None:
    moved = [
        (new.committed_ship_on - old.committed_ship_on).days
        for old, new in zip(before.shipments, after.shipments, strict=True)
        if old.committed_ship_on and new.committed_ship_on
        if old.committed_ship_on != new.committed_ship_on
    ]
    return max(moved, default=None)


def _price_change(before: OrderFacts, after: OrderFacts) -> Decimal:
    """Return by how many percent prices change, at the quantities of before."""
    prices = {line.id: line.unit_price for line in after.lines}
    repriced = tuple(
        msgspec.structs.replace(line, unit_price=prices[line.id]) for line in before.lines
    )
    old = amount_of(before)
    if not old:
        return Decimal(0)
    new = amount_of(msgspec.structs.replace(before, lines=repriced))
    return EXACT.divide(new * 100, old).quantize(Decimal("0.0001")) - 100


def _risk(facts: OrderFacts) -> int:
    return _RISK.index(facts.order.payment_term)
