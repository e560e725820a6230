"""The cards of the home page: phases, warnings, and who has the ball."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from desktop.messages import unbroken
from desktop.models.warning_list import WarningWords, subject_name
from desktop.models.work import TodayList
from desktop.screens.page import Surroundings
from desktop.screens.warning_places import place_of
from desktop.theme import look
from desktop.theme.cells import Mark, mark, tint_of
from desktop.widgets.avatar import HolderLine
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card, Divider
from desktop.widgets.figures import PhaseCard
from desktop.widgets.labels import ElidedLabel, Label
from desktop.widgets.shapes import ShapeMark
from sync.domain.summaries import OrderSummary, WarningRow

_LEVELS = ("urgent", "warning", "watch")
_WARNINGS_SHOWN = 3
_HELD_SHOWN = 3
_WAITED_SHOWN = 5
_LONG_HELD_DAYS = 2
_WARNING_WIDTH = 280
"""What the rail leaves a warning's first line, beside its shape and its button."""


def clear(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


class PhasesCard(Card):
    """Where the person's orders have come to: seven phases, with counts and how many are late."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent=parent)
        self._row = QHBoxLayout()
        self._row.setSpacing(look().px(10))
        self.body.addLayout(self._row)
        self.set_title(self.tr("Where my orders are"))

    def show_phases(self, today: TodayList) -> None:
        """Show the phases as read last."""
        clear(self._row)
        phases = today.phases()
        most = max((phase.count for phase in phases), default=0) or 1
        for phase in phases:
            late = Mark(self.tr("%n late", "", phase.late), "octagon", "urgent")
            card = PhaseCard(
                phase.name,
                count=phase.count,
                share=phase.count / most,
                late=phase.late,
                late_mark=late,
                parent=self,
            )
            card.clicked.connect(self.chosen)
            self._row.addWidget(card)
        total = sum(phase.count for phase in phases)
        self.set_title(self.tr("Where my orders are"), note=self.tr("%n order(s)", "", total))


def _fit_beside(title: QLabel, number: QLabel) -> bool:
    """Return whether a warning's title, and the order with its span, fit into one line."""
    needed = title.sizeHint().width() + number.sizeHint().width()
    return needed <= look().px(_WARNING_WIDTH)


class WarningLine(QWidget):
    """One warning: what, why, what follows; and the one thing to do now."""

    pressed = Signal(object)  # the warning's row

    def __init__(
        self, row: WarningRow, around: Surroundings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._row = row
        here, words = look(), WarningWords(around.wording)
        token = here.state("level", row.level.value)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, here.px(4), 0, here.px(4))
        grid.setHorizontalSpacing(here.px(9))
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        grid.addWidget(ShapeMark(Mark("", token.shape, token.color), parent=self), 0, 0)
        title = ElidedLabel(words.title(row), style="strong", parent=self)
        title.set_ink(token.color)
        name = subject_name(around.desk, row, around.wording.language)
        number = Label(f"{name} · {words.span(row)}", style="small", ink="ink2")
        if _fit_beside(title, number):
            head = QHBoxLayout()
            head.setSpacing(here.px(8))
            head.addWidget(title)
            head.addWidget(number, 1)
            grid.addLayout(head, 0, 1)
        else:
            grid.addWidget(title, 0, 1)
            grid.addWidget(number, 1, 1)
        grid.addWidget(Label(unbroken(words.cause(row)), wrap=True, parent=self), 2, 1)
        follows = unbroken(f"→ {words.effect(row)}")
        effect = Label(follows, style="small", ink="ink2", wrap=True, parent=self)
        grid.addWidget(effect, 3, 1)
        act = Button(self.tr("Act"), small=True, parent=self)
        act.setToolTip(words.next_step(row))
        act.setAccessibleName(f"{self.tr('Act')}, {name}, {words.next_step(row)}")
        act.setVisible(place_of(row) is not None)
        act.clicked.connect(self._tell)
        grid.addWidget(act, 0, 2, 4, 1)
        self.setToolTip(f"{words.cause(row)}\n→ {words.effect(row)}\n{words.next_step(row)}")

    def _tell(self) -> None:
        self.pressed.emit(self._row)


class WarningsCard(Card):
    """The most pressing warnings that are the person's, and the way to all of them."""

    opened = Signal(object)  # a warning's row
    all_wanted = Signal()

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent=parent)
        self._around = around
        self._all = Button(self.tr("All"), kind="link", small=True, parent=self)
        self._all.clicked.connect(self.all_wanted)
        self.head.add(self._all)
        self.set_title(self.tr("Warnings"), note=self.tr("computed here"))

    def show_warnings(self, rows: Sequence[WarningRow]) -> None:
        """Show the first few of the warnings, and how many there are of each level."""
        clear(self.body)
        language = self._around.wording.language
        counts = Counter(row.level.value for row in rows)
        said = " · ".join(
            f"{counts[level]} {look().state('level', level).word(language)}"
            for level in _LEVELS
            if counts[level]
        )
        note = " · ".join(part for part in (self.tr("computed here"), said) if part)
        self.set_title(self.tr("Warnings"), note=note)
        self._all.set_text(self.tr("All %n", "", len(rows)))
        if not rows:
            self.body.addWidget(Label(self.tr("Everything is on track"), ink="ink2", parent=self))
        for place, row in enumerate(rows[:_WARNINGS_SHOWN]):
            if place:
                self.body.addWidget(Divider(parent=self))
            line = WarningLine(row, self._around, parent=self)
            line.pressed.connect(self.opened)
            self.body.addWidget(line)


