"""Process owners design the process: drafts, owners, publishing, versions, orders of both."""

import pytest

from sync.actions.rules_of import load_rules
from sync.domain.people import Role
from sync.domain.process import nodes_by_id
from sync.domain.refusals import Refused
from sync.store.sentences import sentence
from tests.builders import an_id

DRAFT, OTHER, ITEM = an_id("draft"), an_id("other draft"), an_id("item")
BOOKING = "N12"


def _refused(desk, action, **arguments):
    with pytest.raises(Refused) as caught:
        desk.do(action, **arguments)
    return caught.value.refusal


def _begin(desk, identifier=DRAFT):
    desk.do("process.draft", id=identifier, title="Booking by logistics")
    desk.do("process.set_standard", draft_id=identifier, node=BOOKING, days=3)


def _asked(desk_of, change=None):
    """Return the desks of who asked for a draft and of who decides about it."""
    bo, gao = desk_of("bo"), desk_of("gao")
    _begin(bo)
    if change is not None:
        change(bo)
    bo.do("process.submit", id=DRAFT)
    bo.sync()
    gao.pull()
    return bo, gao


def _published(desk_of, change=None):
    bo, gao = _asked(desk_of, change)
    gao.do("process.publish", id=DRAFT)
    gao.sync()
    bo.pull()
    return bo, gao


def _process(desk, version):
    with desk.replica.read() as connection:
        return load_rules(connection).process(version)


def _order(desk, name, **fields):
    desk.do("order.create", id=an_id(name), set={"buyer_id": an_id("buyer"), **fields})
    return an_id(name)


@pytest.mark.system("S01")
def test_a_stage_that_nobody_answers_for_is_named_and_not_published(desk_of, office):
    bo = desk_of("bo")
    _begin(bo)
    bo.do("process.set_raci", draft_id=DRAFT, node=BOOKING, set={"accountable": ""})
    no = _refused(bo, "process.submit", id=DRAFT)
    assert no.code == "process_ownerless"
    assert "N12 订舱" in sentence(no, "zh")
    assert "N12 Booking" in sentence(no, "en")
    bo.do("process.set_raci", draft_id=DRAFT, node=BOOKING, set={"accountable": "LOG"})
    bo.do("process.submit", id=DRAFT)
    bo.sync()
    assert office.row("process_drafts", DRAFT)["state"] == "submitted"


@pytest.mark.system("S01")
def test_a_stage_made_ownerless_on_another_desk_is_refused_at_head_office(desk_of, office):
    _, gao = _asked(desk_of)
    max_ = desk_of("max")
    max_.do("process.set_raci", draft_id=DRAFT, node="N14", set={"accountable": ""})
    max_.sync()
    gao.do("process.publish", id=DRAFT)
    gao.push()
    assert gao.last().status == "invalid"
    assert "process_not_asked" in gao.last().detail
    assert office.rows("process_versions") == []


def test_who_answers_for_a_stage_writes_its_standard_checklist_and_paths(desk_of, office):
    lin, fei = desk_of("lin"), desk_of("fei")
    lin.do("process.draft", id=DRAFT, title="Booking")
    lin.do("process.set_standard", draft_id=DRAFT, node=BOOKING, days=3, text="3 wd")
    said = {"zh": "确认舱位", "en": "Space confirmed", "by": "LOG", "is_blocking": 1}
    lin.do("process.add_item", id=ITEM, draft_id=DRAFT, node=BOOKING, set=said)
    way = {"zh": "爆舱", "en": "No space", "path": "ask a second forwarder", "owner": "LOG"}
    lin.do("process.add_path", draft_id=DRAFT, node=BOOKING, set={**way, "entry": "refused twice"})
    lin.do("process.change_item", draft_id=DRAFT, part="N12-01", set={"en": "Asked"})
    lin.do("process.drop_path", draft_id=DRAFT, part="E12-1")
    named = _refused(lin, "process.set_raci", draft_id=DRAFT, node=BOOKING, set={"informed": "GM"})
    assert named.code == "process_leaders_only"
    assert _refused(lin, "process.set_owner", draft_id=DRAFT, node=BOOKING, role="SR").code == (
        "process_leaders_only"
    )
    lin.sync()
    fei.pull()
    other = _refused(fei, "process.set_standard", draft_id=DRAFT, node=BOOKING, days=9)
    assert other.code == "process_not_yours"
    assert "物流" in sentence(other, "zh")
    assert {item.status for item in lin.queue()} == {"applied"}
    assert {row["part"] for row in office.rows("process_changes")} >= {"N12-01", "E12-1"}


