"""Each choice in the settings is told at once, with all the others kept."""

import pytest
from PySide6.QtWidgets import QAbstractButton

from desktop.models.device import DeviceFacts
from desktop.screens.preferences import PreferencesPage
from desktop.widgets.choices import Segments


@pytest.fixture
def page(qtbot, company, around):
    device = DeviceFacts(folder="here", device_name="laptop", office="https://office.example")
    made = PreferencesPage(around, device)
    qtbot.addWidget(made)
    made.show()
    return made


def press(page, control, text):
    segments = page.findChild(Segments, control)
    button = next(b for b in segments.findChildren(QAbstractButton) if b.text() == text)
    button.click()


@pytest.mark.parametrize(
    ("control", "text", "field", "value"),
    [
        ("language", "中文", "language", "zh"),
        ("theme", "Dark", "theme", "dark"),
        ("scale", "125 %", "scale", 125),
        ("density/orders", "Comfortable", "densities", {"orders": "comfortable"}),
        ("start_page", "Where I was", "start_page", "last"),
    ],
)
def test_a_choice_is_told_at_once(page, control, text, field, value):
    told = []
    page.preferences_changed.connect(told.append)
    press(page, control, text)
    assert getattr(told[0], field) == value


def test_a_second_choice_keeps_the_first(page):
    told = []
    page.preferences_changed.connect(told.append)
    press(page, "theme", "Dark")
    press(page, "scale", "110 %")
    assert (told[-1].theme, told[-1].scale) == ("dark", 110)
