"""Sign-in asks for what is needed, says why it did not go, and shows no password."""

import pytest
from PySide6.QtWidgets import QLabel

from desktop.models.device import DeviceFacts
from desktop.models.first_copy import FirstCopy
from desktop.models.sync_status import SyncReport, SyncState
from desktop.screens.first_copy import FirstCopyPage
from desktop.screens.sign_in import Given, SignInPage, UnlockPage
from desktop.screens.window import SMALLEST
from desktop.settings import Preferences
from sync import clock
from sync.store import rows
from tests.builders import an_id
from tests.gui.conftest import LIN
from tests.gui.test_window import Control

ENGLISH = Preferences(language="en")


@pytest.fixture
def page(qtbot, themed):
    made = SignInPage(ENGLISH)
    qtbot.addWidget(made)
    made.show()
    return made


def fill(page, office="office.example", login=" Lin "):
    page._office.setText(office)
    page._login.setText(login)
    page._password.setText("harbour")


def test_the_button_says_what_is_missing(page):
    assert not page._go.isEnabled()
    assert "address" in page._go.toolTip()
    fill(page)
    assert page._go.isEnabled()


def test_an_address_without_a_scheme_is_meant_to_be_safe(page):
    told = []
    page.given.connect(told.append)
    fill(page)
    page._go.click()
    assert told == [Given(office="https://office.example", login="lin", password="harbour")]


def test_while_head_office_is_asked_it_cannot_be_pressed_again(page):
    told = []
    page.given.connect(told.append)
    fill(page)
    page._go.click()
    page._give()
    assert len(told) == 1
    page.say_no("The password is not right.")
    assert page._go.isEnabled()
    assert page._password.text() == "harbour"
    assert "not right" in page._why.accessibleName()


def test_the_password_is_in_no_repr():
    given = Given(office="o", login="l", password="harbour", old_password="lantern")
    assert "harbour" not in repr(given)
    assert "lantern" not in repr(given)


def test_unlocking_gives_the_password_and_shows_why_not(qtbot, themed):
    page = UnlockPage(ENGLISH, login="lin")
    qtbot.addWidget(page)
    told = []
    page.given.connect(told.append)
    page._password.setText("harbour")
    page._go.click()
    assert told == ["harbour"]
    assert not page._go.isEnabled()
    page.say_no("The password is not right.")
    assert page._field.error == "The password is not right."
    assert page._go.isEnabled()


def test_language_theme_and_size_are_changed_at_the_door(page):
    told = []
    page.preferences_changed.connect(told.append)
    page.entrance.language_wanted.emit()
    page.entrance.theme_wanted.emit()
    page.entrance.scale_wanted.emit()
    assert told == [{"language": "zh"}, {"theme": "light"}, {"scale": 110}]


@pytest.fixture
def copying(qtbot, company, around):
    device = DeviceFacts(folder="data", device_name="laptop", office="o", login="lin")
    sync = SyncState(Control())
    copy = FirstCopy(company.desk, sync, device, user_id=LIN.id, parent=company.desk)
    page = FirstCopyPage(ENGLISH, around.wording, copy, sync)
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitSignal(copy.counted):
        copy.count()
    return page, sync


def test_the_first_copy_tells_how_much_is_here(copying):
    page, sync = copying
    sync.take(SyncReport(copied=68, total=100, online_since=clock.now(), company="Acme"))
    assert page._percent.text() == "68 %"
    assert "Lin One" in page._name.text()


def test_the_first_copy_counts_orders_as_they_come(qtbot, copying, company):
    page, sync = copying
    sync.take(SyncReport(copied=68, total=100, online_since=clock.now()))
    assert page._copy.arrivals.counts["orders"] == 6
    assert "Your open orders here: 4." in words_of(page)
    with company.database.write() as connection:
        for row in rows.find(connection, "orders", "owner_id", LIN.id):
            rows.put_row(connection, "orders", {**row, "owner_id": an_id("mei")})
    with qtbot.waitSignal(page._copy.counted):
        page._copy.count()
    assert "Your own open orders are still on their way." in words_of(page)


def words_of(page):
    return " ".join(label.text() for label in page._ready.findChildren(QLabel))


def test_work_can_begin_before_the_copy_is_whole(qtbot, copying):
    page, sync = copying
    sync.take(SyncReport(copied=68, total=100, online_since=clock.now()))
    assert page._ready.isVisible()
    with qtbot.waitSignal(page.begun):
        page._start.click()


def test_the_copy_can_be_paused_and_goes_on(copying):
    page, sync = copying
    page._switch()
    sync.take(SyncReport(is_paused=True))
    page._switch()
    assert sync.control.asked == ["pause", "resume"]


def test_the_doors_fit_a_small_window(page, copying):
    for door in (page, copying[0]):
        least = door.minimumSizeHint()
        assert least.width() <= SMALLEST.width()
        assert least.height() <= SMALLEST.height()
