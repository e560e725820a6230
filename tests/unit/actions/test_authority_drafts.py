"""The decision table is drafted by one, put in force by another, and old requests keep theirs."""

import json

import msgspec
import pytest

from sync.actions.authority import table_of
from sync.actions.workspace import Workspace
from sync.domain.authority import evaluate
from sync.domain.authority_changes import row_of
from sync.domain.refusals import Refused
from sync.server import administration
from sync.store import authority_files, authority_lists
from sync.store.sentences import LANGUAGES, sentence
from tests.builders import NOW, TODAY, an_id

DRAFT, OTHER, ROW, ASKED = an_id("draft"), an_id("other draft"), an_id("row"), an_id("asked")
PRICE = {"row": "A1", "fact": "price_change_percent"}


def _refused(desk, action, **arguments):
    with pytest.raises(Refused) as caught:
        desk.do(action, **arguments)
    return caught.value.refusal


def _change(desk, place, identifier=DRAFT, **said):
    desk.do("authority.change", draft_id=identifier, **place, set=said)


def _begin(desk, identifier=DRAFT):
    desk.do("authority.draft", id=identifier, title="Smaller discounts")
    _change(desk, PRICE, identifier, **{"limit.2": "4"})


def _asked(desk_of, change=None):
    """Return the desks of who asked for a draft and of who decides about it."""
    bo, gao = desk_of("bo"), desk_of("gao")
    _begin(bo)
    if change is not None:
        change(bo)
    bo.do("authority.submit", id=DRAFT)
    bo.sync()
    gao.pull()
    return bo, gao


def _published(desk_of, change=None):
    bo, gao = _asked(desk_of, change)
    gao.do("authority.publish", id=DRAFT)
    gao.sync()
    bo.pull()
    return bo, gao


def _table(desk, version=0):
    with desk.replica.read() as connection:
        return table_of(Workspace(connection), version)[0]


def _read(desk, identifier=DRAFT):
    with desk.replica.read() as connection:
        return authority_lists.read_draft(connection, identifier, today=TODAY)


def _level(desk, **case):
    return evaluate(_table(desk), case).level


@pytest.mark.system("S03")
def test_a_table_drafted_by_one_is_put_in_force_by_another(desk_of, office):
    lin = desk_of("lin")
    bo, gao = _asked(desk_of)
    assert _refused(bo, "authority.publish", id=DRAFT).code == "authority_own_draft"
    gao.do("authority.publish", id=DRAFT)
    assert gao.row("authority_drafts", DRAFT)["state"] == "publishing"
    assert _table(gao).version == 1
    gao.sync()
    assert gao.last().status == "applied"
    assert gao.row("authority_drafts", DRAFT)["version"] == 2
    (version,) = office.rows("authority_versions")
    assert (version["number"], version["based_on"]) == (2, 1)
    assert version["published_by"] == an_id("gao")
    lin.pull()
    assert _table(lin).version == 2
    assert _level(lin, price_change_percent="-4.5") == 3
    assert evaluate(_table(lin, 1), {"price_change_percent": "-4.5"}).level == 2
    assert lin.rows("authority_drafts") == lin.rows("authority_changes") == []
    assert lin.rows("authority_versions")[0]["title"] == "Smaller discounts"


@pytest.mark.system("S03")
@pytest.mark.system("S21")
def test_a_request_keeps_the_version_it_was_asked_under_and_is_decided_by_the_stricter(
    desk_of, office
):
    lin = desk_of("lin")
    lin.do(
        "approval.request",
        id=ASKED,
        order_id=an_id("order"),
        topic="price",
        title="4.5 % off",
        case={"price_change_percent": "-4.5"},
    )
    lin.sync()
    low = desk_of("bo", "low")
    bo, _ = _asked(desk_of)
    told = next(each for each in _read(bo).findings if each.flaw == "stricter")
    assert "4.5 % off" in sentence(told.refusal, "en")
    gao = desk_of("gao", "second")
    gao.do("authority.publish", id=DRAFT)
    gao.sync()
    kept = office.row("approvals", ASKED)
    assert (kept["table_version"], kept["level"]) == (1, 2)
    low.do("approval.decide", id=OTHER, approval_id=ASKED, decision="approve")
    low.sync()
    decided = office.row("decisions", OTHER)
    assert (decided["outcome"], decided["why"]) == ("needs_decision", "policy_stricter")
    assert office.row("approvals", ASKED)["state"] == "open"


