"""A field in a form: its label above, the error under it, and what became of the draft."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.theme import look
from desktop.theme.cells import Mark
from desktop.widgets.fields import ChoiceField, TextArea, TextField
from desktop.widgets.labels import Label, StateLabel

Control = TextField | TextArea | ChoiceField


class FormField(QWidget):
    """Label, control, and one line below that is the error, else the hint.

    `FormField("Net weight", TextField(), hint="kg, as on the packing list")`
    """

    def __init__(
        self,
        label: str,
        control: Control,
        *,
        hint: str = "",
        required: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.control = control
        self._hint = hint
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look().px(3))
        self.label = Label(f"{label} *" if required else label, style="small", ink="ink2")
        self.label.setBuddy(control)
        control.setAccessibleName(label)
        control.setAccessibleDescription(hint)
        self._line = Label(hint, style="small", ink="ink3", wrap=True)
        self._line.setVisible(bool(hint))
        column.addWidget(self.label)
        column.addWidget(control)
        column.addWidget(self._line)

    def show_error(self, error: str) -> None:
        """Show what is wrong under the field; "" shows it as right again."""
        self.control.set_wrong(wrong=bool(error))
        self._line.set_ink("urgent" if error else "ink3")
        self._line.setText(error or self._hint)
        self._line.setVisible(bool(error or self._hint))
        self.control.setAccessibleDescription(error or self._hint)

    @property
    def error(self) -> str:
        """Return the error shown; "" when there is none."""
        return "" if self._line.text() == self._hint else self._line.text()


class DraftLine(StateLabel):
    """Says that the draft is kept: "Draft · kept on this device 14:31:58"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Mark("", "dashed_ring", "provisional"), parent=parent)
        self.setVisible(False)

    def show_kept(self, time: str) -> None:
        """Say when the draft was kept; "" says nothing."""
        words = self.tr("Draft · kept on this device {time}").format(time=time)
        self.show_mark(Mark(words, "dashed_ring", "provisional"))
        self.setVisible(bool(time))


class Conflicting(QWidget):
    """Under a field whose value head office changed meanwhile: both values, to be asked about."""

    def __init__(self, theirs: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        words = self.tr("Head office now has: {value}").format(value=theirs)
        mark = Mark(words, "fork", "provisional")
        column.addWidget(StateLabel(mark, parent=self), 0, Qt.AlignmentFlag.AlignLeft)
        self.setAccessibleName(words)
