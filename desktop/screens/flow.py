"""Where all open orders stand, from inquiry to payment; a press on a stage lists its orders."""

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.models.flow import FlowCounts, FlowModel, stages_of, ways_of
from desktop.models.order_questions import said
from desktop.models.orders import OrderList
from desktop.screens.order_filters import OrderFilters
from desktop.screens.page import Page, Surroundings, Where
from desktop.theme import look
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Panel, ScrollColumn
from desktop.widgets.flow_map import FlowEdge, FlowMap, FlowNode
from desktop.widgets.labels import Label
from desktop.widgets.top_bar import Place

AREA = "process"
DESIGN = "design"


class FlowPage(Page):
    """The map under the filters of the orders list; arrow keys walk it, Enter lists."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self.model = FlowModel(self.desk, parent=self)
        self.list = OrderList(self.desk, self.wording, parent=self)
        self.filters = OrderFilters(self.list, around, parent=self)
        self.total = Label(style="strong", wrap=True, parent=self)
        self.map = FlowMap(name=self.tr("Where orders stand"), parent=self)
        self.late = Button(self.tr("All overdue"), icon="clock", key="O", parent=self)
        self.quiet = Button(self.tr("All silent"), icon="bell", key="S", parent=self)
        self.design = Button(
            self.tr("Design of the process"), kind="quiet", icon="workflow", key="D", parent=self
        )
        self._lay_out()
        self.model.loaded.connect(self._show)
        self.list.asked.connect(self._ask)
        self.map.chosen.connect(self._go_stage)
        self.late.clicked.connect(self._go_late)
        self.quiet.clicked.connect(self._go_quiet)
        self.design.clicked.connect(self._go_design)
        for button, key in ((self.late, "O"), (self.quiet, "S"), (self.design, "D")):
            action = QAction(button.text(), self)
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(button.click)
            self.addAction(action)

    @override
    def places(self) -> list[Place]:
        return [Place(AREA, self.tr("Process"))]

    @override
    def show_at(self, where: Where) -> None:
        self.list.ask(self.list.asking)

    def _lay_out(self) -> None:
        here = look()
        head = Panel(ground="canvas", edges="b", parent=self)
        rows = QVBoxLayout(head)
        rows.setContentsMargins(here.px(16), here.px(9), here.px(16), here.px(9))
        first, second = QHBoxLayout(), QHBoxLayout()
        first.addWidget(self.total, 1)
        for button in (self.late, self.quiet, self.design):
            first.addWidget(button)
        second.addWidget(self.filters)
        second.addStretch(1)
        rows.addLayout(first)
        rows.addLayout(second)
        body = ScrollColumn(name=self.tr("Where orders stand"), ground="canvas", parent=self)
        body.body.setContentsMargins(here.px(16), here.px(12), here.px(16), here.px(16))
        body.body.addWidget(self.map)
        about = self.tr(
            "12/3: 12 orders stand here, 3 of them overdue. Each order counts once, at the stage "
            "that holds it up. Days are calendar days at the stage."
        )
        body.body.addWidget(Label(about, style="small", ink="ink2", wrap=True, parent=self))
        body.body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(body, 1)

    def _ask(self) -> None:
        self.model.ask(self.list.asking)

    def _show(self, counts: FlowCounts) -> None:
        process = self.model.process
        self.map.show_flow(
            [self.wording.pair(phase.zh, phase.en) for phase in process.phases],
            nodes=[
                FlowNode(each.node, each.column, each.row, each.title, each.below, each.mark)
                for each in stages_of(process, counts, self.wording)
            ],
            edges=[FlowEdge(start, end) for start, end in ways_of(process)],
        )
        orders = self.tr("%n open order(s)", "", counts.count)
        late = self.tr("{count} overdue").format(count=counts.overdue)
        quiet = self.tr("{count} silent").format(count=counts.silent)
        self.total.setText(" · ".join((orders, late, quiet)))
        self.late.lock("" if counts.overdue else self.tr("No order is overdue at its stage"))
        self.quiet.lock("" if counts.silent else self.tr("No order has been silent for too long"))

    def _go_stage(self, node: object) -> None:
        self._go_orders(nodes=(str(node),))

    def _go_late(self) -> None:
        self._go_orders(troubles=("overdue",))

    def _go_quiet(self) -> None:
        self._go_orders(troubles=("silent",))

    def _go_orders(self, **more: tuple[str, ...]) -> None:
        self.go.emit(Where("orders", filter=said(self.list.asking, **more)))

    def _go_design(self) -> None:
        self.go.emit(Where(AREA, tab=DESIGN))
