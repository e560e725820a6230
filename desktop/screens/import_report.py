"""The rows an import cannot use: where each stands, and why."""

from collections.abc import Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from desktop.messages import Wording
from desktop.theme import look
from desktop.widgets.labels import ElidedLabel, Label
from sync.domain.import_plans import RejectedLine

_SHOWN_MAX = 50


class RejectedLines(QWidget):
    """The first rejected rows; all of them are in the file that can be saved."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(look().px(12))
        self._grid.setVerticalSpacing(look().px(4))
        self._grid.setColumnStretch(2, 1)

    def show_lines(self, lines: Sequence[RejectedLine]) -> None:
        """Show other rows."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for row, line in enumerate(lines[:_SHOWN_MAX]):
            number = self.tr("Row {number}").format(number=line.line)
            text = ElidedLabel(line.text, style="small", ink="ink2", parent=self)
            text.setFixedWidth(look().px(180))
            why = Label(
                self._wording.pair(line.zh, line.en), style="small", ink="warning", wrap=True
            )
            self._grid.addWidget(Label(number, style="small", ink="ink2"), row, 0)
            self._grid.addWidget(text, row, 1)
            self._grid.addWidget(why, row, 2)
        more = len(lines) - _SHOWN_MAX
        if more > 0:
            words = self.tr("and %n more", "", more)
            self._grid.addWidget(Label(words, style="small", ink="ink2"), _SHOWN_MAX, 0, 1, 3)
        self.setVisible(bool(lines))
