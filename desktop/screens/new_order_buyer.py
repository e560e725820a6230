"""Choosing the buyer of a new order: found by a few letters, or made on the spot."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.partners import BuyerSearch
from desktop.screens.page import Surroundings
from desktop.theme import look
from desktop.widgets.buttons import Button
from desktop.widgets.fields import TextField
from desktop.widgets.forms import FormField
from desktop.widgets.labels import Label


class BuyerPicker(QWidget):
    """A field to look a buyer up; below it the hits, and the way to make a new one."""

    changed = Signal()

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        wording = around.wording
        self._search = BuyerSearch(around.desk, parent=self)
        self.buyer_id = ""
        label = wording.field("buyer_id")
        self._words = TextField(
            placeholder=self.tr("Name, a few letters are enough"), icon="search", parent=self
        )
        self.field = FormField(label[:1].upper() + label[1:], self._words, required=True)
        self._country = TextField(placeholder="DE", parent=self)
        country = wording.field("country")
        self._country_field = FormField(
            country[:1].upper() + country[1:], self._country, hint=self.tr("Two letters, as DE")
        )
        self._hits = QVBoxLayout()
        self._hits.setSpacing(0)
        self._state = Label("", style="small", ink="ink2", parent=self)
        self._lay_out()
        self._words.textEdited.connect(self._look)
        self._country.textEdited.connect(self.changed)
        self._search.found.connect(self._offer)

    @property
    def new_buyer(self) -> str:
        """Return the name of the firm to be made; empty when one was chosen."""
        return "" if self.buyer_id else self._words.text().strip()

    @property
    def new_country(self) -> str:
        """Return the country of the firm to be made."""
        return self._country.text().strip()

    def show_buyer(self, buyer_id: str, name: str, *, country: str = "") -> None:
        """Show a buyer, chosen or typed."""
        self.buyer_id = buyer_id
        self._words.setText(name)
        self._country.setText(country)
        self._clear()
        self._show_state()

    def text(self) -> str:
        """Return the name as it stands in the field."""
        return self._words.text()

    def begin(self) -> None:
        """Put the keys into the field, with the buyers one trades with most below it."""
        self._words.setFocus()
        if not self._words.text():
            self._search.look_for("")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look().px(4))
        row = QHBoxLayout()
        row.setSpacing(look().px(12))
        row.addWidget(self.field, 1, Qt.AlignmentFlag.AlignTop)
        self._country_field.setFixedWidth(look().px(150))
        row.addWidget(self._country_field, 0, Qt.AlignmentFlag.AlignTop)
        self._country_field.hide()
        column.addLayout(row)
        column.addLayout(self._hits)
        column.addWidget(self._state)

    def _look(self) -> None:
        self.buyer_id = ""
        if not self._words.is_composing:
            self._search.look_for(self._words.text())
        self._show_state()
        self.changed.emit()

    def _offer(self) -> None:
        self._clear()
        if self.buyer_id:
            return
        for hit in self._search.hits:
            place = " · ".join(part for part in (hit.name, hit.city, hit.country) if part)
            button = Button(place, kind="quiet", icon="building-2", small=True, parent=self)
            button.setProperty("buyer_id", hit.id)
            button.clicked.connect(self._choose)
            self._hits.addWidget(button)
        self._show_state()

    def _choose(self) -> None:
        pressed = self.sender()
        chosen = str(pressed.property("buyer_id"))
        hit = next((hit for hit in self._search.hits if hit.id == chosen), None)
        if hit is not None:
            self.show_buyer(hit.id, hit.name, country=hit.country)
            self.changed.emit()

    def _clear(self) -> None:
        while (item := self._hits.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _show_state(self) -> None:
        is_new = bool(self.new_buyer)
        self._country_field.setVisible(is_new)
        name = self.new_buyer
        text = self.tr("“{name}” is new: it is added with the order").format(name=name)
        self._state.setText(text if is_new else "")
        self._state.setVisible(is_new)
