"""Builds the facts of one sample order: what has happened by now, and what is planned."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from random import Random

import msgspec

from sync.domain.declarations import Declaration
from sync.domain.facts import OrderFacts
from sync.domain.ids import Id, row_id
from sync.domain.incoterms import RULES
from sync.domain.letters_of_credit import LetterOfCredit
from sync.domain.money import order_amount
from sync.domain.orders import Incoterm, Order, OrderLine, PaymentTerm
from sync.domain.payments import LETTER_OF_CREDIT
from sync.domain.shipments import Container, Customs, Inspection, Shipment, ShipmentLine
from sync.server.sample_containers import container_number
from sync.server.sample_terms import Terms
from sync.server.sample_timeline import Clock, Sailing, Timeline

CONTAINER_CBM = Decimal(64)
POSITIONS = "1234567"


class Plot(msgspec.Struct, frozen=True, kw_only=True):
    """One order to be told: what was agreed, when it happens, and how days are counted."""

    id: Id
    terms: Terms
    timeline: Timeline
    clock: Clock

    def has_come(self, step: int) -> bool:
        """Return whether a step lies behind us."""
        return step < self.timeline.now

    def past(self, step: int) -> date | None:
        """Return the day of a step that lies behind us."""
        return self.clock.day(step) if self.has_come(step) else None

    def past_moment(self, step: int, slot: int) -> datetime | None:
        """Return the moment of a step that lies behind us."""
        return self.clock.moment(step, slot) if self.has_come(step) else None

    def row(self, *parts: object) -> Id:
        """Return the id of a row of this order."""
        return row_id(self.id, *map(str, parts))


def facts_of(plot: Plot, draw: Random) -> OrderFacts:
    """Return the order's facts without money, nodes and answers."""
    lines = tuple(_lines(plot))
    shipments = tuple(_shipment(plot, draw, sailing, lines) for sailing in _sailings(plot))
    return OrderFacts(
        order=_order(plot, draw),
        buyer=plot.terms.buyer.partner,
        lines=lines,
        shipments=shipments,
        shipment_lines=tuple(_shipment_lines(plot, shipments, lines)),
        containers=tuple(_containers(plot, draw, shipments)),
        letters_of_credit=tuple(_credits(plot, draw, lines)),
        declarations=tuple(_declarations(plot, draw, shipments)),
    )


def _sailings(plot: Plot) -> tuple[Sailing, ...]:
    """Return the shipments that are known: the first from the start, others once signed."""
    return plot.timeline.sailings[: None if plot.has_come(plot.timeline.steps["N04"]) else 1]


def _order(plot: Plot, draw: Random) -> Order:
    terms, steps = plot.terms, plot.timeline.steps
    place, owner = terms.buyer.place, terms.buyer.owner
    signed = plot.past(steps["N04"])
    margin = Decimal(draw.randint(90, 210)) / 10
    planned = _planned_percent(plot)
    inquired = plot.clock.moment(0, draw.randint(0, 6))
    quoted = plot.past(steps["N02"])
    is_home = terms.incoterm is Incoterm.EXW
    return Order(
        id=plot.id,
        buyer_id=terms.buyer.partner.id,
        owner_id=owner.id,
        team=owner.team,
        goods=terms.items[0].good.name_zh,
        buyer_po=f"PO-{draw.randint(10_000, 99_999)}" if signed else "",
        contract_no=f"SC{plot.clock.inquiry:%y%m}-{terms.number:03d}" if signed else "",
        incoterm=terms.incoterm,
        named_place=terms.load_port if not RULES[terms.incoterm].seller_carries else place.port,
        payment_term=terms.payment,
        deposit_percent=Decimal(30) if terms.payment is PaymentTerm.TT_DB else None,
        balance_before_shipment=terms.balance_first,
        credit_days=terms.credit_days,
        currency=place.currency,
        supply_mode=terms.supply,
        transport_mode=terms.mode,
        destination=place.port,
        needs_sample=terms.needs_sample,
        needs_certificate=terms.needs_certificate,
        needs_third_party_inspection=terms.needs_inspection,
        has_wood_packing=terms.has_wood,
        seller_clears_export=not is_home,
        refund_rate=Decimal(0) if is_home else terms.items[0].good.refund,
        inquired_at=inquired,
        replied_at=inquired + timedelta(minutes=draw.randint(25, 110)),
        quoted_on=quoted,
        quote_valid_until=plot.clock.day(steps["N02"]) + timedelta(days=30) if quoted else None,
        signed_on=signed,
        production_start_on=plot.past(steps["N08"]) and plot.clock.day(plot.timeline.made_from),
        production_finish_on=plot.past(steps["N08"]) and plot.clock.day(steps["N10"]),
        material_ready_on=plot.past(steps["N08"]) and plot.clock.day(steps["N09"]),
        forecast_finish_on=plot.past(steps["N08"]) and plot.clock.day(steps["N10"]),
        progress_percent=None if planned is None else max(0, planned - draw.randint(0, 4)),
        progress_planned_percent=planned,
        costing_margin_percent=margin if quoted else None,
        forecast_margin_percent=margin - Decimal(draw.randint(0, 6)) / 10 if signed else None,
        source="",
        created_by=owner.id,
        created_at=inquired,
    )


