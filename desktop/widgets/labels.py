"""Text on a page, by step of the type scale and by ink."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPalette
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget
from typing_extensions import override

from desktop.theme import Role, TypeStyle, look
from desktop.theme.cells import Mark
from desktop.widgets.painting import mark_width, paint_mark


class Label(QLabel):
    """A text that follows the theme: `Label("Files", style="heading", ink="ink2")`."""

    def __init__(
        self,
        text: str = "",
        *,
        style: TypeStyle = "body",
        ink: Role = "ink",
        wrap: bool = False,
        mono: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._style: TypeStyle = style
        self._ink: Role = ink
        self._mono = mono
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self._dress()

    def set_ink(self, ink: Role) -> None:
        """Show the text in another ink."""
        self._ink = ink
        self._dress()

    def _dress(self) -> None:
        here = look()
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.WindowText, here.colour(self._ink))
        self.setPalette(palette)
        self.setFont(here.mono(self._style) if self._mono else here.font(self._style))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._dress()
        super().changeEvent(event)


class ElidedLabel(Label):
    """One line that is cut with "…" and then shows itself whole in its tooltip."""

    def __init__(
        self,
        text: str = "",
        *,
        style: TypeStyle = "body",
        ink: Role = "ink",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, style=style, ink=ink, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(24), super().minimumSizeHint().height())

    @override
    def paintEvent(self, event: object) -> None:
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, self.width()
        )
        self.setToolTip(self.text() if shown != self.text() else "")
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        painter.drawText(self.rect(), self.alignment(), shown)


class StateLabel(QWidget):
    """A state as shape and word in running layout: `StateLabel(Mark("Late", "triangle", ...))`."""

    def __init__(
        self,
        mark: Mark,
        *,
        style: TypeStyle = "small",
        size: int = 14,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._mark = mark
        self._style: TypeStyle = style
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.show_mark(mark)

    def show_mark(self, mark: Mark) -> None:
        """Show another state."""
        self._mark = mark
        self.setAccessibleName(mark.text)
        self.updateGeometry()
        self.update()

    @override
    def sizeHint(self) -> QSize:
        width = mark_width(self._mark, style=self._style, size=self._size)
        return QSize(width + look().px(2), look().px(max(20, self._size + 4)))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(self._size), self.sizeHint().height())

    @override
    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        paint_mark(painter, QRectF(self.rect()), self._mark, style=self._style, size=self._size)
