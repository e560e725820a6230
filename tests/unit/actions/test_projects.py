"""Sub-projects of an order: made, moved, linked and agreed on the desk, judged at head office."""

from datetime import date

import pytest

from sync.actions.asked import why_not
from sync.domain.project_baselines import compared, newest
from sync.domain.projects import ProjectBaseline, link_id, place_of
from sync.domain.records import record
from sync.domain.refusals import Refused
from sync.domain.scheduling import plan
from sync.domain.scopes import PART, POOL
from sync.store import audiences, process_files
from sync.store.facts import load_facts
from sync.store.sentences import sentence
from tests.builders import NOW, an_id, the_rules

ORDER, SHIPMENT = an_id("order"), an_id("shipment")
TOOLING, SAMPLES, PAPERS = an_id("tooling"), an_id("samples"), an_id("papers")
NODE = place_of(ORDER, "N10")


def _refusal(desk, action, **arguments):
    with pytest.raises(Refused) as caught:
        desk.do(action, **arguments)
    return caught.value.refusal


def _adding(project_id, name, start, finish, **fields):
    said = {
        "order_id": ORDER,
        "name": name,
        "owner_id": an_id("pu"),
        "planned_start": start,
        "planned_finish": finish,
    }
    return {"id": project_id, "set": said | fields}


def _two(desk):
    desk.do("project.add", **_adding(TOOLING, "Tooling", "2026-03-03", "2026-03-09"))
    desk.do("project.add", **_adding(SAMPLES, "Samples", "2026-03-03", "2026-03-05"))


def _network(desk):
    with desk.replica.read() as connection:
        facts = next(load_facts(connection, [ORDER]))
    return plan(facts, process_files.process_of(1), the_rules().calendars, NOW).network


@pytest.mark.system("S63")
def test_a_sub_project_makes_its_owner_one_who_works_on_the_order(desk_of, office):
    """The order leaves the pool in which everybody of that department saw it."""
    lin, pu = desk_of("lin"), desk_of("pu")
    lin.do("project.add", **_adding(TOOLING, "Tooling", "2026-03-03", "2026-03-09"))
    lin.sync()
    with office.database.read() as connection:
        seen = audiences.of_containers(connection, [ORDER])[ORDER]
    assert f"{PART}{an_id('pu')}" in seen
    assert f"{POOL}PUR" not in seen
    pu.sync()
    row = pu.row("projects", TOOLING)
    assert (row["state"], row["created_by"]) == ("planned", an_id("lin"))
    pu.do("project.start", id=TOOLING)
    pu.do("project.edit", id=TOOLING, set={"planned_finish": "2026-03-12"})
    pu.sync()
    assert office.row("projects", TOOLING)["started_on"] == "2026-03-02"
    assert office.row("projects", TOOLING)["planned_finish"] == "2026-03-12"


@pytest.mark.system("S63")
def test_a_slip_of_what_it_waits_for_moves_it_and_the_order_on_every_desk(desk_of):
    lin, bo = desk_of("lin"), desk_of("bo")
    _two(lin)
    lin.do("project.link", order_id=ORDER, before=TOOLING, after=SAMPLES)
    lin.do("project.link", order_id=ORDER, before=SAMPLES, after="N10", lag_days=1)
    before = _network(lin)
    assert before.of(SAMPLES).finish == date(2026, 3, 12)
    lin.do("project.edit", id=TOOLING, set={"planned_finish": "2026-03-12"})
    lin.sync()
    bo.sync()
    assert _network(bo).of(SAMPLES).finish == date(2026, 3, 17)
    assert _network(bo) == _network(lin)
    assert lin.row("project_links", link_id(SAMPLES, NODE))["lag_days"] == 1


