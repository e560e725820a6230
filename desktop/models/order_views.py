"""How an order's process is drawn: a box for each node, the ways between, what is critical."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import cast

import msgspec
from PySide6.QtCore import QCoreApplication

from desktop.messages import Wording
from desktop.models.order_page import OrderPicture
from desktop.theme import look
from desktop.theme.cells import Mark, mark
from sync.domain.dates import working_days_between
from sync.domain.ids import Id
from sync.domain.limits import limit_day, office_day, time_of
from sync.domain.nodes import NodeInstance, NodeState
from sync.domain.process import Edge, EdgeKind, Scope, active_edges
from sync.domain.progress import NodeView
from sync.domain.records import Value
from sync.domain.scheduling import PlannedNode
from sync.domain.states import SETTLED, Step, Subject
from sync.domain.summaries import WORKABLE, WarningRow

_UNDER_WAY = WORKABLE - {NodeState.READY}


class NodeBox(msgspec.Struct, frozen=True, kw_only=True):
    """One box of the map. `key` is the node's id; there is one box for each node."""

    key: str
    subject_id: Id
    column: int
    row: int
    title: str
    below: str
    mark: Mark


class Way(msgspec.Struct, frozen=True):
    """One way from a node to the next."""

    start: str
    end: str
    is_critical: bool


class FlowPicture(msgspec.Struct, frozen=True, kw_only=True):
    """The map of one shipment of an order: phases, boxes, ways, and counts for its heading."""

    headings: tuple[str, ...]
    boxes: tuple[NodeBox, ...]
    ways: tuple[Way, ...]
    done: int
    absent: int


class Held(msgspec.Struct, frozen=True, kw_only=True):
    """How long a node has been somebody's: the day it is on, its standard, its last day."""

    day: int
    standard: int
    limit_on: date | None
    is_overdue: bool


def flow_of(picture: OrderPicture, shipment_id: Id, wording: Wording) -> FlowPicture:
    """Return the map of an order as one of its shipments goes through it."""
    views = {view.node: view for view in chosen_views(picture, shipment_id)}
    boxes = tuple(
        _box(picture, views[node], (column, row), wording)
        for column, phase in enumerate(picture.process.phases)
        for row, node in enumerate(phase.nodes)
    )
    states = [view.state for view in views.values()]
    return FlowPicture(
        headings=tuple(wording.pair(phase.zh, phase.en) for phase in picture.process.phases),
        boxes=boxes,
        ways=tuple(_ways(picture, views)),
        done=states.count(NodeState.DONE),
        absent=states.count(NodeState.NOT_APPLICABLE),
    )


def chosen_views(picture: OrderPicture, shipment_id: Id) -> Iterator[NodeView]:
    """Yield one view for each node: of the chosen shipment where it has several.

    Of several receipts or declarations, the first that is not settled.
    """
    for node in picture.process.nodes:
        views = [view for view in picture.views if view.node == node.id]
        own = [view for view in views if _is_of(picture, view, shipment_id)] or views
        yield next((view for view in own if view.state not in SETTLED), own[-1])


def first_shipment(picture: OrderPicture) -> Id:
    """Return the shipment that the page begins with: the first that has not left."""
    shipments = picture.facts.shipments
    ahead = [shipment.id for shipment in shipments if shipment.on_board_on is None]
    return next(iter(ahead or [shipment.id for shipment in shipments]), "")


def held(picture: OrderPicture, view: NodeView, calendar_today: date) -> Held:
    """Return for how many working days a node has been open, and until when it may be."""
    subject, step = _place(picture, view)
    board, calendars = picture.board, picture.calendars
    row = instance(picture, view)
    standard = time_of(picture.facts, step.node, subject, board.circumstances[subject])
    limit_on = limit_day(
        picture.facts, board=board, subject=subject, step=step, calendars=calendars
    )
    day = 0
    if view.since is not None:
        is_started = row is not None and row.started_at is not None
        days = working_days_between(office_day(view.since), calendar_today, calendars.company)
        day = max(0, days + is_started)
    return Held(
        day=day,
        standard=standard.days,
        limit_on=limit_on,
        is_overdue=limit_on is not None and limit_on < calendar_today,
    )


def instance(picture: OrderPicture, view: NodeView) -> NodeInstance | None:
    """Return what was recorded at a node, if anything was."""
    return picture.board.stored.get((view.subject_id, view.node))


