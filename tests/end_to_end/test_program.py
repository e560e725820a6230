"""The real window signs in at a real head office, works, closes and opens again."""

import contextlib

import pytest
from PySide6.QtCore import QEvent, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from desktop.app.program import Program
from desktop.screens.page import Where
from desktop.screens.sign_in import SignInPage, UnlockPage
from desktop.screens.window import Standstill
from desktop.screens.work_frame import WorkFrame
from desktop.settings import Preferences, load_preferences
from sync.domain.commands import Add
from tests.builders import an_id
from tests.end_to_end.running import PASSWORD

WAIT = 20_000


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch):
    monkeypatch.setenv("GENDAN_NO_KEYRING", "1")
    monkeypatch.delenv("GENDAN_PASSWORD", raising=False)


@pytest.fixture
def open_program(qapp, qtbot, tmp_path):
    @contextlib.contextmanager
    def open_program(name="desk", **options):
        folder = tmp_path / name
        folder.mkdir(exist_ok=True)
        program = Program(qapp, folder, load_preferences(folder), **options)
        program.start()
        try:
            yield program
        finally:
            program.close()
            program.deleteLater()
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)

    spoken = QLocale()
    yield open_program
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(spoken)


def shown(qtbot, program, kind):
    qtbot.waitUntil(lambda: isinstance(program.window.content, kind), timeout=WAIT)
    return program.window.content


def sign_in(qtbot, program, office, password=PASSWORD):
    page = shown(qtbot, program, SignInPage)
    page._office.setText(office.url)
    page._login.setText("mgr")
    page._password.setText(password)
    page._go.click()
    return page


def test_a_person_signs_in_works_and_comes_back(qtbot, open_program, sqlite_office):
    with open_program(language="en") as program:
        sign_in(qtbot, program, sqlite_office)
        frame = shown(qtbot, program, WorkFrame)
        assert frame.where == Where("today")
        desk = program.work.session.desk
        made = []
        command = Add(set={"name": "Nordlicht", "kinds": "buyer"}, id=an_id("nord"))
        desk.do("partner.add", command, owner=desk, done=made.append, refused=made.append)
        qtbot.waitUntil(lambda: bool(made), timeout=WAIT)
        assert made[0].operation_id
        sync = program.work.session.sync
        qtbot.waitUntil(lambda: sync.phase == "online" and not sync.report.waiting, timeout=WAIT)
        qtbot.waitUntil(lambda: sync.report.sent == 0, timeout=WAIT)
        assert abs(sync.report.clock_seconds) < 5
        frame.go(Where("orders"))
    with open_program(language="en") as program:
        page = shown(qtbot, program, UnlockPage)
        page._password.setText("something else")
        page._go.click()
        qtbot.waitUntil(lambda: bool(page._field.error), timeout=WAIT)
        page._password.setText(PASSWORD)
        page._go.click()
        shown(qtbot, program, WorkFrame)
        assert program.preferences.last_place.startswith("orders")


def test_a_wrong_password_says_so_and_leaves_nothing_behind(qtbot, open_program, sqlite_office):
    with open_program(language="en") as program:
        page = sign_in(qtbot, program, sqlite_office, "wrong password here")
        qtbot.waitUntil(page._why.isVisible, timeout=WAIT)
        assert "not right" in page._why.accessibleName()
        assert page._go.isEnabled()
        assert page._login.text() == "mgr"
        assert not (program.folder / "replica.json").exists()


def test_an_office_that_is_not_there_is_told(qtbot, open_program, sqlite_office):
    sqlite_office.stop()
    with open_program(language="en") as program:
        page = sign_in(qtbot, program, sqlite_office)
        qtbot.waitUntil(page._why.isVisible, timeout=WAIT)
        assert "could not be reached" in page._why.accessibleName()


def test_a_second_program_on_the_folder_is_refused(qtbot, open_program, sqlite_office):
    with open_program(language="en") as program:
        sign_in(qtbot, program, sqlite_office)
        shown(qtbot, program, WorkFrame)
        with open_program(language="en", password=PASSWORD) as second:
            page = shown(qtbot, second, Standstill)
            assert page is not None
        assert program.work is not None


def test_offline_is_said_and_kept_over_a_restart(qtbot, open_program, sqlite_office):
    with open_program(language="en") as program:
        sign_in(qtbot, program, sqlite_office)
        shown(qtbot, program, WorkFrame)
        sync = program.work.session.sync
        sync.control.pause()
        qtbot.waitUntil(lambda: sync.phase == "paused", timeout=WAIT)
        qtbot.waitUntil(lambda: program.work.session.desk.is_offline, timeout=WAIT)
    with open_program(language="en", password=PASSWORD) as program:
        shown(qtbot, program, WorkFrame)
        sync = program.work.session.sync
        qtbot.waitUntil(lambda: sync.phase == "paused", timeout=WAIT)
        sync.control.resume()
        qtbot.waitUntil(lambda: sync.phase == "online", timeout=WAIT)


def test_another_language_keeps_the_place_and_the_way_back(qtbot, open_program, sqlite_office):
    with open_program(language="en") as program:
        sign_in(qtbot, program, sqlite_office)
        before = shown(qtbot, program, WorkFrame)
        before.go(Where("deadlines"))
        program.change({"language": "zh"})
        qtbot.waitUntil(lambda: program.window.content is not before, timeout=WAIT)
        frame = shown(qtbot, program, WorkFrame)
        assert frame.where == Where("deadlines")
        assert frame.visits.can_go_back
        assert frame.page.places()[0].text == "期限"
        assert load_preferences(program.folder).language in ("zh", "en")
    assert load_preferences(program.folder) != Preferences(language="en")


def test_a_device_that_was_revoked_signs_in_again(qtbot, open_program, sqlite_office):
    with open_program(language="en") as program:
        sign_in(qtbot, program, sqlite_office)
        shown(qtbot, program, WorkFrame)
        session = program.work.session
        told = sqlite_office.run("device", "revoke", session.desk.device_id, "--keep")
        assert told.returncode == 0, told.stderr
        session.sync.control.try_now()
        qtbot.waitUntil(lambda: session.sync.phase == "signed_out", timeout=WAIT)
        program.frame.sign_in_wanted.emit()
        page = shown(qtbot, program, SignInPage)
        assert page._login.text() == "mgr"
        assert page._office.text() == sqlite_office.url
