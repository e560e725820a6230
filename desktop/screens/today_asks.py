"""The card of Today with what waits for the person's word, and what their roles were told."""

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.models.asks import NEWS, Ask, Asked
from desktop.screens.page import Surroundings, Where
from desktop.screens.today_cards import clear
from desktop.theme import look
from desktop.theme.cells import Mark
from desktop.widgets.avatar import HolderLine
from desktop.widgets.buttons import Button
from desktop.widgets.cards import Card
from desktop.widgets.labels import Label
from sync.domain.changes import Changes
from sync.domain.handing_commands import SeeNotice
from sync.domain.ids import Id, order_name
from sync.domain.refusals import Refusal

_SHOWN = 5


class AsksCard(Card):
    """Hidden while nothing is asked; `wanted` carries the Where at which it is answered."""

    wanted = Signal(object)

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(" ", parent=parent)
        self._desk, self._wording = around.desk, around.wording
        self._asked = Asked(around.desk)
        self.lines: dict[Id, HolderLine] = {}
        self.seen: dict[Id, Button] = {}
        self._places: dict[Id, Where] = {}
        self.hide()

    def read(self, role: str = "") -> None:
        """Read what is asked now: in one of the person's roles, or in all of them."""
        self._asked.role = role
        self._desk.read(self._asked.read, owner=self, done=self._show)

    def _show(self, asks: list[Ask]) -> None:
        clear(self.body)
        self.lines, self.seen, self._places = {}, {}, {}
        elsewhere = self._asked.elsewhere
        self.setVisible(bool(asks or elsewhere))
        news = sum(ask.kind == NEWS for ask in asks)
        note = self.tr("%n to know", "", news) if news else ""
        self.set_title(self.tr("Asked of me  {count}").format(count=len(asks) - news), note=note)
        for ask in asks[:_SHOWN]:
            self.body.addWidget(self._line(ask))
        rest = len(asks) - _SHOWN
        if rest > 0:
            self.body.addWidget(Label(self.tr("and %n more", "", rest), style="small", ink="ink2"))
        if elsewhere:
            words = self.tr("%n waiting in my other roles", "", elsewhere)
            self.body.addWidget(Label(words, style="small", ink="ink2"))

    def _line(self, ask: Ask) -> QWidget:
        who = self._desk.name_of(ask.from_id, self._wording.language)
        number = order_name(ask.order_id, ask.order_no)
        line = HolderLine(
            who or number,
            text=self._words(ask),
            below=" · ".join(part for part in (number, who) if part),
            mark=self._due(ask),
            parent=self,
        )
        line.setProperty("ask", ask.id)
        line.clicked.connect(self._tell)
        self.lines[ask.id] = line
        self._places[ask.id] = _place(ask)
        if ask.kind != NEWS:
            return line
        held = QWidget(self)
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look().px(8))
        button = Button(self.tr("Seen"), kind="quiet", small=True, parent=held)
        button.setAccessibleName(f"{self.tr('Seen')}, {number}")
        button.setProperty("ask", ask.id)
        button.clicked.connect(self._see)
        self.seen[ask.id] = button
        row.addWidget(line, 1)
        row.addWidget(button)
        return held

    def _words(self, ask: Ask) -> str:
        process = self._desk.process(self._desk.seat.rules.newest_process)
        node = self._wording.node(process, ask.node, short=True) if ask.node else ""
        if ask.kind == "readback":
            return QCoreApplication.translate("AsksCard", "Read back: {text}").format(text=ask.text)
        text = {
            "opinion": self.tr("Your opinion: {node}"),
            "handoff": self.tr("Accept or return: {node}"),
            "handover": self.tr("Stand in for a colleague"),
            "charter": self.tr("Sign the team charter"),
            NEWS: self.tr("Finished: {node}"),
        }[ask.kind]
        return text.format(node=node)

    def _due(self, ask: Ask) -> Mark | None:
        if ask.due_on is None:
            return None
        is_late = ask.due_on < self._desk.today()
        text = self._wording.day(ask.due_on)
        return Mark(text, "octagon" if is_late else "ring", "urgent" if is_late else "neutral")

    def _tell(self) -> None:
        self.wanted.emit(self._places[self.sender().property("ask")])

    def _see(self) -> None:
        command = SeeNotice(id=self.sender().property("ask"))
        self._desk.do("notice.see", command, owner=self, done=self._again, refused=self._refused)

    def _again(self, _changes: Changes) -> None:
        self.read(self._asked.role)

    def _refused(self, _refusal: Refusal) -> None:
        self.read(self._asked.role)


def _place(ask: Ask) -> Where:
    """Return where something is answered."""
    if ask.kind == "handover":
        return Where("handovers")
    if ask.kind == "charter":
        return Where("orders", id=ask.order_id, tab="tasks")
    if ask.kind == "readback":
        return Where("orders", id=ask.order_id, tab="requirements")
    return Where("orders", id=ask.order_id, tab="overview", filter=ask.node)
