"""What people say and hand each other about the sample's orders."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

import msgspec

from sync.domain.comments import Comment
from sync.domain.orders import OrderState
from sync.domain.people import Role
from sync.domain.tasks import Task, TaskState
from sync.server.sample_orders import Told
from sync.server.sample_people import Cast
from sync.server.sample_words import words

TALKED_SHARE = 0.5
ERRAND_SHARE = 0.25


class Talk(msgspec.Struct, frozen=True, kw_only=True):
    """What belongs to one order beside its facts."""

    comments: tuple[Comment, ...]
    tasks: tuple[Task, ...]


def talk_of(told: Told, cast: Cast, draw: Random) -> Talk:
    """Return what was said at the order's nodes and what was handed over."""
    is_open = told.facts.order.state is OrderState.OPEN
    return Talk(
        comments=tuple(_comments(told, draw)),
        tasks=tuple(_errands(told, cast, draw)) if is_open else (),
    )


def _comments(told: Told, draw: Random) -> Iterator[Comment]:
    nodes = {node.node: node for node in told.facts.nodes}
    for number, remark in enumerate(words().remarks):
        node = nodes.get(remark.node)
        if node is not None and node.started_at is not None and draw.random() < TALKED_SHARE / 2:
            author = node.finished_by or node.owner_id or told.facts.order.owner_id
            moment = node.started_at + timedelta(minutes=draw.randint(10, 90))
            yield Comment(
                id=told.plot.row("remark", number),
                order_id=told.plot.id,
                subject_id=node.subject_id,
                node=node.node,
                text=remark.text,
                author_id=author,
                written_at=min(moment, told.plot.clock.now),
                written_offline=draw.random() < 0.2,
            )


def _errands(told: Told, cast: Cast, draw: Random) -> Iterator[Task]:
    """Yield now and then an errand: due around today, the late ones mostly done."""
    nodes = [node for node in told.facts.nodes if node.started_at]
    if not nodes or draw.random() > ERRAND_SHARE:
        return
    errand = draw.choice(words().errands)
    today, days = told.plot.clock.today, draw.randint(-4, 8)
    is_done = days < 0 and draw.random() < 0.8
    people = cast.with_role(Role(errand.role))
    assignee = told.plot.terms.buyer.owner if errand.role == "SR" else draw.choice(people)
    began = nodes[-1].started_at
    yield Task(
        id=told.plot.row("errand"),
        order_id=told.plot.id,
        title=errand.title,
        assignee_id=assignee.id,
        due_on=today + timedelta(days=days),
        state=TaskState.DONE if is_done else TaskState.OPEN,
        node=nodes[-1].node,
        subject_id=nodes[-1].subject_id,
        created_by=told.facts.order.owner_id,
        created_at=began,
        finished_by=assignee.id if is_done else "",
        finished_at=began if is_done else None,
    )
