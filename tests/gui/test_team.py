"""The team page: people and their levels, procedures, ideas, goals, meetings, departments."""

from datetime import timedelta

import pytest

from desktop.models.order_templates import line_of, tasks_in
from desktop.screens.page import Where
from desktop.screens.team import TeamPage
from sync import clock
from sync.domain.capabilities import Capability, capability_id
from sync.domain.feedback import Feedback
from sync.domain.goals import Goal
from sync.domain.order_templates import tasks_of
from sync.domain.refusals import Refused
from sync.domain.sops import Sop
from sync.domain.suggestions import Suggestion
from sync.domain.tasks import Task
from sync.store import department_files, drafts, rows, template_files
from tests.builders import an_id, put_records
from tests.gui.conftest import LIN

MEI = an_id("mei")


def _able(user_id, level):
    return Capability(
        id=capability_id(user_id, "documents"),
        user_id=user_id,
        skill="documents",
        skill_level=level,
    )


@pytest.fixture
def page(qtbot, around, company):
    today = clock.today()
    known = (
        *template_files.shipped(),
        *department_files.shipped(),
        _able(LIN.id, 1),
        _able(MEI, 4),
        _able(an_id("bo"), 3),
        Task(id=an_id("t"), title="Papers", assignee_id=LIN.id, node="N18"),
        Sop(
            id=an_id("sop"),
            node="N18",
            title_en="Papers",
            text_en="a\nb",
            before_en="a",
            edition=2,
            changed_at=clock.now(),
        ),
        Suggestion(
            id=an_id("idea"),
            node="N12",
            title="By form",
            author_id=MEI,
            made_at=clock.now() - timedelta(20),
        ),
        Feedback(id=an_id("said"), node="N12", text="late", given_on=today, is_anonymous=True),
        Goal(id=an_id("goal"), node="N14", name="In a day", within_hours=24),
    )
    with company.database.write() as connection:
        put_records(connection, known, ver=2)
    made = TeamPage(around)
    qtbot.addWidget(made)
    made.resize(1200, 800)
    made.show()
    with qtbot.waitSignal(made.list.read_anew):
        made.show_at(Where("team"))
    return made


def _all(company, entity):
    with company.database.read() as connection:
        return list(rows.all_rows(connection, entity))


def _type(form, **typed):
    for name, text in typed.items():
        control = form.controls[name]
        write = getattr(control, "setPlainText", None) or getattr(control, "setText", None)
        (write or control.choose)(text)


@pytest.mark.system("S51")
def test_work_above_a_level_names_two_who_are_up_to_it(page):
    tab = page.tabs["people"]
    assert tab.gaps.isVisible()
    (card,) = [tab._gap_lines.itemAt(at).widget() for at in range(tab._gap_lines.count())]
    said = card.body.itemAt(0).widget().text()
    assert said == (
        "Lin One has level 1 in document preparation; this work needs 3. Up to it: bo, mei"
    )
    tab.table.choose(0)
    assert tab._person.count() == 1


def test_an_assessment_is_refused_at_its_field_and_kept_otherwise(qtbot, page, company):
    form = page.tabs["people"].assess
    _type(form, user_id=MEI, skill="customs", skill_level="3", valid_until="soon", evidence="x")
    form.button.click()
    assert form._fields["valid_until"].error
    _type(form, valid_until="", evidence="40 filings")
    form.button.click()  # a salesperson may not
    qtbot.waitUntil(lambda: not form.band.isHidden())
    training = page.tabs["people"].training
    _type(training, user_id=LIN.id, skill="customs", title="Course", held_on="2026-02-03")
    with qtbot.waitSignal(page.list.read_anew):
        training.button.click()
    assert [row["title"] for row in _all(company, "trainings")] == ["Course"]
    assert training.values()["title"] == ""


@pytest.mark.system("S58")
def test_a_changed_procedure_is_read_here(qtbot, page, company):
    tab = page.tabs["procedures"]
    page.which.choose("procedures")
    card = tab.cards[an_id("sop")]
    said = [card.body.itemAt(at).widget().text() for at in range(card.body.count())]
    assert said[1] == "Changed since the last edition:\n+ b"
    assert page.list.picture.to_read == 1
    with qtbot.waitSignal(page.list.read_anew):
        tab._read(an_id("sop"))
    assert page.list.picture.to_read == 0
    assert len(_all(company, "sop_readings")) == 1


