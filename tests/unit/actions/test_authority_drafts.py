"""The decision table is drafted by one, put in force by another, and old requests keep theirs."""

import msgspec
import pytest

from sync.domain.authority import evaluate
from sync.server import administration
from sync.store import authority_files
from sync.store.sentences import sentence
from tests.builders import NOW, TODAY, an_id
from tests.decision_tables import (
    ASKED,
    DRAFT,
    OTHER,
    PRICE,
    asked,
    begin,
    change,
    level,
    published,
    read,
    refused,
    table_on,
)


@pytest.mark.system("S03")
def test_a_table_drafted_by_one_is_put_in_force_by_another(desk_of, office):
    lin = desk_of("lin")
    bo, gao = asked(desk_of)
    assert refused(bo, "authority.publish", id=DRAFT).code == "authority_own_draft"
    gao.do("authority.publish", id=DRAFT)
    assert gao.row("authority_drafts", DRAFT)["state"] == "publishing"
    assert table_on(gao).version == 1
    gao.sync()
    assert gao.last().status == "applied"
    assert gao.row("authority_drafts", DRAFT)["version"] == 2
    (version,) = office.rows("authority_versions")
    assert (version["number"], version["based_on"]) == (2, 1)
    assert version["published_by"] == an_id("gao")
    lin.pull()
    assert table_on(lin).version == 2
    assert level(lin, price_change_percent="-4.5") == 3
    assert evaluate(table_on(lin, 1), {"price_change_percent": "-4.5"}).level == 2
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
    bo, _ = asked(desk_of)
    told = next(each for each in read(bo).findings if each.flaw == "stricter")
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
    begin(bo)
    bo.sync()
    max_.pull()
    change(max_, {"row": "A3", "fact": "contract_amount"}, **{"limit.1": "8000"})
    max_.do("authority.submit", id=DRAFT)
    max_.sync()
    bo.pull()
    own = refused(bo, "authority.publish", id=DRAFT)
    assert (own.code, own.kind) == ("authority_own_draft", "denied")
    gao.pull()
    gao.do("authority.publish", id=DRAFT)
    gao.sync()
    assert gao.last().status == "applied"
    assert office.row("authority_drafts", DRAFT)["state"] == "published"


def test_who_neither_leads_nor_is_told_of_drafts_writes_none(desk_of):
    lin, fei, ada = desk_of("lin"), desk_of("fei"), desk_of("ada")
    bo = desk_of("bo")
    begin(bo)
    bo.sync()
    for desk in (lin, ada):
        desk.pull()
        assert desk.rows("authority_drafts") == []
        assert refused(desk, "authority.draft", id=OTHER, title="Mine").kind == "denied"
    fei.pull()
    assert [row["id"] for row in fei.rows("authority_drafts")] == [DRAFT]
    assert refused(fei, "authority.draft", id=OTHER, title="Mine").code == "authority_leaders_only"
    assert refused(fei, "authority.drop", id=DRAFT, reason="no").code == "authority_leaders_only"


def test_a_flaw_made_on_another_desk_is_refused_at_head_office(desk_of, office):
    bo, gao = asked(desk_of)
    max_ = desk_of("max")
    change(max_, PRICE, **{"limit.2": "1"})
    max_.sync()
    gao.do("authority.publish", id=DRAFT)
    gao.push()
    assert (gao.last().status, "authority_not_asked" in gao.last().detail) == ("invalid", True)
    assert office.rows("authority_versions") == []
    bo.pull()
    assert refused(bo, "authority.submit", id=DRAFT).code == "authority_order"


def test_a_draft_that_changed_unseen_is_not_put_in_force(desk_of, office):
    bo, gao = asked(desk_of)
    change(bo, {"row": "A4", "fact": "delay_days"}, **{"limit.0": "0"})
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
    change(max_, {"row": "A4", "fact": "delay_days"}, OTHER, **{"limit.0": "1"})
    max_.sync()
    _, gao = published(desk_of)
    max_.pull()
    no = refused(max_, "authority.submit", id=OTHER)
    assert (no.code, no.facts) == ("authority_draft_outdated", {"based_on": 1, "newest": 2})
    max_.do("authority.renew", id=OTHER)
    assert refused(max_, "authority.renew", id=OTHER).code == "authority_draft_current"
    max_.do("authority.submit", id=OTHER)
    max_.sync()
    gao.pull()
    gao.do("authority.publish", id=OTHER)
    gao.sync()
    assert table_on(gao).version == 3
    assert level(gao, price_change_percent="-4.5") == 3
    assert level(gao, delay_days="2") == 1


def test_a_file_of_the_operator_and_a_draft_never_share_a_number(desk_of, office):
    _, gao = asked(desk_of)
    table = msgspec.structs.replace(authority_files.shipped()[1], version=2)
    with office.database.write() as connection:
        administration.set_authority(connection, msgspec.json.encode(table).decode(), now=NOW)
    gao.do("authority.publish", id=DRAFT)
    gao.push()
    assert (gao.last().status, "authority_draft_outdated" in gao.last().detail) == ("invalid", True)
    (version,) = office.rows("authority_versions")
    assert (version["number"], version["published_by"]) == (2, "")


def test_a_refused_draft_is_mended_and_a_dropped_one_stays_readable(desk_of, office):
    bo, gao = asked(desk_of)
    assert refused(gao, "authority.refuse", id=DRAFT, reason=" ").code == "reason_missing"
    gao.do("authority.refuse", id=DRAFT, reason="4 % is too little")
    gao.sync()
    bo.pull()
    row = bo.row("authority_drafts", DRAFT)
    assert (row["state"], row["reason"]) == ("open", "4 % is too little")
    bo.do("authority.drop", id=DRAFT, reason="we wait")
    assert refused(bo, "authority.submit", id=DRAFT).code == "authority_draft_closed"
    assert len(read(bo).changes) == 1


def test_two_managers_change_one_limit_offline_and_neither_value_is_lost(desk_of, office):
    bo, max_ = desk_of("bo"), desk_of("max")
    begin(bo)
    bo.sync()
    max_.pull()
    change(max_, PRICE, **{"limit.2": "4.5"})
    change(bo, PRICE, **{"limit.2": "3.5"})
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
    begin(bo)
    sheet = read(bo)
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
