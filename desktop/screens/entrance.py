"""What stands at the left of sign-in and first copy: the name, the three honest states."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.settings import Preferences
from desktop.theme import look
from desktop.theme.cells import Mark
from desktop.widgets.buttons import LinkButton
from desktop.widgets.figures import IconMark
from desktop.widgets.labels import Label
from desktop.widgets.shapes import ShapeMark


class Entrance(QWidget):
    """The column at the left. Tells which preference the person wants changed."""

    language_wanted = Signal()
    theme_wanted = Signal()
    scale_wanted = Signal()

    def __init__(self, preferences: Preferences, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        here = look()
        self._preferences = preferences
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(here.px(14))
        name = QHBoxLayout()
        name.setSpacing(here.px(10))
        name.addWidget(IconMark("route", size=30, ink="accent", parent=self))
        name.addWidget(Label(self.tr("Gendan"), style="figure", parent=self))
        name.addStretch(1)
        column.addLayout(name)
        claim = self.tr("Foreign-trade orders, together; also without a network")
        column.addWidget(Label(claim, style="subtitle", ink="ink2", wrap=True, parent=self))
        column.addSpacing(here.px(14))
        for state, text in self._states():
            column.addLayout(self._state(state, text))
        column.addStretch(1)
        column.addLayout(self._foot(preferences))

    def _states(self) -> list[tuple[str, str]]:
        return [
            ("on_device", self.tr("What you write is on this computer first, also without power")),
            ("sent", self.tr("It has left; head office has not answered yet")),
            ("confirmed", self.tr("Only this step is green")),
        ]

    def _state(self, state: str, text: str) -> QHBoxLayout:
        token = look().state("sync", state)
        row = QHBoxLayout()
        row.setSpacing(look().px(12))
        mark = ShapeMark(Mark("", token.shape, token.color), size=18, parent=self)
        row.addWidget(mark)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(token.word(self._preferences.language), style="strong", parent=self))
        words.addWidget(Label(text, ink="ink2", wrap=True, parent=self))
        row.addLayout(words, 1)
        return row

    def _foot(self, preferences: Preferences) -> QHBoxLayout:
        themes = {
            "system": self.tr("As the system"),
            "light": self.tr("Light"),
            "dark": self.tr("Dark"),
        }
        other = "English" if preferences.language == "zh" else "中文"
        links = (
            (self.tr("Language {other}").format(other=other), self.language_wanted),
            (self.tr("Size {scale} %").format(scale=preferences.scale), self.scale_wanted),
            (
                self.tr("Colours: {theme}").format(theme=themes[preferences.theme]),
                self.theme_wanted,
            ),
        )
        row = QHBoxLayout()
        row.setSpacing(look().px(16))
        for place, (text, wanted) in enumerate(links):
            link = LinkButton(text, flush=not place, parent=self)
            link.clicked.connect(wanted)
            row.addWidget(link)
        row.addStretch(1)
        return row