def test_what_the_law_gates_and_separated_duties_need_stays(desk_of):
    bo = desk_of("bo")
    _begin(bo)
    for part in ("N01-03", "N18-08", "N09-06"):
        assert _refused(bo, "process.drop_item", draft_id=DRAFT, part=part).code == (
            "process_item_kept"
        )
    weaker = {"is_unwaivable": 0}
    no = _refused(bo, "process.change_item", draft_id=DRAFT, part="N01-03", set=weaker)
    assert no.code == "process_item_kept"
    bo.do("process.drop_item", draft_id=DRAFT, part="N01-02")


BAD = (
    ("process.set_standard", {"node": BOOKING, "days": 0}, "value_not_valid"),
    ("process.set_standard", {"node": BOOKING, "days": 3, "unit": "year"}, "value_not_valid"),
    ("process.set_standard", {"node": BOOKING, "days": 3, "place": 4}, "value_not_valid"),
    ("process.set_standard", {"node": "N99", "days": 3}, "node_unknown"),
    ("process.set_raci", {"node": BOOKING, "set": {"accountable": "XYZ"}}, "role_unknown"),
    ("process.set_raci", {"node": BOOKING, "set": {"owner": "LOG"}}, "field_unknown"),
    ("process.set_raci", {"node": BOOKING, "set": {}}, "nothing_to_change"),
    ("process.set_owner", {"node": BOOKING, "role": ""}, "process_one_owner"),
    ("process.set_owner", {"node": BOOKING, "role": "LOG,SR"}, "process_one_owner"),
    ("process.change_stage", {"node": BOOKING, "set": {"zh": " "}}, "field_empty"),
    ("process.change_stage", {"node": BOOKING, "set": {"id": "N98"}}, "field_unknown"),
    (
        "process.change_stage",
        {"node": BOOKING, "set": {"zh": "a\x00"}},
        "text_has_control_characters",
    ),
    ("process.add_item", {"node": BOOKING, "set": {"zh": "只有中文"}}, "field_empty"),
    ("process.add_path", {"node": BOOKING, "set": {"zh": "路", "en": "way"}}, "field_empty"),
    ("process.change_path", {"part": "E12-1", "set": {"to": "N99"}}, "node_unknown"),
    ("process.change_path", {"part": "E12-1", "set": {"owner": "LOG,SR"}}, "value_not_valid"),
    ("process.change_item", {"part": "E12-1", "set": {"en": "x"}}, "process_part_unknown"),
    ("process.change_item", {"part": "N12-77", "set": {"en": "x"}}, "process_part_unknown"),
    ("process.change_item", {"part": "N12-01", "set": {"is_blocking": 7}}, "value_not_valid"),
)


def test_what_makes_no_process_is_refused_with_a_sentence_and_changes_nothing(desk_of):
    bo = desk_of("bo")
    _begin(bo)
    before = bo.rows("process_changes")
    for action, arguments, code in BAD:
        no = _refused(bo, action, draft_id=DRAFT, **arguments)
        assert no.code == code, arguments
        assert "–" not in sentence(no, "en"), arguments
    assert bo.rows("process_changes") == before


@pytest.mark.system("S01")
def test_orders_that_run_keep_their_version_and_new_ones_begin_with_the_newest(desk_of, office):
    lin = desk_of("lin")
    running = _order(lin, "running")
    lin.sync()
    _published(desk_of)
    lin.pull()
    after = _order(lin, "after")
    lin.sync()
    assert office.row("orders", running)["process_version"] == 1
    assert office.row("orders", after)["process_version"] == 2
    days = [nodes_by_id(_process(lin, n))[BOOKING].standards[0].days for n in (1, 2)]
    assert days == [2, 3]
    assert _process(lin, 2).version == 2


