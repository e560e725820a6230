"""What stands where nothing is: an empty page, a placeholder while data is read."""

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QPainter, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.theme import look
from desktop.widgets.figures import IconMark
from desktop.widgets.labels import Label
from desktop.widgets.painting import paint_panel, text_width

CENTRE = Qt.AlignmentFlag.AlignCenter
TEXT_WIDTH = 340
SHARES = ((0.9, 0.86, 0.94), (0.76, 0.74, 0.84), (1.0, 0.98, 0.72), (0.9, 0.86, 0.84))


class EmptyState(QWidget):
    """Says why nothing is here and what to do: `add(Button(...))` puts a way out under it."""

    def __init__(
        self, icon: str, *, title: str, text: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        here = look()
        self.setAccessibleName(f"{title}. {text}".rstrip(". "))
        column = QVBoxLayout(self)
        column.setContentsMargins(here.px(20), here.px(20), here.px(20), here.px(20))
        column.setSpacing(here.px(9))
        self._title = Label(title, style="heading", parent=self)
        self._text = Label(text, style="small", ink="ink2", wrap=True, parent=self)
        self._text.setAlignment(CENTRE)
        self._fit_text()
        self._actions = QHBoxLayout()
        self._actions.setSpacing(here.px(8))
        column.addStretch(1)
        column.addWidget(IconMark(icon, size=30, ink="ink3", parent=self), 0, CENTRE)
        column.addWidget(self._title, 0, CENTRE)
        column.addWidget(self._text, 0, Qt.AlignmentFlag.AlignHCenter)
        self._row = QHBoxLayout()
        self._row.addStretch(1)
        self._row.addLayout(self._actions)
        self._row.addStretch(1)
        column.addLayout(self._row)
        column.addStretch(1)

    def show_words(self, title: str, *, text: str = "") -> None:
        """Say something else."""
        self._title.setText(title)
        self._text.setText(text)
        self._fit_text()
        self.setAccessibleName(f"{title}. {text}".rstrip(". "))

    def _fit_text(self) -> None:
        """Give the text its lines: a layout would reckon them at its own width."""
        here = look()
        width = min(here.px(TEXT_WIDTH), text_width(self._text.text(), "small") + here.px(8))
        self._text.setFixedSize(width, max(0, self._text.heightForWidth(width)))

    def add(self, widget: QWidget) -> None:
        """Put a button under the words."""
        self._actions.addWidget(widget)


class Skeleton(QWidget):
    """Grey lines in three columns, shown only when data takes longer than 150 ms."""

    def __init__(self, *, name: str, rows: int = 6, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self._late = False
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._appear)

    @property
    def is_painted(self) -> bool:
        """Return whether the wait was long enough to show anything."""
        return self._late

    def _appear(self) -> None:
        self._late = True
        self.update()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._late = False
        self._timer.start(look().theme.sizes.motion.skeleton_after)

    @override
    def sizeHint(self) -> QSize:
        return QSize(look().px(320), look().px(24 * self._rows))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(120), look().px(48))

    @override
    def paintEvent(self, event: object) -> None:
        if not self._late:
            return
        here = look()
        painter = QPainter(self)
        height, step = here.px(8), here.px(23)
        width = self.width() / 3
        for row in range(min(self._rows, max(1, self.height() // step))):
            for column, share in enumerate(SHARES[row % len(SHARES)]):
                left = column * width + here.px(12)
                box = QRectF(left, here.px(8) + row * step, (width - here.px(30)) * share, height)
                paint_panel(painter, box, fill=here.colour("line_subtle"), radius=height / 2)