def test_nobody_publishes_what_they_wrote_in(desk_of, office):
    bo, max_, gao = desk_of("bo"), desk_of("max"), desk_of("gao")
    _begin(bo)
    bo.sync()
    max_.pull()
    _change(max_, {"row": "A3", "fact": "contract_amount"}, **{"limit.1": "8000"})
    max_.do("authority.submit", id=DRAFT)
    max_.sync()
    bo.pull()
    own = _refused(bo, "authority.publish", id=DRAFT)
    assert (own.code, own.kind) == ("authority_own_draft", "denied")
    gao.pull()
    gao.do("authority.publish", id=DRAFT)
    gao.sync()
    assert gao.last().status == "applied"
    assert office.row("authority_drafts", DRAFT)["state"] == "published"


def test_who_neither_leads_nor_is_told_of_drafts_writes_none(desk_of):
    lin, fei, ada = desk_of("lin"), desk_of("fei"), desk_of("ada")
    bo = desk_of("bo")
    _begin(bo)
    bo.sync()
    for desk in (lin, ada):
        desk.pull()
        assert desk.rows("authority_drafts") == []
        assert _refused(desk, "authority.draft", id=OTHER, title="Mine").kind == "denied"
    fei.pull()
    assert [row["id"] for row in fei.rows("authority_drafts")] == [DRAFT]
    assert _refused(fei, "authority.draft", id=OTHER, title="Mine").code == "authority_leaders_only"
    assert _refused(fei, "authority.drop", id=DRAFT, reason="no").code == "authority_leaders_only"


SOUND = (
    ({"row": "A1", "fact": "price_change_percent"}, {"limit.2": "2"}, "authority_order"),
    ({"row": "A1", "fact": "price_change_percent"}, {"start.2": "3.5"}, "authority_gap"),
    ({"row": "A1", "fact": "price_change_percent"}, {"start.2": "2"}, "authority_overlap"),
    ({"row": "A1", "fact": "price_change_percent"}, {"beyond": 2}, "authority_falling"),
    ({"row": "A3", "fact": "contract_amount"}, {"currency": "THB"}, "authority_currency"),
    ({"row": "A14"}, {"consults": "DOC"}, "authority_kept"),
    ({"row": "A14", "fact": "bank_account"}, {"word.changed": 1}, "authority_kept"),
    ({"row": "A15"}, {"never_urgent": 0}, "authority_urgent"),
    ({}, {"currency": "CNY"}, "authority_rate"),
    ({}, {"currency": "THB"}, "authority_table_currency"),
)


@pytest.mark.system("S03")
@pytest.mark.parametrize(("place", "said", "code"), SOUND)
def test_a_draft_that_makes_no_good_table_is_kept_and_not_asked_for(desk_of, place, said, code):
    bo = desk_of("bo")
    _begin(bo)
    _change(bo, place, **said)
    no = _refused(bo, "authority.submit", id=DRAFT)
    assert no.code == code
    for language in LANGUAGES:
        assert "–" not in sentence(no, language)
    assert code in {f"authority_{each.flaw}" for each in _read(bo).findings}
    assert len(bo.rows("authority_changes")) >= 1


def test_a_flaw_made_on_another_desk_is_refused_at_head_office(desk_of, office):
    bo, gao = _asked(desk_of)
    max_ = desk_of("max")
    _change(max_, PRICE, **{"limit.2": "1"})
    max_.sync()
    gao.do("authority.publish", id=DRAFT)
    gao.push()
    assert (gao.last().status, "authority_not_asked" in gao.last().detail) == ("invalid", True)
    assert office.rows("authority_versions") == []
    bo.pull()
    assert _refused(bo, "authority.submit", id=DRAFT).code == "authority_order"