def _planned_percent(plot: Plot) -> int | None:
    """Return how much should be made by now; None before production."""
    timeline = plot.timeline
    start, end = timeline.made_from, timeline.steps["N10"]
    if timeline.now <= start:
        return None
    return min(100, round(100 * (timeline.now - start) / max(1, end - start)))


def _lines(plot: Plot) -> Iterator[OrderLine]:
    for number, item in enumerate(plot.terms.items):
        yield OrderLine(
            id=plot.row("line", number),
            order_id=plot.id,
            position=POSITIONS[number],
            product_id=item.product.id,
            description=item.good.name_en,
            description_zh=item.good.name_zh,
            quantity=Decimal(item.quantity),
            unit_price=item.price,
            supplier_id=item.supplier.id,
            hs_code=item.good.hs_code,
            need_on=plot.past(plot.timeline.steps["N04"])
            and plot.clock.day(plot.timeline.steps["N10"]),
        )


def _share(plot: Plot, cartons: int, sailing_number: int) -> int:
    """Return the cartons of a line that leave with a shipment: the last takes what is left."""
    count = plot.terms.sailings
    each = cartons // count
    return cartons - each * (count - 1) if sailing_number == count else each


def _invoiced(plot: Plot, sailing: Sailing) -> Decimal:
    found = [
        item.price * _share(plot, item.cartons, sailing.number) * item.good.pieces
        for item in plot.terms.items
    ]
    return sum(found, Decimal(0)).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _shipment(plot: Plot, draw: Random, sailing: Sailing, lines: tuple[OrderLine, ...]) -> Shipment:
    """Return a shipment as far as it has come."""
    terms = plot.terms
    made = Shipment(
        id=row_id("shipment", plot.id, str(sailing.number)),
        order_id=plot.id,
        number=sailing.number,
        mode=terms.mode,
        load_port=terms.load_port,
        discharge_port=terms.buyer.place.port,
    )
    if not plot.has_come(plot.timeline.steps["N04"]):
        return made
    made = msgspec.structs.replace(made, **_promised(plot, sailing))
    if plot.has_come(sailing.booked):
        made = msgspec.structs.replace(made, **_booked(plot, draw, sailing))
    if plot.has_come(sailing.inspected):
        made = msgspec.structs.replace(made, **_measured(plot, sailing))
    if plot.has_come(sailing.sails):
        made = msgspec.structs.replace(made, **_sailed(plot, draw, sailing))
    return made


def _promised(plot: Plot, sailing: Sailing) -> dict[str, object]:
    planned = plot.has_come(plot.timeline.steps["N08"])
    sails = plot.clock.day(sailing.sails)
    return {
        "committed_ship_on": sails + timedelta(days=3),
        "etd": sails if planned else None,
        "promised_etd": sails if planned else None,
        "eta": plot.clock.day(sailing.arrives) if planned else None,
        "cargo_ready_on": plot.past(plot.timeline.steps["N10"]),
        "inspection_on": plot.clock.day(sailing.inspected) if planned else None,
        "consignee_id": plot.terms.buyer.partner.id,
        "paid_on": _paid_on(plot, sailing),
    }


