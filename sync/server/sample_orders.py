"""Tells the sample's four hundred orders, each at its own place between inquiry and archive."""

from collections.abc import Iterator
from datetime import datetime
from random import Random

import msgspec

from sync.domain.dates import Calendars, add_working_days
from sync.domain.early_warnings import Level, WarningSettings
from sync.domain.facts import OrderFacts
from sync.domain.ids import row_id
from sync.domain.orders import OrderState
from sync.domain.people import Role
from sync.domain.process import Process
from sync.domain.summaries import Ground, derive
from sync.server import sample_troubles
from sync.server.sample_case import Plot, facts_of
from sync.server.sample_money import with_money
from sync.server.sample_partners import Market
from sync.server.sample_people import Cast
from sync.server.sample_progress import Telling, with_progress
from sync.server.sample_terms import Terms, terms_of
from sync.server.sample_timeline import Clock, Timeline, timeline_of

FATES = ((OrderState.OPEN, 150), (OrderState.LOST, 40), (OrderState.CANCELLED, 25))
TRIES = 40
QUIET_SLACK = 6
"""Days to the next limit of a quiet order; every fifth is nearer to one."""
LATE_SHARE = 0.35


class World(msgspec.Struct, frozen=True, kw_only=True):
    """What all orders stand on."""

    market: Market
    cast: Cast
    process: Process
    calendars: Calendars
    settings: WarningSettings
    now: datetime
    seed: int

    def ground(self, clock: Clock) -> Ground:
        """Return what summaries are computed on."""
        return Ground(
            process=self.process,
            calendars=self.calendars,
            settings=self.settings,
            now=self.now,
            today=clock.today,
        )


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """An order that has been told."""

    plot: Plot
    facts: OrderFacts


def told_orders(world: World, count: int) -> list[Told]:
    """Return the orders, the oldest first."""
    found = [_told(world, number, state) for number, state in enumerate(_fates(count))]
    return sorted(found, key=lambda told: (told.plot.clock.moment(0, 0), told.plot.id))


def _fates(count: int) -> Iterator[OrderState]:
    """Yield what becomes of each order: open, lost and cancelled in their share, others closed."""
    for number in range(count):
        place, edge = number * 400 // count, 0
        for state, size in FATES:
            edge += size
            if place < edge:
                yield state
                break
        else:
            yield OrderState.CLOSED


def _told(world: World, number: int, state: OrderState) -> Told:
    draw = Random(f"{world.seed}/{number}")  # noqa: S311  a seed must give the same world again
    if state is OrderState.OPEN:
        return _open(world, draw, number)
    terms = terms_of(draw, world.market, number)
    timeline = timeline_of(draw, terms)
    ended = {
        OrderState.CLOSED: timeline.archived + 1,
        OrderState.LOST: timeline.steps["N02"] + draw.randint(1, 2),
        OrderState.CANCELLED: draw.randint(timeline.steps["N04"] + 1, timeline.steps["N10"]),
    }[state]
    timeline = msgspec.structs.replace(timeline, now=ended)
    told = _tell(world, draw, terms, timeline, ago=draw.randint(2, 90))
    closed = told.plot.clock.moment(ended - 1, 31)
    order = msgspec.structs.replace(told.facts.order, state=state, closed_at=closed)
    return Told(plot=told.plot, facts=msgspec.structs.replace(told.facts, order=order))


def _open(world: World, draw: Random, number: int) -> Told:
    """Return an open order whose warnings are of the level that falls to its number."""
    wanted = _level(number)
    told = _attempt(world, draw, number, wanted)
    for _ in range(TRIES):
        if _is_wanted(world, told, wanted):
            break
        told = _attempt(world, draw, number, wanted)
    return told


def _level(number: int) -> Level | None:
    """Return the level of an open order: spread evenly, so that each number keeps its own."""
    place = number * 37 % 100
    edge = 0
    for level, share in sample_troubles.LEVELS:
        edge += share
        if place < edge:
            return level
    return None


def _attempt(world: World, draw: Random, number: int, wanted: Level | None) -> Told:
    terms = terms_of(draw, world.market, number)
    timeline = timeline_of(draw, terms)
    urgent = wanted is Level.URGENT
    if wanted in (Level.URGENT, Level.WARNING) and draw.random() < LATE_SHARE:
        return _tell(world, draw, terms, sample_troubles.late(draw, terms, timeline, urgent=urgent))
    told = _tell(world, draw, terms, sample_troubles.placed(draw, terms, timeline))
    if wanted not in (Level.URGENT, Level.WARNING):
        return told
    facts = sample_troubles.slipped(draw, told.plot, told.facts, urgent=urgent)
    return told if facts is None else Told(plot=told.plot, facts=facts)


def _is_wanted(world: World, told: Told, wanted: Level | None) -> bool:
    summary = derive(told.facts, world.ground(told.plot.clock)).summary
    if summary.level != (wanted.value if wanted else ""):
        return False
    if wanted is not None or summary.slack is None:
        return True
    return summary.slack >= (QUIET_SLACK if told.plot.terms.number % 5 else 1)


def _tell(world: World, draw: Random, terms: Terms, timeline: Timeline, *, ago: int = 0) -> Told:
    company = world.calendars.company
    clock = Clock(inquiry=world.now.date(), calendar=company, now=world.now)
    inquiry = add_working_days(clock.today, -timeline.now - ago, company)
    clock = msgspec.structs.replace(clock, inquiry=inquiry)
    identifier = row_id("sample", str(world.seed), "order", str(terms.number))
    plot = Plot(id=identifier, terms=terms, timeline=timeline, clock=clock)
    finance = world.cast.with_role(Role.FIN)[0]
    facts = with_money(facts_of(plot, draw), plot, confirmed_by=finance.id)
    telling = Telling(plot=plot, process=world.process, cast=world.cast, draw=draw)
    return Told(plot=plot, facts=with_progress(facts, telling))
