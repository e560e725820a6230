"""The head of an exception's room: what, how bad, how far; the next steps as buttons."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.models.exceptions import Room
from desktop.screens.exception_words import code_text, severity_mark, state_mark
from desktop.screens.order_ask import AskLine
from desktop.screens.page import Surroundings, Where
from desktop.theme import look
from desktop.widgets.buttons import Button, LinkButton
from desktop.widgets.cards import Panel
from desktop.widgets.labels import Label, StateLabel
from sync.domain.exceptions import ExceptionState
from sync.domain.trouble_commands import ExceptionStep


class RoomHead(Panel):
    """`wanted` carries (action, command), `go` a place."""

    wanted = Signal(object)
    go = Signal(object)

    def __init__(self, around: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(ground="canvas", edges="b", parent=parent)
        self._wording, self._desk = around.wording, around.desk
        self._room: Room | None = None
        here = look()
        column = QVBoxLayout(self)
        column.setContentsMargins(here.px(18), here.px(12), here.px(18), here.px(10))
        column.setSpacing(here.px(8))
        self.title = Label(style="title", wrap=True, parent=self)
        column.addWidget(self.title)
        self._line = QHBoxLayout()
        self._line.setSpacing(here.px(14))
        column.addLayout(self._line)
        buttons = QHBoxLayout()
        buttons.setSpacing(here.px(8))
        self.buttons = {
            key: self._button(key, text, kind_is_primary=key == "close")
            for key, text in self._steps().items()
        }
        for button in self.buttons.values():
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        self.ask = AskLine(parent=self)
        column.addWidget(self.ask)

    def show_room(self, room: Room) -> None:
        """Show an exception's head."""
        self._room = room
        exception = room.exception
        self.title.setText(exception.title)
        self._show_line(room)
        is_closed = exception.state is ExceptionState.CLOSED
        shown = {
            "acknowledge": not is_closed and exception.seen_at is None,
            "contain": not is_closed and exception.contained_at is None,
            "answer_buyer": not is_closed and exception.is_complaint,
            "verify": not is_closed and exception.state is ExceptionState.ACTIONS,
            "close": not is_closed,
            "reopen": is_closed,
        }
        for key, button in self.buttons.items():
            button.setVisible(shown[key])

    def _show_line(self, room: Room) -> None:
        while (item := self._line.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        exception, wording = room.exception, self._wording
        self._line.addWidget(StateLabel(severity_mark(exception, wording), parent=self))
        self._line.addWidget(StateLabel(state_mark(exception, wording), parent=self))
        code = code_text(exception.exception_code, wording)
        self._line.addWidget(Label(code, ink="ink2", parent=self))
        if room.order_no:
            link = LinkButton(room.order_no, parent=self)
            link.clicked.connect(self._open_order)
            self._line.addWidget(link)
            self._line.addWidget(Label(room.buyer, ink="ink2", parent=self))
        self._line.addStretch(1)

    def _open_order(self) -> None:
        if self._room is not None:
            self.go.emit(Where("orders", id=self._room.exception.order_id))

    def _steps(self) -> dict[str, str]:
        return {
            "acknowledge": self.tr("Take it on"),
            "contain": self.tr("Contained"),
            "answer_buyer": self.tr("Answer the buyer"),
            "verify": self.tr("Verified"),
            "close": self.tr("Close"),
            "reopen": self.tr("Reopen"),
        }

    def _questions(self) -> dict[str, str]:
        return {
            "contain": self.tr("What stops the damage from growing?"),
            "answer_buyer": self.tr("What was the buyer answered?"),
            "verify": self.tr("How was it seen that the actions worked?"),
            "close": self.tr("What came of it?"),
            "reopen": self.tr("Why did the cure not hold?"),
        }

    def _button(self, key: str, text: str, *, kind_is_primary: bool) -> Button:
        button = Button(
            text, kind="primary" if kind_is_primary else "plain", small=True, parent=self
        )
        button.clicked.connect(self._then(key, text))
        return button

    def _then(self, key: str, text: str) -> Callable[[], None]:
        def press() -> None:
            question = self._questions().get(key)
            if question is None or (key == "close" and self._has_result()):
                self._do(key, "")
                return
            self.ask.ask(question, button=text, then=lambda said: self._do(key, said))

        return press

    def _has_result(self) -> bool:
        return self._room is not None and bool(self._room.exception.result)

    def _do(self, key: str, note: str) -> None:
        self.ask.close_line()
        if self._room is not None:
            step = ExceptionStep(id=self._room.exception.id, note=note)
            self.wanted.emit((f"exception.{key}", step))
