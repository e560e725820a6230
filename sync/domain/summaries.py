"""What lists show of an order, a piece of work or a warning: computed on the device, never sent."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime

import msgspec

from sync.domain.dates import Calendars
from sync.domain.early_warnings import EarlyWarning, Level, WarningSettings
from sync.domain.facts import OrderFacts
from sync.domain.firings import Goods, goods_of
from sync.domain.ids import Id, row_id
from sync.domain.limits import office_day
from sync.domain.money import order_amount
from sync.domain.nodes import NodeState
from sync.domain.orders import OrderState, PaymentTerm
from sync.domain.people import Role
from sync.domain.phases import Summary, summarised
from sync.domain.process import Process
from sync.domain.progress import NodeView, node_states
from sync.domain.records import Record, plain, to_value
from sync.domain.scheduling import Plan, PlannedNode, planned
from sync.domain.shipments import Shipment
from sync.domain.states import board_of
from sync.domain.tallies import Tally, tallies_of
from sync.domain.warning_rules import find_warnings, stands_until

WORKABLE = frozenset(
    (
        NodeState.READY,
        NodeState.IN_PROGRESS,
        NodeState.REOPENED,
        NodeState.WAIT_BUYER,
        NodeState.WAIT_THIRD_PARTY,
        NodeState.BLOCKED,
        NodeState.PENDING_APPROVAL,
    )
)
"""States of a node that is somebody's to move on."""

SOON_DAYS = 2
WATCH_DAYS = 5


class OrderSummary(Record, frozen=True, kw_only=True):
    """One row of the orders list.

    `phases` is comma-joined; `slack` is in days, negative when the plan misses. `node_since` is the
    day on which the order came to its node, `silent_days` for how long the node has been silent
    beyond its limit, 0 within it; whoever has the ball owes the update.
    """

    order_no: str
    state: OrderState
    buyer_id: Id
    buyer: str
    goods: str
    amount: str
    currency: str
    payment_term: PaymentTerm
    incoterm: str
    owner_id: Id
    team: str
    phases: str
    node: str = ""
    node_state: str = ""
    subject_id: Id = ""
    ball_id: Id = ""
    ball_role: str = ""
    ball_day: int = 0
    ball_overdue: bool = False
    node_since: date | None = None
    silent_days: int = 0
    etd: date | None = None
    load_port: str = ""
    discharge_port: str = ""
    limit_code: str = ""
    limit_on: date | None = None
    slack: int | None = None
    level: str = ""
    warnings: int = 0
    shipments: int = 0
    created_at: datetime | None = None
    computed_on: date


class WorkItem(Record, frozen=True, kw_only=True):
    """A node that is somebody's to move on: what, by when, who has it, since when."""

    order_id: Id
    order_no: str
    buyer: str
    subject_id: Id
    node: str
    state: NodeState
    owner_id: Id = ""
    owner_role: Role
    since: datetime | None = None
    due_on: date | None = None
    slack: int | None = None
    level: str = ""
    open_items: int = 0


class WarningRow(Record, frozen=True, kw_only=True):
    """A warning as lists hold it; `facts` is a JSON object, the roles are comma-joined.

    `about` names the buyer, lane, person or device that was looked at; an order's own have none.
    """

    warning: str
    level: Level
    order_id: Id
    order_no: str
    buyer: str
    entity: str
    row_id: Id
    facts: str
    owner_roles: str
    told_roles: str
    owner_id: Id = ""
    title: str
    cause: str
    effect: str
    next_step: str
    about: str | None = None


class Alarmed(msgspec.Struct, frozen=True, kw_only=True):
    """What one order warns of, what it counts for, and until when that stands by itself.

    `goods` tells whether what was warned of came true.
    """

    order_id: Id
    warnings: tuple[WarningRow, ...]
    tallies: tuple[Tally, ...]
    goods: Goods
    until: datetime


class Derived(msgspec.Struct, frozen=True):
    """All that lists show of one order."""

    summary: OrderSummary
    work: tuple[WorkItem, ...]
    alarmed: Alarmed

    @property
    def warnings(self) -> tuple[WarningRow, ...]:
        """The order's own warnings."""
        return self.alarmed.warnings


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """What summaries are computed on, beside the facts of the order."""

    process: Process
    calendars: Calendars
    settings: WarningSettings
    now: datetime
    today: date


def derive(facts: OrderFacts, ground: Ground) -> Derived:
    """Return what lists show of the order, as things stand at `ground.now`."""
    board = board_of(facts, ground.process)
    standing = summarised(
        facts, ground.process, board, calendars=ground.calendars, today=ground.today
    )
    summary = _plain(facts, ground, standing)
    alarmed = alarm(facts, ground)
    rows = alarmed.warnings
    summary = msgspec.structs.replace(summary, level=worst(rows), warnings=len(rows))
    if facts.order.state is not OrderState.OPEN:
        return Derived(summary, (), alarmed)
    plan = planned(facts, board, ground.calendars, ground.now)
    summary = _with_limit(_with_ball(summary, standing), plan)
    views = node_states(facts, ground.process, today=ground.today, board=board, among=WORKABLE)
    return Derived(summary, tuple(_work(views, ground, plan, summary)), alarmed)


