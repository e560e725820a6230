"""On an order's Tasks tab: set up by a template and taken back, its charter, who might do what."""

import pytest
from PySide6.QtWidgets import QLabel

from desktop.screens.new_order import NewOrderPage
from desktop.screens.order_page import OrderPage
from desktop.screens.order_tasks import TasksTab
from desktop.screens.page import Where
from sync.domain.capabilities import Capability, capability_id
from sync.domain.ids import row_id
from sync.domain.people import Role
from sync.domain.settings import ConfigItem
from sync.store import rows, template_files
from tests.builders import an_id, put_records
from tests.gui.conftest import LIN

SEA = next(each for each in template_files.shipped() if "L/C" in each.name_en)


def _able(user_id, level):
    return Capability(
        id=capability_id(user_id, "documents"),
        user_id=user_id,
        skill="documents",
        skill_level=level,
    )


@pytest.fixture
def tab(qtbot, around, company):
    known = (*template_files.shipped(), _able(LIN.id, 1), _able(an_id("mei"), 4))
    with company.database.write() as connection:
        put_records(connection, (*known, _able(an_id("bo"), 3)), ver=2)
    page = OrderPage(around)
    qtbot.addWidget(page)
    page.resize(1200, 900)
    page.show()
    with qtbot.waitSignal(page.model.loaded):
        page.show_at(Where("orders", id=company.order_id(2), tab="tasks"))
    found = page.tabs["tasks"]
    assert isinstance(found, TasksTab)
    qtbot.waitUntil(found.team.setup.isVisible)
    return found


def _all(company, entity):
    with company.database.read() as connection:
        return list(rows.all_rows(connection, entity))


@pytest.mark.system("S56")
def test_a_template_gives_all_of_it_and_takes_all_of_it_back(qtbot, tab, company):
    team = tab.team
    team.template.choose(SEA.id)
    team._show_places()
    assert team.places[Role.LOG].current_key == LIN.id
    team.apply.click()
    qtbot.waitUntil(lambda: not team.undo.isHidden())
    assert len(_all(company, "tasks")) == 14  # the contract is signed
    assert team.apply.isHidden()
    team.undo.click()
    qtbot.waitUntil(lambda: not team.apply.isHidden())
    assert _all(company, "tasks") == []


def test_the_template_that_fits_is_offered_first_and_a_choice_stays(qtbot, tab):
    team = tab.team
    assert team.template.currentText() == "Sea FCL, deposit and balance"
    team.template.choose(SEA.id)
    with qtbot.waitSignal(team.model.loaded):
        team.show_order(team._picture)
    assert team.template.current_key == SEA.id


@pytest.mark.system("S07")
def test_a_charter_is_drafted_changed_and_signed(qtbot, tab, company):
    card = tab.team.charter
    with qtbot.waitSignal(tab.team.model.loaded):
        card.draft.click()
    qtbot.waitUntil(lambda: not card.sign.isEnabled())  # it has no goals yet
    card.form.controls["goals"].setText("ship by May")
    with qtbot.waitSignal(tab.team.model.loaded):
        card.form.button.click()
    qtbot.waitUntil(card.sign.isEnabled)
    with qtbot.waitSignal(tab.team.model.loaded):
        card.sign.click()
    (charter,) = _all(company, "charters")
    assert charter["signed"] == LIN.id
    assert charter["goals"] == "ship by May"


@pytest.mark.system("S07")
def test_a_big_order_shows_its_draft_and_signing_makes_it_a_row(qtbot, around, company):
    key = "charter.threshold"
    item = ConfigItem(id=row_id("config", key), key=key, value="1000")
    with company.database.write() as connection:
        put_records(connection, [item], ver=2)
    page = OrderPage(around)
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitSignal(page.model.loaded):
        page.show_at(Where("orders", id=company.order_id(1), tab="tasks"))
    card = page.tabs["tasks"].team.charter
    qtbot.waitUntil(card.draft.isHidden)
    assert _all(company, "charters") == []
    card.form.controls["goals"].setText("ship by May")
    card.form.button.click()
    qtbot.waitUntil(lambda: len(_all(company, "charters")) == 1)
    (charter,) = _all(company, "charters")
    assert charter["members"].split(",")[0] == LIN.id


@pytest.mark.system("S62")
def test_giving_a_task_names_who_might_take_it_and_warns(qtbot, tab, company):
    advice = tab.advice
    advice.skill.choose("documents")
    with qtbot.waitSignal(advice._model.loaded):
        advice.read()
    assert not advice.warning.isHidden()
    assert "Up to it: bo, mei" in advice.warning.accessibleName()
    assert [button.text() for button in advice.proposed] == ["bo", "mei"]
    with qtbot.waitSignal(advice._model.loaded):
        advice.proposed[1].click()
    assert tab.assignee.current_key == an_id("mei")
    assert advice.warning.isHidden()
    tab.title.setText("Papers")
    with qtbot.waitSignal(company.desk.changed):
        tab.give.click()
    (task,) = _all(company, "tasks")
    assert (task["skill"], task["skill_level"]) == ("documents", 3)


@pytest.mark.system("S56")
def test_a_new_order_begins_with_its_template(qtbot, around, company):
    with company.database.write() as connection:
        put_records(connection, template_files.shipped(), ver=2)
    page = NewOrderPage(around)
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitSignal(page.template.list.read_anew):
        page.show_at(Where("orders", tab="new"))
    qtbot.waitUntil(lambda: page._is_loaded)
    page.buyer.show_buyer(an_id("nord"), "Nordlicht GmbH")
    page.template.choice.choose(SEA.id)
    page.template._take()
    assert page.terms.fields()["payment_term"] == "LC_S"
    page.terms.show_fields({**page.terms.fields(), "named_place": "Hamburg", "goods": "Lamp"})
    with qtbot.waitSignal(page.go) as told:
        page.save()
    tasks = [row for row in _all(company, "tasks") if row["order_id"] == told.args[0].id]
    assert len(tasks) == 17
    assert page.template.current_key == ""


@pytest.mark.system("S07")
def test_the_contract_review_says_that_the_charter_is_unsigned(qtbot, around, company):
    key = "charter.threshold"
    item = ConfigItem(id=row_id("config", key), key=key, value="1000")
    with company.database.write() as connection:
        put_records(connection, [item], ver=2)
    page = OrderPage(around)
    qtbot.addWidget(page)
    page.resize(1240, 900)
    page.show()
    with qtbot.waitSignal(page.model.loaded):
        page.show_at(Where("orders", id=company.order_id(1), filter="N04"))
    overview = page.tabs["overview"]

    def said():
        return " ".join(each.text() for each in overview.findChildren(QLabel))

    qtbot.waitUntil(lambda: "The team charter is not signed by everybody" in said())
    page.leave()
