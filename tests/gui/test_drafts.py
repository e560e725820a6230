"""What is half typed is on disk shortly after the last key, and is there again."""

import pytest

from desktop.models.drafts import Drafts
from sync.store import drafts as stored

FORM = "order.edit/1"


@pytest.fixture
def drafts(company):
    return Drafts(company.desk)


def kept_in(database):
    with database.read() as connection:
        return {draft.form: draft.fields for draft in stored.listing(connection)}


def loaded(qtbot, drafts, form=FORM):
    found = []
    drafts.load(form, found.append)
    qtbot.waitUntil(lambda: bool(found))
    return found[0]


def test_only_what_stands_after_a_pause_is_written(qtbot, company, drafts):
    with qtbot.waitSignal(drafts.kept) as kept:
        for text in ("L", "La", "Lamp"):
            drafts.keep(FORM, "1", {"goods": text})
    assert kept.args[0].form == FORM
    assert kept_in(company.database) == {FORM: {"goods": "Lamp"}}


def test_a_page_that_is_left_writes_at_once(qtbot, company, drafts):
    drafts.keep(FORM, "1", {"goods": "Lamp"})
    with qtbot.waitSignal(drafts.kept):
        drafts.flush()
    assert kept_in(company.database) == {FORM: {"goods": "Lamp"}}


def test_two_forms_are_kept_apart(qtbot, company, drafts):
    drafts.keep(FORM, "1", {"goods": "Lamp"})
    drafts.keep("comment/1", "1", {"text": "Hello"})
    drafts.flush()
    qtbot.waitUntil(lambda: len(kept_in(company.database)) == 2)


def test_a_form_shown_again_has_what_was_typed_last(qtbot, drafts):
    drafts.keep(FORM, "1", {"goods": "Lamp", "note": None, "packages": 3})
    drafts.flush()
    assert loaded(qtbot, drafts) == {"goods": "Lamp", "note": None, "packages": 3}


def test_a_form_reads_what_is_not_written_yet(qtbot, drafts):
    drafts.keep(FORM, "1", {"goods": "Lamp"})
    assert loaded(qtbot, drafts) == {"goods": "Lamp"}


def test_a_draft_let_go_of_is_gone_even_when_it_was_just_typed(qtbot, company, drafts):
    drafts.keep(FORM, "1", {"goods": "Lamp"})
    drafts.flush()
    drafts.keep(FORM, "1", {"goods": "Lamps"})
    drafts.forget(FORM)
    assert loaded(qtbot, drafts) == {}
    drafts.flush()
    assert loaded(qtbot, drafts) == {}


def test_without_a_draft_there_is_nothing(qtbot, drafts):
    assert loaded(qtbot, drafts, "never typed") == {}
