"""When things happen in a sample order, in working days from its inquiry."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from random import Random

import msgspec

from sync.domain.dates import OFFICE_TIME, Calendar, add_working_days
from sync.domain.orders import PaymentTerm, SupplyMode
from sync.domain.payments import LETTER_OF_CREDIT, TRANSFER
from sync.server.sample_terms import Terms

OPENING = time(9, 10)
SLOT_MINUTES = 16
SECOND_SAILING = 15


class Sailing(msgspec.Struct, frozen=True, kw_only=True):
    """The steps of one shipment."""

    number: int
    booked: int
    inspected: int
    insured: int
    cleared: int
    sails: int
    certified: int
    has_paper: int
    documented: int
    presented: int
    decided: int
    paid: int
    collected: int
    arrives: int
    filed: int
    refunded: int


class Timeline(msgspec.Struct, frozen=True, kw_only=True):
    """The steps of an order, and the day (`now`) at which it is looked at."""

    steps: dict[str, int]
    credit_came: int
    made_from: int
    sailings: tuple[Sailing, ...]
    after_sales: int
    archived: int
    now: int = 0


class Clock(msgspec.Struct, frozen=True, kw_only=True):
    """Turns the steps into days: the inquiry's day, the company's calendar, and the moment now."""

    inquiry: date
    calendar: Calendar
    now: datetime

    @property
    def today(self) -> date:
        """Return the office's day."""
        return self.now.astimezone(OFFICE_TIME).date()

    def day(self, step: int) -> date:
        """Return the day of a step."""
        return _day(self.inquiry, step, self.calendar)

    def moment(self, step: int, slot: int) -> datetime:
        """Return a moment of that day: later steps of one day have later slots."""
        opening = datetime.combine(self.day(step), OPENING, tzinfo=OFFICE_TIME)
        return opening + timedelta(minutes=slot * SLOT_MINUTES)

    def at(self, day: date, hour: int) -> datetime:
        """Return an hour of a day at the office."""
        return datetime.combine(day, time(hour), tzinfo=OFFICE_TIME)


_day = lru_cache(maxsize=1 << 14)(add_working_days)


def timeline_of(draw: Random, terms: Terms) -> Timeline:
    """Return an order's steps as they go when nothing goes wrong."""
    steps = {"N01": 1}
    steps["N02"] = steps["N01"] + draw.randint(1, 2)
    steps["N03"] = steps["N02"] + (draw.randint(4, 6) if terms.needs_sample else 0)
    steps["N04"] = steps["N03"] + draw.randint(1, 3)
    came = _secure(draw, terms, steps)
    secured = max(steps[node] for node in ("N05", "N06", "N07"))
    steps["N08"] = secured + draw.randint(1, 2)
    bought = terms.supply is not SupplyMode.OWN
    steps["N09"] = steps["N08"] + (draw.randint(2, 3) if bought else 0)
    steps["N10"] = steps["N09"] + draw.randint(15, 20)
    first = steps["N10"] + draw.randint(11, 13)
    sailings = tuple(
        _sailing(draw, terms, number, first + SECOND_SAILING * (number - 1), steps["N08"])
        for number in range(1, terms.sailings + 1)
    )
    after = max(sailing.arrives for sailing in sailings) + draw.randint(12, 18)
    last = max(max(s.collected, s.refunded, s.presented) for s in sailings)
    return Timeline(
        steps=steps,
        credit_came=came,
        made_from=steps["N09"] + 1,
        sailings=sailings,
        after_sales=after,
        archived=max(last + 3, after) + draw.randint(2, 4),
    )


def _secure(draw: Random, terms: Terms, steps: dict[str, int]) -> int:
    """Set when payment is secured; return when the letter of credit came."""
    signed = steps["N04"]
    came = signed + draw.randint(4, 8)
    steps["N05"] = signed + (draw.randint(2, 3) if terms.payment in TRANSFER else 0)
    steps["N06"] = came + draw.randint(1, 2) if terms.payment in LETTER_OF_CREDIT else signed
    on_credit = terms.payment in (PaymentTerm.OA, PaymentTerm.DA, PaymentTerm.DP)
    steps["N07"] = signed + (draw.randint(4, 6) if on_credit else 0)
    return came


