"""The deadline board: every warning and limit by what is left of its time."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.models.firings import RateList
from desktop.models.warning_list import COLUMNS, LEVELS, DeadlineList
from desktop.screens.page import Page, Surroundings, Where
from desktop.screens.warning_places import place_of
from desktop.theme import look
from desktop.theme.cells import mark
from desktop.widgets.blanks import EmptyState, Skeleton
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Panel
from desktop.widgets.choices import Choice, Segments
from desktop.widgets.figures import IconMark, StepCard
from desktop.widgets.labels import ElidedLabel
from desktop.widgets.sidebar import Badge
from desktop.widgets.table import DataTable
from desktop.widgets.top_bar import Place

if TYPE_CHECKING:
    from desktop.models.warning_list import Whose

AREA = "deadlines"
READING, RATES = 2, 3
_GIVEN_UP = ("why", "next", "day")  # in this order, when it is narrow
_LEAST = 140
_LEAST_WIDTH = 600


class DeadlinesPage(Page):
    """The board. Four figures filter by level; a row opens the order it is about."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self.list = DeadlineList(self.desk, self.wording, parent=self)
        self._cards = {level: self._card(level) for level in LEVELS}
        self._whose = Segments(self._choices(), name=self.tr("Whose"), current="mine", parent=self)
        self._line = ElidedLabel(self._computed(), style="small", ink="ink2", parent=self)
        self._table = DataTable(name=self.tr("Deadlines"), density="regular", parent=self)
        self._table.setModel(self.list.table)
        self._table.show_sort(0)
        self.rates = RateList(self.desk, self.wording, parent=self)
        self._rates = DataTable(name=self.wording.words("rates_title"), parent=self)
        self._rates.setModel(self.rates.table)
        self._to_rates = Button(self.wording.words("rates_title"), small=True, parent=self)
        self._to_rates.setCheckable(True)
        self._body = QStackedWidget(self)
        self._nothing = EmptyState("calendar-clock", title=self.tr("Nothing is due"), parent=self)
        self._lay_out()
        self._whose.chosen.connect(self._ask)
        self._table.opened.connect(self._open)
        self._table.opened_apart.connect(self._open_apart)
        self.list.counted.connect(self._show_counts)
        self._to_rates.toggled.connect(self._show_rates)
        self.rates.was_read.connect(self._show_since)

    @override
    def places(self) -> list[Place]:
        return [Place(AREA, self.tr("Deadlines"))]

    @override
    def show_at(self, where: Where) -> None:
        if where.filter:
            self._choose_level(where.filter)
        self._line.setText(self._computed())
        self._ask()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fold()
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _card(self, level: str) -> StepCard:
        token = look().state("level", level)
        card = StepCard(mark(token, self.wording.language), count="–", parent=self)
        card.setCheckable(True)
        card.setProperty("level", level)
        card.setMaximumWidth(look().px(190))
        card.clicked.connect(self._filter)
        return card

    def _choices(self) -> list[Choice]:
        return [
            Choice("mine", self.tr("Mine")),
            Choice("team", self.tr("My team")),
            Choice("company", self.tr("Company")),
        ]

    def _computed(self) -> str:
        calendars = self.desk.seat.rules.calendars
        year = self.wording.today.year
        known = year not in calendars.company.estimated
        holidays = (
            self.tr("holidays of {year}") if known else self.tr("holidays of {year}, estimated")
        )
        parts = (
            self.tr("All computed on this device"),
            self.tr("port-local times"),
            holidays.format(year=year),
        )
        return " · ".join(parts)

    def _lay_out(self) -> None:
        here = look()
        head = Panel(ground="canvas", edges="b", parent=self)
        head.setMinimumWidth(here.px(_LEAST_WIDTH))
        rows = QVBoxLayout(head)
        rows.setContentsMargins(here.px(16), here.px(12), here.px(16), here.px(8))
        rows.setSpacing(here.px(8))
        first = QHBoxLayout()
        first.setSpacing(here.px(10))
        for card in self._cards.values():
            first.addWidget(card)
        first.addStretch(1)
        first.addWidget(self._whose)
        second = QHBoxLayout()
        second.setSpacing(here.px(6))
        second.addWidget(IconMark("monitor-check", size=14, parent=self))
        second.addWidget(self._line, 1)
        second.addWidget(self._to_rates)
        rows.addLayout(first)
        rows.addLayout(second)
        self._body.addWidget(self._table)
        self._body.addWidget(self._nothing)
        self._body.addWidget(Skeleton(name=self.tr("Reading"), rows=12, parent=self))
        self._body.addWidget(self._rates)
        self._body.setCurrentIndex(READING)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._body, 1)

    def _show_rates(self, wanted: bool) -> None:  # noqa: FBT001  Qt's own signal
        """Show how often warnings came true, or the board again."""
        if wanted:
            self.rates.ask()
            self._body.setCurrentIndex(RATES)
            return
        self._line.setText(self._computed())
        self._body.setCurrentIndex(READING)
        self._ask()

    def _show_since(self) -> None:
        if self._to_rates.isChecked():
            self._line.setText(self.rates.told())

    def _ask(self) -> None:
        chosen: dict[str, Whose] = {"team": "team", "company": "company"}
        self.list.ask(chosen.get(self._whose.current, "mine"), self._level())

    def _level(self) -> str:
        return next((level for level, card in self._cards.items() if card.isChecked()), "")

    def _filter(self) -> None:
        pressed = self.sender()
        if isinstance(pressed, StepCard) and pressed.isChecked():
            self._choose_level(str(pressed.property("level")))
        self._ask()

    def _choose_level(self, level: str) -> None:
        for other, card in self._cards.items():
            card.setChecked(other == level)

    def _show_counts(self) -> None:
        counts, language = self.list.counts, self.wording.language
        for level, card in self._cards.items():
            token = look().state("level", level)
            card.show_step(mark(token, language), count=str(counts.get(level, 0)))
        was_reading = self._body.currentIndex() == READING
        if not self._to_rates.isChecked():
            self._body.setCurrentIndex(0 if self.list.table.ids() else 1)
        if was_reading:
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        urgent = counts.get("urgent", 0)
        if self.list.seeker.whose == "mine":
            token = look().state("level", "urgent")
            self.badge_changed.emit(
                Badge(urgent, token.shape, token.color, token.word(language))
                if urgent
                else Badge(0)
            )

    def _fold(self) -> None:
        columns = self.list.table.columns
        room = self.width() - look().px(20)
        gone: set[str] = set()
        for key in ("", *_GIVEN_UP):
            gone.add(key)
            widths = (column.width or _LEAST for column in columns if column.key not in gone)
            if look().px(sum(widths)) <= room:
                break
        for place, key in enumerate(COLUMNS):
            self._table.setColumnHidden(place, key in gone)

    def _open(self, key: str) -> None:
        where = self._place(key)
        if where is not None:
            self.go.emit(where)

    def _open_apart(self, key: str) -> None:
        where = self._place(key)
        if where is not None:
            self.go_apart.emit(where)

    def _place(self, key: str) -> Where | None:
        row = self.list.table.record(key)
        if row is None:
            return None
        return Where("orders", id=row.order_id) if row.warning is None else place_of(row.warning)
