"""The chosen stage leaves the main path by an exception of its process, and comes back."""

import pytest
from PySide6.QtWidgets import QWidget

from desktop.screens.order_page import OrderPage
from desktop.screens.page import Where
from sync.domain.detour_commands import LeavePath


@pytest.fixture
def card(qtbot, around, company):
    page = OrderPage(around)
    qtbot.addWidget(page)
    page.resize(1240, 820)
    page.show()
    with qtbot.waitSignal(page.model.loaded):
        page.show_at(Where("orders", id=company.order_id(2), filter="N01"))
    found = page.tabs["overview"].detours
    qtbot.waitUntil(found.isVisible)
    yield found
    page.leave()


def words_of(widget):
    return " ".join(each.accessibleName() for each in widget.findChildren(QWidget))


@pytest.mark.system("S20")
def test_a_stage_leaves_by_a_path_with_what_happened_and_comes_back(qtbot, card, company):
    qtbot.waitUntil(card.take.isEnabled)
    card.take.click()
    assert card.ask_line.choice.count() == 3
    card.ask_line.choice.choose("E01-1")
    card.ask_line.button.click()
    card.ask_line.text.setText("no drawing came")
    card.ask_line.button.click()
    qtbot.waitUntil(lambda: card.detour is not None)
    assert card.detour.path == "E01-1"
    assert "Requirement incomplete · day 0" in words_of(card)
    assert not card.take.isVisible()
    qtbot.waitUntil(card.leave.isEnabled)
    card.leave.click()
    card.ask_line.text.setText("it came")
    card.ask_line.button.click()
    qtbot.waitUntil(lambda: card.detour is None)
    assert "Requirement incomplete · 0 d" in words_of(card)
    assert card.take.isVisible()


def test_what_is_refused_is_said_at_the_card(qtbot, card):
    card.take_path("E12-1", "no")
    qtbot.waitUntil(card.band.isVisible)
    assert "E12-1" in card.band.accessibleName()
    card.take_path("E01-2", "a hit")
    qtbot.waitUntil(lambda: card.detour is not None)
    assert not card.band.isVisible()
    card._do("path.leave", LeavePath(id=card.detour.id, note=" "))
    qtbot.waitUntil(card.band.isVisible)
