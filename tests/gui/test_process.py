"""The process page: the matrix, a stage, gaps and changes; steps that say why they cannot be."""

from xml.etree import ElementTree as Xml

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget

from desktop.models.desk import Desk
from desktop.screens.page import Surroundings, Where
from desktop.screens.process import ProcessPage
from sync.domain.changes import Changes
from sync.domain.people import Role
from sync.domain.process_commands import DraftProcess, OfDraft, SetRaci, SetStandard
from sync.domain.process_versions import ProcessVersion, version_id, written
from sync.domain.time_standards import Key, TimeStandard, standard_id
from sync.store import rows
from sync.store.process_files import process_of
from tests.builders import a_user, an_id, put_records
from tests.gui.conftest import LIN

BOOKING = "N12"
DRAFT = an_id("draft")


@pytest.fixture
def seated(qtbot, company, around):
    """Return a function that opens the page for somebody."""
    desks = []

    def made(login):
        desk = Desk(
            company.database, company.background, user_id=an_id(login), device_id=an_id("device")
        )
        desks.append(desk)
        with qtbot.waitSignal(desk.seated):
            desk.sit_down()
        page = ProcessPage(Surroundings(desk, around.wording, around.preferences, company.files))
        qtbot.addWidget(page)
        page.resize(1240, 820)
        page.show()
        page.show_at(Where("process"))
        qtbot.waitUntil(lambda: page.matrix.table_model.is_loaded)
        return page

    yield made
    for desk in desks:
        desk.deleteLater()


def do(qtbot, page, action, command):
    """Do an action, and wait until the page shows what came of it."""
    done = []
    page.desk.do(action, command, owner=page, done=done.append, refused=pytest.fail)
    qtbot.waitUntil(lambda: bool(done))
    page.desk.read(lambda _: done.append("read"), owner=page, done=lambda _: None)
    qtbot.waitUntil(lambda: len(done) > 1)


def begin(qtbot, page):
    page.begin.click()
    page.ask.text.setText("Booking by logistics")
    with qtbot.waitSignal(page.said):
        page.ask.button.click()
    qtbot.waitUntil(lambda: page.model.view.draft is not None)


def words_of(widget):
    return " ".join(each.accessibleName() for each in widget.findChildren(QWidget))


def told_in(widget):
    return " ".join(each.text() for each in widget.findChildren(QLabel))


def the_draft(company):
    with company.database.read() as connection:
        return next(iter(rows.all_rows(connection, "process_drafts")))


def stage_of(page, node=BOOKING):
    return next(each for each in page.model.view.process.nodes if each.id == node)


def raci_of(page, node):
    return stage_of(page, node).raci


def test_a_published_version_is_read_and_says_how_to_change_it(seated):
    page = seated("lin")
    assert page.matrix.table_model.rowCount() == 24
    assert page.stage.save.toolTip().startswith("This is a published version")
    assert not page.matrix.buttons["A"].isEnabled()
    assert "Version 1 · running" in page.which.currentText()
    assert not any(button.isVisible() for button in page.steps.values())


@pytest.mark.system("S01")
def test_a_stage_without_an_owner_locks_the_step_and_is_named(qtbot, seated, company):
    page = seated("bo")
    begin(qtbot, page)
    page.matrix.choose_stage(BOOKING)
    table = page.matrix.table
    column = 2 + [role for role in Role if role is not Role.ADM].index(Role.LOG)
    table.setCurrentIndex(table.model().index(table.currentIndex().row(), column))
    assert page.stage.node == BOOKING
    QTest.keyClick(table, Qt.Key.Key_A)
    qtbot.waitUntil(lambda: raci_of(page, BOOKING).accountable == ())
    submit = page.steps["process.submit"]
    assert not submit.isEnabled()
    assert "N12 Booking has nobody who answers for it" in submit.toolTip()
    assert "N12 Booking has nobody who answers for it" in words_of(page.findings)
    assert page.findings.count == 1
    page.matrix.buttons["A"].click()
    qtbot.waitUntil(lambda: raci_of(page, BOOKING).accountable == (Role.LOG,))
    assert page.findings.count == 0
    do(
        qtbot,
        page,
        "process.set_standard",
        SetStandard(draft_id=the_draft(company)["id"], node=BOOKING, days=3),
    )
    qtbot.waitUntil(submit.isEnabled)
    submit.click()
    qtbot.waitUntil(lambda: page.model.view.draft.state == "submitted")
    assert "You asked for the draft" in page.steps["process.publish"].toolTip()


