"""How far a sample order has come in its process: nodes, answers, and papers that prove them."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from random import Random

import msgspec

from sync.domain.attachments import Attachment
from sync.domain.checklists import Answer, answer_id
from sync.domain.circumstances import item_circumstances
from sync.domain.conditions import Circumstances
from sync.domain.facts import OrderFacts
from sync.domain.items import applicable
from sync.domain.nodes import NodeInstance, NodeState, node_id
from sync.domain.payments import TRANSFER
from sync.domain.people import Role, User
from sync.domain.process import Item, Node, Process, Scope, nodes_by_id
from sync.domain.states import SALES, Board, Subject, board_of
from sync.server.sample_case import Plot
from sync.server.sample_people import Cast
from sync.server.sample_timeline import Sailing
from sync.server.sample_words import words

YES = frozenset(("N18:own_papers_required", "N16:document_agreed"))
"""Questions that are mostly answered with yes; all others mostly with no."""


TAKEN_UP_SHARE = 0.94


WAITS = {
    "N03": (NodeState.WAIT_BUYER, "等客户确认样品"),
    "N04": (NodeState.WAIT_BUYER, "等客户回签合同"),
    "N07": (NodeState.WAIT_THIRD_PARTY, "等信保公司批限额"),
    "N11": (NodeState.WAIT_THIRD_PARTY, "等第三方验货"),
    "N19": (NodeState.WAIT_BUYER, "等客户付尾款后放单"),
}
"""For whom a node may wait, and why. N19 of a transfer always does: its money comes first."""

WAIT_SHARE = 0.35


class Span(msgspec.Struct, frozen=True):
    """The last day of what a node waits for, and the node's own last day."""

    start: int
    end: int

    @property
    def begun(self) -> int:
        """Return the day on which somebody takes it up."""
        return min(self.start + 1, self.end)


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One node of one subject, when it is worked on, who has it."""

    node: Node
    subject: Subject
    span: Span
    slot: int
    owner: User


class Telling(msgspec.Struct, frozen=True, kw_only=True):
    """What progress is told with."""

    plot: Plot
    process: Process
    cast: Cast
    draw: Random


def with_progress(facts: OrderFacts, telling: Telling) -> OrderFacts:
    """Return the facts with the nodes that were worked on, their answers and papers."""
    facts = msgspec.structs.replace(facts, answers=tuple(_said(facts, telling)))
    board = board_of(facts, telling.process)
    places = [place for place in _places(facts, board, telling) if _has_begun(place, telling)]
    answers, files = list(facts.answers), list[Attachment]()
    held = {place.subject: _held(facts, place.subject, telling) for place in places}
    for place in places:
        for item in _done_items(place, held[place.subject], telling):
            answers.append(_answer(place, item, telling))
            if item.needs_attachment:
                files.append(_file(place, item, telling))
    return msgspec.structs.replace(
        facts,
        nodes=tuple(_node(place, telling) for place in places),
        answers=tuple(answers),
        attachments=tuple(files),
    )


def spans_of(facts: OrderFacts, subject: Subject, plot: Plot) -> dict[str, Span]:
    """Return the days of the nodes that a subject has."""
    if subject.scope is Scope.ORDER:
        return _order_spans(plot)
    if subject.scope is Scope.RECEIPT:
        step = _receipt_step(facts, subject, plot)
        return {"N21": Span(step, step + 2)}
    shipment_id = subject.shipment_id or subject.id
    numbers = {each.id: each.number for each in facts.shipments}
    sailing = plot.timeline.sailings[numbers[shipment_id] - 1]
    return _shipment_spans(plot, sailing)


def _order_spans(plot: Plot) -> dict[str, Span]:
    timeline, steps = plot.timeline, plot.timeline.steps
    signed = steps["N04"]
    secured = max(steps[node] for node in ("N05", "N06", "N07"))
    ends = {
        "N01": 0,
        "N02": steps["N01"],
        "N03": steps["N02"],
        "N04": steps["N03"],
        "N05": signed,
        "N06": min(timeline.credit_came, steps["N06"]),
        "N07": signed,
        "N08": secured,
        "N09": steps["N08"],
        "N10": steps["N09"],
    }
    spans = {node: Span(start, steps[node]) for node, start in ends.items()}
    last = max(max(each.collected, each.refunded, each.presented) for each in timeline.sailings)
    sailed = max(each.sails for each in timeline.sailings)
    spans["N23"] = Span(sailed + 1, timeline.after_sales)
    spans["N24"] = Span(max(last + 3, timeline.after_sales), timeline.archived)
    return spans


def _shipment_spans(plot: Plot, sailing: Sailing) -> dict[str, Span]:
    return {
        "N11": Span(plot.timeline.steps["N10"], sailing.inspected),
        "N12": Span(sailing.booked - 2, sailing.booked),
        "N13": Span(sailing.insured - 1, sailing.insured),
        "N14": Span(sailing.inspected, sailing.cleared),
        "N15": Span(sailing.cleared, sailing.sails),
        "N16": Span(sailing.sails - 5, sailing.has_paper),
        "N17": Span(sailing.inspected + 1, sailing.certified),
        "N18": Span(sailing.has_paper, sailing.documented),
        "N19": Span(sailing.documented, sailing.presented),
        "N20": Span(_collecting_from(plot, sailing), sailing.collected),
        "N22": Span(sailing.sails + 1, sailing.refunded),
    }


def _collecting_from(plot: Plot, sailing: Sailing) -> int:
    is_early = sailing.collected < sailing.presented
    return sailing.has_paper if is_early else sailing.presented


def _receipt_step(facts: OrderFacts, subject: Subject, plot: Plot) -> int:
    """Return when a receipt came in, in steps."""
    receipt = next(each for each in facts.receipts if each.id == subject.id)
    steps = [plot.timeline.steps["N05"], *(each.paid for each in plot.timeline.sailings)]
    return next(step for step in steps if plot.clock.day(step) == receipt.received_on)


def _places(facts: OrderFacts, board: Board, telling: Telling) -> Iterator[Place]:
    """Yield the nodes that apply, for every subject there is."""
    nodes = nodes_by_id(telling.process)
    for step in sorted(board.steps, key=lambda each: each.bit):
        for subject in board.of(step.node.scope):
            if not subject.id or step.bit & board.absent[subject]:
                continue
            span = spans_of(facts, subject, telling.plot).get(step.node.id)
            if span is not None:
                yield Place(
                    node=nodes[step.node.id],
                    subject=subject,
                    span=span,
                    slot=int(step.node.id[1:]) + 3,
                    owner=_owner(step.node.owner, telling),
                )


def _has_begun(place: Place, telling: Telling) -> bool:
    """Return whether somebody works on it; now and then nobody has taken it up yet."""
    if not telling.plot.has_come(place.span.start):
        return False
    return _is_done(place, telling) or telling.draw.random() < TAKEN_UP_SHARE


def _is_done(place: Place, telling: Telling) -> bool:
    return telling.plot.has_come(place.span.end)


def _owner(role: Role, telling: Telling) -> User:
    """Return who works at a role's nodes of this order: sales keep theirs, others share."""
    if role in SALES:
        return telling.plot.terms.buyer.owner
    people = telling.cast.with_role(role)
    return people[telling.plot.terms.number % len(people)]