def test_an_order_begun_offline_keeps_the_version_of_its_desk(desk_of, office):
    lin = desk_of("lin")
    _published(desk_of)
    late = _order(lin, "late")
    lin.do("node.start", order_id=late, node="N01")
    lin.sync()
    assert office.row("orders", late)["process_version"] == 1
    assert lin.row("orders", late)["process_version"] == 1
    assert {item.status for item in lin.queue()} == {"applied"}


def test_every_desk_reads_an_order_of_any_version_with_its_items(desk_of, office):
    def change(desk):
        said = {"zh": "确认舱位", "en": "Space confirmed"}
        desk.do("process.add_item", id=ITEM, draft_id=DRAFT, node="N01", set=said)

    _published(desk_of, change)
    lin = desk_of("lin")
    order = _order(lin, "second")
    part = f"N01-{ITEM[-4:]}"
    lin.do("item.answer", order_id=order, item=part)
    lin.sync()
    assert lin.last().status == "applied"
    assert office.rows("answers")[0]["item"] == part
    mei = desk_of("mei")
    assert [item.id for item in nodes_by_id(_process(mei, 2))["N01"].items][-1] == part
    no = Refused(_refused(lin, "item.answer", order_id=an_id("order"), item=part)).refusal
    assert no.code == "item_unknown"
    assert "Space confirmed" in sentence(no, "en")


def test_who_has_no_part_in_the_trade_drafts_nothing(desk_of):
    ada, fei = desk_of("ada"), desk_of("pu")
    assert _refused(ada, "process.draft", id=DRAFT, title="Mine").kind == "denied"
    assert _refused(fei, "process.draft", id=DRAFT, title="Mine").code == "process_owners_only"


def test_two_people_put_a_version_in_force(desk_of):
    bo = desk_of("bo")
    _begin(bo)
    assert _refused(bo, "process.publish", id=DRAFT).code == "process_not_asked"
    bo.do("process.submit", id=DRAFT)
    assert _refused(bo, "process.submit", id=DRAFT).code == "process_asked_already"
    own = _refused(bo, "process.publish", id=DRAFT)
    assert (own.code, own.kind) == ("process_own_draft", "denied")
    bo.sync()
    fei = desk_of("fei")
    assert _refused(fei, "process.publish", id=DRAFT).code == "process_leaders_only"


def test_a_draft_is_published_once_head_office_says_so(desk_of, office):
    _, gao = _asked(desk_of)
    gao.do("process.publish", id=DRAFT)
    assert gao.row("process_drafts", DRAFT)["state"] == "publishing"
    assert _process(gao, 2).version == 1
    gao.sync()
    row = gao.row("process_drafts", DRAFT)
    assert (row["state"], row["version"]) == ("published", 2)
    assert row == {**office.row("process_drafts", DRAFT)}
    assert _refused(gao, "process.drop", id=DRAFT, reason="late").code == "process_draft_closed"


def test_a_draft_that_changed_unseen_is_not_published(desk_of, office):
    bo, gao = _asked(desk_of)
    bo.do("process.set_standard", draft_id=DRAFT, node="N14", days=9)
    assert bo.row("process_drafts", DRAFT)["state"] == "open"
    bo.do("process.submit", id=DRAFT)
    bo.sync()
    gao.do("process.publish", id=DRAFT)
    gao.push()
    assert (gao.last().status, "process_draft_moved" in gao.last().detail) == ("invalid", True)
    assert office.rows("process_versions") == []
    gao.pull()
    gao.do("process.publish", id=DRAFT)
    gao.sync()
    assert gao.last().status == "applied"


