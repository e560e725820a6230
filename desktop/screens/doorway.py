"""How sign-in, unlocking and the first copy lie in the window: the name left, a card right."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget
from typing_extensions import override

from desktop.screens.entrance import Entrance
from desktop.settings import Preferences
from desktop.theme import look
from desktop.widgets.cards import Card, Panel, ScrollColumn

_CARD_WIDTH = 620


class Doorway(Panel):
    """A page before the work. `card.body` is its column; preferences change as asked for."""

    preferences_changed = Signal(object)  # fields to change: a dict

    def __init__(self, preferences: Preferences, name: str, parent: QWidget | None = None) -> None:
        super().__init__(ground="canvas", parent=parent)
        here = look()
        self._preferences = preferences
        self.setAccessibleName(name)
        self.entrance = Entrance(preferences, parent=self)
        self.card = Card(parent=self)
        side = here.px(28)
        self.card.body.setContentsMargins(side, here.px(24), side, here.px(22))
        self.card.body.setSpacing(here.px(12))
        self._scroll = ScrollColumn(name=name, margin=0, parent=self)
        self._scroll.body.addWidget(self.card)
        self._scroll.body.addStretch(1)
        self._row = QHBoxLayout(self)
        self._row.addStretch(1)
        self._row.addWidget(self.entrance, 4)
        self._row.addSpacing(here.px(40))
        self._row.addWidget(self._scroll, 6)
        self._row.addStretch(1)
        self._scroll.setMaximumWidth(here.px(_CARD_WIDTH + 20))
        self.entrance.setMaximumWidth(here.px(400))
        inside = self.card.parentWidget()
        if inside is not None:
            inside.installEventFilter(self)
        self.entrance.language_wanted.connect(self._switch_language)
        self.entrance.theme_wanted.connect(self._switch_theme)
        self.entrance.scale_wanted.connect(self._switch_scale)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        upright = min(look().px(110), self.height() // 8)
        self._row.setContentsMargins(look().px(20), 0, look().px(20), 0)
        self._scroll.body.setContentsMargins(0, upright, 0, upright)
        column = self.entrance.layout()
        if column is not None:
            column.setContentsMargins(0, upright + look().px(16), 0, upright)

        self._fit()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            QTimer.singleShot(0, self, self._fit)
        return False

    def _fit(self) -> None:
        """Make the column as high as its wrapped texts need: a scroll area does not ask them."""
        inside = self.card.parentWidget()
        height = self._scroll.body.totalHeightForWidth(self._scroll.viewport().width())
        if inside is not None and height != inside.minimumHeight():
            inside.setMinimumHeight(height)

    def _switch_language(self) -> None:
        other = "en" if self._preferences.language == "zh" else "zh"
        self.preferences_changed.emit({"language": other})

    def _switch_theme(self) -> None:
        following = {"system": "light", "light": "dark", "dark": "system"}
        self.preferences_changed.emit({"theme": following[self._preferences.theme]})

    def _switch_scale(self) -> None:
        following = {100: 110, 110: 125, 125: 150}
        self.preferences_changed.emit({"scale": following.get(self._preferences.scale, 100)})
