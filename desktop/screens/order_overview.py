"""The overview of an order: the process as a map, the chosen node, and the rail beside them."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from desktop.models.order_page import OrderPicture
from desktop.models.order_views import (
    FlowPicture,
    chosen_views,
    first_shipment,
    flow_of,
    state_mark,
)
from desktop.screens.order_detours import DetoursCard
from desktop.screens.order_handoff import HandoffCard
from desktop.screens.order_lessons import LessonsCard
from desktop.screens.order_node import NodeCard
from desktop.screens.order_opinions import OpinionsCard
from desktop.screens.order_rail import OrderRail
from desktop.screens.page import Surroundings
from desktop.theme import look
from desktop.theme.cells import Mark, mark
from desktop.widgets.bands import Band
from desktop.widgets.cards import Card, ScrollColumn
from desktop.widgets.choices import Choice, Segments
from desktop.widgets.flow_map import FlowEdge, FlowMap, FlowNode
from desktop.widgets.labels import StateLabel
from sync.domain.nodes import NodeState
from sync.domain.progress import NodeView
from sync.domain.requirements import at_node, missing_departments
from sync.domain.shipments import Shipment

_LEGEND = (
    NodeState.DONE,
    NodeState.IN_PROGRESS,
    NodeState.REOPENED,
    NodeState.BLOCKED,
    NodeState.WAITING,
)
RAIL_WIDTH = 304
_LEGEND_FITS = 860


class OverviewTab(QWidget):
    """Map and node at the left, rail at the right; `asked` carries what another tab is to do."""

    asked = Signal(object)

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.wording = around.desk, around.wording
        self.picture: OrderPicture | None = None
        self._order_id = self._shipment_id = self._node = ""
        self.map = FlowMap(name=self.tr("Process"), parent=self)
        self.map.chosen.connect(self.choose_node)
        self.node = NodeCard(around, parent=self)
        self.handoff = HandoffCard(around, parent=self)
        self.wishes = Band("warning", title="", below=True, parent=self)
        self.wishes.hide()
        self.detours = DetoursCard(around, parent=self)
        self.opinions = OpinionsCard(around, parent=self)
        self.lessons = LessonsCard(parent=self)
        self.rail = OrderRail(around, parent=self)
        self.rail.setFixedWidth(look().px(RAIL_WIDTH))
        self.rail.asked.connect(self._answer)
        self._shipments = Segments([], name=self.tr("Shipment"), parent=self)
        self._shipments.chosen.connect(self._choose_shipment)
        self._flow = Card(self.tr("Process"), parent=self)
        self._flow.head.add_beside(self._shipments)
        self._legend: list[StateLabel] = []
        self._lay_out()

    def show_order(self, picture: OrderPicture) -> None:
        """Show an order; the chosen node and shipment stay while it is the same."""
        self.picture = picture
        if picture.facts.order.id != self._order_id:
            self._order_id = picture.facts.order.id
            self._shipment_id = first_shipment(picture)
            current = picture.summary.current
            self._node = current.node if current else picture.process.nodes[-1].id
            if current and any(s.id == current.subject_id for s in picture.facts.shipments):
                self._shipment_id = current.subject_id
        self._show_shipments(picture)
        self._show_flow(picture)
        self.handoff.show_order(picture)
        self.rail.show_order(picture)

    def choose_node(self, node: object) -> None:
        """Show a node's checklist under the map."""
        if self.picture is not None and isinstance(node, str):
            self._node = node
            self.map.choose(node)
            self._show_node(self.picture)

    def show_rail(self, *, shown: bool) -> None:
        """Show or hide the rail."""
        self.rail.setVisible(shown)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fits = self._flow.width() > look().px(_LEGEND_FITS)
        for label in self._legend:
            label.setVisible(fits)

    def _lay_out(self) -> None:
        for state in _LEGEND:
            shown = state_mark(state, self.wording)
            if state is NodeState.DONE:
                shown = mark(look().state("node", "done"), self.wording.language)
            self._add_legend(shown)
        self._flow.body.addWidget(self.map)
        self._column = ScrollColumn(name=self.tr("Process and node"), margin=18, parent=self)
        self._column.body.addWidget(self._flow)
        self._column.body.addWidget(self.handoff)
        self._column.body.addWidget(self.wishes)
        self._column.body.addWidget(self.lessons)
        self._column.body.addWidget(self.node)
        self._column.body.addWidget(self.detours)
        self._column.body.addWidget(self.opinions)
        self._column.body.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._column, 1)
        row.addWidget(self.rail)

    def _add_legend(self, shown: Mark) -> None:
        label = StateLabel(shown, parent=self._flow)
        self._legend.append(label)
        self._flow.head.add(label)

    def _show_shipments(self, picture: OrderPicture) -> None:
        shipments = picture.facts.shipments
        known = [shipment.id for shipment in shipments]
        if self._shipment_id not in known:
            self._shipment_id = first_shipment(picture)
        text = self.tr("Shipment {number}")
        self._shipments.set_choices(
            [Choice(each.id, text.format(number=each.number)) for each in shipments],
            current=self._shipment_id,
        )
        self._shipments.setVisible(len(shipments) > 1)

    def _show_flow(self, picture: OrderPicture) -> None:
        flow = flow_of(picture, self._shipment_id, self.wording)
        note = self.tr("{count} nodes · {done} done · {absent} not applicable")
        self._flow.set_title(
            self.tr("Process"),
            note=note.format(count=len(flow.boxes), done=flow.done, absent=flow.absent),
        )
        self.map.show_flow(flow.headings, nodes=_nodes(flow), edges=_edges(flow))
        self.map.choose(self._node)
        self._show_node(picture)

    def _show_node(self, picture: OrderPicture) -> None:
        view = self._view(picture)
        self._show_wishes(picture)
        if view is not None:
            self.node.show_node(picture, view)
            self.detours.show_node(picture, view)
            self.opinions.show_node(picture, view)
            self.lessons.show_node(picture, view.node)

    def _show_wishes(self, picture: OrderPicture) -> None:
        """Show the buyer's wishes large at the step where they count."""
        found = at_node(picture.facts.requirements, self._node)
        self.wishes.setVisible(bool(found))
        if not found:
            return
        title = " · ".join(each.text for each in found)
        unread = sum(bool(missing_departments(each, picture.facts.readbacks)) for each in found)
        text = self.tr("%n of them not read back by everybody", "", unread) if unread else ""
        self.wishes.show_words(title, text=text or self.tr("Read back by everybody concerned"))

    def _view(self, picture: OrderPicture) -> NodeView | None:
        views = chosen_views(picture, self._shipment_id)
        return next((view for view in views if view.node == self._node), None)

    def _choose_shipment(self, shipment_id: object) -> None:
        if self.picture is not None and isinstance(shipment_id, str):
            self._shipment_id = shipment_id
            self._show_flow(self.picture)

    def _answer(self, asked: str) -> None:
        current = None if self.picture is None else self.picture.summary.current
        if asked == "comment":
            self.asked.emit(asked)
        elif current is not None:
            if any(s.id == current.subject_id for s in self._known_shipments()):
                self._choose_shipment(current.subject_id)
            self.choose_node(current.node)
            if asked == "hand_over" and self.picture is not None:
                self.handoff.begin(self.picture)

    def _known_shipments(self) -> tuple[Shipment, ...]:
        return () if self.picture is None else self.picture.facts.shipments


def _nodes(flow: FlowPicture) -> list[FlowNode]:
    return [
        FlowNode(box.key, box.column, box.row, box.title, box.below, box.mark) for box in flow.boxes
    ]


def _edges(flow: FlowPicture) -> list[FlowEdge]:
    return [FlowEdge(way.start, way.end, critical=way.is_critical) for way in flow.ways]
