"""The map of an import: for each of our fields, the column of the sheet that it is taken from."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.messages import Wording
from desktop.theme import look
from desktop.widgets.fields import ChoiceField
from desktop.widgets.labels import Label
from sync.domain.import_plans import ImportPlan

_PER_ROW = 2
_OWN_NAMES = {
    "buyer": "buyer_id",
    "buyer_country": "country",
    "product_code": "product_id",
    "supplier": "supplier_id",
}
"""Fields of a sheet that our rows call otherwise."""


class ColumnChoices(QWidget):
    """One choice a field. Tells `taken` with the field and the heading."""

    taken = Signal(object)  # a tuple of field and heading

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look().px(12))
        self._grid.setVerticalSpacing(look().px(6))
        for place in range(_PER_ROW):
            self._grid.setColumnStretch(2 * place + 1, 1)

    def show_plan(self, plan: ImportPlan) -> None:
        """Show the map of a sheet."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        nothing = ("", self.tr("– not in this file –"))
        headings = [nothing, *((name, name) for name in plan.heading if name)]
        for place, field in enumerate(plan.fields):
            row, column = divmod(place, _PER_ROW)
            name = self._name(field)
            choice = ChoiceField(
                headings, name=name, current=plan.columns.get(field, ""), parent=self
            )
            choice.setProperty("field", field)
            choice.setMinimumWidth(look().px(120))
            choice.activated.connect(self._tell)
            label = Label(name, style="small", ink="ink2", parent=self)
            label.setBuddy(choice)
            self._grid.addWidget(label, row, 2 * column)
            self._grid.addWidget(choice, row, 2 * column + 1)

    def _name(self, field: str) -> str:
        if field == "line_no":
            return self.tr("Line number")
        text = self._wording.field(_OWN_NAMES.get(field, field))
        return text[:1].upper() + text[1:]

    def _tell(self) -> None:
        choice = self.sender()
        if isinstance(choice, ChoiceField):
            self.taken.emit((str(choice.property("field")), choice.current_key))
