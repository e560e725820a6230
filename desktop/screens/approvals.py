"""Approvals: what waits for me, what I asked for, and what became of each decision."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget
from typing_extensions import override

from desktop.models.approvals import ApprovalsModel, RequestView
from desktop.screens.approval_sheet import ApprovalSheet
from desktop.screens.page import Notice, Page, Surroundings, Where
from desktop.theme import look
from desktop.theme.cells import Mark
from desktop.widgets.blanks import EmptyState
from desktop.widgets.choice_list import ChoiceLine, ChoiceList
from desktop.widgets.sidebar import Badge
from desktop.widgets.top_bar import Place
from sync.domain.authority_commands import RemindApproval
from sync.domain.changes import Changes
from sync.domain.commands import Command, DecideApproval, WithdrawApproval

AREA = "approvals"
_LIST_WIDTH, _LIST_NARROW, _NARROW = 270, 190, 1100


class ApprovalsPage(Page):
    """Requests at the left, the chosen one at the right; Ctrl+Enter approves."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self.model = ApprovalsModel(self.desk, self.wording.language, parent=self)
        self.list = ChoiceList(self.tr("Requests"), parent=self)
        self.sheet = ApprovalSheet(self.wording, parent=self)
        self._current = ""
        self._right = QStackedWidget(self)
        self._right.addWidget(self.sheet)
        self._right.addWidget(
            EmptyState(
                "stamp",
                title=self.tr("Nothing to decide"),
                text=self.tr(
                    "What somebody asks leave for waits here, with all it takes to decide."
                ),
                parent=self,
            )
        )
        self._right.setCurrentIndex(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self._right, 1)
        self.model.loaded.connect(self._show)
        self.list.chosen.connect(self._choose)
        self.sheet.decided.connect(self._decide)
        self.sheet.reminded.connect(self._remind)
        self.sheet.withdrawn.connect(self._withdraw)
        self.sheet.order_wanted.connect(self._go_order)
        shortcut = QShortcut(QKeySequence("Ctrl+Return"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.sheet.approve)

    @override
    def places(self) -> list[Place]:
        return [Place(AREA, self.tr("Approvals"))]

    @override
    def show_at(self, where: Where) -> None:
        if where.id:
            self._current = where.id
        self.model.reload()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < look().px(_NARROW)
        self.list.setFixedWidth(look().px(_LIST_NARROW if is_narrow else _LIST_WIDTH))

    def _show(self, views: tuple[RequestView, ...]) -> None:
        waiting = [view for view in views if view.waits_for_me]
        own = [view for view in views if view.is_own and view.is_open]
        rest = [view for view in views if view not in waiting and view not in own]
        shown = [*waiting, *own, *rest]
        chosen = next((view for view in shown if view.approval.id == self._current), None)
        chosen = chosen or next(iter(shown), None)
        self._current = "" if chosen is None else chosen.approval.id
        groups = [
            (self.tr("Waiting for me"), [self._line(view) for view in waiting]),
            (self.tr("Asked by me"), [self._line(view) for view in own]),
            (self.tr("Others"), [self._line(view) for view in rest]),
        ]
        self.list.show_groups(groups, self._current)
        self.list.setVisible(bool(views))
        self._right.setCurrentIndex(0 if chosen is not None else 1)
        if chosen is not None:
            self.sheet.show_request(chosen, is_offline=self.desk.is_offline)
        spoken = self.tr("%n to decide", "", len(waiting))
        badge = Badge(len(waiting), "half_disc", "active", spoken) if waiting else Badge(0)
        self.badge_changed.emit(badge)

    def _line(self, view: RequestView) -> ChoiceLine:
        state = view.approval.state.value
        word = self.wording.words(f"value_state_{state}")
        mark = (
            Mark(word, "disc_tick", "confirmed")
            if state == "approved"
            else Mark(word, "fork", "neutral")
        )
        if view.is_open:
            mark = Mark(word, "half_disc", "active")
        if view.is_provisional:
            mark = Mark(
                self.wording.words("value_outcome_provisional"), "dashed_ring", "provisional"
            )
        below = " · ".join(part for part in (view.asker, view.order_no) if part)
        side = self.wording.moment(view.approval.requested_at)
        return ChoiceLine(view.approval.id, view.approval.title, (below,), side, mark)

    def _choose(self, approval_id: object) -> None:
        self._current = str(approval_id)
        found = self.model.find(self._current)
        if found is not None:
            self.sheet.show_request(found, is_offline=self.desk.is_offline)

    def _decide(self, choice: object, note: object) -> None:
        view = self.sheet.view
        if view is not None:
            command = DecideApproval(
                approval_id=view.approval.id, decision=str(choice), note=str(note)
            )
            self._do(
                "approval.decide", command, self.tr("Decided; provisional until head office has it")
            )

    def _remind(self) -> None:
        view = self.sheet.view
        if view is not None:
            self._do("approval.remind", RemindApproval(id=view.approval.id), self.tr("Reminded"))

    def _withdraw(self) -> None:
        view = self.sheet.view
        if view is not None:
            command = WithdrawApproval(id=view.approval.id)
            self._do("approval.withdraw", command, self.tr("The request was taken back"))

    def _do(self, action: str, command: Command, said: str) -> None:
        def done(_: Changes) -> None:
            self.sheet.note.clear()
            self.said.emit(Notice(said))

        self.desk.do(action, command, owner=self, done=done, refused=self.sheet.show_refusal)

    def _go_order(self, order_id: object) -> None:
        self.go.emit(Where("orders", id=str(order_id)))
