"""The filters of the orders list: one chip for each in force, and a menu to add more."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from desktop.models.orders import OrderList
from desktop.screens.page import Surroundings
from desktop.theme import look
from desktop.widgets.buttons import Button
from desktop.widgets.chips import FilterChip
from sync.domain.orders import PaymentTerm

LEVELS = ("urgent", "warning", "watch")
_PORTS_MAX = 20


class OrderFilters(QWidget):
    """Chips and menu. The list's own question is the only state; this shows and changes it."""

    def __init__(
        self, orders: OrderList, around: Surroundings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._list = orders
        self._desk = around.desk
        self._wording = around.wording
        self._newest: list[str] = []
        self._chips = QHBoxLayout()
        self._chips.setSpacing(look().px(8))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look().px(8))
        row.addLayout(self._chips)
        self._more = Button(self.tr("Add filter"), kind="quiet", icon="plus", parent=self)
        self._more.clicked.connect(self.offer)
        row.addWidget(self._more)
        self._list.asked.connect(self._show_chips)

    def last_said(self) -> str:
        """Return the name of the filter that was set last; empty when there is none."""
        said = self._said()
        return next((said[field][0] for field in reversed(self._newest) if field in said), "")

    def take_last_off(self) -> None:
        """Take the filter off that was set last."""
        said = self._said()
        last = next((field for field in reversed(self._newest) if field in said), None)
        if last is not None:
            self._narrow(last, ())

    def take_over(self) -> None:
        """Treat the filters that the person came here with as set by their hand."""
        self._newest = list(self._said())

    def offer(self) -> None:
        """Open the menu of all filters."""
        menu = QMenu(self)
        for field, (label, choices) in self._choices().items():
            part = menu.addMenu(label)
            held: tuple[str, ...] = getattr(self._list.asking, field)
            for value, text in choices:
                action = part.addAction(text)
                action.setCheckable(True)
                action.setChecked(value in held)
                action.setData((field, value))
                action.triggered.connect(self._toggle)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _choices(self) -> dict[str, tuple[str, list[tuple[str, str]]]]:
        wording, language = self._wording, self._wording.language
        terms = [(t.value, wording.words(f"value_payment_term_{t}")) for t in PaymentTerm]
        people = sorted(
            (person.id, self._desk.name_of(person.id, language))
            for person in self._desk.seat.people.values()
            if person.id in self._list.counts.owners
        )
        return {
            "payment_terms": (self.tr("Payment"), terms),
            "load_ports": (
                self.tr("Load port"),
                [(port, port) for port in self._list.counts.ports[:_PORTS_MAX]],
            ),
            "levels": (
                self.tr("Warning"),
                [(level, look().state("level", level).word(language)) for level in LEVELS],
            ),
            "owners": (self.tr("Owner"), sorted(people, key=lambda pair: pair[1])),
            **self._places(),
        }

    def _places(self) -> dict[str, tuple[str, list[tuple[str, str]]]]:
        """Return the filters that the flow map leads here with."""
        process = self._desk.process(self._desk.seat.rules.newest_process)
        counts = self._list.counts
        nodes = [(n.id, self._wording.node(process, n.id, short=True)) for n in process.nodes]
        troubles = [
            ("overdue", self.tr("Overdue at its stage")),
            ("silent", self.tr("Silent for too long")),
        ]
        return {
            "teams": (self.tr("Team"), [(team, team) for team in counts.teams]),
            "incoterms": (self.tr("Incoterm"), [(term, term) for term in counts.incoterms]),
            "nodes": (self.tr("Stage"), nodes),
            "troubles": (self.tr("Needs a look"), troubles),
        }

    def _said(self) -> dict[str, tuple[str, str]]:
        """Return each filter in force with its label and what it lets through."""
        said: dict[str, tuple[str, str]] = {}
        for field, (label, choices) in self._choices().items():
            held: tuple[str, ...] = getattr(self._list.asking, field)
            if held:
                names = dict(choices)
                texts = [names.get(value, value) for value in held]
                said[field] = (label, self._wording.pair("、", ", ").join(texts))
        return said

    def _toggle(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            field, value = action.data()
            held: tuple[str, ...] = getattr(self._list.asking, field)
            rest = tuple(item for item in held if item != value)
            self._narrow(field, rest if value in held else (*held, value))

    def _narrow(self, field: str, values: tuple[str, ...]) -> None:
        self._newest = [other for other in self._newest if other != field]
        if values:
            self._newest.append(field)
        self._list.narrow(field, values)

    def _show_chips(self) -> None:
        while (item := self._chips.takeAt(0)) is not None:
            if (chip := item.widget()) is not None:
                chip.hide()
                chip.deleteLater()
        for field, (label, value) in self._said().items():
            chip = FilterChip(label, value, parent=self)
            chip.setProperty("field", field)
            chip.taken_off.connect(self._take_off)
            chip.clicked.connect(self.offer)
            self._chips.addWidget(chip)

    def _take_off(self) -> None:
        self._narrow(str(self.sender().property("field")), ())
