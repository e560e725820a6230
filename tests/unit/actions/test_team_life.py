"""Procedures that are read again when they change, suggestions, feedback, goals."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from sync.domain.commands import ACTIONS
from sync.domain.entities import ENTITIES
from sync.domain.feedback import Feedback, is_owed
from sync.domain.goals import Goal, is_met, progress
from sync.domain.nodes import NodeInstance
from sync.domain.people import Role
from sync.domain.records import record
from sync.domain.refusals import Refused
from sync.domain.sops import Sop, SopReading, concerns, difference, is_unread
from sync.domain.suggestions import Suggestion, is_escalated
from sync.store import process_files
from sync.store.tables import operations
from tests.builders import NOW, an_id

SOP, IDEA, SAID = an_id("sop"), an_id("idea"), an_id("said")


def _code(desk, action, **arguments):
    with pytest.raises(Refused) as caught:
        desk.do(action, **arguments)
    return caught.value.refusal.code


def _publish(desk):
    said = {"node": "N01", "title_en": "Ask", "text_en": "Ask once.\nNote the answer."}
    desk.do("sop.publish", id=SOP, set=said)
    desk.sync()


def _read(desk):
    row = desk.row("sops", SOP)
    rows = [each for each in desk.rows("sop_readings") if each["user_id"] == desk.user.id]
    return record(Sop, row), record(SopReading, rows[0]) if rows else None


@pytest.mark.system("S58")
def test_a_changed_procedure_shows_its_difference_and_is_read_again(desk_of):
    bo, lin = desk_of("bo"), desk_of("lin")
    _publish(bo)
    lin.pull()
    assert is_unread(*_read(lin))
    lin.do("sop.acknowledge", id=SOP)
    assert not is_unread(*_read(lin))
    lin.sync()
    bo.do("sop.change", id=SOP, set={"text_en": "Ask twice.\nNote the answer."})
    bo.sync()
    lin.pull()
    sop, read = _read(lin)
    assert (sop.edition, read.edition) == (2, 1)
    assert is_unread(sop, read)
    assert difference(sop.before_en, sop.text_en) == [("-", "Ask once."), ("+", "Ask twice.")]
    lin.do("sop.acknowledge", id=SOP)
    lin.sync()
    bo.pull()
    assert [(row["user_id"], row["edition"]) for row in bo.rows("sop_readings")] == [
        (an_id("lin"), 2)
    ]


def test_reading_an_edition_offline_is_not_reading_the_one_published_meanwhile(desk_of):
    bo, lin = desk_of("bo"), desk_of("lin")
    _publish(bo)
    lin.pull()
    lin.do("sop.acknowledge", id=SOP)
    bo.do("sop.change", id=SOP, set={"text_en": "Ask twice."})
    bo.sync()
    lin.sync()
    sop, read = _read(lin)
    assert (sop.edition, read.edition) == (2, 1)
    assert is_unread(sop, read)


def test_a_procedure_is_its_owners_to_change_and_concerns_who_works_on_the_step(desk_of):
    bo, fei = desk_of("bo"), desk_of("fei")
    _publish(bo)
    fei.pull()
    assert _code(fei, "sop.change", id=SOP, set={"text_en": "No"}) == "sop_not_yours"
    assert _code(bo, "sop.change", id=SOP, set={"edition": 9}) == "field_fixed"
    assert _code(bo, "sop.change", id=SOP, set={"title_en": ""}) == "field_empty"
    assert _code(bo, "sop.change", id=SOP, set={"text_en": ""}) == "field_empty"
    assert _code(bo, "sop.publish", set={"node": "N99", "title_en": "x"}) == "value_not_valid"
    process = process_files.process_of(1)
    sop = record(Sop, bo.row("sops", SOP))
    assert concerns(sop, [Role.SR], process)
    assert not concerns(sop, [Role.QC], process)
    bo.do("sop.retire", id=SOP)
    assert _code(bo, "sop.acknowledge", id=SOP) == "sop_retired"


@pytest.mark.system("S52")
def test_a_suggestion_is_answered_with_a_reason_and_what_it_brought_is_noted(desk_of):
    bo, lin = desk_of("bo"), desk_of("lin")
    lin.do("suggestion.make", id=IDEA, set={"node": "N01", "title": "Ask by form"})
    answer = {"id": IDEA, "accepted": True, "reason": "a day less"}
    assert _code(lin, "suggestion.decide", **answer) == "suggestion_own"
    lin.sync()
    bo.pull()
    assert _code(bo, "suggestion.decide", id=IDEA, accepted=True, reason=" ") == "field_empty"
    assert _code(bo, "suggestion.measure", id=IDEA, effect="x") == "suggestion_not_accepted"
    bo.do("suggestion.decide", **answer)
    assert _code(bo, "suggestion.decide", **answer) == "suggestion_decided"
    bo.do("suggestion.measure", id=IDEA, effect="9 hours less")
    bo.sync()
    lin.sync()
    row = lin.row("suggestions", IDEA)
    assert (row["state"], row["effect"]) == ("accepted", "9 hours less")
    asked = Suggestion(id=IDEA, title="x", made_at=NOW)
    day = NOW.date()
    assert not is_escalated(asked, day + timedelta(days=14))
    assert is_escalated(asked, day + timedelta(days=15))


@pytest.mark.system("S65")
def test_of_anonymous_feedback_no_author_is_stored_anywhere(desk_of, office):
    lin, bo = desk_of("lin"), desk_of("bo")
    lin.do("feedback.give", id=SAID, node="N01", text="asks too late", anonymous=True)
    operation = lin.last().op_id
    lin.sync()
    row = office.row("feedback", SAID)
    assert (row["author_id"], row["given_on"]) == ("", "2026-03-02")
    everything = repr([office.rows(entity) for entity in ENTITIES if entity != "users"])
    assert SAID in everything
    with office.database.read() as connection:
        kept = connection.execute(operations.select().where(operations.c.op_id == operation)).one()
        history = [line for line in office.rows("history") if line["row_id"] == SAID]
    assert (kept.device_id, kept.at, history) == ("", "2026-03-02T00:00:00Z", [])
    bo.pull()
    bo.do("feedback.answer", id=SAID, text="from May")
    bo.sync()
    lin.sync()
    assert lin.row("feedback", SAID)["answer"] == "from May"


def test_feedback_under_a_name_keeps_it_and_is_owed_an_answer(desk_of):
    lin, fei = desk_of("lin"), desk_of("fei")
    lin.do("feedback.give", id=SAID, paper="packing list", text="weights twice")
    lin.sync()
    fei.pull()
    assert fei.row("feedback", SAID)["author_id"] == an_id("lin")
    assert _code(fei, "feedback.answer", id=SAID, text="no") == "feedback_not_yours"
    both = {"node": "N01", "paper": "invoice", "text": "x"}
    assert _code(lin, "feedback.give", **both) == "feedback_about_one_thing"
    said = record(Feedback, fei.row("feedback", SAID))
    assert not is_owed(said, said.given_on + timedelta(days=7))
    assert is_owed(said, said.given_on + timedelta(days=8))


@pytest.mark.system("S66")
def test_nine_of_ten_within_24_hours_are_90_percent():
    goal = Goal(
        id=an_id(), node="N14", name="SI within 24 h", within_hours=24, target_percent=Decimal(95)
    )
    begun = datetime(2026, 3, 2, 8, tzinfo=UTC)
    hours = [24, *range(1, 9), 25]
    nodes = [
        NodeInstance(
            id=an_id(),
            order_id="o",
            subject_id="o",
            node="N14",
            started_at=begun,
            finished_at=begun + timedelta(hours=each),
        )
        for each in hours
    ]
    reached = progress(goal, [*nodes, *_of_no_account(begun)])
    assert (reached.hits, reached.cases, reached.percent) == (9, 10, Decimal("90.0"))
    assert not is_met(goal, reached)
    assert is_met(goal, progress(goal, []))


def _of_no_account(begun):
    """Another step, and a case that is not finished."""
    plain = {"order_id": "o", "subject_id": "o", "started_at": begun}
    return [
        NodeInstance(id=an_id(), node="N13", finished_at=begun, **plain),
        NodeInstance(id=an_id(), node="N14", **plain),
    ]


def test_only_managers_set_goals(desk_of):
    said = {"name": "SI in time", "node": "N14", "within_hours": 24}
    desk_of("bo").do("goal.add", set=said)
    with pytest.raises(Refused) as caught:
        desk_of("lin").do("goal.add", set=said)
    assert caught.value.refusal.kind == "denied"
    assert ACTIONS["goal.add"].entity == "goals"