def _booked(plot: Plot, draw: Random, sailing: Sailing) -> dict[str, object]:
    """Return what the booking gave: vessel, cut-offs, freight; and which cut-offs are behind us."""
    terms, clock = plot.terms, plot.clock
    sails = clock.day(sailing.sails)
    given: dict[str, object] = {
        "forwarder_id": terms.forwarder.id,
        "carrier": "EXAMPLE LINE" if terms.mode == "SEA" else "EXAMPLE AIR",
        "vessel": terms.vessel.rsplit(" ", 1)[0],
        "voyage": terms.vessel.rsplit(" ", 1)[1],
        "booking_no": f"BK{draw.randint(1_000_000, 9_999_999)}",
        "free_days": draw.choice((7, 10, 14)),
    }
    if RULES[terms.incoterm].seller_carries:
        costed = Decimal(draw.randint(16, 52) * 50)
        spent = (costed * Decimal(draw.randint(96, 104)) / 100).quantize(Decimal(1))
        given |= {"freight_costing": costed, "freight": spent}
    if RULES[terms.incoterm].insurance == "seller":
        given["insured_on"] = plot.past(sailing.insured)
    if terms.mode != "SEA":
        return given
    cutoffs = {
        "si": (clock.at(sails - timedelta(days=5), 17), sailing.sails - 6, 11),
        "vgm": (clock.at(sails - timedelta(days=3), 12), sailing.sails - 5, 12),
        "customs": (clock.at(sails - timedelta(days=1), 12), 0, 0),
        "filing": (clock.at(sails - timedelta(days=2), 15), sailing.sails - 4, 16),
    }
    for name, (moment, _, _) in cutoffs.items():
        given[f"{name}_cutoff_at"] = moment
    given["cy_closing_at"] = clock.at(sails - timedelta(days=1), 17)
    for name, step, slot in (("si", *cutoffs["si"][1:]), ("vgm", *cutoffs["vgm"][1:])):
        given[f"{name}_sent_at"] = plot.past_moment(step, slot)
    given["filing_accepted_at"] = plot.past_moment(*cutoffs["filing"][1:])
    given["gated_in_at"] = plot.past_moment(sailing.sails - 3, 28)
    return given


def _measured(plot: Plot, sailing: Sailing) -> dict[str, object]:
    """Return what the final inspection found, and how far customs is."""
    cartons = [(i.good, _share(plot, i.cartons, sailing.number)) for i in plot.terms.items]
    gross = sum((good.carton_kg * count for good, count in cartons), Decimal(0))
    packages = sum(count for _, count in cartons)
    volume = sum((_cbm(good.carton_cm) * count for good, count in cartons), Decimal(0))
    cleared = plot.has_come(sailing.cleared) and plot.terms.incoterm is not Incoterm.EXW
    return {
        "inspection": Inspection.PASS,
        "packages": packages,
        "gross_weight_kg": gross,
        "net_weight_kg": gross - packages,
        "volume_cbm": volume.quantize(Decimal("0.001")),
        "customs": Customs.RELEASED if cleared else Customs.NONE,
    }


def _cbm(edges: tuple[int, int, int]) -> Decimal:
    length, width, height = edges
    return Decimal(length * width * height) / 1_000_000


def _sailed(plot: Plot, draw: Random, sailing: Sailing) -> dict[str, object]:
    """Return what happened after sailing: papers, presentation, arrival."""
    terms = plot.terms
    transfer = terms.payment in (PaymentTerm.TT_DB, PaymentTerm.TT_100)
    paper = plot.past(sailing.has_paper)
    has_draft = terms.payment in (PaymentTerm.LC_U, PaymentTerm.DA)
    by_bank = not transfer and terms.payment is not PaymentTerm.OA
    return {
        "on_board_on": plot.clock.day(sailing.sails),
        "bl_no": f"EXBL{draw.randint(100_000, 999_999)}" if _has_bill(plot) else "",
        "bl_release": _release(plot) if paper and _has_bill(plot) else "",
        "bl_received_on": paper,
        "copy_sent_on": paper,
        "documents_ready_on": plot.past(sailing.documented),
        "presented_on": plot.past(sailing.presented) if not transfer else None,
        "bank_decided_on": plot.past(sailing.decided) if by_bank else None,
        "accepted_on": plot.past(sailing.decided) if has_draft else None,
        "invoice_no": f"CI{plot.clock.inquiry:%y}{terms.number:04d}-{sailing.number}",
        "invoice_on": plot.clock.day(sailing.sails),
        "invoice_amount": _invoiced(plot, sailing),
        "arrived_on": plot.past(sailing.arrives),
    }


def _paid_on(plot: Plot, sailing: Sailing) -> date | None:
    if plot.terms.payment is PaymentTerm.TT_100:
        return plot.past(plot.timeline.steps["N05"])
    return plot.past(sailing.paid)


