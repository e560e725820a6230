"""A scroll bar without arrows: a quiet thumb on the surface it stands on."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QScrollBar, QStyle, QStyleOptionSlider, QWidget
from typing_extensions import override

from desktop.theme import Role, look
from desktop.widgets.painting import paint_panel

THICK = 11


class SlimScrollBar(QScrollBar):
    """Qt's scroll bar, painted as a thumb alone."""

    def __init__(
        self,
        orientation: Qt.Orientation,
        *,
        ground: Role = "surface",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(orientation, parent)
        self._ground: Role = ground
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    @override
    def sizeHint(self) -> QSize:
        size, thick = super().sizeHint(), look().px(THICK)
        if self.orientation() is Qt.Orientation.Vertical:
            return QSize(thick, size.height())
        return QSize(size.width(), thick)

    @override
    def paintEvent(self, event: object) -> None:
        here = look()
        painter = QPainter(self)
        painter.fillRect(self.rect(), here.colour(self._ground))
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        thumb = QRectF(
            self.style().subControlRect(
                QStyle.ComplexControl.CC_ScrollBar,
                option,
                QStyle.SubControl.SC_ScrollBarSlider,
                self,
            )
        )
        role: Role = "control" if self.underMouse() or self.isSliderDown() else "line"
        inset = here.px(2)
        thumb.adjust(inset, inset, -inset, -inset)
        radius = min(thumb.width(), thumb.height()) / 2
        paint_panel(painter, thumb, fill=here.colour(role), radius=radius)