BAD = (
    ({"row": "A99"}, {"en": "x"}, "authority_row_unknown"),
    ({"row": "A1", "fact": "stage"}, {"limit.1": "3"}, "authority_fact_unknown"),
    (PRICE, {"limit.9": "3"}, "value_not_valid"),
    (PRICE, {"limit.2": "many"}, "value_not_valid"),
    (PRICE, {"limit.2": "1e9"}, "value_not_valid"),
    (PRICE, {"limit.2": "NaN"}, "value_not_valid"),
    (PRICE, {"limit": "3"}, "field_unknown"),
    (PRICE, {"start.4": "3"}, "value_not_valid"),
    (PRICE, {"beyond": 7}, "value_not_valid"),
    (PRICE, {"word.Big": 1}, "value_not_valid"),
    (PRICE, {"en": "x"}, "field_unknown"),
    (PRICE, {}, "nothing_to_change"),
    ({"row": "A1"}, {"consults": "XYZ"}, "role_unknown"),
    ({"row": "A1"}, {"zh": " "}, "field_empty"),
    ({"row": "A1"}, {"en": "a\x00"}, "text_has_control_characters"),
    ({"row": "A1"}, {"never_urgent": 7}, "value_not_valid"),
    ({}, {"mode": "any"}, "value_not_valid"),
    ({}, {"currency": "dollars"}, "value_not_valid"),
    ({}, {"hours.1": 0}, "value_not_valid"),
    ({}, {"hours.0": 4}, "value_not_valid"),
    ({}, {"needed.2": 99}, "value_not_valid"),
    ({}, {"rate.EUR": "-1"}, "value_not_valid"),
    ({}, {"rate.euro": "1"}, "value_not_valid"),
    ({}, {"urgent.cost": "1"}, "field_unknown"),
    ({}, {"urgent.month_max": "many"}, "value_not_valid"),
)


def test_what_no_table_can_hold_is_refused_with_a_sentence_and_changes_nothing(desk_of):
    bo = desk_of("bo")
    _begin(bo)
    before = bo.rows("authority_changes")
    for place, said, code in BAD:
        no = _refused(bo, "authority.change", draft_id=DRAFT, **place, set=said)
        assert no.code == code, (place, said)
        assert "–" not in sentence(no, "en"), (place, said)
    assert bo.rows("authority_changes") == before


def test_rows_are_added_and_retired_where_duties_allow(desk_of):
    bo = desk_of("bo")
    _begin(bo)
    said = {"zh": "样品费", "en": "Sample cost", "limit.1": "500", "beyond": 2, "consults": "FIN"}
    add = {"id": ROW, "draft_id": DRAFT, "fact": "sample_cost", "is_money": True}
    bo.do("authority.add_row", **add, set=said)
    name = f"X{ROW[-4:].upper()}"
    _change(bo, {"row": name, "fact": "sample_cost"}, **{"limit.2": "900", "beyond": 3})
    bo.do("authority.retire_row", draft_id=DRAFT, row="A8")
    table = _read(bo).table
    assert row_of(table, "A8") is None
    assert evaluate(table, {"sample_cost": "900"}).level == 2
    assert evaluate(table, {"sample_cost": "901"}).level == 3
    kept = _refused(bo, "authority.retire_row", draft_id=DRAFT, row="A14")
    assert kept.code == "authority_row_kept"
    again = _refused(bo, "authority.add_row", **add, set=said)
    assert again.code == "row_exists"
    for wrong, code in (
        ({"en": "x"}, "field_empty"),
        ({**said, "limit.1": "x"}, "value_not_valid"),
    ):
        new = {**add, "id": an_id("third")}
        assert _refused(bo, "authority.add_row", **new, set=wrong).code == code
    unknown = {**add, "id": an_id("third"), "fact": "Sample Cost"}
    assert _refused(bo, "authority.add_row", **unknown, set=said).code == "value_not_valid"
    bo.do("authority.submit", id=DRAFT)