@pytest.mark.system("S63")
def test_a_link_that_closes_a_loop_is_refused_and_names_it(desk_of):
    lin = desk_of("lin")
    _two(lin)
    lin.do("project.link", order_id=ORDER, before=TOOLING, after=SAMPLES)
    refused = _refusal(lin, "project.link", order_id=ORDER, before=SAMPLES, after=TOOLING)
    assert refused.code == "link_closes_loop"
    assert "Tooling → Samples → Tooling" in sentence(refused, "en")
    assert "互相等待：Tooling → Samples → Tooling" in sentence(refused, "zh")
    itself = _refusal(lin, "project.link", order_id=ORDER, before=TOOLING, after=TOOLING)
    assert itself.facts["loop_en"] == "Tooling → Tooling"
    lin.do("project.link", order_id=ORDER, before=SAMPLES, after="N04")
    through = _refusal(lin, "project.link", order_id=ORDER, before="N10", after=TOOLING)
    assert through.facts["loop_en"].startswith("Tooling → Samples → N04 ")


@pytest.mark.system("S63")
def test_two_desks_that_each_make_half_a_loop_offline_lose_nothing(desk_of, office):
    """The second to arrive is refused with the loop in words; its author keeps what was asked."""
    lin, bo = desk_of("lin"), desk_of("bo")
    _two(lin)
    lin.sync()
    bo.sync()
    lin.do("project.link", order_id=ORDER, before=TOOLING, after=SAMPLES)
    bo.do("project.link", order_id=ORDER, before=SAMPLES, after=TOOLING, lag_days=2)
    lin.sync()
    bo.sync()
    lin.sync()
    assert [row["before"] for row in office.rows("project_links")] == [TOOLING]
    assert bo.rows("project_links") == lin.rows("project_links") == office.rows("project_links")
    (item,) = bo.queue()
    assert (item.state, why_not(item).code) == ("refused", "link_closes_loop")
    assert "Tooling → Samples → Tooling" in sentence(why_not(item), "en")
    assert _network(bo) == _network(lin)
    assert _network(bo).left_out == ()


@pytest.mark.system("S63")
def test_a_removed_link_that_comes_back_may_close_a_loop_and_the_plan_still_stands(desk_of, office):
    lin, bo = desk_of("lin"), desk_of("bo")
    _two(lin)
    lin.do("project.link", order_id=ORDER, before=TOOLING, after=SAMPLES)
    lin.do("project.unlink", id=link_id(TOOLING, SAMPLES))
    lin.do("project.link", order_id=ORDER, before=SAMPLES, after=TOOLING)
    lin.sync()
    removed = next(
        row
        for row in lin.rows("history")
        if row["row_id"] == link_id(TOOLING, SAMPLES) and row["kind"] == "removed"
    )
    lin.do("row.restore", id=removed["id"])
    lin.sync()
    bo.sync()
    assert len(office.rows("project_links")) == 2
    network = _network(bo)
    (left,) = network.left_out
    assert left.link_id == max(link_id(TOOLING, SAMPLES), link_id(SAMPLES, TOOLING))
    assert network.of(TOOLING).finish is not None
    assert network == _network(lin)


def test_the_same_link_from_two_desks_is_one_and_its_lag_is_the_last_said(desk_of, office):
    lin, bo = desk_of("lin"), desk_of("bo")
    _two(lin)
    lin.sync()
    bo.sync()
    for desk, lag in ((lin, 1), (bo, 4)):
        desk.do("project.link", order_id=ORDER, before=TOOLING, after=SAMPLES, lag_days=lag)
    lin.sync()
    bo.sync()
    (row,) = office.rows("project_links")
    assert (row["lag_days"], row["made_by"]) == (4, an_id("lin"))
    assert [item.status for item in bo.queue()] == ["applied"]


@pytest.mark.system("S63")
def test_two_who_move_the_same_plan_offline_get_a_conflict_and_both_dates_are_kept(desk_of, office):
    lin, bo = desk_of("lin"), desk_of("bo")
    _two(lin)
    lin.sync()
    bo.sync()
    lin.do("project.edit", id=TOOLING, set={"planned_finish": "2026-03-12"})
    bo.do("project.edit", id=TOOLING, set={"planned_finish": "2026-03-20"})
    lin.sync()
    bo.sync()
    (conflict,) = office.rows("conflicts")
    assert (conflict["entity"], conflict["group"]) == ("projects", "dates")
    assert office.row("projects", TOOLING)["planned_finish"] == "2026-03-12"
    bo.do("conflict.decide", id=conflict["id"], set={"planned_finish": "2026-03-20"})
    bo.sync()
    assert office.row("projects", TOOLING)["planned_finish"] == "2026-03-20"