def _has_bill(plot: Plot) -> bool:
    return plot.terms.incoterm not in (Incoterm.EXW, Incoterm.FCA)


def _release(plot: Plot) -> str:
    if plot.terms.payment in LETTER_OF_CREDIT or plot.terms.mode == "AIR":
        return "ORIGINAL"
    return "TELEX" if plot.terms.payment is PaymentTerm.TT_DB else "ORIGINAL"


def _shipment_lines(
    plot: Plot, shipments: tuple[Shipment, ...], lines: tuple[OrderLine, ...]
) -> Iterator[ShipmentLine]:
    """Yield how much of each line leaves with each shipment, once it is planned."""
    if not plot.has_come(plot.timeline.steps["N08"]):
        return
    for shipment in shipments:
        for line, item in zip(lines, plot.terms.items, strict=True):
            cartons = _share(plot, item.cartons, shipment.number)
            yield ShipmentLine(
                id=plot.row("shipped", shipment.number, line.id),
                order_id=plot.id,
                shipment_id=shipment.id,
                line_id=line.id,
                quantity=Decimal(cartons * item.good.pieces),
                cartons=cartons,
                gross_weight_kg=item.good.carton_kg * cartons,
            )


def _containers(plot: Plot, draw: Random, shipments: tuple[Shipment, ...]) -> Iterator[Container]:
    for shipment in shipments:
        if shipment.gated_in_at is None or shipment.volume_cbm is None:
            continue
        count = int(shipment.volume_cbm / CONTAINER_CBM) + 1
        for number in range(1, count + 1):
            yield Container(
                id=plot.row("container", shipment.number, number),
                order_id=plot.id,
                shipment_id=shipment.id,
                number=container_number(draw),
                seal_no=f"EX{draw.randint(100_000, 999_999)}",
                size_type="45G1",
                vgm_kg=((shipment.gross_weight_kg or Decimal(0)) / count + 3_900).quantize(
                    Decimal(1)
                ),
            )


def _credits(plot: Plot, draw: Random, lines: tuple[OrderLine, ...]) -> Iterator[LetterOfCredit]:
    terms, clock = plot.terms, plot.clock
    came = plot.timeline.credit_came
    if terms.payment not in LETTER_OF_CREDIT or not plot.has_come(came):
        return
    latest = clock.day(plot.timeline.sailings[-1].sails) + timedelta(days=draw.randint(10, 14))
    yield LetterOfCredit(
        id=plot.row("lc"),
        order_id=plot.id,
        number=f"LC{draw.randint(8_000_000, 8_999_999)}",
        issuing_bank=f"{terms.buyer.place.town} Example Bank",
        issued_on=clock.day(came - 2),
        received_on=clock.day(came),
        expiry_on=latest + timedelta(days=24),
        expiry_place="CHINA",
        amount=order_amount(lines, terms.buyer.place.currency),
        currency=terms.buyer.place.currency,
        tolerance_plus=Decimal(5),
        tolerance_minus=Decimal(5),
        latest_shipment_on=latest,
        presentation_days=21,
        drafts_required=terms.payment is PaymentTerm.LC_U,
        accepted_on=plot.past(plot.timeline.steps["N06"]),
    )


def _declarations(
    plot: Plot, draw: Random, shipments: tuple[Shipment, ...]
) -> Iterator[Declaration]:
    for shipment, sailing in zip(shipments, plot.timeline.sailings, strict=False):
        if plot.terms.incoterm is Incoterm.EXW or not plot.has_come(sailing.cleared):
            continue
        rate = plot.terms.items[0].good.refund / 113
        refund = (_invoiced(plot, sailing) * Decimal("5.6") * rate).quantize(Decimal("0.01"))
        refunded = plot.past(sailing.refunded)
        yield Declaration(
            id=plot.row("declaration", sailing.number),
            order_id=plot.id,
            shipment_id=shipment.id,
            number=f"2{draw.randint(10**16, 10**17 - 1)}",
            declared_on=plot.clock.day(sailing.cleared),
            exported_on=plot.past(sailing.sails),
            closed_on=plot.past(sailing.sails + 6),
            vat_invoice_on=plot.past(sailing.sails + 8),
            filed_on=plot.past(sailing.filed),
            refunded_on=refunded,
            refund_amount=refund if refunded else None,
        )
