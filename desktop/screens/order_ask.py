"""One line that asks for a reason or a person before something is done; it opens in place."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.theme import look
from desktop.widgets.buttons import Button
from desktop.widgets.fields import ChoiceField, TextField
from desktop.widgets.labels import Label


class AskLine(QWidget):
    """A question, a field for the answer, the button that does it, and a way out (Esc)."""

    def __init__(self, parent: QWidget | None = None, *, is_tall: bool = False) -> None:
        super().__init__(parent)
        row = QVBoxLayout(self) if is_tall else QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look().px(8))
        self._question = Label(style="small", ink="ink2", parent=self)
        self.text = TextField(parent=self)
        self.choice = ChoiceField(parent=self)
        self.button = Button("", kind="primary", small=True, parent=self)
        leave = Button(self.tr("Cancel"), kind="quiet", small=True, parent=self)
        for widget in (self._question, self.text, self.choice, self.button, leave):
            row.addWidget(widget)
        row.addStretch(0)
        self._then: Callable[[str], None] | None = None
        self.button.clicked.connect(self._answer)
        self.text.returnPressed.connect(self._answer)
        self.text.textChanged.connect(self._lock)
        leave.clicked.connect(self.close_line)
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.close_line)
        self.hide()

    def ask(
        self,
        question: str,
        *,
        button: str,
        then: Callable[[str], None],
        choices: Sequence[tuple[str, str]] = (),
    ) -> None:
        """Ask for a sentence, or for one of the choices."""
        self._then = then
        self._question.setText(question)
        self.button.set_text(button)
        self.text.clear()
        self.text.setAccessibleName(question)
        self.choice.setAccessibleName(question)
        self.text.setVisible(not choices)
        self.choice.setVisible(bool(choices))
        self.choice.set_choices(choices)
        self.show()
        self._lock()
        (self.choice if choices else self.text).setFocus(Qt.FocusReason.OtherFocusReason)

    def close_line(self) -> None:
        """Put the question away; nothing is done."""
        self._then = None
        self.hide()

    def _answer(self) -> None:
        answer = self.choice.current_key if self.choice.isVisibleTo(self) else self.text.text()
        if self._then is not None and answer.strip() and not self.text.is_composing:
            self._then(answer.strip())

    def _lock(self) -> None:
        is_said = self.choice.isVisibleTo(self) or bool(self.text.text().strip())
        self.button.lock("" if is_said else self.tr("Say why first"))