def test_somebody_else_publishes_and_a_refusal_needs_its_reason(qtbot, seated, company):
    page = seated("bo")
    begin(qtbot, page)
    draft = the_draft(company)["id"]
    do(qtbot, page, "process.set_standard", SetStandard(draft_id=draft, node=BOOKING, days=3))
    do(qtbot, page, "process.submit", OfDraft(id=draft))
    with company.database.write() as connection:
        put_records(connection, [a_user("gao", "GM", level=4)], ver=2)
    boss = seated("gao")
    assert boss.model.view.draft.id == draft
    assert "Asked for by bo" in words_of(boss)
    boss.steps["process.refuse"].click()
    boss.ask.text.setText("3 days are too many")
    boss.ask.button.click()
    qtbot.waitUntil(lambda: "Refused by gao: 3 days are too many" in words_of(boss))
    do(qtbot, boss, "process.submit", OfDraft(id=draft))
    page.model.reload()
    qtbot.waitUntil(page.steps["process.publish"].isEnabled)
    page.steps["process.publish"].click()
    qtbot.waitUntil(lambda: page.model.view.draft.state == "publishing")


def test_a_stage_is_saved_field_by_field_and_a_refusal_keeps_what_was_typed(qtbot, seated):
    page = seated("bo")
    begin(qtbot, page)
    page.matrix.choose_stage(BOOKING)
    page.stage.texts["en"].setText("Space")
    page.stage.days.setText("many")
    page.stage.save.click()
    qtbot.waitUntil(page.stage.band.isVisible)
    assert page.stage.days.text() == "many"
    page.stage.days.setText("4")
    with qtbot.waitSignal(page.said):
        page.stage.save.click()
    qtbot.waitUntil(lambda: stage_of(page, BOOKING).standards[-1].days == 4)
    assert stage_of(page, BOOKING).en == "Space"
    assert page.stage.steps() == []
    assert "N12" in words_of(page.findings)
    assert "2 wd → 4 wd" in words_of(page.findings)
    lines = len(page.model.view.design.changes)
    page.findings.take_back_wanted.emit(page.model.view.design.changes[0].id)
    qtbot.waitUntil(lambda: len(page.model.view.design.changes) == lines - 1)


def test_items_and_paths_are_added_changed_and_dropped(qtbot, seated):
    page = seated("bo")
    begin(qtbot, page)
    page.matrix.choose_stage(BOOKING)
    items = page.stage.items
    items.fields["zh"].setText("确认舱位")
    items.fields["en"].setText("Space confirmed")
    items.ticks["is_blocking"].setChecked(True)
    with qtbot.waitSignal(page.said):
        items.put.click()
    qtbot.waitUntil(lambda: len(stage_of(page).items) == 10)
    added = stage_of(page).items[-1]
    assert (added.en, added.is_blocking) == ("Space confirmed", True)
    assert items.fields["zh"].text() == ""
    items.begin_change(added)
    items.fields["by"].setText("LOG")
    with qtbot.waitSignal(page.said):
        items.put.click()
    qtbot.waitUntil(lambda: stage_of(page).items[-1].by == (Role.LOG,))
    paths = page.stage.paths
    for name, text in (("zh", "爆舱"), ("en", "No space"), ("path", "ask another forwarder")):
        paths.fields[name].setText(text)
    with qtbot.waitSignal(page.said):
        paths.put.click()
    qtbot.waitUntil(lambda: len(stage_of(page).exceptions) == 4)
    paths._dropper("E12-1")()
    qtbot.waitUntil(lambda: len(stage_of(page).exceptions) == 3)


def test_what_is_half_typed_stays_when_something_else_changes(qtbot, seated, company):
    page = seated("bo")
    begin(qtbot, page)
    page.matrix.choose_stage(BOOKING)
    page.stage.texts["entry"].setText("half ty")
    do(
        qtbot,
        page,
        "process.set_raci",
        SetRaci(draft_id=the_draft(company)["id"], node="N14", set={"informed": "GM"}),
    )
    assert page.stage.texts["entry"].text() == "half ty"
    assert page.stage.steps()