def _sailing(draw: Random, terms: Terms, number: int, sails: int, planned: int) -> Sailing:
    paper = sails + 2
    documented = sails + 3
    presented = documented + (1 if terms.payment not in TRANSFER else 2)
    decided = presented + draw.randint(3, 4)
    paid = _paid(draw, terms, sails, presented, decided)
    collected = max(paid, paper + 1) if terms.payment in TRANSFER else paid
    if terms.payment in TRANSFER:
        presented = max(presented, collected + 1)
    booked = max(planned + 1, sails - draw.randint(20, 22))
    return Sailing(
        number=number,
        booked=booked,
        inspected=sails - 8,
        insured=booked + 1,
        cleared=sails - 8 + draw.randint(1, 2),
        sails=sails,
        certified=sails + draw.randint(0, 1),
        has_paper=paper,
        documented=documented,
        presented=presented,
        decided=decided,
        paid=paid,
        collected=collected,
        arrives=sails + (2 if terms.mode == "AIR" else _voyage(terms)),
        filed=sails + draw.randint(12, 16),
        refunded=sails + draw.randint(24, 30),
    )


def _voyage(terms: Terms) -> int:
    return round(terms.buyer.place.transit_days * 5 / 7) + 1


def _paid(draw: Random, terms: Terms, sails: int, presented: int, decided: int) -> int:
    """Return when the money of a shipment is in."""
    credit = round((terms.credit_days or 0) * 5 / 7)
    if terms.payment is PaymentTerm.TT_100:
        return 0
    if terms.payment is PaymentTerm.TT_DB:
        return sails - 4 if terms.balance_first else sails + draw.randint(4, 5)
    if terms.payment in (PaymentTerm.LC_S, PaymentTerm.DP):
        return max(decided + 2, presented + draw.randint(6, 7))
    return max(decided, sails + credit) + draw.randint(0, 2)


def steps_in_order(timeline: Timeline, terms: Terms) -> list[tuple[str, int, int]]:
    """Return each node that can hold the order up with its first day and its last."""
    steps, sailing = timeline.steps, timeline.sailings[0]
    signed = steps["N04"]
    found = [
        ("N01", 0, steps["N01"]),
        ("N02", steps["N01"], steps["N02"]),
        ("N03", steps["N02"], steps["N03"]),
        ("N04", steps["N03"], signed),
        *((node, signed, steps[node]) for node in ("N05", "N06", "N07")),
        ("N08", max(steps[node] for node in ("N05", "N06", "N07")), steps["N08"]),
        ("N09", steps["N08"], steps["N09"]),
        ("N10", steps["N09"], steps["N10"]),
        ("N11", steps["N10"], sailing.inspected),
        ("N14", sailing.inspected, sailing.cleared),
        ("N15", sailing.cleared, sailing.sails),
        ("N16", sailing.sails, sailing.has_paper),
        ("N18", sailing.has_paper, sailing.documented),
        ("N19", sailing.documented, sailing.presented),
        ("N20", min(sailing.presented, sailing.has_paper + 1), sailing.collected),
        ("N22", sailing.sails + 1, sailing.refunded),
        ("N23", sailing.arrives, timeline.after_sales),
        ("N24", max(timeline.after_sales, sailing.refunded), timeline.archived),
    ]
    is_transfer = terms.payment in TRANSFER
    return [span for span in found if span[2] > span[1] and not (span[0] == "N19" and is_transfer)]


def delayed(timeline: Timeline, after: int, by: int) -> Timeline:
    """Return the timeline with everything from a step on some days later."""

    def later(step: int) -> int:
        return step + by if step >= after else step

    return Timeline(
        steps={node: later(step) for node, step in timeline.steps.items()},
        credit_came=later(timeline.credit_came),
        made_from=later(timeline.made_from),
        sailings=tuple(_later(sailing, after, by) for sailing in timeline.sailings),
        after_sales=later(timeline.after_sales),
        archived=later(timeline.archived),
        now=timeline.now,
    )


def _later(sailing: Sailing, after: int, by: int) -> Sailing:
    steps = msgspec.structs.asdict(sailing)
    number = steps.pop("number")
    moved = {name: step + by if step >= after else step for name, step in steps.items()}
    return Sailing(number=number, **moved)