def test_a_row_of_a_fact_that_is_asked_for_already_keeps_its_kind(desk_of):
    bo = desk_of("bo")
    _begin(bo)
    said = {"zh": "低毛利会签", "en": "Thin margins are heard", "limit.1": "8", "beyond": 2}
    bo.do("authority.add_row", id=ROW, draft_id=DRAFT, fact="margin_percent", set=said)
    table = _read(bo).table
    row = row_of(table, f"X{ROW[-4:].upper()}")
    assert row.tests[0].kind == "at_least"


@pytest.mark.system("S21")
def test_seats_hours_currency_and_mode_are_data(desk_of, office):
    def change(desk):
        _change(desk, {}, **{"mode": "step_by_step", "needed.2": 2, "hours.2": 6})
        _change(desk, {}, **{"rate.THB": "0.028", "urgent.month_max": 1})
        _change(desk, {"row": "A3", "fact": "contract_amount"}, currency="EUR")
        _change(desk, {"row": "A1"}, consults="FIN,DOC", never_urgent=1)

    _, gao = _published(desk_of, change)
    table = _table(gao)
    assert (table.mode, table.needed["2"], table.decide_hours["2"]) == ("step_by_step", 2, 6)
    assert table.urgent.month_max == 1
    assert "A1" in table.urgent.excluded
    lin = desk_of("lin")
    lin.do(
        "approval.request",
        id=ASKED,
        order_id=an_id("order"),
        topic="price",
        title="4 % off",
        case={"price_change_percent": "-4"},
    )
    row = lin.row("approvals", ASKED)
    assert (row["table_version"], row["level"]) == (2, 2)
    flow = [
        [(seat["level"], seat["role"], seat["needed"]) for seat in step]
        for step in json.loads(row["flow"])
    ]
    assert flow == [[(1, "", 1)], [(2, "", 2), (0, "DOC", 1), (0, "FIN", 1)]]


def test_a_change_taken_back_is_as_in_the_table_in_force(desk_of):
    bo = desk_of("bo")
    _begin(bo)
    (change,) = bo.rows("authority_changes")
    bo.do("authority.take_back", id=change["id"])
    assert _refused(bo, "authority.take_back", id=change["id"]).code == "row_gone"
    assert _refused(bo, "authority.submit", id=DRAFT).code == "authority_nothing_changed"
    said = {"zh": "样品费", "en": "Sample cost", "limit.1": "500"}
    bo.do("authority.add_row", id=ROW, draft_id=DRAFT, fact="sample_cost", set=said)
    name = f"X{ROW[-4:].upper()}"
    _change(bo, {"row": name}, consults="FIN")
    added = next(row for row in bo.rows("authority_changes") if row["field"] == "added")
    bo.do("authority.take_back", id=added["id"])
    assert _read(bo).changes == ()
    assert _read(bo).misplaced == ()


def test_a_draft_that_changed_unseen_is_not_put_in_force(desk_of, office):
    bo, gao = _asked(desk_of)
    _change(bo, {"row": "A4", "fact": "delay_days"}, **{"limit.0": "0"})
    assert bo.row("authority_drafts", DRAFT)["state"] == "open"
    bo.do("authority.submit", id=DRAFT)
    bo.sync()
    gao.do("authority.publish", id=DRAFT)
    gao.push()
    assert (gao.last().status, "authority_draft_moved" in gao.last().detail) == ("invalid", True)
    gao.pull()
    gao.do("authority.publish", id=DRAFT)
    gao.sync()
    assert gao.last().status == "applied"