def _node(place: Place, telling: Telling) -> NodeInstance:
    plot, done = telling.plot, _is_done(place, telling)
    began = _moment(plot, place.span.begun, place.slot - 1)
    state, note = _state(place, telling)
    waits = state in (NodeState.WAIT_BUYER, NodeState.WAIT_THIRD_PARTY)
    return NodeInstance(
        id=node_id(place.subject.id, place.node.id),
        order_id=plot.id,
        subject_id=place.subject.id,
        node=place.node.id,
        state=state,
        owner_id="" if place.node.owner in SALES else place.owner.id,
        planned_finish=plot.clock.day(place.span.end) if waits else None,
        started_at=began,
        waiting_since=began if waits else None,
        finished_at=plot.clock.moment(place.span.end, place.slot) if done else None,
        finished_by=place.owner.id if done else "",
        note=note,
    )


def _state(place: Place, telling: Telling) -> tuple[NodeState, str]:
    """Return how a node that was begun stands, and why it waits."""
    if _is_done(place, telling):
        return NodeState.DONE, ""
    for_money = place.node.id == "N19" and telling.plot.terms.payment in TRANSFER
    may_wait = place.node.id in WAITS and place.node.id != "N19"
    if for_money or (may_wait and telling.draw.random() < WAIT_SHARE):
        return WAITS[place.node.id]
    return NodeState.IN_PROGRESS, ""