@pytest.mark.system("S63")
def test_a_baseline_is_set_once_signed_and_again_only_with_a_reason(desk_of, office):
    lin = desk_of("lin")
    assert _refusal(lin, "project.baseline", order_id=ORDER).code == "baseline_before_signing"
    lin.do("order.edit", id=ORDER, set={"signed_on": "2026-03-02"})
    assert _refusal(lin, "project.baseline", order_id=ORDER).code == "baseline_of_nothing"
    _two(lin)
    lin.do("project.link", order_id=ORDER, before=TOOLING, after=SAMPLES)
    lin.do("project.baseline", id=an_id("first"), order_id=ORDER)
    stands = _refusal(lin, "project.baseline", order_id=ORDER, reason=" ")
    assert (stands.code, stands.facts["number"]) == ("baseline_stands", 1)
    lin.do("project.edit", id=TOOLING, set={"planned_finish": "2026-03-12"})
    found = _compared(lin)
    assert {each.project_id: each.days for each in found.shifts} == {TOOLING: 3, SAMPLES: 3}
    lin.do("project.baseline", id=an_id("second"), order_id=ORDER, reason="mould cracked")
    lin.sync()
    kept = sorted(office.rows("project_baselines"), key=lambda row: row["number"])
    assert [(row["number"], row["reason"]) for row in kept] == [(1, ""), (2, "mould cracked")]
    assert all(each.days == 0 for each in _compared(lin).shifts)


def test_two_desks_that_set_the_first_baseline_have_one_and_the_other_is_told(desk_of, office):
    lin, bo = desk_of("lin"), desk_of("bo")
    _two(lin)
    lin.do("order.edit", id=ORDER, set={"signed_on": "2026-03-02"})
    lin.sync()
    bo.sync()
    for desk in (lin, bo):
        desk.do("project.baseline", order_id=ORDER)
    lin.sync()
    bo.sync()
    assert len(office.rows("project_baselines")) == 1
    assert why_not(bo.queue()[-1]).code == "baseline_stands"


def _compared(desk):
    with desk.replica.read() as connection:
        facts = next(load_facts(connection, [ORDER]))
    calendars = the_rules().calendars
    network = plan(facts, process_files.process_of(1), calendars, NOW).network
    rows = [record(ProjectBaseline, row) for row in desk.rows("project_baselines")]
    return compared(newest(rows), network, calendars.company)


@pytest.mark.system("S63")
def test_a_sub_project_with_open_tasks_is_not_finished(desk_of, office):
    lin = desk_of("lin")
    _two(lin)
    task = {"title": "Drawing", "assignee_id": an_id("lin"), "order_id": ORDER}
    lin.do("task.add", id=an_id("task"), set={**task, "project_id": TOOLING})
    open_ = _refusal(lin, "project.finish", id=TOOLING)
    assert (open_.code, open_.facts["title"]) == ("project_tasks_open", "Drawing")
    lin.do("task.finish", id=an_id("task"))
    lin.do("project.finish", id=TOOLING, on=date(2026, 3, 2))
    assert lin.row("projects", TOOLING)["finished_on"] == "2026-03-02"
    assert _refusal(lin, "project.start", id=TOOLING).code == "project_already_so"
    assert _refusal(lin, "project.edit", id=TOOLING, set={"note": "x"}).code == "project_already_so"
    assert _refusal(lin, "project.reopen", id=TOOLING).code == "reason_missing"
    lin.do("project.reopen", id=TOOLING, reason="one cavity is off")
    lin.sync()
    assert office.row("projects", TOOLING)["state"] == "active"


def test_a_task_belongs_to_a_sub_project_of_its_own_order(desk_of):
    lin = desk_of("lin")
    _two(lin)
    lin.do("order.create", id=an_id("other"), set={"buyer_id": an_id("buyer")})
    task = {"title": "Drawing", "assignee_id": an_id("lin"), "order_id": an_id("other")}
    refused = _refusal(lin, "task.add", set={**task, "project_id": TOOLING})
    assert refused.code == "project_of_other_order"
    lin.do("task.add", id=an_id("t"), set=task)
    moved = _refusal(lin, "task.edit", id=an_id("t"), set={"project_id": TOOLING})
    assert moved.code == "project_of_other_order"
    assert _refusal(lin, "task.add", set={**task, "project_id": PAPERS}).code == "row_gone"


