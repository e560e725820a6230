"""What a page says across its width: a band of one level, a line with undo, a line of reason."""

from typing import Literal

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.theme import Role, Shape, look
from desktop.theme.cells import Mark
from desktop.widgets.buttons import Button, IconButton
from desktop.widgets.figures import IconMark
from desktop.widgets.labels import Label
from desktop.widgets.painting import paint_panel
from desktop.widgets.shapes import ShapeMark

Level = Literal["info", "warning", "error", "provisional", "watch"]
_FACES: dict[Level, tuple[Shape, Role]] = {
    "info": ("ring", "active"),
    "warning": ("triangle", "warning"),
    "error": ("octagon", "urgent"),
    "provisional": ("dashed_ring", "provisional"),
    "watch": ("diamond", "watch"),
}


class Band(QWidget):
    """One band a page: shape, title, text, then what can be done. Two lines when `below`.

    `add(widget)` puts a button or link at the right; with `closable` a cross tells `closed`.
    """

    closed = Signal()

    def __init__(
        self,
        level: Level,
        *,
        title: str,
        text: str = "",
        below: bool = False,
        closable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        here = look()
        self._level: Level = level
        shape, role = _FACES[level]
        self.setAccessibleName(f"{title} {text}".strip())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        upright = here.px(9 if below else 5)
        self._row.setContentsMargins(here.px(14), upright, here.px(12), upright)
        self._row.setSpacing(here.px(9))
        side = 20 if below else 16
        self._shape: QWidget = ShapeMark(Mark("", shape, role), size=side, parent=self)
        if level == "info":  # a state's shape would claim a state
            self._shape.hide()
            self._shape = IconMark("info", size=side, ink=role, parent=self)
        self._title = Label(title, style="heading" if below else "strong", parent=self)
        self._title.set_ink("ink" if below and level != "provisional" else role)
        self._text = Label(text, style="small" if below else "body", wrap=below, parent=self)
        self._text.setVisible(bool(text))
        self._row.addWidget(self._shape)
        self._row.addLayout(self._words(below=below), 1)
        if closable:
            close = IconButton("x", name=self.tr("Close"), size=15, parent=self)
            close.clicked.connect(self.closed)
            self._row.addWidget(close)

    def show_words(self, title: str, *, text: str = "") -> None:
        """Say something else at the same level."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self.setAccessibleName(f"{title} {text}".strip())

    def add(self, widget: QWidget) -> None:
        """Put a button or link at the right, before the cross."""
        self._row.insertWidget(2, widget)

    def _words(self, *, below: bool) -> QVBoxLayout | QHBoxLayout:
        words = QVBoxLayout() if below else QHBoxLayout()
        words.setSpacing(look().px(0 if below else 10))
        words.addWidget(self._title)
        words.addWidget(self._text)
        if not below:
            words.addStretch(1)
        return words

    @override
    def paintEvent(self, event: object) -> None:
        here = look()
        fill = here.soft(_FACES[self._level][1])
        radius = here.px(here.theme.sizes.radius.control)
        paint_panel(QPainter(self), QRectF(self.rect()), fill=fill, radius=radius)


class NoticeLine(QWidget):
    """What was just done, with Undo; it goes by itself after ten seconds.

    Tells `undone` when the person takes it back, `gone` when it left.
    """

    undone = Signal()
    gone = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        here = look()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(here.px(14), here.px(5), here.px(8), here.px(5))
        row.setSpacing(here.px(10))
        self._icon = IconMark("laptop", size=16, ink="ink2", parent=self)
        self._text = Label(parent=self)
        self._undo = Button(self.tr("Undo"), kind="link", key="Ctrl+Z", small=True, parent=self)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._undo)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._leave)
        self._undo.clicked.connect(self._take_back)
        self.hide()

    def say(self, text: str, *, undo: bool = True) -> None:
        """Say what was done; without `undo` only say it."""
        self._text.setText(text)
        self.setAccessibleName(text)
        self._undo.setVisible(undo)
        self.show()
        self._timer.start(look().theme.sizes.motion.undo_notice)

    def _take_back(self) -> None:
        self._timer.stop()
        self.hide()
        self.undone.emit()

    def _leave(self) -> None:
        self.hide()
        self.gone.emit()

    @override
    def paintEvent(self, event: object) -> None:
        here = look()
        paint_panel(
            QPainter(self),
            QRectF(self.rect()),
            fill=here.colour("raised"),
            line=here.colour("line"),
            radius=here.px(here.theme.sizes.radius.card),
        )


class Reason(QWidget):
    """A quiet line with an icon, such as why a button beside it is locked."""

    def __init__(
        self, text: str, *, icon: str = "lock", ink: Role = "ink2", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look().px(7))
        row.addWidget(IconMark(icon, size=14, ink=ink, parent=self), 0, Qt.AlignmentFlag.AlignTop)
        self._text = Label(text, style="small", ink=ink, wrap=True, parent=self)
        row.addWidget(self._text, 1)
        self.setAccessibleName(text)

    def show_text(self, text: str) -> None:
        """Say another reason."""
        self._text.setText(text)
        self.setAccessibleName(text)