def state_mark(state: NodeState, wording: Wording, *, text: str = "") -> Mark:
    """Return a node's state as shape, word and colour."""
    return mark(look().state("node", state.value.lower()), wording.language, text=text)


def held_words(found: Held) -> str:
    """Return "Day 3 / limit 2", or what of it is known."""
    if not found.day:
        return ""
    if not found.standard:
        return QCoreApplication.translate("OrderViews", "Day {day}").format(day=found.day)
    return QCoreApplication.translate("OrderViews", "Day {day} of {limit}").format(
        day=found.day, limit=found.standard
    )


def warning_facts(warning: WarningRow) -> dict[str, Value]:
    """Return what fills a warning's words."""
    return cast("dict[str, Value]", json.loads(warning.facts))


def _is_of(picture: OrderPicture, view: NodeView, shipment_id: Id) -> bool:
    if view.scope is Scope.SHIPMENT:
        return view.subject_id == shipment_id
    if view.scope is Scope.DECLARATION:
        return any(
            each.id == view.subject_id and each.shipment_id == shipment_id
            for each in picture.facts.declarations
        )
    return True


def _box(
    picture: OrderPicture, view: NodeView, place: tuple[int, int], wording: Wording
) -> NodeBox:
    found = held(picture, view, picture.today)
    shown = state_mark(view.state, wording)
    if found.is_overdue and view.state in _UNDER_WAY - {NodeState.BLOCKED}:
        shown = Mark(shown.text, "triangle", "warning")
    return NodeBox(
        key=view.node,
        subject_id=view.subject_id,
        column=place[0],
        row=place[1],
        title=wording.node(picture.process, view.node, short=True),
        below=_below(picture, view, found, wording),
        mark=shown,
    )


def _below(picture: OrderPicture, view: NodeView, found: Held, wording: Wording) -> str:
    """Return the line under a box's title: a day, days held, or the state's word."""
    row = instance(picture, view)
    word = state_mark(view.state, wording).text
    if view.state is NodeState.DONE and row is not None and row.finished_at is not None:
        return short_day(office_day(row.finished_at))
    if view.state in _UNDER_WAY:
        return held_words(found) or word
    planned = planned_of(picture, view)
    if view.state in (NodeState.WAITING, NodeState.READY) and planned and planned.finish:
        day = short_day(planned.finish)
        return QCoreApplication.translate("OrderViews", "plan {day}").format(day=day)
    return word


def short_day(day: date) -> str:
    """Return a day as node boxes show it: 5-14."""
    return f"{day.month}-{day.day:02d}"


def planned_of(picture: OrderPicture, view: NodeView) -> PlannedNode | None:
    """Return a node's planned days, if it is planned."""
    wanted = (view.subject_id, view.node)
    return next((p for p in picture.planned.nodes if (p.subject_id, p.node) == wanted), None)


def _critical(
    picture: OrderPicture, views: dict[str, NodeView], edges: Sequence[Edge]
) -> Iterator[tuple[str, str]]:
    """Yield the ways of the critical path.

    It ends at the open node with a limit that will be finished last, and goes back, each time to
    the open node that keeps it waiting longest.
    """
    planned = {node: planned_of(picture, view) for node, view in views.items()}
    finishes = {
        node: each.finish
        for node, each in planned.items()
        if each and each.finish and each.slack is not None and not each.is_settled
    }
    node = _last(finishes, finishes)
    while node:
        before = [edge.start for edge in edges if edge.end == node and edge.start in finishes]
        end, node = node, _last(before, finishes)
        if node:
            yield node, end
            del finishes[end]


def _last(nodes: Iterable[str], finishes: Mapping[str, date]) -> str:
    return max(nodes, key=lambda node: (finishes[node], node), default="")


def _ways(picture: OrderPicture, views: dict[str, NodeView]) -> Iterator[Way]:
    term = picture.facts.order.payment_term
    edges = [e for e in active_edges(picture.process, term) if e.kind is not EdgeKind.SOFT]
    critical = frozenset(_critical(picture, views, edges))
    for edge in edges:
        yield Way(edge.start, edge.end, (edge.start, edge.end) in critical)


def _place(picture: OrderPicture, view: NodeView) -> tuple[Subject, Step]:
    board = picture.board
    step = next(step for step in board.steps if step.node.id == view.node)
    subjects = board.of(view.scope)
    return next(each for each in subjects if each.id == view.subject_id), step
