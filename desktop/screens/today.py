"""The home page: what must be done now, where the person's orders are, and who waits for whom."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.models.warning_list import WarningWords, subject_name
from desktop.models.work import TodayList
from desktop.screens.page import Notice, Page, Surroundings, Where
from desktop.screens.today_asks import AsksCard
from desktop.screens.today_cards import BallCard, PhasesCard, WarningsCard
from desktop.screens.today_digest import DigestBand
from desktop.screens.warning_places import place_of
from desktop.theme import look
from desktop.theme.cells import mark
from desktop.widgets.bands import Band
from desktop.widgets.blanks import EmptyState, Skeleton
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card, ScrollColumn
from desktop.widgets.choices import Choice, Segments
from desktop.widgets.figures import FigureCard
from desktop.widgets.labels import ElidedLabel, Label
from desktop.widgets.sidebar import Badge
from desktop.widgets.table import DataTable
from desktop.widgets.top_bar import Place
from sync.domain.summaries import WarningRow

if TYPE_CHECKING:
    from sync.domain.refusals import Refusal

AREA = "today"
READING = 2
_NARROW = 1040
_LOW = 640
_RAIL = 396
_MINUTE_MILLISECONDS = 60_000
_TOLD_MAX = 2
_LEAST = (600, 380)


class TodayPage(Page):
    """Work by its limit, warnings, phases, and the ball. A row opens its order at its node."""

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(around, parent)
        self.list = TodayList(self.desk, self.wording, parent=self)
        self._clocks = ElidedLabel(style="small", ink="ink2", parent=self)
        self._day = Label("", style="title", parent=self)
        self._roles = Segments(self._choices(), name=self.tr("Role"), parent=self)
        self._figures = self._make_figures()
        self._band = Band("error", title="", parent=self)
        self._all = Button(self.tr("All"), kind="link", small=True, parent=self)
        self._band.add(self._all)
        self._table = DataTable(name=self.tr("Work"), density="comfortable", parent=self)
        self._table.setModel(self.list.table)
        self._body = QStackedWidget(self)
        self._work = Card(" ", flush=True, parent=self)
        self._phases = PhasesCard(parent=self)
        self._warnings = WarningsCard(around, parent=self)
        self._ball = BallCard(self.list, around, parent=self)
        self.digest = DigestBand(around, parent=self)
        self.asks = AsksCard(around, parent=self)
        self._strip = Card("", parent=self)
        self._strip_text = ElidedLabel(parent=self)
        self._minute = QTimer(self)
        self._minute.setInterval(_MINUTE_MILLISECONDS)
        self._lay_out()
        self._connect()

    @override
    def places(self) -> list[Place]:
        return [Place(AREA, self.tr("Today"))]

    @override
    def show_at(self, where: Where) -> None:
        if where.tab:
            self._roles.choose(where.tab)
        self._read()

    @override
    def leave(self) -> None:
        self._minute.stop()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._minute.start()
        self._fold()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    # How it is laid out

    def _make_figures(self) -> dict[str, FigureCard]:
        labels = {
            "own": self.tr("My open orders"),
            "overdue": self.tr("Overdue work"),
            "urgent": self.tr("Urgent warnings"),
            "week": self.tr("Due this week"),
        }
        cards = {key: FigureCard(text, value="–", parent=self) for key, text in labels.items()}
        cards["own"].clicked.connect(self._go_own)
        cards["urgent"].clicked.connect(self._go_urgent)
        cards["overdue"].clicked.connect(self._focus_work)
        cards["week"].clicked.connect(self._focus_work)
        return cards

    def _lay_out(self) -> None:
        here = look()
        gap = here.px(13)
        column = QVBoxLayout(self)
        column.setContentsMargins(here.px(20), here.px(12), here.px(20), here.px(14))
        column.setSpacing(gap)
        head = QHBoxLayout()
        head.setSpacing(here.px(12))
        head.addWidget(self._day)
        head.addWidget(self._clocks, 1)
        head.addWidget(self._roles)
        left = QVBoxLayout()
        left.setSpacing(gap)
        figures = QHBoxLayout()
        figures.setSpacing(here.px(12))
        for card in self._figures.values():
            figures.addWidget(card)
        left.addLayout(figures)
        left.addWidget(self._work, 1)
        left.addWidget(self._phases)
        self._rail = ScrollColumn(name=self.tr("Warnings and ball"), margin=0, parent=self)
        self._rail.setFixedWidth(here.px(_RAIL))
        self._rail.body.addWidget(self.asks)
        self._rail.body.addWidget(self._warnings)
        self._rail.body.addWidget(self._ball)
        self._rail.body.addStretch(1)
        middle = QHBoxLayout()
        middle.setSpacing(here.px(17))
        middle.addLayout(left, 1)
        middle.addWidget(self._rail)
        column.addLayout(head)
        column.addWidget(self._band)
        column.addWidget(self.digest)
        column.addLayout(middle, 1)
        self._strip.body.addWidget(self._strip_text)
        column.addWidget(self._strip)
        self._lay_out_work()

    def _lay_out_work(self) -> None:
        empty = EmptyState(
            "circle-check",
            title=self.tr("Nothing must be done today"),
            text=self.tr("New work comes here by itself, with its limit."),
            parent=self,
        )
        self._body.addWidget(self._table)
        self._body.addWidget(empty)
        self._body.addWidget(Skeleton(name=self.tr("Reading"), rows=8, parent=self))
        self._body.setCurrentIndex(READING)
        self._work.body.addWidget(self._body)
        self._work.set_title(self.tr("To do"))

    @override
    def minimumSizeHint(self) -> QSize:
        """Return the least that this page folds down to."""
        return QSize(look().px(_LEAST[0]), look().px(_LEAST[1]))

    def _connect(self) -> None:
        self.list.was_read.connect(self._show)
        self.list.table.ids_changed.connect(self._show_work)
        self._roles.chosen.connect(self._read)
        self._roles.setVisible(len(self.list.roles) > 1)
        self._minute.timeout.connect(self._show_time)
        self._table.opened.connect(self._open_line)
        self._table.opened_apart.connect(self._open_line_apart)
        self._phases.chosen.connect(self._go_own)
        self._warnings.opened.connect(self._go_warning)
        self._warnings.all_wanted.connect(self._go_all)
        self._all.clicked.connect(self._go_all)
        self._ball.opened.connect(self._go_order)
        self.digest.opened.connect(self._go_order)
        self.asks.wanted.connect(self.go)
        self._ball.nudged.connect(self._nudge)

    def _choices(self) -> list[Choice]:
        return [Choice(role, self.wording.role(role)) for role in self.list.roles]

    def _fold(self) -> None:
        here = look()
        narrow = self.width() < here.px(_NARROW)
        low = self.height() < here.px(_LOW)
        home = self.list.home
        urgent = bool(home and any(row.level.value == "urgent" for row in home.warnings))
        self._rail.setVisible(not narrow)
        self._strip.setVisible(narrow)
        self._band.setVisible(narrow and urgent)
        self._phases.setVisible(not narrow and not low)
        for card in self._figures.values():
            card.setVisible(not (narrow and low))
        self._table.setColumnHidden(3, narrow)

    # What it shows

    def _read(self) -> None:
        self._show_time()
        self.list.read(self._role())

    def _role(self) -> str:
        """Return the role whose home is shown; "" where the person has one only."""
        return self._roles.current if len(self.list.roles) > 1 else ""

    def _show_time(self) -> None:
        today = self.desk.today()
        self._day.setText(self.wording.long_day(today))
        self._clocks.setText(self.list.clocks())

    def _show(self) -> None:
        home = self.list.home
        if home is None:
            return
        self._show_time()
        self.digest.read()
        self.asks.read(self._role())
        self._show_figures()
        self._phases.show_phases(self.list)
        self._warnings.show_warnings(home.warnings)
        self._ball.show_rows(home.in_hand, home.waited_for)
        self._show_narrow()
        self._fold()

    def _show_figures(self) -> None:
        figures = self.list.figures()
        sums = [
            f"{currency}\u00a0{self.wording.amount(amount, currency)}"
            for currency, amount in list(figures.sums.items())[:2]
        ]
        level = "urgent" if figures.urgent else "normal"
        late = "warning" if figures.overdue else "normal"
        language = self.wording.language
        shown = self._figures
        shown["own"].set_label(self._own_label(figures.owns))
        shown["own"].show_figure(str(figures.own), note=" + ".join(sums))
        shown["overdue"].show_figure(
            str(figures.overdue),
            note=self.tr("past their limit"),
            mark=mark(look().state("level", late), language) if figures.overdue else None,
        )
        shown["urgent"].show_figure(
            str(figures.urgent),
            note=self.tr("on my orders"),
            mark=mark(look().state("level", level), language) if figures.urgent else None,
        )
        shown["week"].show_figure(str(figures.week), note=self.tr("in the next 7 days"))

    def _own_label(self, owns: str) -> str:
        """Return what the orders of the role's home are."""
        if owns == "all":
            return self.tr("Open orders")
        return self.tr("Orders I work on") if owns == "worked_on" else self.tr("My open orders")

    def _show_work(self) -> None:
        self._body.setCurrentIndex(0 if self.list.table.ids() else 1)
        today = self.desk.today()
        days = [line.due_on for line in self.list.lines.values()]
        now = sum(day is not None and day <= today for day in days)
        note = self.tr("{now} today · {week} this week").format(now=now, week=len(days) - now)
        self._work.set_title(self.tr("To do"), note=note)
        token = look().state("level", "urgent")
        spoken = self.tr("{count} to do today").format(count=now)
        badge = Badge(now, token.shape, token.color, spoken) if now else Badge(len(days))
        self.badge_changed.emit(badge)

    def _show_narrow(self) -> None:
        home = self.list.home
        if home is None:
            return
        words = WarningWords(self.wording)
        urgent = [row for row in home.warnings if row.level.value == "urgent"]
        told = [
            f"{subject_name(self.desk, row, self.wording.language)} {words.title(row)}"
            f" {words.span(row)}"
            for row in urgent[:_TOLD_MAX]
        ]
        title = self.tr("%n urgent warning(s)", "", len(urgent))
        self._band.show_words(title, text=" · ".join(told))
        self._all.set_text(self.tr("All %n", "", len(home.warnings)))
        text = self.tr("The ball is with me: {mine}    I am waiting for: {others}")
        self._strip_text.setText(text.format(mine=len(home.in_hand), others=len(home.waited_for)))

    # What is done here

    def _open_line(self, key: str) -> None:
        where = self._where(key)
        if where is not None:
            self.go.emit(where)

    def _open_line_apart(self, key: str) -> None:
        where = self._where(key)
        if where is not None:
            self.go_apart.emit(where)

    def _where(self, key: str) -> Where | None:
        line = self.list.lines.get(key)
        if line is None or not line.order_id:
            return None
        node = f"{line.node}/{line.subject_id}" if line.node else ""
        return Where("orders", id=line.order_id, filter=node)

    def _go_warning(self, row: WarningRow) -> None:
        where = place_of(row)
        if where is not None:
            self.go.emit(where)

    def _go_order(self, order_id: str) -> None:
        self.go.emit(Where("orders", id=order_id))

    def _go_own(self) -> None:
        whole = self.list.figures().owns == "all"
        self.go.emit(Where("orders", filter="" if whole else "mine"))

    def _go_all(self) -> None:
        self.go.emit(Where("deadlines"))

    def _go_urgent(self) -> None:
        self.go.emit(Where("deadlines", filter="urgent"))

    def _focus_work(self) -> None:
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _nudge(self) -> None:
        text = self.tr("Please move this on: day {days} with you")
        self.list.nudge_all(text, done=self._tell)

    def _tell(self, count: int, refusal: "Refusal | None") -> None:
        said = self.tr("Nudged: {count}").format(count=count)
        self.said.emit(Notice(said if refusal is None else self.wording.refusal(refusal)))
