"""The bar above the work: back, forward, where one is, search, new, notices, me."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget
from typing_extensions import override

from desktop.theme import TypeStyle, look
from desktop.widgets.buttons import Button, IconButton, key_cap_width, paint_key_cap
from desktop.widgets.painting import (
    paint_disc,
    paint_focus,
    paint_icon,
    paint_line,
    paint_panel,
    paint_text,
    text_width,
)
from desktop.widgets.pressable import Pressable

NARROW = 1000  # of the bar itself: below, the search box is short and the name goes


@dataclass(frozen=True, slots=True)
class Place:
    """One step of the place line."""

    key: str
    text: str


class _PlaceButton(Pressable):
    def __init__(self, place: Place, *, last: bool, first: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.place = place
        self._last, self._first = last, first
        self.setText(place.text)
        self.setAccessibleName(place.text)
        self.setToolTip(place.text)
        self.setEnabled(not last)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if last else Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Expanding)

    def _lead(self) -> int:
        return 0 if self._first else look().px(22)

    @override
    def sizeHint(self) -> QSize:
        style: TypeStyle = "heading" if self._last else "body"
        width = text_width(self.text(), style) + self._lead() + look().px(6)
        return QSize(width, look().px(30))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._lead() + look().px(24), look().px(30))

    @override
    def paintEvent(self, event: object) -> None:
        here = look()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if not self._first:
            box = QRectF(here.px(3), 0, here.px(14), rect.height())
            paint_icon(painter, box, "chevron-right", size=13, colour=here.colour("ink3"))
        inside = rect.adjusted(self._lead(), 0, 0, 0)
        font = here.font("heading" if self._last else "body")
        hovered = not self._last and self.underMouse()
        ink = here.colour("ink" if self._last else "accent_ink" if hovered else "ink2")
        paint_text(painter, inside, self.text(), font=font, colour=ink)
        if self.hasFocus():
            paint_focus(painter, inside.adjusted(-4, 8, 0, -8), radius=4)


class SearchBox(Pressable):
    """What looks like a search field and opens the search over the window."""

    def __init__(self, text: str, *, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setText(text)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(look().px(360))

    @override
    def sizeHint(self) -> QSize:
        return QSize(look().px(360), look().px(30))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(look().px(120), look().px(30))

    @override
    def paintEvent(self, event: object) -> None:
        here = look()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        fill = here.colour("surface")
        paint_panel(painter, rect, fill=fill, line=here.colour("control"), radius=here.px(6))
        box = QRectF(here.px(9), 0, here.px(16), rect.height())
        paint_icon(painter, box, "search", size=16, colour=here.colour("ink3"))
        cap = key_cap_width(self._key)
        words = rect.adjusted(here.px(31), 0, -cap - here.px(12), 0)
        ink = here.colour("ink3")
        paint_text(painter, words, self.text(), font=here.font("body"), colour=ink)
        place = QRectF(rect.right() - cap - here.px(6), 0, cap, rect.height())
        paint_key_cap(painter, place, self._key, ink=ink, line=here.colour("line"))
        if self.hasFocus():
            paint_focus(painter, rect, radius=here.px(6))


class MeButton(Pressable):
    """The person signed in: disc, name and a small arrow for the menu."""

    def __init__(self, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tint: int | None = None
        self._short = False
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_person(self, name: str, *, tint: int | None = None) -> None:
        """Show who is signed in."""
        self._tint = tint
        self.setText(name)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.updateGeometry()

    def set_short(self, *, short: bool) -> None:
        """Show the disc alone, or the disc with the name."""
        if short != self._short:
            self._short = short
            self.updateGeometry()

    @override
    def sizeHint(self) -> QSize:
        name = 0 if self._short else text_width(self.text(), "body") + look().px(28)
        return QSize(look().px(32) + name, look().px(32))

    @override
    def paintEvent(self, event: object) -> None:
        here = look()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.underMouse() or self.isDown():
            paint_panel(painter, rect, fill=here.colour("hover"), radius=here.px(6))
        side = here.px(24)
        disc = QRectF(here.px(4), (rect.height() - side) / 2, side, side)
        paint_disc(painter, disc, self.text(), tint=self._tint)
        if not self._short:
            words = rect.adjusted(here.px(34), 0, -here.px(20), 0)
            ink = here.colour("ink")
            paint_text(painter, words, self.text(), font=here.font("body"), colour=ink)
            arrow = QRectF(rect.right() - here.px(18), 0, here.px(14), rect.height())
            paint_icon(painter, arrow, "chevron-down", size=13, colour=here.colour("ink3"))
        if self.hasFocus():
            paint_focus(painter, rect, radius=here.px(6))


class TopBar(QWidget):
    """Back, forward, the place line, search, New, notices and the person's menu.

    Tells `went_back`, `went_forward`, `place_chosen` with its key, `search_wanted`, `new_wanted`
    and `notices_wanted`.
    """

    went_back = Signal()
    went_forward = Signal()
    place_chosen = Signal(object)
    search_wanted = Signal()
    new_wanted = Signal()
    notices_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(look().px(look().theme.sizes.row.top_bar))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._back = IconButton("arrow-left", name=self.tr("Back"), size=16, parent=self)
        self._forward = IconButton("arrow-right", name=self.tr("Forward"), size=16, parent=self)
        long_text = self.tr("Search orders, buyers, containers, B/L")
        self._search = SearchBox(long_text, key="Ctrl+K", parent=self)
        self._search.setAccessibleName(self.tr("Search and commands"))
        self._new = Button(self.tr("New"), kind="primary", icon="plus", parent=self)
        self._bell = IconButton("bell", name=self.tr("Notices"), size=17, parent=self)
        self._me = MeButton(parent=self)
        self._menu: QMenu | None = None
        self._places = QHBoxLayout()
        self._places.setSpacing(0)
        self._arrange()
        self._connect()

    def set_places(self, places: Sequence[Place]) -> None:
        """Show where one is, from the area down to the record; the last is here."""
        while (item := self._places.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for number, place in enumerate(places):
            last = number == len(places) - 1
            button = _PlaceButton(place, last=last, first=number == 0, parent=self)
            button.clicked.connect(self._tell_place)
            self._places.addWidget(button)

    def set_ways(self, *, back: bool, forward: bool) -> None:
        """Say whether there is a place to go back or forward to."""
        self._back.setEnabled(back)
        self._forward.setEnabled(forward)

    def set_person(self, name: str, *, tint: int | None = None) -> None:
        """Show who is signed in."""
        self._me.show_person(name, tint=tint)

    def set_menu(self, menu: QMenu) -> None:
        """Give the person's menu."""
        self._menu = menu

    def set_unread(self, *, unread: bool) -> None:
        """Show whether notices wait."""
        self._bell.set_dot(shown=unread)

    def set_new_shown(self, *, shown: bool) -> None:
        """Show the New button only to who may make something."""
        self._new.setVisible(shown)

    def _arrange(self) -> None:
        here = look()
        row = QHBoxLayout(self)
        row.setContentsMargins(here.px(8), 0, here.px(12), 0)
        row.setSpacing(here.px(6))
        row.addWidget(self._back)
        row.addWidget(self._forward)
        row.addSpacing(here.px(6))
        row.addLayout(self._places)
        row.addStretch(1)
        row.addWidget(self._search, 2)
        for widget in (self._new, self._bell, self._me):
            row.addWidget(widget)

    def _connect(self) -> None:
        self._back.clicked.connect(self.went_back)
        self._forward.clicked.connect(self.went_forward)
        self._search.clicked.connect(self.search_wanted)
        self._new.clicked.connect(self.new_wanted)
        self._bell.clicked.connect(self.notices_wanted)
        self._me.clicked.connect(self._open_menu)

    def _open_menu(self) -> None:
        if self._menu is not None:
            self._menu.popup(self._me.mapToGlobal(self._me.rect().bottomLeft()))

    def _tell_place(self) -> None:
        button = self.sender()
        if isinstance(button, _PlaceButton):
            self.place_chosen.emit(button.place.key)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.setFixedHeight(look().px(look().theme.sizes.row.top_bar))
            self._fit_width()
        super().changeEvent(event)

    @override
    def resizeEvent(self, event: object) -> None:
        self._fit_width()

    def _fit_width(self) -> None:
        narrow = self.width() < look().px(NARROW)
        self._me.set_short(short=narrow)
        self._search.setMaximumWidth(look().px(210 if narrow else 360))
        long_text = self.tr("Search orders, buyers, containers, B/L")
        self._search.setText(self.tr("Search") if narrow else long_text)

    @override
    def paintEvent(self, event: object) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), look().colour("surface"))
        bottom = self.height() - 1
        paint_line(painter, QPointF(0, bottom), QPointF(self.width(), bottom), role="line_subtle")
