"""The left of the conflict desk: what is open, then what was decided lately, with undo."""

from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.messages import Wording
from desktop.models.conflicts import ConflictView
from desktop.models.history import sync_mark
from desktop.theme import look
from desktop.theme.cells import Mark
from desktop.widgets.buttons import LinkButton
from desktop.widgets.cards import Panel, ScrollColumn
from desktop.widgets.choice_list import ChoiceItem, ChoiceLine
from desktop.widgets.labels import ElidedLabel, Label
from desktop.widgets.shapes import ShapeMark
from sync import clock

_FORK = Mark("", "fork", "provisional")


class ConflictList(Panel):
    """Open conflicts to choose from; `chosen` and `undone` carry a conflict's id."""

    chosen = Signal(object)
    undone = Signal(object)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(ground="surface", edges="r", parent=parent)
        self._wording = wording
        here = look()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        head = Panel(ground="surface", edges="b", parent=self)
        row = QHBoxLayout(head)
        row.setContentsMargins(here.px(14), here.px(11), here.px(14), here.px(11))
        self._open = Label(style="strong", parent=head)
        self._decided = ElidedLabel(style="small", ink="ink2", parent=head)
        row.addWidget(self._open)
        row.addStretch(1)
        row.addWidget(self._decided)
        column.addWidget(head)
        self._scroll = ScrollColumn(
            name=self.tr("Conflicts"), ground="surface", margin=0, spacing=0, parent=self
        )
        column.addWidget(self._scroll, 1)
        self._items: list[ChoiceItem] = []

    def show_views(self, views: tuple[ConflictView, ...], current: str) -> None:
        """Show the conflicts; `current` is the one that is being looked at."""
        while (item := self._scroll.body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        opened = [view for view in views if view.is_open]
        decided = [view for view in views if not view.is_open]
        self._open.setText(self.tr("To decide {count}").format(count=len(opened)))
        self._decided.setText(self.tr("Decided {count}").format(count=len(decided)))
        self._items = [self._item(view) for view in opened]
        for made in self._items:
            made.setChecked(made.line.id == current)
            self._scroll.body.addWidget(made)
        if decided:
            title = Label(
                self.tr("Decided lately · undo within 30 days"),
                style="label",
                ink="ink2",
                wrap=True,
                parent=self,
            )
            title.setContentsMargins(look().px(14), look().px(12), 0, look().px(4))
            self._scroll.body.addWidget(title)
        for view in decided:
            self._scroll.body.addWidget(self._decision(view))
        self._scroll.body.addStretch(1)

    def _item(self, view: ConflictView) -> ChoiceItem:
        conflict = view.conflict
        fields = self._wording.pair("、", ", ").join(
            self._wording.label(field.name) for field in view.fields
        )
        names = (view.names.get(conflict.author_id, ""), view.names.get(conflict.other_id, ""))
        who = self._wording.pair(" 和 ", " and ").join(name for name in names if name)
        what = f"{self._wording.heading(conflict.entity)} · {fields}"
        age = span_words(clock.now() - conflict.raised_at, self._wording)
        number = view.order_no or self._wording.noun(conflict.entity)
        line = ChoiceLine(conflict.id, number, (view.buyer, what, who), age, _FORK)
        item = ChoiceItem(line, parent=self)
        item.clicked.connect(self._tell_chosen)
        return item

    def _tell_chosen(self) -> None:
        item = self.sender()
        if isinstance(item, ChoiceItem):
            for other in self._items:
                other.setChecked(other is item)
            self.chosen.emit(item.line.id)

    def _decision(self, view: ConflictView) -> QWidget:
        here = look()
        line = QWidget(self)
        row, words = QHBoxLayout(line), QVBoxLayout()
        row.setContentsMargins(here.px(14), here.px(5), here.px(10), here.px(5))
        row.setSpacing(here.px(8))
        words.setSpacing(0)
        conflict = view.conflict
        fields = ", ".join(self._wording.label(field.name) for field in view.fields)
        words.addWidget(ElidedLabel(f"{view.order_no} {fields}", style="small", parent=line))
        who = view.names.get(conflict.decided_by, "")
        day = self._wording.moment(conflict.decided_at)
        words.addWidget(ElidedLabel(f"{day} · {who}", style="small", ink="ink2", parent=line))
        undo = LinkButton(
            self.tr("Undo"), name=self.tr("Undo {what}").format(what=fields), parent=line
        )
        undo.setObjectName(conflict.id)
        undo.clicked.connect(self._tell_undone)
        row.addWidget(ShapeMark(sync_mark(view.state, self._wording), size=14, parent=line))
        row.addLayout(words, 1)
        row.addWidget(undo)
        return line

    def _tell_undone(self) -> None:
        self.undone.emit(self.sender().objectName())


def span_words(span: timedelta, wording: Wording) -> str:
    """Return how long ago something was: 38 分钟, 1 小时 50 分, 3 天."""
    minutes = max(0, int(span.total_seconds() // 60))
    if minutes < 60:
        return wording.pair(f"{minutes} 分钟", f"{minutes} min")
    if minutes < 24 * 60:
        hours, rest = divmod(minutes, 60)
        return wording.pair(f"{hours} 小时 {rest} 分", f"{hours} h {rest} min")
    days = minutes // (24 * 60)
    return wording.pair(f"{days} 天", f"{days} d")