class BallCard(Card):
    """What the person has in hand, and whom they wait for, with the days it has lasted."""

    opened = Signal(object)  # an order's id
    nudged = Signal()

    def __init__(
        self, today: TodayList, around: Surroundings, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent=parent)
        self._today = today
        self._desk = around.desk
        self._wording = around.wording
        self._mine = QVBoxLayout()
        self._others = QVBoxLayout()
        self._nudge = Button(
            self.tr("Nudge all of them (one digest each)"), kind="quiet", icon="send", parent=self
        )
        self._nudge.clicked.connect(self.nudged)
        for part in (self._mine, self._others):
            part.setSpacing(0)
            self.body.addLayout(part)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._nudge)
        self.body.addLayout(row)

    def show_rows(self, mine: Sequence[OrderSummary], others: Sequence[OrderSummary]) -> None:
        """Show both lists, those who have held longest first."""
        self._fill(self._mine, self.tr("The ball is with me"), mine, _HELD_SHOWN)
        self._fill(self._others, self.tr("I am waiting for"), others, _WAITED_SHOWN)
        self._nudge.setVisible(any(row.ball_id for row in others))

    def _fill(
        self, column: QVBoxLayout, title: str, rows: Sequence[OrderSummary], shown: int
    ) -> None:
        clear(column)
        head = Label(f"{title}  {len(rows)}", style="strong", parent=self)
        column.addWidget(head)
        if not rows:
            column.addWidget(Label(self.tr("Nobody is waiting"), style="small", ink="ink2"))
        for row in rows[:shown]:
            name = self._holder(row)
            line = HolderLine(
                name,
                text=f"{name} · {row.order_no}",
                below=self._today.node_name(row.node),
                mark=self._held(row),
                tint=tint_of(name),
                parent=self,
            )
            line.setProperty("order_id", row.id)
            line.clicked.connect(self._tell)
            column.addWidget(line)

    def _holder(self, row: OrderSummary) -> str:
        name = self._desk.name_of(row.ball_id, self._wording.language)
        return name or self._wording.role(row.ball_role)

    def _held(self, row: OrderSummary) -> Mark:
        late = row.ball_day > _LONG_HELD_DAYS
        level = "urgent" if row.ball_overdue else "watch" if late else "normal"
        token = look().state("level", level)
        text = self.tr("Day {day}").format(day=max(1, row.ball_day))
        return mark(token, self._wording.language, text=text)

    def _tell(self) -> None:
        self.opened.emit(self.sender().property("order_id"))
