"""The heading row of a table: quiet words, an arrow beside the column it is sorted by."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHeaderView, QWidget
from typing_extensions import override

from desktop.theme import Role, look
from desktop.widgets.painting import paint_icon, paint_line, paint_text, text_width

MARGIN = 8
ARROW = 17
"""Room for the arrow beside the heading that the list is sorted by."""


class TableHeader(QHeaderView):
    """Painted headings; `lead` is the room before the first one, for ticks."""

    def __init__(self, *, lead: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.lead = lead
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(look().px(28))
        self.setSortIndicatorClearable(False)
        self.setFixedHeight(look().px(look().theme.sizes.row.header))

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), look().px(look().theme.sizes.row.header))

    @override
    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        here = look()
        box = QRectF(rect)
        painter.fillRect(box, here.colour("sunken"))
        start, end = QPointF(box.left(), box.bottom() - 1), QPointF(box.right(), box.bottom() - 1)
        paint_line(painter, start, end, role="line")
        text = self._heading(logicalIndex)
        sorted_by = self.isSortIndicatorShown() and self.sortIndicatorSection() == logicalIndex
        first = self.visualIndex(logicalIndex) == 0
        left = here.px(12 if first else MARGIN) + (here.px(self.lead) if first else 0)
        inside = box.adjusted(left, 0, -here.px(MARGIN), 0)
        room = here.px(ARROW) if sorted_by else 0
        width = min(text_width(text, "label") + 1.0, max(0.0, inside.width() - room))
        if self._is_right(logicalIndex):
            inside.setLeft(inside.right() - width - room)
        words = QRectF(inside.left(), inside.top(), width, inside.height())
        ink: Role = "ink" if sorted_by else "ink2"
        paint_text(painter, words, text, font=here.font("label"), colour=here.colour(ink))
        if sorted_by:
            up = self.sortIndicatorOrder() is Qt.SortOrder.AscendingOrder
            arrow = QRectF(words.right() + here.px(3), box.top(), here.px(14), box.height())
            name = "arrow-up" if up else "arrow-down"
            paint_icon(painter, arrow, name, size=13, colour=here.colour(ink))

    @override
    def paintEvent(self, event: object) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), look().colour("sunken"))
        bottom = self.height() - 1
        paint_line(painter, QPointF(0, bottom), QPointF(self.width(), bottom), role="line")
        for visual in range(self.count()):
            section = self.logicalIndex(visual)
            if not self.isSectionHidden(section):
                left = self.sectionViewportPosition(section)
                rect = QRect(left, 0, self.sectionSize(section), self.height())
                self.paintSection(painter, rect, section)

    def _heading(self, section: int) -> str:
        heading: object = self.model().headerData(section, Qt.Orientation.Horizontal)
        return heading if isinstance(heading, str) else ""

    def _is_right(self, section: int) -> bool:
        role = int(Qt.ItemDataRole.TextAlignmentRole)
        align: object = self.model().headerData(section, Qt.Orientation.Horizontal, role)
        return isinstance(align, int) and bool(align & Qt.AlignmentFlag.AlignRight.value)