def test_a_procedures_change_that_was_refused_stays_a_change(qtbot, page, company):
    tab = page.tabs["procedures"]
    tab._change(next(row for row in page.list.picture.sops if row.sop.id == an_id("sop")))
    _type(tab.form, title="", text="a\nb\nc")
    tab.form.button.click()
    qtbot.waitUntil(lambda: not tab.form.band.isHidden() or bool(tab.form._fields["title"].error))
    _type(tab.form, title="Papers")
    with qtbot.waitSignal(page.list.read_anew):
        tab.form.button.click()
    (sop,) = _all(company, "sops")
    assert (sop["edition"], sop["text_en"]) == (3, "a\nb\nc")
    assert not tab._changing


@pytest.mark.system("S52")
def test_a_suggestion_is_made_and_one_is_answered_with_its_reason(qtbot, page, company):
    tab = page.tabs["ideas"]
    _type(tab.suggest, title="Ask twice", text="less noise")
    with qtbot.waitSignal(page.list.read_anew):
        tab.suggest.button.click()
    line = tab.lines[an_id("idea")]
    tab._ask_why(line, an_id("idea"), accepted=False)
    line.text.setText("no time")
    with qtbot.waitSignal(page.list.read_anew):
        line.button.click()
    found = {row["title"]: row for row in _all(company, "suggestions")}
    assert (found["By form"]["state"], found["By form"]["reason"]) == ("declined", "no time")
    assert found["Ask twice"]["state"] == "open"


@pytest.mark.system("S65")
def test_feedback_on_a_paper_is_given_without_a_name(qtbot, page, company):
    tab = page.tabs["ideas"]
    _type(tab.tell, about="paper PL", is_anonymous="yes", text="weights twice")
    with qtbot.waitSignal(page.list.read_anew):
        tab.tell.button.click()
    (row,) = [row for row in _all(company, "feedback") if row["paper"]]
    assert (row["paper"], row["author_id"]) == ("PL", "")


def test_notes_of_a_meeting_give_tasks_and_a_stranger_is_told(qtbot, page, company):
    form = page.tabs["meetings"].form
    _type(form, title="Weekly", text="@zoe come")
    form.button.click()
    qtbot.waitUntil(lambda: not form.band.isHidden())
    _type(form, text="@mei send samples by 5-14")
    with qtbot.waitSignal(page.list.read_anew):
        form.button.click()
    assert any(row["title"] == "send samples" for row in _all(company, "tasks"))


@pytest.mark.system("S67")
def test_departments_are_shown_with_their_people_and_changed_by_leaders(qtbot, page, company):
    tab = page.tabs["departments"]
    assert "Lin One" in tab._people(
        next(each for each in page.list.picture.standing if each.name_en == "Sales")
    )
    tab.merged[page.list.picture.standing[0].id].setChecked(True)
    _type(tab.merging, name_zh="客户部", name_en="Clients")
    tab.merging.button.click()
    qtbot.waitUntil(lambda: not tab.merging.band.isHidden())  # Lin is no leader
    assert len(_all(company, "departments")) == len(department_files.shipped())


def test_what_is_half_typed_is_there_again_and_gone_once_it_is_sent(qtbot, page, around, company):
    form = page.tabs["meetings"].form
    _type(form, title="Weekly", text="@mei call")
    page.leave()
    again = TeamPage(around)
    qtbot.addWidget(again)
    other = again.tabs["meetings"].form
    qtbot.waitUntil(lambda: other.values()["text"] == "@mei call")
    with qtbot.waitSignal(page.list.read_anew):
        form.button.click()
    assert form.values()["title"] == ""

    def is_let_go_of():
        with company.database.read() as connection:
            return drafts.load(connection, "team.meetings/0") is None

    qtbot.waitUntil(is_let_go_of)


def test_goals_say_what_was_reached(page):
    card = page.tabs["goals"].cards[an_id("goal")]
    assert card.body.itemAt(0).widget().text() == (
        "Wanted: 100 % within 24 hours. No case was finished in the period."
    )


@pytest.mark.system("S56")
def test_a_templates_tasks_are_lines_that_come_back_as_they_were():
    (first, *_) = template_files.shipped()
    tasks = tasks_of(first)
    text = "\n".join(line_of(task) for task in tasks)
    assert tasks_in(text, tasks) == tasks
    (one,) = tasks_in("N12 LOG 2 Book space")
    assert (one.title_zh, one.title_en, one.days_before) == ("Book space", "Book space", 2)
    with pytest.raises(Refused) as caught:
        tasks_in("N12 BOSS 2 Book")
    assert caught.value.refusal.code == "template_line_unreadable"


def test_every_part_opens_and_templates_are_listed(page):
    for name, tab in page.tabs.items():
        page.which.choose(name)
        page._turn()
        assert tab.isVisible()
    assert len(page.tabs["templates"].cards) == len(template_files.shipped())
