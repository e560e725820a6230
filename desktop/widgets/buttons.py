"""Buttons painted from the theme: plain, primary, quiet, danger, link and icon alone."""

from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QKeySequence, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from desktop.theme import TypeStyle, look
from desktop.widgets.painting import (
    CENTRE,
    paint_focus,
    paint_icon,
    paint_panel,
    paint_text,
    text_width,
)
from desktop.widgets.pressable import Pressable

Kind = Literal["plain", "primary", "quiet", "danger", "link"]
ICON = 16


def key_text(key: str) -> str:
    """Return a key as people write it on a cap: "Ctrl+K" becomes "Ctrl K"."""
    return key.replace("+", " ").replace("Return", "↵").replace("Enter", "↵")


def key_cap_width(key: str) -> int:
    """Return the width of a key's cap."""
    return max(look().px(17), text_width(key_text(key), "tiny") + look().px(8))


def paint_key_cap(painter: QPainter, rect: QRectF, key: str, *, ink: QColor, line: QColor) -> None:
    """Paint a key's cap, centred upright in `rect`."""
    height = look().px(18)
    box = QRectF(rect.left(), round(rect.center().y() - height / 2), rect.width(), height)
    paint_panel(painter, box, fill=None, line=line, radius=look().px(4))
    paint_text(painter, box, key_text(key), font=look().font("tiny"), colour=ink, align=CENTRE)


class Button(Pressable):
    """A button whose text is its effect: `Button("Nudge holder", kind="primary", key="N")`.

    `lock(reason)` disables it and says why; `follow(action)` ties it to a QAction.
    """

    def __init__(
        self,
        text: str,
        *,
        kind: Kind = "plain",
        icon: str = "",
        key: str = "",
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind: Kind = kind
        self._icon = icon
        self._key = key
        self._small = small
        self._hint = ""
        self.setText(text)
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        """Change what the button says it does."""
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def lock(self, reason: str) -> None:
        """Disable the button and show `reason` in its tooltip; "" unlocks it."""
        self.setEnabled(not reason)
        self.setToolTip(reason or self._hint)
        self.setAccessibleDescription(reason)

    def follow(self, action: QAction) -> None:
        """Do what `action` does, and be enabled and named as it is."""
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        self._hint = f"{action.text()} ({keys})" if keys else action.text()
        self.clicked.connect(action.trigger)
        action.enabledChanged.connect(self.setEnabled)
        self.setEnabled(action.isEnabled())
        self.setToolTip(self._hint)

    @property
    def _style(self) -> TypeStyle:
        if self._kind in {"primary", "link"}:
            return "strong"
        return "small" if self._small else "body"

    def _inks(self) -> tuple[QColor, QColor | None, QColor | None]:
        """Return ink, fill and edge for the button's state."""
        here = look()
        if self._kind == "primary" and self.isEnabled():
            pressed = self.isDown() or self.underMouse()
            return (
                here.colour("on_accent"),
                here.colour("accent_hover" if pressed else "accent"),
                None,
            )
        hover = here.colour("hover") if self.underMouse() and self.isEnabled() else None
        fill = here.colour("selection") if self.isDown() else hover
        if not self.isEnabled():
            return here.colour("disabled"), here.colour("surface"), here.colour("line")
        if self._kind in {"quiet", "link"}:
            return here.colour("ink2" if self._kind == "quiet" else "accent_ink"), fill, None
        if self._kind == "danger":
            return here.colour("urgent"), fill or here.colour("surface"), here.colour("urgent")
        return here.colour("ink"), fill or here.colour("surface"), here.colour("line")

    @override
    def sizeHint(self) -> QSize:
        here = look()
        row = here.theme.sizes.row
        width = text_width(self.text(), self._style) + 2 * here.px(10 if self._small else 12)
        if self._icon:
            width += here.px(ICON + 7)
        if self._key:
            width += key_cap_width(self._key) + here.px(10)
        return QSize(width, here.px(row.button_small if self._small else row.button))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: object) -> None:
        here = look()
        painter = QPainter(self)
        ink, fill, line = self._inks()
        rect = QRectF(self.rect())
        radius = here.px(here.theme.sizes.radius.control)
        paint_panel(painter, rect, fill=fill, line=line, radius=radius)
        inside = rect.adjusted(here.px(10 if self._small else 12), 0, -here.px(8), 0)
        if self._icon:
            box = QRectF(inside.left() - here.px(1), 0, here.px(ICON), rect.height())
            paint_icon(painter, box, self._icon, size=ICON, colour=ink)
            inside.setLeft(inside.left() + here.px(ICON + 6))
        if self._key:
            cap = key_cap_width(self._key)
            box = QRectF(inside.right() - cap, 0, cap, rect.height())
            edge = ink if self._kind in {"primary", "danger"} else here.colour("line")
            key_ink = ink if self._kind in {"primary", "danger"} else here.colour("ink3")
            paint_key_cap(painter, box, self._key, ink=key_ink, line=edge)
        paint_text(painter, inside, self.text(), font=here.font(self._style), colour=ink)
        if self.hasFocus():
            paint_focus(painter, rect, radius=radius)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()
        super().changeEvent(event)


class LinkButton(Pressable):
    """A link: accent text that can be pressed. A `flush` one begins where a text would."""

    def __init__(
        self,
        text: str,
        *,
        style: TypeStyle = "small",
        name: str = "",
        flush: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._style: TypeStyle = style
        self._margin = 0 if flush else 4
        self.setText(text)
        self.setAccessibleName(name or text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(text_width(self.text(), self._style) + look().px(8), look().px(24))

    @override
    def paintEvent(self, event: object) -> None:
        here = look()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        colour = here.colour("accent_ink" if self.isEnabled() else "disabled")
        font = here.font(self._style)
        inside = rect.adjusted(here.px(self._margin), 0, 0, 0)
        width = paint_text(painter, inside, self.text(), font=font, colour=colour)
        if self.underMouse():
            under = QRectF(inside.left(), rect.center().y() + here.px(8), width, 1)
            painter.fillRect(under, colour)
        if self.hasFocus():
            paint_focus(painter, rect, radius=here.px(4))


class IconButton(Pressable):
    """An icon that can be pressed; `name` says what it does, to the ear and on hover."""

    def __init__(
        self, icon: str, *, name: str, size: int = 18, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._size = size
        self._dot = False
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_dot(self, *, shown: bool) -> None:
        """Show or hide the dot that says something new is here."""
        self._dot = shown
        self.update()

    @override
    def sizeHint(self) -> QSize:
        side = look().px(look().theme.sizes.row.button)
        return QSize(side, side)

    @override
    def paintEvent(self, event: object) -> None:
        here = look()
        painter = QPainter(self)
        rect = QRectF(self.rect())
        if self.isEnabled() and (self.underMouse() or self.isDown() or self.isChecked()):
            fill = here.colour("selection" if self.isDown() else "hover")
            paint_panel(painter, rect, fill=fill, radius=here.px(6))
        colour = here.colour("ink2" if self.isEnabled() else "disabled")
        paint_icon(painter, rect, self._icon, size=self._size, colour=colour)
        if self._dot:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(here.colour("urgent"))
            side = here.px(7)
            place = QRectF(rect.center().x() + here.px(3), here.px(5), side, side)
            painter.drawEllipse(place)
        if self.hasFocus():
            paint_focus(painter, rect, radius=here.px(6))
