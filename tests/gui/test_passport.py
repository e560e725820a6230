"""The passport tab: noting a wish, reading it back, changing it; large at its step."""

import pytest

from desktop.screens.order_page import OrderPage
from desktop.screens.page import Where
from sync.domain.requirements import Requirement
from tests.builders import an_id, put_records


@pytest.fixture
def page(qtbot, around, company):
    made = OrderPage(around)
    qtbot.addWidget(made)
    made.resize(1240, 820)
    made.show()
    with qtbot.waitSignal(made.model.loaded):
        made.show_at(Where("orders", id=company.order_id(1), tab="requirements"))
    return made


def done(qtbot, page, press):
    with qtbot.waitSignal(page.model.loaded):
        press()


@pytest.mark.system("D9")
def test_a_wish_is_noted_read_back_and_changed(qtbot, page):
    tab = page.tabs["requirements"]
    tab.text.setText("EN label on each carton")
    tab.add.click()
    qtbot.waitUntil(tab.band.isVisible)
    assert "affected department" in tab.band.accessibleName() or tab.band.accessibleName()
    tab.ticks["LOG"].setChecked(True)
    tab.ticks["DOC"].setChecked(True)
    done(qtbot, page, tab.add.click)
    (card,) = tab.cards.values()
    assert tab.text.text() == ""
    card.read_back.click()
    card.ask.text.setText("we stick an English label on every carton")
    done(qtbot, page, card.ask.button.click)
    (card,) = tab.cards.values()
    assert card._owed() == "LOG"
    card.change.click()
    assert card.ask.text.text() == "EN label on each carton"
    card.ask.text.setText("EN and FR label")
    done(qtbot, page, card.ask.button.click)
    (card,) = tab.cards.values()
    assert card._owed() == "DOC"
    card.drop.click()
    card.ask.text.setText("the buyer changed his mind")
    done(qtbot, page, card.ask.button.click)
    (card,) = tab.cards.values()
    assert not hasattr(card, "drop")


@pytest.mark.system("D9")
def test_a_wish_stands_large_at_the_step_where_it_counts(qtbot, page, company):
    order = company.order_id(1)
    wish = Requirement(
        id=an_id("wish"), order_id=order, text="EN label", departments="PRD", nodes="N02"
    )
    with company.database.write() as connection:
        put_records(connection, (wish,), ver=3)
    with qtbot.waitSignal(page.model.loaded):
        page.show_at(Where("orders", id=order, tab="overview", filter="N02"))
    overview = page.tabs["overview"]
    assert not overview.wishes.isHidden()
    assert "EN label" in overview.wishes.accessibleName()
    overview.choose_node("N01")
    assert overview.wishes.isHidden()
