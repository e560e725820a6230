"""Changes: what is drafted, being approved, carried out; and drafting one."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.models.change_requests import ChangesModel, ChangeView
from desktop.screens.change_form import ChangeForm
from desktop.screens.change_sheet import ChangeSheet
from desktop.screens.page import Notice, Page, Surroundings, Where
from desktop.theme import look
from desktop.theme.cells import Mark
from desktop.widgets.buttons import Button
from desktop.widgets.choice_list import ChoiceLine, ChoiceList
from desktop.widgets.labels import Label
from desktop.widgets.sidebar import Badge
from desktop.widgets.top_bar import Place
from sync.domain.authority_commands import DraftChange
from sync.domain.change_requests import ChangeState
from sync.domain.changes import Changes
from sync.domain.commands import Command

AREA = "changes"
_ENDED = (
    *(ChangeState.CLOSED, ChangeState.REJECTED, ChangeState.WITHDRAWN),
    ChangeState.IMPLEMENTED,
)
_LIST_WIDTH, _LIST_NARROW, _NARROW = 270, 190, 1100


class ChangesPage(Page):
    """Changes at the left, the chosen one or a new one at the right."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self.model = ChangesModel(self.desk, self.wording.language, parent=self)
        self.list = ChoiceList(self.tr("Changes"), parent=self)
        self.sheet = ChangeSheet(self.model, self.wording, parent=self)
        self.form = ChangeForm(self.model, self.wording, parent=self)
        self.new = Button(self.tr("New change"), icon="plus", parent=self)
        nothing = self.tr("No change of a signed order has been asked for.")
        self._none = Label(nothing, ink="ink2", wrap=True, parent=self)
        self._current = ""
        self._right = QStackedWidget(self)
        self._right.addWidget(self.sheet)
        self._right.addWidget(self.form)
        self._right.setCurrentIndex(1)
        left = self._left()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(left)
        row.addWidget(self._right, 1)
        self.model.loaded.connect(self._show)
        self.list.chosen.connect(self._choose)
        self.new.clicked.connect(self._begin)
        self.form.drafted.connect(self._draft)
        self.sheet.wanted.connect(self._step)
        self.sheet.order_wanted.connect(self._go_order)

    def _left(self) -> QVBoxLayout:
        """Return the column of changes under the button that begins one."""
        gap = look().px(12)
        head = QVBoxLayout()
        head.setContentsMargins(gap, gap, gap, gap)
        head.setSpacing(gap)
        head.addWidget(self.new, 0, Qt.AlignmentFlag.AlignLeft)
        head.addWidget(self._none)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        left.addLayout(head)
        left.addWidget(self.list, 1)
        left.addStretch()
        return left

    @override
    def places(self) -> list[Place]:
        return [Place(AREA, self.tr("Changes"))]

    @override
    def show_at(self, where: Where) -> None:
        if where.id:
            self._current = where.id
        self.model.reload()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < look().px(_NARROW)
        width = look().px(_LIST_NARROW if is_narrow else _LIST_WIDTH)
        self.list.setFixedWidth(width)
        self._none.setFixedWidth(width - 2 * look().px(12))

    def _show(self, views: tuple[ChangeView, ...]) -> None:
        opened = [view for view in views if view.change.state not in _ENDED]
        ended = [view for view in views if view.change.state in _ENDED]
        chosen = self.model.find(self._current)
        groups = [
            (self.tr("Under way"), [self._line(view) for view in opened]),
            (self.tr("Ended"), [self._line(view) for view in ended]),
        ]
        self.list.show_groups(groups, self._current)
        self._none.setVisible(not views)
        self.list.setVisible(bool(views))
        if chosen is not None:
            self.sheet.show_change(chosen)
            self._right.setCurrentIndex(0)
        self.badge_changed.emit(Badge(len(opened)))

    def _line(self, view: ChangeView) -> ChoiceLine:
        state = self.wording.words(f"value_state_{view.change.state}")
        mark = Mark(state, "half_disc", "active")
        if view.change.state in _ENDED:
            mark = Mark(state, "disc_tick", "confirmed")
        if view.is_overdue or view.change.state in (ChangeState.ROLL_BACK, ChangeState.REJECTED):
            mark = Mark(state, "triangle", "urgent")
        kind = self.wording.words(f"value_change_type_{view.change.change_type}")
        below = (f"{state} · {view.author}",)
        return ChoiceLine(view.change.id, f"{kind} · {view.order_no}", below, "", mark)

    def _choose(self, change_id: object) -> None:
        self._current = str(change_id)
        found = self.model.find(self._current)
        if found is not None:
            self.sheet.show_change(found)
            self._right.setCurrentIndex(0)

    def _begin(self) -> None:
        self._current = ""
        self._right.setCurrentIndex(1)

    def _draft(self, command: DraftChange) -> None:
        def done(changes: Changes) -> None:
            made = changes.rows.get("change_requests", frozenset())
            self._current = next(iter(made), "")
            self.form.clear()
            self.said.emit(Notice(self.tr("The change is drafted; see what it would do")))
            self.model.reload()

        self.desk.do("change.draft", command, owner=self, done=done, refused=self.form.show_refusal)

    def _step(self, action: object, command: Command) -> None:
        def done(_: Changes) -> None:
            self.sheet.note.clear()
            self.said.emit(Notice(self.tr("Done; head office has still to confirm it")))

        self.desk.do(str(action), command, owner=self, done=done, refused=self.sheet.show_refusal)

    def _go_order(self, order_id: object) -> None:
        self.go.emit(Where("orders", id=str(order_id)))