def test_of_two_drafts_the_later_is_taken_on_to_the_table_of_the_first(desk_of, office):
    max_ = desk_of("max")
    max_.do("authority.draft", id=OTHER, title="Shorter delays")
    _change(max_, {"row": "A4", "fact": "delay_days"}, OTHER, **{"limit.0": "1"})
    max_.sync()
    _, gao = _published(desk_of)
    max_.pull()
    no = _refused(max_, "authority.submit", id=OTHER)
    assert (no.code, no.facts) == ("authority_draft_outdated", {"based_on": 1, "newest": 2})
    max_.do("authority.renew", id=OTHER)
    assert _refused(max_, "authority.renew", id=OTHER).code == "authority_draft_current"
    max_.do("authority.submit", id=OTHER)
    max_.sync()
    gao.pull()
    gao.do("authority.publish", id=OTHER)
    gao.sync()
    assert _table(gao).version == 3
    assert _level(gao, price_change_percent="-4.5") == 3
    assert _level(gao, delay_days="2") == 1


def test_a_file_of_the_operator_and_a_draft_never_share_a_number(desk_of, office):
    _, gao = _asked(desk_of)
    table = msgspec.structs.replace(authority_files.shipped()[1], version=2)
    with office.database.write() as connection:
        administration.set_authority(connection, msgspec.json.encode(table).decode(), now=NOW)
    gao.do("authority.publish", id=DRAFT)
    gao.push()
    assert (gao.last().status, "authority_draft_outdated" in gao.last().detail) == ("invalid", True)
    (version,) = office.rows("authority_versions")
    assert (version["number"], version["published_by"]) == (2, "")


def test_a_refused_draft_is_mended_and_a_dropped_one_stays_readable(desk_of, office):
    bo, gao = _asked(desk_of)
    assert _refused(gao, "authority.refuse", id=DRAFT, reason=" ").code == "reason_missing"
    gao.do("authority.refuse", id=DRAFT, reason="4 % is too little")
    gao.sync()
    bo.pull()
    row = bo.row("authority_drafts", DRAFT)
    assert (row["state"], row["reason"]) == ("open", "4 % is too little")
    bo.do("authority.drop", id=DRAFT, reason="we wait")
    assert _refused(bo, "authority.submit", id=DRAFT).code == "authority_draft_closed"
    assert len(_read(bo).changes) == 1


def test_two_managers_change_one_limit_offline_and_neither_value_is_lost(desk_of, office):
    bo, max_ = desk_of("bo"), desk_of("max")
    _begin(bo)
    bo.sync()
    max_.pull()
    _change(max_, PRICE, **{"limit.2": "4.5"})
    _change(bo, PRICE, **{"limit.2": "3.5"})
    bo.sync()
    max_.sync()
    bo.pull()
    assert bo.rows("authority_changes") == max_.rows("authority_changes")
    lost = [row for row in office.rows("history") if row["kind"] == "overwrote"]
    assert [row["old"] for row in lost] == ['"3.5"']


@pytest.mark.system("S21")
def test_people_who_stand_in_for_each_other_end_nothing_and_are_told(desk_of, office):
    bo, gao = desk_of("bo"), desk_of("gao")
    days = {"starts_on": TODAY, "ends_on": TODAY, "reason": "fair"}
    bo.do("delegation.add", id=an_id("one"), delegate_id=an_id("gao"), **days)
    bo.sync()
    with office.database.write() as connection:
        row = {**dict(office.row("delegations", an_id("one")))}
        back = {
            **row,
            "id": an_id("back"),
            "delegator_id": an_id("gao"),
            "delegate_id": an_id("bo"),
        }
        administration.write_as_office(connection, [("delegations", back)], now=NOW)
    bo.pull()
    gao.pull()
    _begin(bo)
    sheet = _read(bo)
    (circle,) = [each for each in sheet.findings if each.flaw == "circle"]
    assert "gao, bo stand in for each other" in sentence(circle.refusal, "en")
    assert not circle.is_blocking
    bo.do("authority.submit", id=DRAFT)
    lin = desk_of("lin")
    lin.do("approval.request", id=ASKED, order_id=an_id("order"), title="4 % off")
    lin.sync()
    bo.sync()
    bo.do("approval.decide", id=OTHER, approval_id=ASKED, decision="approve")
    bo.sync()
    assert office.row("decisions", OTHER)["outcome"] == "accepted"
