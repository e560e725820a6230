"""The conflict desk: two people changed the same thing unseen; a person decides, field by field."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget
from typing_extensions import override

from desktop.models.conflicts import ConflictsModel, ConflictView
from desktop.screens.conflict_list import ConflictList
from desktop.screens.conflict_sheet import ConflictSheet
from desktop.screens.page import Notice, Page, Surroundings, Where
from desktop.theme import Shape, look
from desktop.widgets.blanks import EmptyState
from desktop.widgets.sidebar import Badge
from desktop.widgets.top_bar import Place
from sync.domain.changes import Changes
from sync.domain.commands import DecideConflict, UndoDecision
from sync.domain.refusals import Refusal

AREA = "conflicts"
_LIST_WIDTH, _LIST_NARROW, _NARROW = 270, 190, 1100


class ConflictsPage(Page):
    """Open conflicts at the left, the chosen one at the right; Ctrl+Enter decides, Esc leaves."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self.model = ConflictsModel(self.desk, self.wording.language, parent=self)
        self.list = ConflictList(self.wording, parent=self)
        self.sheet = ConflictSheet(self.desk, self.wording, parent=self)
        self._current = ""
        self._right = QStackedWidget(self)
        self._right.addWidget(self.sheet)
        self._right.addWidget(
            EmptyState(
                "circle-check",
                title=self.tr("No conflicts to decide"),
                text=self.tr("When two people change one thing unseen, both values wait here."),
                parent=self,
            )
        )
        self._right.setCurrentIndex(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list)
        row.addWidget(self._right, 1)
        self._connect()

    @override
    def places(self) -> list[Place]:
        return [Place(AREA, self.tr("Conflict desk"))]

    @override
    def show_at(self, where: Where) -> None:
        if where.id:
            self._current = where.id
        self.model.reload()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < look().px(_NARROW)
        self.list.setFixedWidth(look().px(_LIST_NARROW if narrow else _LIST_WIDTH))
        self.sheet.show_base(shown=not narrow)

    def _connect(self) -> None:
        self.model.loaded.connect(self._show)
        self.list.chosen.connect(self._choose)
        self.list.undone.connect(self._undo)
        self.sheet.decided.connect(self._decide)
        self.sheet.left.connect(self._leave)
        self.sheet.order_wanted.connect(self._go_order)
        self.sheet.copied.connect(self._copy)
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        acts = {"Ctrl+Return": self.sheet.decide, "Esc": self._leave}
        for keys, act in acts.items():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(context)
            shortcut.activated.connect(act)

    def _show(self, views: tuple[ConflictView, ...]) -> None:
        opened = [view for view in views if view.is_open]
        chosen = next((view for view in opened if view.conflict.id == self._current), None)
        chosen = chosen or next(iter(opened), None)
        self._current = "" if chosen is None else chosen.conflict.id
        self.list.show_views(views, self._current)
        self._right.setCurrentIndex(0 if chosen is not None else 1)
        if chosen is not None:
            self.sheet.show_conflict(chosen)
        spoken = self.tr("%n to decide", "", len(opened))
        shape: Shape | None = "fork" if opened else None
        self.badge_changed.emit(Badge(len(opened), shape, "provisional", spoken))

    def _choose(self, conflict_id: object) -> None:
        self._current = str(conflict_id)
        found = self.model.find(self._current)
        if found is not None:
            self.sheet.show_conflict(found)

    def _decide(self, command: DecideConflict) -> None:
        def done(_: Changes) -> None:
            self.said.emit(Notice(self.tr("Decided; it can be undone within 30 days")))

        self.desk.do(
            "conflict.decide", command, owner=self, done=done, refused=self.sheet.show_refusal
        )

    def _undo(self, conflict_id: object) -> None:
        def done(_: Changes) -> None:
            self._current = str(conflict_id)
            self.said.emit(Notice(self.tr("The decision was taken back")))

        self.desk.do(
            "conflict.undo",
            UndoDecision(id=str(conflict_id)),
            owner=self,
            done=done,
            refused=self._refuse_undo,
        )

    def _refuse_undo(self, refusal: Refusal) -> None:
        if self._right.currentIndex() == 0:
            self.sheet.show_refusal(refusal)
        else:
            self.said.emit(Notice(self.wording.refusal(refusal)))

    def _leave(self) -> None:
        """Leave it open and show the next one, nothing lost."""
        opened = [view.conflict.id for view in self.model.views if view.is_open]
        if self._current in opened and len(opened) > 1:
            place = (opened.index(self._current) + 1) % len(opened)
            self._current = opened[place]
            self._show(self.model.views)

    def _go_order(self, order_id: object) -> None:
        self.go.emit(Where("orders", id=str(order_id)))

    def _copy(self, text: object) -> None:
        QGuiApplication.clipboard().setText(str(text))
        self.said.emit(Notice(self.tr("Copied: both values")))
