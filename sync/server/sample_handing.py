"""How the sample hands work on: wishes read back, handoffs, opinions, somebody who is away.

What is drawn for an order depends on that order alone, so that the rest of the company is the same
with or without it.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random

from sync.clock import today
from sync.domain.dates import add_working_days
from sync.domain.handoffs import Handoff, HandoffState
from sync.domain.handovers import Handover, HandoverItem, ItemState
from sync.domain.ids import row_id
from sync.domain.nodes import NodeInstance, NodeState
from sync.domain.nudges import Nudge
from sync.domain.opinions import LIMIT_DAYS, Opinion, OpinionState, opinion_id
from sync.domain.orders import OrderState
from sync.domain.people import Role, User
from sync.domain.records import Record, split
from sync.domain.requirements import DEPARTMENTS, Readback, Requirement
from sync.domain.status_posts import StatusPost
from sync.server.sample_orders import Told
from sync.server.sample_people import Cast
from sync.server.sample_words import words

WISHED_SHARE = 0.3
HANDED_SHARE = 0.2
NUDGED_SHARE = 0.15
POSTED_SHARE = 0.2
ASKED_NODE = "N04"
AWAY_DAYS = 6
AWAY_ITEMS = 9

Found = tuple[str, Sequence[Record]]
Rows = Iterator[tuple[str, Record]]


def handed_on(told: Told, cast: Cast) -> Iterator[Found]:
    """Yield what belongs to one order of wishes, handoffs, nudges and opinions."""
    if told.facts.order.state is not OrderState.OPEN:
        return
    draw = Random(told.plot.id)  # noqa: S311  an order must tell the same story again
    begun = [node for node in told.facts.nodes if node.state is NodeState.IN_PROGRESS]
    if draw.random() < WISHED_SHARE:
        wish, readbacks = _wish(told, cast, draw)
        yield "requirements", (wish,)
        yield "readbacks", readbacks
    if begun and draw.random() < HANDED_SHARE:
        yield "handoffs", (_handoff(told, cast, begun[0], draw),)
    if begun and draw.random() < NUDGED_SHARE:
        yield "nudges", tuple(_nudges(told, begun[0], draw))
    if begun and Random(f"{told.plot.id} status").random() < POSTED_SHARE:  # noqa: S311  a story
        yield "status_posts", (_status(told, begun[0]),)
    asking = [node for node in begun if node.node == ASKED_NODE]
    if asking:
        yield "opinions", tuple(_opinions(told, cast, asking[0], draw))


def _wish(told: Told, cast: Cast, draw: Random) -> tuple[Requirement, tuple[Readback, ...]]:
    """Return a wish; what has begun was read back before, what lies ahead perhaps not yet."""
    chosen = draw.choice(words().wishes)
    roles = [Role(each) for each in split(chosen.departments)]
    known = {node.node for node in told.facts.nodes}
    ahead = [DEPARTMENTS[role] for role in roles if DEPARTMENTS[role] not in known]
    made = told.facts.order.created_at or told.plot.clock.now
    wish = Requirement(
        id=told.plot.row("wish"),
        order_id=told.plot.id,
        text=chosen.text,
        source=chosen.source,
        departments=chosen.departments,
        nodes=",".join(ahead),
        created_by=told.facts.order.owner_id,
        created_at=made,
    )
    readers = [role for role in roles if not ahead or draw.random() < 0.5]
    readbacks = tuple(
        Readback(
            id=told.plot.row("readback", role),
            order_id=told.plot.id,
            requirement_id=wish.id,
            department=role,
            about=wish.text,
            words=chosen.words,
            confirmed_by=draw.choice(cast.with_role(role)).id,
            confirmed_at=min(made + timedelta(hours=3), told.plot.clock.now),
        )
        for role in readers
    )
    return wish, readbacks


def _handoff(told: Told, cast: Cast, node: NodeInstance, draw: Random) -> Handoff:
    """Return a handoff of the node under way that waits for its answer, or was returned."""
    holder = node.owner_id or told.facts.order.owner_id
    others = [user for user in _colleagues(cast, holder) if user.id != holder]
    handed, is_back = draw.choice(words().handed), draw.random() < 0.5
    began = node.started_at or told.plot.clock.now
    return Handoff(
        id=told.plot.row("handoff"),
        order_id=told.plot.id,
        subject_id=node.subject_id,
        node=node.node,
        from_id=holder,
        to_id=draw.choice(others).id,
        delivers=handed.delivers,
        criteria=handed.criteria,
        state=HandoffState.RETURNED if is_back else HandoffState.OFFERED,
        reason=draw.choice(words().returned) if is_back else "",
        handed_at=began,
        answered_at=min(began + timedelta(hours=2), told.plot.clock.now) if is_back else None,
    )


def _colleagues(cast: Cast, person_id: str) -> list[User]:
    """Return the people who share a role with somebody, sellers for a seller."""
    person = next(user for user in cast.people if user.id == person_id)
    roles = [Role(each) for each in split(person.roles)]
    found = {user.id: user for role in roles for user in cast.with_role(role)}
    return sorted(found.values(), key=lambda user: user.login) + cast.with_role(Role.MGR)


def _nudges(told: Told, node: NodeInstance, draw: Random) -> Iterator[Nudge]:
    holder = node.owner_id or told.facts.order.owner_id
    owner = told.facts.order.owner_id
    for number in range(draw.randint(1, 3)):
        if holder != owner:
            yield Nudge(
                id=told.plot.row("nudge", number),
                order_id=told.plot.id,
                subject_id=node.subject_id,
                node=node.node,
                to_id=holder,
                sent_by=owner,
                text=draw.choice(words().nudges),
                sent_at=told.plot.clock.now - timedelta(hours=20 + number),
            )


def _status(told: Told, node: NodeInstance) -> StatusPost:
    """Return what the holder of the node under way said of it lately."""
    draw = Random(f"{told.plot.id} said")  # noqa: S311  an order must tell the same story again
    now = told.plot.clock.now
    return StatusPost(
        id=told.plot.row("status"),
        order_id=told.plot.id,
        subject_id=node.subject_id,
        node=node.node,
        text=draw.choice(words().statuses),
        expected_on=add_working_days(today(now), draw.randint(1, 4), told.plot.clock.calendar)
        if draw.random() < 0.5
        else None,
        author_id=node.owner_id or told.facts.order.owner_id,
        device_id="",
        posted_at=now - timedelta(hours=draw.randint(2, 30)),
    )


def _opinions(told: Told, cast: Cast, node: NodeInstance, draw: Random) -> Iterator[Opinion]:
    """Yield what the consulted were asked at the contract review; some have answered."""
    asked = node.started_at or told.plot.clock.now
    due = add_working_days(today(asked), LIMIT_DAYS, told.plot.clock.calendar)
    for role in (Role.FIN, Role.PRD, Role.PUR, Role.LOG):
        is_given = draw.random() < 0.6
        yield Opinion(
            id=opinion_id(node.subject_id, node.node, role),
            order_id=told.plot.id,
            subject_id=node.subject_id,
            node=node.node,
            role=role,
            asked_by=told.facts.order.owner_id,
            asked_at=asked,
            due_on=due,
            state=OpinionState.GIVEN if is_given else OpinionState.ASKED,
            opinion=draw.choice(words().opinions) if is_given else "",
            answered_by=draw.choice(cast.with_role(role)).id if is_given else "",
            answered_at=min(asked + timedelta(hours=5), told.plot.clock.now) if is_given else None,
        )


def away_rows(told: Sequence[Told], cast: Cast, now: datetime) -> Rows:
    """Yield a packet of a seller who is away from today: some accepted, one refused, some wait."""
    away, deputy = cast.sellers()[2], cast.sellers()[0]
    first = today(now)
    last = first + timedelta(days=AWAY_DAYS)
    packet = Handover(
        id=row_id("sample away", away.id),
        from_id=away.id,
        from_on=first,
        to_on=last,
        created_by=away.id,
        created_at=now - timedelta(days=1),
    )
    yield "handovers", packet
    own = [each for each in told if each.facts.order.owner_id == away.id]
    mine = [each for each in own if each.facts.order.state is OrderState.OPEN][:AWAY_ITEMS]
    for place, each in enumerate(mine):
        state = (ItemState.OFFERED, ItemState.ACCEPTED)[place % 2]
        state = ItemState.REFUSED if place == 1 else state
        yield (
            "handover_items",
            HandoverItem(
                id=row_id("handover item", packet.id, "orders", each.plot.id),
                handover_id=packet.id,
                order_id=each.plot.id,
                entity="orders",
                row_id=each.plot.id,
                from_id=away.id,
                to_id=deputy.id,
                from_on=first,
                to_on=last,
                state=state,
                reason=words().declined if state is ItemState.REFUSED else "",
                answered_at=None if state is ItemState.OFFERED else now - timedelta(hours=4),
            ),
        )
