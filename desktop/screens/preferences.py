"""Settings: language, theme, size, lists, where the program opens; each applied at once."""

from typing import Literal, cast

import msgspec
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from desktop.models.device import DeviceFacts
from desktop.screens.page import Page, Surroundings
from desktop.settings import Density, Preferences
from desktop.theme import look
from desktop.widgets.cards import Card, Divider, Facts, ScrollColumn
from desktop.widgets.choices import Choice, Segments
from desktop.widgets.labels import Label
from desktop.widgets.top_bar import Place

AREA = "settings"
WIDTH_MAX = 720
SCALES = (100, 110, 125, 150)


class PreferencesPage(Page):
    """The person's settings on this device; nothing here needs a Save."""

    def __init__(
        self, around: Surroundings, device: DeviceFacts, parent: QWidget | None = None
    ) -> None:
        super().__init__(around, parent)
        self._device = device
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        scroll = ScrollColumn(name=self.tr("Settings"), parent=self)
        inner = QWidget()
        inner.setMaximumWidth(look().px(WIDTH_MAX))
        cards = QVBoxLayout(inner)
        cards.setContentsMargins(0, 0, 0, 0)
        cards.setSpacing(look().px(13))
        for card in (self._looks(), self._lists(), self._start(), self._this_device()):
            cards.addWidget(card)
        row = QHBoxLayout()
        row.addWidget(inner, 1)
        row.addStretch(0)
        scroll.body.addLayout(row)
        scroll.body.addStretch(1)
        column.addWidget(scroll)

    @override
    def places(self) -> list[Place]:
        return [Place(AREA, self.tr("Settings"))]

    # How it is laid out

    def _looks(self) -> Card:
        card = Card(self.tr("Language and looks"), parent=self)
        self._add(
            card,
            "language",
            self.tr("Language"),
            [Choice("zh", "中文"), Choice("en", "English")],
            self.preferences.language,
        )
        self._add(
            card,
            "theme",
            self.tr("Light or dark"),
            [
                Choice("system", self.tr("As the system")),
                Choice("light", self.tr("Light")),
                Choice("dark", self.tr("Dark")),
            ],
            self.preferences.theme,
        )
        self._add(
            card,
            "scale",
            self.tr("Size"),
            [Choice(str(scale), f"{scale} %") for scale in SCALES],
            str(self.preferences.scale),
        )
        return card

    def _lists(self) -> Card:
        card = Card(self.tr("Row height"), parent=self)
        choices = [
            Choice("compact", self.tr("Compact")),
            Choice("comfortable", self.tr("Comfortable")),
        ]
        current = self.preferences.density("orders", default="compact")
        self._add(card, "density/orders", self.tr("Orders"), choices, current)
        return card

    def _start(self) -> Card:
        card = Card(self.tr("When the program opens"), parent=self)
        self._add(
            card,
            "start_page",
            self.tr("Begin with"),
            [
                Choice("today", self.tr("Today")),
                Choice("orders", self.tr("Orders")),
                Choice("last", self.tr("Where I was")),
            ],
            self.preferences.start_page,
        )
        return card

    def _this_device(self) -> Card:
        device = self._device
        card = Card(self.tr("This device"), parent=self)
        lock = self.tr("Sealed by your password; it is asked for at each start")
        if device.holder == "keyring":
            lock = self.tr("Key in the system's keyring ({keyring})").format(keyring=device.keyring)
        card.body.addWidget(
            Facts(
                [
                    (self.tr("Company"), device.company),
                    (self.tr("Head office"), device.office),
                    (self.tr("Signed in as"), device.login),
                    (self.tr("Device"), device.device_name),
                    (self.tr("Lock"), lock),
                    (self.tr("Data folder"), device.folder),
                    (self.tr("Version"), device.version),
                ],
                parent=card,
            )
        )
        card.body.addWidget(Divider(parent=card))
        words = self.tr(
            "Gendan stands on Qt and PySide6 (LGPL), SQLCipher, SQLAlchemy and others; their"
            " licences come with the program. Font: Noto Sans SC (OFL). Icons: Lucide (ISC)."
        )
        card.body.addWidget(Label(words, style="small", ink="ink3", wrap=True, parent=card))
        return card

    def _add(self, card: Card, key: str, label: str, choices: list[Choice], current: str) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, look().px(3), 0, look().px(3))
        row.addWidget(Label(label, parent=card), 1)
        segments = Segments(choices, name=label, current=current, parent=card)
        segments.setObjectName(key)
        segments.chosen.connect(self._choose)
        row.addWidget(segments)
        card.body.addLayout(row)

    # What is chosen

    def _choose(self, chosen: str) -> None:
        self.preferences = _changed(self.preferences, self.sender().objectName(), chosen)
        self.preferences_changed.emit(self.preferences)


def _changed(preferences: Preferences, key: str, chosen: str) -> Preferences:
    """Return the preferences with one choice made."""
    replace = msgspec.structs.replace
    name, _, part = key.partition("/")
    match name:
        case "language":
            return replace(preferences, language=cast("Literal['zh', 'en']", chosen))
        case "theme":
            return replace(preferences, theme=cast("Literal['system', 'light', 'dark']", chosen))
        case "scale":
            return replace(preferences, scale=int(chosen))
        case "density":
            densities = {**preferences.densities, part: cast("Density", chosen)}
            return replace(preferences, densities=densities)
        case _:
            return replace(preferences, start_page=chosen)
