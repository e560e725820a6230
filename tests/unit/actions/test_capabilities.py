"""Levels are set by others, with what shows them; trainings are noted."""

from datetime import date

import pytest

from sync.domain.refusals import Refused
from tests.builders import an_id

LEVEL = {"user_id": an_id("lin"), "skill": "customs", "level": 3, "evidence": "40 filings"}


def _code(desk, action, **arguments):
    with pytest.raises(Refused) as caught:
        desk.do(action, **arguments)
    return caught.value.refusal.code


@pytest.mark.system("S51")
def test_a_level_is_somebody_elses_judgement_with_evidence(desk_of):
    bo, lin, pu = desk_of("bo"), desk_of("lin"), desk_of("pu")
    assert _code(lin, "capability.assess", **LEVEL) == "capability_own"
    assert _code(pu, "capability.assess", **LEVEL) == "capability_not_yours"
    assert _code(bo, "capability.assess", **{**LEVEL, "evidence": " "}) == "field_empty"
    assert _code(bo, "capability.assess", **{**LEVEL, "level": 5}) == "value_not_valid"
    assert _code(bo, "capability.assess", **{**LEVEL, "skill": "juggling"}) == "value_not_valid"
    bo.do("capability.assess", **LEVEL)
    bo.do("capability.assess", **{**LEVEL, "level": 4})
    bo.sync()
    lin.pull()
    (row,) = lin.rows("capabilities")
    assert (row["skill_level"], row["assessed_by"]) == (4, an_id("bo"))


def test_trainings_are_noted_by_oneself_or_a_manager(desk_of):
    pu = desk_of("pu")
    course = {"skill": "customs", "title": "Classes", "held_on": date(2026, 2, 3)}
    assert _code(pu, "training.note", user_id=an_id("lin"), **course) == "capability_not_yours"
    assert _code(pu, "training.note", user_id=an_id("pu"), **{**course, "title": ""}) == (
        "field_empty"
    )
    too_long = {**course, "hours": 9_999}
    assert _code(pu, "training.note", user_id=an_id("pu"), **too_long) == "value_not_valid"
    pu.do("training.note", user_id=an_id("pu"), **course)
    desk_of("bo").do("training.note", user_id=an_id("pu"), **course)
    assert len(pu.rows("trainings")) == 1


def test_a_task_asks_for_a_skill_that_is_known(desk_of):
    lin = desk_of("lin")
    task = {"title": "Check", "assignee_id": an_id("lin"), "skill": "juggling"}
    assert _code(lin, "task.add", set=task) == "value_not_valid"
    lin.do("task.add", set={**task, "skill": "customs", "skill_level": 3})
    assert lin.rows("tasks")[0]["skill_level"] == 3
