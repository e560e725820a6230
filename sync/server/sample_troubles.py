"""What goes wrong in some of the sample's orders, so that each level of warning is met."""

from datetime import timedelta
from random import Random
from typing import Protocol

import msgspec

from sync.domain.dates import add_working_days
from sync.domain.early_warnings import Level
from sync.domain.facts import OrderFacts
from sync.domain.orders import PaymentTerm
from sync.domain.payments import LETTER_OF_CREDIT, TRANSFER
from sync.server.sample_case import Plot
from sync.server.sample_terms import Terms
from sync.server.sample_timeline import Timeline, delayed, steps_in_order

WEIGHTS = {
    "N01": 4,
    "N02": 7,
    "N03": 5,
    "N04": 8,
    "N05": 6,
    "N06": 8,
    "N07": 7,
    "N08": 8,
    "N09": 6,
    "N10": 44,
    "N11": 12,
    "N14": 9,
    "N15": 8,
    "N16": 5,
    "N18": 4,
    "N19": 4,
    "N20": 16,
    "N22": 14,
    "N23": 12,
    "N24": 3,
}
"""How many of a hundred open orders stand at a node, roughly."""


class Slip(Protocol):
    """Returns the facts with one thing wrong, or None where it does not fit."""

    def __call__(self, plot: Plot, facts: OrderFacts, *, urgent: bool) -> OrderFacts | None:
        """Return them."""
        ...


def placed(draw: Random, terms: Terms, timeline: Timeline) -> Timeline:
    """Return the timeline looked at while the order is at some node, nothing being late."""
    spans = steps_in_order(timeline, terms)
    span = draw.choices(spans, [WEIGHTS[node] for node, _, _ in spans])[0]
    return msgspec.structs.replace(timeline, now=draw.randint(span[1] + 1, span[2]))


def late(draw: Random, terms: Terms, timeline: Timeline, *, urgent: bool) -> Timeline:
    """Return the timeline with a step that takes too long, looked at meanwhile."""
    spans = [(timeline.sailings[0].has_paper, 5 if urgent else 3)]
    if terms.payment in TRANSFER:
        spans += [(timeline.steps["N05"], 9 if urgent else 5)] * 2
    if terms.payment is not PaymentTerm.TT_100:
        spans += [(timeline.sailings[0].collected, 8 if urgent else draw.randint(2, 4))] * 2
    end, days = draw.choice(spans)
    return msgspec.structs.replace(delayed(timeline, end, days + 6), now=end + days)


def slipped(draw: Random, plot: Plot, facts: OrderFacts, *, urgent: bool) -> OrderFacts | None:
    """Return the facts with something that will not hold; None where nothing fits."""
    slips = list(SLIPS)
    draw.shuffle(slips)
    found = (slip(plot, facts, urgent=urgent) for slip in slips)
    return next((each for each in found if each is not None), None)


def _behind(plot: Plot, facts: OrderFacts, *, urgent: bool) -> OrderFacts | None:
    """Let production lag behind its plan."""
    planned = facts.order.progress_planned_percent
    lag = 24 if urgent else 13
    if planned is None or not lag < planned < 100 or plot.has_come(plot.timeline.steps["N10"]):
        return None
    order = msgspec.structs.replace(facts.order, progress_percent=planned - lag)
    return msgspec.structs.replace(facts, order=order)


def _thin_margin(plot: Plot, facts: OrderFacts, *, urgent: bool) -> OrderFacts | None:
    """Let the forecast margin fall below the costing."""
    margin = facts.order.costing_margin_percent
    if margin is None or facts.order.forecast_margin_percent is None or plot.terms.number % 3:
        return None
    order = msgspec.structs.replace(
        facts.order, forecast_margin_percent=margin - (4 if urgent else 2)
    )
    return msgspec.structs.replace(facts, order=order)


def _finishes_late(plot: Plot, facts: OrderFacts, *, urgent: bool) -> OrderFacts | None:
    """Let the goods be finished too near to the sailing."""
    sails = facts.shipments[0].etd
    if sails is None or plot.has_come(plot.timeline.steps["N10"]):
        return None
    finish = add_working_days(sails, -4 if urgent else -6, plot.clock.calendar)
    order = msgspec.structs.replace(facts.order, forecast_finish_on=finish)
    return msgspec.structs.replace(facts, order=order)


def _short_credit(plot: Plot, facts: OrderFacts, *, urgent: bool) -> OrderFacts | None:
    """Let the letter of credit end soon after the planned sailing."""
    sails = facts.shipments[-1].etd
    credits_ = facts.letters_of_credit
    if plot.terms.payment not in LETTER_OF_CREDIT or not credits_ or sails is None:
        return None
    latest = sails + timedelta(days=1 if urgent else 5)
    lc = msgspec.structs.replace(
        credits_[0], latest_shipment_on=latest, expiry_on=latest + timedelta(days=24)
    )
    return msgspec.structs.replace(facts, letters_of_credit=(lc,))


def _slipped_vessel(plot: Plot, facts: OrderFacts, *, urgent: bool) -> OrderFacts | None:
    """Let the vessel sail later than promised."""
    shipment = facts.shipments[0]
    if shipment.etd is None or shipment.on_board_on or not plot.timeline.now:
        return None
    promised = shipment.etd - timedelta(days=9 if urgent else 5)
    moved = msgspec.structs.replace(shipment, promised_etd=promised)
    return msgspec.structs.replace(facts, shipments=(moved, *facts.shipments[1:]))


def _quote_ends(plot: Plot, facts: OrderFacts, *, urgent: bool) -> OrderFacts | None:
    """Let the quotation's validity end before anybody signed."""
    if facts.order.quoted_on is None or facts.order.signed_on is not None:
        return None
    end = plot.clock.today + timedelta(days=-1 if urgent else 2)
    if end <= facts.order.quoted_on:
        return None
    order = msgspec.structs.replace(facts.order, quote_valid_until=end)
    return msgspec.structs.replace(facts, order=order)


SLIPS: tuple[Slip, ...] = (
    _behind,
    _thin_margin,
    _finishes_late,
    _short_credit,
    _slipped_vessel,
    _quote_ends,
)
LEVELS: tuple[tuple[Level | None, int], ...] = (
    (None, 84),
    (Level.WATCH, 7),
    (Level.WARNING, 5),
    (Level.URGENT, 4),
)
"""Of a hundred open orders, how many have a warning of which level at most."""