def test_dropping_takes_a_reason_and_frees_what_waited(desk_of):
    lin = desk_of("lin")
    _two(lin)
    lin.do("project.link", order_id=ORDER, before=TOOLING, after=SAMPLES)
    assert _refusal(lin, "project.drop", id=TOOLING).code == "reason_missing"
    lin.do("project.drop", id=TOOLING, reason="the buyer has a mould")
    assert _network(lin).of(SAMPLES).start == date(2026, 3, 3)
    gone = _refusal(lin, "project.link", order_id=ORDER, before=TOOLING, after="N10")
    assert gone.code == "piece_unknown"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"name": " "}, "field_empty"),
        ({"planned_start": "2026-03-20"}, "project_days_crossed"),
        ({"planned_finish": "2036-03-20"}, "project_too_long"),
        ({"planned_finish": None}, "field_empty"),
        ({"state": "done"}, "field_fixed"),
        ({"kind": "castle"}, "value_not_valid"),
        ({"owner_id": an_id("nobody")}, "row_gone"),
    ],
)
def test_what_is_said_of_a_sub_project_is_checked(desk_of, fields, code):
    lin = desk_of("lin")
    adding = _adding(TOOLING, "Tooling", "2026-03-03", "2026-03-09")
    assert _refusal(lin, "project.add", id=TOOLING, set=adding["set"] | fields).code == code


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"before": "N09", "after": "N10"}, "link_of_steps"),
        ({"before": TOOLING, "after": "N99"}, "piece_unknown"),
        ({"before": TOOLING, "after": f"{an_id('nowhere')}/N12"}, "piece_unknown"),
        ({"before": TOOLING, "after": "N12"}, "piece_unknown"),
        ({"before": TOOLING, "after": SAMPLES, "lag_days": -1}, "link_lag_not_valid"),
        ({"before": TOOLING, "after": SAMPLES, "lag_days": 9_999}, "link_lag_not_valid"),
    ],
)
def test_a_link_is_between_pieces_that_there_are(desk_of, said, code):
    lin = desk_of("lin")
    _two(lin)
    assert _refusal(lin, "project.link", order_id=ORDER, **said).code == code


def test_a_step_of_a_shipment_may_wait(desk_of):
    lin = desk_of("lin")
    _two(lin)
    lin.do("project.link", order_id=ORDER, before=TOOLING, after=f"{SHIPMENT}/N12")
    assert lin.row("project_links", link_id(TOOLING, place_of(SHIPMENT, "N12"))) is not None


def test_only_who_plans_the_order_or_owns_the_sub_project_moves_it(desk_of):
    lin, pu, fei = desk_of("lin"), desk_of("pu"), desk_of("fei")
    _two(lin)
    lin.sync()
    pu.sync()
    fei.sync()
    assert _refusal(fei, "project.start", id=TOOLING).kind == "denied"
    assert _refusal(pu, "project.add", **_adding(PAPERS, "P", "2026-03-03", "2026-03-03")).kind == (
        "denied"
    )
    away = _refusal(pu, "project.edit", id=TOOLING, set={"owner_id": an_id("lin")})
    assert away.kind == "denied"
    assert _refusal(pu, "project.link", order_id=ORDER, before=TOOLING, after=SAMPLES).kind == (
        "denied"
    )
    assert (
        _refusal(pu, "project.start", id=TOOLING, on=date(2026, 4, 1)).code == "project_day_to_come"
    )


def test_an_order_that_has_ended_is_planned_no_more(desk_of):
    lin = desk_of("lin")
    _two(lin)
    lin.do("order.close", id=ORDER, state="lost", reason="price")
    assert _refusal(lin, "project.start", id=TOOLING).code == "order_ended"
    assert _refusal(lin, "project.baseline", order_id=ORDER).code == "order_ended"