def _moment(plot: Plot, step: int, slot: int) -> datetime:
    """Return a moment of a day, but none that lies before us."""
    return min(plot.clock.moment(step, slot), plot.clock.now)


def _said(facts: OrderFacts, telling: Telling) -> Iterator[Answer]:
    """Yield the answers to the questions of nodes that were begun."""
    board = board_of(facts, telling.process)
    for place in _places(facts, board, telling):
        for question in place.node.questions:
            if telling.plot.has_come(min(place.span.start, place.span.end)):
                ticked = telling.draw.random() < (0.7 if question.id in YES else 0.08)
                yield _given(place, question.id, place.owner, telling, ticked=ticked)


def _held(facts: OrderFacts, subject: Subject, telling: Telling) -> Circumstances:
    today = telling.plot.clock.today
    return item_circumstances(facts, telling.process, subject.id, today=today)


def _done_items(place: Place, circumstances: Circumstances, telling: Telling) -> Iterator[Item]:
    """Yield the items that were ticked: all of a finished node, the first of one under way."""
    items = [item for item, _ in applicable(place.node, circumstances)]
    if _is_done(place, telling):
        yield from items
        return
    length = max(1, place.span.end - place.span.start)
    share = min(0.85, (telling.plot.timeline.now - place.span.start + 0.3) / (length + 1))
    yield from (item for item in items[: int(len(items) * share)] if _may_be_early(item))


def _may_be_early(item: Item) -> bool:
    """Return whether an item can be ticked before its node's gates are open."""
    return item.id not in ("N15-06", "N15-08", "N16-07", "N19-05", "N20-04", "N11-08")


def _answer(place: Place, item: Item, telling: Telling) -> Answer:
    who = place.owner
    if item.by and not set(item.by) & set(who.roles.split(",")):
        who = _owner(item.by[0], telling)
    return _given(place, item.id, who, telling, ticked=True)


def _given(place: Place, item: str, who: User, telling: Telling, *, ticked: bool) -> Answer:
    plot = telling.plot
    end = place.span.end if _is_done(place, telling) else plot.timeline.now - 1
    step = max(place.span.begun, min(end, place.span.begun + telling.draw.randint(0, 3)))
    return Answer(
        id=answer_id(place.subject.id, item),
        order_id=plot.id,
        subject_id=place.subject.id,
        node=place.node.id,
        item=item,
        ticked=ticked,
        answered_by=who.id,
        answered_at=_moment(plot, step, place.slot - 1),
    )


def _file(place: Place, item: Item, telling: Telling) -> Attachment:
    name = f"{words().papers.get(item.id, item.id)}.pdf"
    subject = place.subject
    key = f"{subject.id}/{item.id}"
    return Attachment(
        id=telling.plot.row("file", key),
        order_id=telling.plot.id,
        subject_id=subject.id,
        node=place.node.id,
        item=item.id,
        name=name,
        size_bytes=telling.draw.randint(38_000, 940_000),
        sha256=hashlib.sha256(key.encode()).hexdigest(),
        media_type="application/pdf",
        added_by=place.owner.id,
        added_at=_moment(telling.plot, place.span.begun, place.slot - 1),
    )