def test_who_answers_for_no_stage_begins_no_draft(qtbot, seated, company):
    page = seated("bo")
    do(qtbot, page, "process.draft", DraftProcess(id=DRAFT, title="Booking"))
    seller = seated("pu")
    assert "written by who answers for a stage" in seller.begin.toolTip()
    assert seller.model.view.draft.id == DRAFT
    assert "N12 Booking is changed by logistics" not in seller.stage.save.toolTip()
    seller.matrix.choose_stage(BOOKING)
    assert "N12 Booking is changed by logistics" in seller.stage.save.toolTip()
    assert LIN.id in company.desk.seat.people


def test_a_desk_has_a_version_that_came_before_it_tells_of_the_orders_with_it(qtbot, company):
    process = msgspec.structs.replace(process_of(1), version=2)
    body = written(process).replace('"en":"Booking"', '"en":"Space"')
    came = ProcessVersion(id=version_id(2), number=2, body=body, digest=an_id("space"))
    with company.database.write() as connection:
        put_records(connection, [came], ver=3)
    heard = []
    company.desk.changed.connect(lambda _: heard.append(company.desk.process(2).version))
    with qtbot.waitSignal(company.desk.changed):
        company.desk.take_in(Changes(rows={"process_versions": frozenset({came.id})}))
    assert heard == [2]
    assert company.desk.seat.rules.newest_process == 2


def test_the_diagram_is_written_from_the_page(qtbot, seated, tmp_path):
    page = seated("lin")
    file = tmp_path / "process.bpmn"
    with qtbot.waitSignal(page.said) as told:
        page.write(file)
    assert f"{file.stat().st_size} bytes" in told.args[0].text
    assert Xml.parse(file).getroot().tag.endswith("definitions")  # noqa: S314  our own
    with qtbot.waitSignal(page.said) as told:
        page.write(tmp_path / "no" / "where.bpmn")
    assert "Not exported" in told.args[0].text


def test_the_page_fits_a_small_window(seated):
    page = seated("bo")
    size = page.minimumSizeHint()
    assert (size.width() <= 763, size.height() <= 400) == (True, True), size


def test_what_history_offers_is_decided_at_the_stage(qtbot, company, seated):
    offered = TimeStandard(
        id=standard_id(Key(BOOKING), 1), node=BOOKING, days=4, p50=3, p80=4, samples=30
    )
    with company.database.write() as connection:
        put_records(connection, (offered,))
    page = seated("lin")
    page.matrix.choose_stage(BOOKING)
    qtbot.waitUntil(lambda: page.stage.node == BOOKING)
    block = page.stage.times.blocks[offered.id]
    assert "4 d (n=30)" in told_in(page.stage.times)
    assert "7-21 d before sailing" in told_in(page.stage.times)
    assert not page.times.isEnabled()
    assert "all orders" in page.times.toolTip()
    assert block.buttons["standard.accept"].isEnabled()
    with qtbot.waitSignal(page.said):
        block.buttons["standard.accept"].click()
    qtbot.waitUntil(lambda: "version 1" in told_in(page.stage.times))
    (line,) = page.model.view.library
    assert line.followed.state == "accepted"
    ended = page.stage.times.blocks[offered.id]
    ended.buttons["standard.retire"].click()
    ended.ask.text.setText("the strike is over")
    with qtbot.waitSignal(page.said):
        ended.ask.button.click()
    qtbot.waitUntil(lambda: page.model.view.library[0].followed is None)


def test_who_does_not_answer_for_a_stage_is_told_who_decides(qtbot, company, seated):
    offered = TimeStandard(
        id=standard_id(Key("N10"), 1), node="N10", days=9, p50=8, p80=9, samples=30
    )
    with company.database.write() as connection:
        put_records(connection, (offered,))
    page = seated("lin")
    page.matrix.choose_stage("N10")
    qtbot.waitUntil(lambda: offered.id in page.stage.times.blocks)
    button = page.stage.times.blocks[offered.id].buttons["standard.accept"]
    assert not button.isEnabled()
    assert "production" in button.toolTip()
