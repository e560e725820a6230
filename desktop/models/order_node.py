"""One node of an order: its checklist with who ticked what, and what this person may do there."""

from collections.abc import Iterator
from datetime import datetime

import msgspec
from PySide6.QtCore import QObject, Signal
from sqlalchemy import Connection

from desktop.models.desk import Desk
from desktop.models.order_page import OrderPicture
from sync.domain.attachments import Attachment
from sync.domain.checklists import Answer, answer_id
from sync.domain.commands import AnswerItem, AssignNode, Command, NodeStep, WaitNode, WaiveItem
from sync.domain.ids import Id
from sync.domain.items import ItemView
from sync.domain.nodes import NodeInstance, NodeState, node_id
from sync.domain.people import Role
from sync.domain.process import Item, Node, items_by_id, nodes_by_id
from sync.domain.progress import NodeView, gates_closed
from sync.domain.refusals import Refusal
from sync.store.outbox import OutboxState

_REASON = "…"
"""Stands for the reason that the person has not typed yet."""


class ItemRow(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a checklist: an item, or a question that decides which items apply."""

    id: str
    zh: str
    en: str
    item: Item | None
    view: ItemView | None
    answer: Answer | None
    state: OutboxState | None
    files: tuple[Attachment, ...]
    roles: tuple[Role, ...]
    refusal: Refusal | None
    waiver_refusal: Refusal | None

    @property
    def is_question(self) -> bool:
        """Return whether this is answered yes or no, not done."""
        return self.item is None

    @property
    def is_ticked(self) -> bool:
        """Return whether somebody ticked it."""
        return self.answer is not None and self.answer.ticked

    @property
    def is_waived(self) -> bool:
        """Return whether somebody waived it."""
        return self.answer is not None and bool(self.answer.waived_by)

    @property
    def is_open(self) -> bool:
        """Return whether it keeps the node from being passed."""
        return self.view is not None and self.view.is_open


class NodeSheet(msgspec.Struct, frozen=True, kw_only=True):
    """A node as its card shows it. `refusals` says by action why it may not be done now."""

    node: Node
    view: NodeView
    row: NodeInstance | None
    row_state: OutboxState | None
    items: tuple[ItemRow, ...]
    refusals: dict[str, Refusal | None]
    gates: tuple[Refusal, ...]

    def may(self, action: str) -> bool:
        """Return whether the person may do the action here now."""
        return self.refusals.get(action) is None


class NodeModel(QObject):
    """The node that is chosen; `loaded` carries its NodeSheet."""

    loaded = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.sheet: NodeSheet | None = None
        self._wanted = ("", "")

    def show_node(self, picture: OrderPicture, view: NodeView) -> None:
        """Read a node's checklist, and try what may be done there."""
        self._wanted = (view.subject_id, view.node)
        self.desk.read(
            lambda connection: read_sheet(connection, picture, view, self.desk),
            owner=self,
            done=self._take,
        )

    def _take(self, sheet: NodeSheet) -> None:
        if (sheet.view.subject_id, sheet.view.node) == self._wanted:
            self.sheet = sheet
            self.loaded.emit(sheet)


def read_sheet(
    connection: Connection, picture: OrderPicture, view: NodeView, desk: Desk
) -> NodeSheet:
    """Return a node's checklist with what the person may do about each line."""
    node = nodes_by_id(picture.process)[view.node]
    answers = {
        answer.item: answer
        for answer in picture.facts.answers
        if answer.subject_id == view.subject_id
    }
    place = _Place(connection, picture, view, desk, answers)
    row_id = node_id(view.subject_id, view.node)
    return NodeSheet(
        node=node,
        view=view,
        row=picture.board.stored.get((view.subject_id, view.node)),
        row_state=picture.states.get(("nodes", row_id)),
        items=(*_question_rows(place, node), *_item_rows(place)),
        refusals={name: place.try_out(name, command) for name, command in _steps(place)},
        gates=gates_closed(picture.facts, picture.process, view.subject_id, view.node),
    )


class _Place(msgspec.Struct, frozen=True):
    connection: Connection
    picture: OrderPicture
    view: NodeView
    desk: Desk
    answers: dict[str, Answer]

    @property
    def order_id(self) -> Id:
        return self.picture.facts.order.id

    def try_out(self, action: str, command: Command) -> Refusal | None:
        if not self.view.subject_id:
            facts = {"node": self.view.node, "scope": self.view.scope.value}
            return Refusal(code="node_subject_missing", facts=dict(facts), kind="gone")
        return self.desk.try_out(self.connection, action, command)

    def state(self, item: str) -> OutboxState | None:
        return self.picture.states.get(("answers", answer_id(self.view.subject_id, item)))

    def files(self, item: str) -> tuple[Attachment, ...]:
        subject = self.view.subject_id
        order_id = self.order_id
        return tuple(
            file
            for file in self.picture.facts.attachments
            if file.item == item and (file.subject_id or order_id) == subject
        )


def _steps(place: _Place) -> Iterator[tuple[str, Command]]:
    order_id, view = place.order_id, place.view
    for name in ("node.start", "node.resume", "node.finish"):
        yield (
            name,
            NodeStep(order_id=order_id, node=view.node, subject_id=view.subject_id),
        )
    yield (
        "node.reopen",
        NodeStep(order_id=order_id, node=view.node, subject_id=view.subject_id, note=_REASON),
    )
    yield (
        "node.wait",
        WaitNode(
            order_id=order_id,
            node=view.node,
            subject_id=view.subject_id,
            waits_for=NodeState.WAIT_BUYER.value,
            note=_REASON,
        ),
    )
    owner = place.desk.seat.user.id
    yield (
        "node.assign",
        AssignNode(order_id=order_id, node=view.node, subject_id=view.subject_id, owner_id=owner),
    )


def _question_rows(place: _Place, node: Node) -> Iterator[ItemRow]:
    for question in node.questions:
        yield ItemRow(
            id=question.id,
            zh=question.zh,
            en=question.en,
            item=None,
            view=None,
            answer=place.answers.get(question.id),
            state=place.state(question.id),
            files=(),
            roles=(node.owner,),
            refusal=_try_tick(place, question.id),
            waiver_refusal=None,
        )


def _item_rows(place: _Place) -> Iterator[ItemRow]:
    known = items_by_id(place.picture.process)
    for view in place.view.items:
        node, item = known[view.id]
        yield ItemRow(
            id=view.id,
            zh=item.zh,
            en=item.en,
            item=item,
            view=view,
            answer=place.answers.get(view.id),
            state=place.state(view.id),
            files=place.files(view.id),
            roles=item.by or (node.owner,),
            refusal=_try_tick(place, view.id),
            waiver_refusal=_try_waive(place, view.id) if view.is_open else None,
        )


def _try_tick(place: _Place, item: str) -> Refusal | None:
    answer = place.answers.get(item)
    ticked = not (answer is not None and answer.ticked)
    return place.try_out(
        "item.answer",
        AnswerItem(
            order_id=place.order_id, item=item, subject_id=place.view.subject_id, ticked=ticked
        ),
    )


def _try_waive(place: _Place, item: str) -> Refusal | None:
    return place.try_out(
        "item.waive",
        WaiveItem(
            order_id=place.order_id, item=item, subject_id=place.view.subject_id, reason=_REASON
        ),
    )


def acted_at(row: ItemRow) -> datetime | None:
    """Return when a line was ticked or waived."""
    if row.answer is None:
        return None
    return row.answer.waived_at if row.is_waived else row.answer.answered_at