def test_a_refused_draft_is_mended_and_asked_for_again(desk_of, office):
    bo, gao = _asked(desk_of)
    assert _refused(gao, "process.refuse", id=DRAFT, reason=" ").code == "reason_missing"
    gao.do("process.refuse", id=DRAFT, reason="3 days are too many")
    gao.sync()
    bo.pull()
    row = bo.row("process_drafts", DRAFT)
    assert (row["state"], row["reason"]) == ("open", "3 days are too many")
    bo.do("process.set_standard", draft_id=DRAFT, node=BOOKING, days=1)
    bo.do("process.submit", id=DRAFT)
    bo.sync()
    assert office.row("process_drafts", DRAFT)["reason"] == ""


def test_of_two_drafts_the_later_is_taken_on_to_the_version_of_the_first(desk_of, office):
    max_ = desk_of("max")
    max_.do("process.draft", id=OTHER, title="Faster customs")
    max_.do("process.set_standard", draft_id=OTHER, node="N14", days=2)
    max_.sync()
    _, gao = _published(desk_of)
    max_.pull()
    no = _refused(max_, "process.submit", id=OTHER)
    assert (no.code, no.facts) == ("process_draft_outdated", {"based_on": 1, "newest": 2})
    max_.do("process.renew", id=OTHER)
    assert _refused(max_, "process.renew", id=OTHER).code == "process_draft_current"
    max_.do("process.submit", id=OTHER)
    max_.sync()
    gao.pull()
    gao.do("process.publish", id=OTHER)
    gao.sync()
    third = nodes_by_id(_process(gao, 3))
    assert [third[n].standards[0].days for n in (BOOKING, "N14")] == [3, 2]


def test_two_owners_work_on_one_draft_offline_and_both_stand(desk_of, office):
    bo, max_ = desk_of("bo"), desk_of("max")
    _begin(bo)
    bo.sync()
    max_.pull()
    bo.do("process.change_stage", draft_id=DRAFT, node=BOOKING, set={"amber": "2 wd elapsed"})
    max_.do("process.change_stage", draft_id=DRAFT, node=BOOKING, set={"red": "5 wd elapsed"})
    max_.do("process.set_standard", draft_id=DRAFT, node=BOOKING, days=4)
    bo.do("process.set_standard", draft_id=DRAFT, node=BOOKING, days=5)
    bo.sync()
    max_.sync()
    bo.pull()
    assert bo.rows("process_changes") == max_.rows("process_changes")
    values = {row["field"]: row["value"] for row in office.rows("process_changes")}
    assert values["amber"] == '"2 wd elapsed"'
    assert values["red"] == '"5 wd elapsed"'
    assert '"days": 4' in values["standard.0"]
    lost = [row for row in office.rows("history") if row["kind"] == "overwrote"]
    assert ['"days": 5' in row["old"] for row in lost] == [True]
    assert (
        bo.row("process_drafts", DRAFT)["digest"] == office.row("process_drafts", DRAFT)["digest"]
    )


def test_a_change_taken_back_is_as_in_the_running_version(desk_of, office):
    bo = desk_of("bo")
    _begin(bo)
    (change,) = bo.rows("process_changes")
    bo.do("process.take_back", id=change["id"])
    assert _refused(bo, "process.submit", id=DRAFT).code == "process_nothing_changed"
    said = {"zh": "确认舱位", "en": "Space confirmed"}
    bo.do("process.add_item", id=ITEM, draft_id=DRAFT, node=BOOKING, set=said)
    part = f"{BOOKING}-{ITEM[-4:]}"
    bo.do("process.change_item", draft_id=DRAFT, part=part, set={"by": "LOG"})
    added = next(row for row in bo.rows("process_changes") if row["field"] == "added")
    bo.do("process.take_back", id=added["id"])
    assert bo.rows("process_changes") == []
    bo.sync()
    assert office.rows("process_changes") == []


def test_a_version_that_no_program_here_can_read_leaves_the_one_before_it(desk_of):
    _, gao = _published(desk_of)
    lin = desk_of("lin")
    with lin.replica.write() as connection:
        text = "UPDATE process_versions SET body = '{\"version\": 2}', digest = 'other'"
        connection.exec_driver_sql(text)
    assert _process(lin, 2).version == 1
    assert _process(gao, 2).version == 2
    assert Role.LOG in nodes_by_id(_process(lin, 2))[BOOKING].raci.accountable
