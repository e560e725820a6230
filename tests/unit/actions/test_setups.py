"""An order set up by a template at once: tasks, days, owners, papers, team; taken back as one."""

import msgspec
import pytest

from sync.domain.order_templates import TemplateTask
from sync.domain.people import Role
from sync.domain.records import to_row
from sync.domain.refusals import Refused
from sync.store import template_files
from tests.builders import an_id, put_records

ORDER, BUYER = an_id("new order"), an_id("buyer")
SHIPPED = {each.name_en: each for each in template_files.shipped()}
SEA_LC = SHIPPED["Sea FCL, L/C at sight"]


def _code(desk, action, **arguments):
    with pytest.raises(Refused) as caught:
        desk.do(action, **arguments)
    return caught.value.refusal.code


@pytest.fixture
def lin(office, desk_of):
    with office.database.write() as connection:
        put_records(connection, SHIPPED.values())
    desk = desk_of("lin")
    with desk.replica.write() as connection:
        put_records(connection, SHIPPED.values())
    return desk


def _create(desk, **fields):
    wanted = {"id": ORDER, "template_id": SEA_LC.id, "set": {"buyer_id": BUYER, **fields}}
    desk.do("order.from_template", **wanted)


@pytest.mark.system("S56")
def test_an_order_from_a_template_has_its_tasks_owners_days_papers_and_team(lin, office):
    _create(lin, goods="bowls")
    order = lin.row("orders", ORDER)
    assert (order["payment_term"], order["incoterm"], order["goods"]) == ("LC_S", "CIF", "bowls")
    tasks = [row for row in lin.rows("tasks") if row["order_id"] == ORDER]
    assert len(tasks) == 17
    owners = {row["node"]: row["assignee_id"] for row in tasks}
    assert owners["N09"] == an_id("pu")
    assert owners["N22"] == an_id("fei")
    assert {owners["N06"], owners["N12"]} == {an_id("lin")}
    days = {row["node"]: row["due_on"] for row in tasks}
    assert all(days.values())
    assert days["N04"] < days["N08"] < days["N12"]
    nodes = {row["node"]: row["owner_id"] for row in lin.rows("nodes")}
    assert (nodes["N09"], nodes["N12"]) == (an_id("pu"), an_id("lin"))
    assert "N01" not in nodes
    (setup,) = lin.rows("setups")
    assert setup["papers"].split(",")[:3] == ["PI", "SC", "LC"]
    assert {an_id("lin"), an_id("pu"), an_id("fei")} <= set(setup["members"].split(","))
    lin.sync()
    assert lin.last().status == "applied"
    assert [row for row in office.rows("tasks") if row["order_id"] == ORDER] == [
        lin.row("tasks", row["id"]) for row in tasks
    ]


@pytest.mark.system("S56")
def test_one_undo_takes_all_of_it_back(lin, office):
    before = {name: lin.rows(name) for name in ("tasks", "nodes")}
    _create(lin)
    lin.sync()
    (setup,) = lin.rows("setups")
    lin.do("setup.undo", id=setup["id"])
    lin.sync()
    assert {name: lin.rows(name) for name in before} == before
    assert {name: office.rows(name) for name in before} == before
    assert lin.row("orders", ORDER)["state"] == "open"
    assert _code(lin, "setup.undo", id=setup["id"]) == "setup_undone"
    lin.do("order.set_up", order_id=ORDER, template_id=SEA_LC.id)


def test_a_done_task_keeps_all_of_it(lin):
    _create(lin)
    (setup,) = lin.rows("setups")
    task = lin.rows("tasks")[0]
    lin.do("task.finish", id=task["id"])
    assert _code(lin, "setup.undo", id=setup["id"]) == "setup_worked_on"
    lin.do("task.reopen", id=task["id"])
    lin.do("setup.undo", id=setup["id"])
    assert lin.rows("tasks") == []


def test_a_named_owner_must_hold_the_role_and_a_task_is_titled_in_their_language(lin):
    english = msgspec.structs.replace(lin.user, id=an_id("en"), login="en", language="en")
    with lin.replica.write() as connection:
        put_records(connection, [english])
    wanted = {"id": ORDER, "template_id": SEA_LC.id, "set": {"buyer_id": BUYER}}
    wrong = {Role.FIN: an_id("pu")}
    assert _code(lin, "order.from_template", **wanted, owners=wrong) == "owner_lacks_role"
    lin.do("order.from_template", **wanted, owners={Role.LOG: an_id("en")})
    titles = {row["node"]: row["title"] for row in lin.rows("tasks")}
    assert titles["N12"] == "Book space with the forwarder"
    assert titles["N09"] == "下采购单并确认交期"


def test_an_order_is_set_up_once_and_by_a_template_in_use(lin):
    _create(lin)
    again = {"order_id": ORDER, "template_id": SEA_LC.id}
    assert _code(lin, "order.set_up", **again) == "setup_stands"
    assert _code(lin, "template.retire", id=SEA_LC.id) == "template_not_yours"


def test_steps_that_do_not_apply_give_no_tasks(lin):
    _create(lin, payment_term="TT_100", incoterm="FOB")
    nodes = {row["node"] for row in lin.rows("tasks")}
    assert nodes.isdisjoint({"N06", "N13"})


def test_a_template_that_does_not_hold_together_is_refused(lin, desk_of):
    bo = desk_of("bo")
    task = TemplateTask(title_zh="", title_en="x", node="N99", role=Role.SR)
    assert _code(bo, "template.write", name_en="a", tasks=(task,)) == "value_not_valid"
    assert _code(bo, "template.write", name_en="a", papers=("ZZ",)) == "value_not_valid"
    assert _code(bo, "template.write", name_en="a", fields={"state": "lost"}) == "field_fixed"
    assert _code(bo, "template.write", name_en=" ") == "field_empty"
    bo.do("template.write", id=an_id("t"), name_en="Rail", papers=("RWB", "RWB"))
    row = bo.row("order_templates", an_id("t"))
    assert (row["name_zh"], row["papers"]) == ("Rail", "RWB")
    bo.do("template.retire", id=an_id("t"))
    wanted = {"template_id": an_id("t"), "set": {"buyer_id": BUYER}}
    assert _code(bo, "order.from_template", **wanted) == "template_retired"


def test_shipped_templates_are_rows_like_any_other():
    assert all(to_row(each)["is_retired"] == 0 for each in template_files.shipped())