def alarm(facts: OrderFacts, ground: Ground) -> Alarmed:
    """Return what an order warns of as things stand at `ground.now`; less than all is computed."""
    found = find_warnings(
        facts,
        calendars=ground.calendars,
        now=ground.now,
        settings=ground.settings,
        process=ground.process,
    )
    order = facts.order
    named = Named(order_no=order.order_no, buyer=facts.buyer.name if facts.buyer else "")
    return Alarmed(
        order_id=order.id,
        warnings=tuple(warning_row(named, each) for each in found),
        tallies=tallies_of(facts, ground.calendars),
        goods=goods_of(facts, ground.today),
        until=stands_until(facts, ground.now),
    )


class Named(msgspec.Struct, frozen=True, kw_only=True):
    """How a list names what a warning is about; `about` is None for an order's own."""

    order_no: str = ""
    buyer: str = ""
    about: str | None = None


def _plain(facts: OrderFacts, ground: Ground, standing: Summary) -> OrderSummary:
    """Return what is said of every order, also of one that has ended."""
    order, shipment = facts.order, _next_shipment(facts)
    return OrderSummary(
        id=order.id,
        order_no=order.order_no,
        state=order.state,
        buyer_id=order.buyer_id,
        buyer=facts.buyer.name if facts.buyer else "",
        goods=order.goods or next((line.description for line in facts.lines), ""),
        amount=plain(order_amount(facts.lines, order.currency)),
        currency=order.currency,
        payment_term=order.payment_term,
        incoterm=order.incoterm.value,
        owner_id=order.owner_id,
        team=order.team,
        phases=",".join(phase.value for phase in standing.phases),
        etd=shipment.etd if shipment else None,
        load_port=shipment.load_port if shipment else "",
        discharge_port=shipment.discharge_port if shipment else "",
        shipments=len(facts.shipments),
        created_at=order.created_at,
        computed_on=ground.today,
    )


def _next_shipment(facts: OrderFacts) -> Shipment | None:
    """Return the first shipment that has not left, or the last one."""
    ahead = [shipment for shipment in facts.shipments if shipment.on_board_on is None]
    return next(iter(ahead or facts.shipments[-1:]), None)


def _with_ball(summary: OrderSummary, standing: Summary) -> OrderSummary:
    current = standing.current
    if current is None:
        return summary
    return msgspec.structs.replace(
        summary,
        node=current.node,
        node_state=current.state.value,
        subject_id=current.subject_id,
        ball_id=current.owner_id,
        ball_role=current.owner_role.value,
        ball_day=current.day,
        ball_overdue=current.is_overdue,
        node_since=None if current.came_at is None else office_day(current.came_at),
        silent_days=0 if current.silence is None else current.silence.days,
    )


def _with_limit(summary: OrderSummary, plan: Plan) -> OrderSummary:
    limit = plan.next_limit
    if limit is None:
        return summary
    return msgspec.structs.replace(
        summary, limit_code=limit.code, limit_on=limit.day, slack=limit.slack
    )


def _work(
    views: Iterable[NodeView], ground: Ground, plan: Plan, summary: OrderSummary
) -> Iterator[WorkItem]:
    days = {(item.subject_id, item.node): item for item in plan.nodes}
    for view in views:
        day = days.get((view.subject_id, view.node))
        if day is not None and view.subject_id:
            yield _work_item(view, day, summary, ground.today)


def _work_item(view: NodeView, day: PlannedNode, summary: OrderSummary, today: date) -> WorkItem:
    due = day.latest_finish or day.finish
    return WorkItem(
        id=row_id("work", view.subject_id, view.node),
        order_id=summary.id,
        order_no=summary.order_no,
        buyer=summary.buyer,
        subject_id=view.subject_id,
        node=view.node,
        state=view.state,
        owner_id=view.owner_id,
        owner_role=view.owner_role,
        since=view.since,
        due_on=due,
        slack=(due - today).days if due else None,
        level=_level_of_slack((due - today).days) if due else "",
        open_items=len(view.open_items),
    )


def _level_of_slack(days: int) -> str:
    """Return how pressing a day is: today or past, within two days, within five.

    Source: screens.md 5e.
    """
    if days <= 0:
        return Level.URGENT.value
    if days <= SOON_DAYS:
        return Level.WARNING.value
    return Level.WATCH.value if days <= WATCH_DAYS else ""


def worst(found: Iterable[WarningRow]) -> str:
    """Return the most pressing level of some warnings; empty without any."""
    levels = {warning.level for warning in found}
    return next((level.value for level in Level if level in levels), "")


def warning_row(named: Named, warning: EarlyWarning) -> WarningRow:
    """Return a warning as lists hold it."""
    facts = {name: to_value(value) for name, value in warning.facts.items()}
    return WarningRow(
        id=row_id("warning", warning.id, warning.row_id),
        warning=warning.id,
        level=warning.level,
        order_id=warning.order_id,
        order_no=named.order_no,
        buyer=named.buyer,
        entity=warning.entity,
        row_id=warning.row_id,
        facts=json.dumps(facts, ensure_ascii=False, sort_keys=True),
        owner_roles=",".join(warning.owner_roles),
        told_roles=",".join(warning.told_roles),
        owner_id=warning.owner_id,
        title=warning.title,
        cause=warning.cause,
        effect=warning.effect,
        next_step=warning.next_step,
        about=named.about,
    )
