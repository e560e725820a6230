"""Two people, one group: a conflict each, nothing lost, decided once, taken back."""

import json
from datetime import timedelta

import pytest

from sync.domain.refusals import Refused
from tests.builders import NOW, an_id

ORDER, LINE = an_id("order"), an_id("line")


def opened(office):
    return [row for row in office.rows("conflicts") if row["state"] == "open"]


@pytest.fixture
def clash(office, desk_of):
    """Let two people change one price without seeing each other; the second is asked."""
    first, second = desk_of("mei"), desk_of("lin")
    first.do("line.edit", id=LINE, set={"unit_price": "2.40"})
    second.do("line.edit", id=LINE, set={"unit_price": "2.60"})
    first.sync()
    second.sync()
    first.sync()
    return first, second


def test_the_second_price_becomes_a_conflict_with_both_sides(office, clash):
    first, second = clash
    (conflict,) = opened(office)
    assert second.last().status == "review"
    assert office.row("order_lines", LINE)["unit_price"] == "2.40"
    assert json.loads(conflict["mine"])["unit_price"] == "2.60"
    assert json.loads(conflict["theirs"])["unit_price"] == "2.40"
    assert json.loads(conflict["base"])["unit_price"] == "2.50"
    assert conflict["author_id"] == second.user.id
    assert conflict["other_id"] == first.user.id
    assert conflict["owner_id"] == an_id("lin")
    assert first.rows("conflicts") == second.rows("conflicts")
    assert second.row("order_lines", LINE)["unit_price"] == "2.40"


def test_going_on_from_the_own_value_asks_no_second_question(office, desk_of):
    first, second = desk_of("mei"), desk_of("lin")
    first.do("line.edit", id=LINE, set={"unit_price": "2.40"})
    for price in ("2.60", "2.65", "2.70"):
        second.do("line.edit", id=LINE, set={"unit_price": price})
    first.sync()
    second.sync()
    (conflict,) = opened(office)
    assert json.loads(conflict["mine"])["unit_price"] == "2.70"
    assert json.loads(conflict["base"])["unit_price"] == "2.50"
    assert {item.status for item in second.queue()} == {"review"}


def test_own_chained_edits_are_no_conflict(office, desk_of):
    desk = desk_of("lin")
    for price in ("2.60", "2.65", "2.70"):
        desk.do("line.edit", id=LINE, set={"unit_price": price})
    desk.sync()
    assert not opened(office)
    assert office.row("order_lines", LINE)["unit_price"] == "2.70"


def test_two_groups_of_one_row_are_two_questions(office, desk_of):
    first, second = desk_of("mei"), desk_of("lin")
    first.do("line.edit", id=LINE, set={"unit_price": "2.40", "quantity": "90"})
    second.do("line.edit", id=LINE, set={"unit_price": "2.60", "quantity": "80"})
    first.sync()
    second.sync()
    assert {row["group"] for row in opened(office)} == {"money", "quantity"}


def test_a_price_does_not_join_a_currency_somebody_else_changed(office, desk_of):
    first, second = desk_of("mei"), desk_of("lin")
    first.do("order.edit", id=ORDER, set={"currency": "EUR"})
    second.do("line.edit", id=LINE, set={"unit_price": "2.60"})
    first.sync()
    second.sync()
    (conflict,) = opened(office)
    assert office.row("order_lines", LINE)["unit_price"] == "2.50"
    assert conflict["other_id"] == first.user.id


def test_a_currency_does_not_join_a_price_somebody_else_changed(office, desk_of):
    first, second = desk_of("mei"), desk_of("lin")
    first.do("line.edit", id=LINE, set={"unit_price": "2.60"})
    second.do("order.edit", id=ORDER, set={"currency": "EUR"})
    first.sync()
    second.sync()
    assert office.row("orders", ORDER)["currency"] == "USD"
    assert opened(office)[0]["group"] == "money"


def test_a_currency_does_not_join_a_line_added_meanwhile(office, desk_of):
    first, second = desk_of("mei"), desk_of("lin")
    first.do("line.add", id=an_id("more"), set={"order_id": ORDER, "unit_price": "9"})
    second.do("order.edit", id=ORDER, set={"currency": "EUR"})
    first.sync()
    second.sync()
    assert office.row("orders", ORDER)["currency"] == "USD"


def test_a_line_added_meanwhile_does_not_join_a_new_currency(office, desk_of):
    first, second = desk_of("mei"), desk_of("lin")
    first.do("order.edit", id=ORDER, set={"currency": "EUR"})
    line = {"order_id": ORDER, "unit_price": "9", "quantity": "5", "description": "Cup"}
    second.do("line.add", id=an_id("more"), set=line)
    second.do("line.edit", id=an_id("more"), set={"unit_price": "9.50"})
    first.sync()
    second.sync()
    (conflict,) = opened(office)
    added = office.row("order_lines", an_id("more"))
    assert (added["unit_price"], added["quantity"], added["description"]) == ("0", "5", "Cup")
    assert json.loads(conflict["mine"])["unit_price"] == "9.50"
    assert conflict["other_id"] == first.user.id
    assert second.row("order_lines", an_id("more"))["unit_price"] == "0"


def test_the_decision_stands_and_the_conflict_closes(office, clash):
    first, second = clash
    (conflict,) = opened(office)
    first.do("conflict.decide", id=conflict["id"], set={"unit_price": "2.60"}, note="agreed")
    first.sync()
    second.sync()
    assert not opened(office)
    assert office.row("order_lines", LINE)["unit_price"] == "2.60"
    assert second.row("order_lines", LINE)["unit_price"] == "2.60"
    kinds = {row["kind"] for row in office.rows("history") if row["field"] == "unit_price"}
    assert kinds == {"edited", "decided"}


def test_keeping_what_stands_is_a_decision_too(office, clash):
    first, _ = clash
    first.do("conflict.decide", id=opened(office)[0]["id"])
    first.sync()
    assert not opened(office)
    assert office.row("order_lines", LINE)["unit_price"] == "2.40"


def test_a_conflict_is_decided_once(office, clash):
    first, second = clash
    (conflict,) = opened(office)
    first.do("conflict.decide", id=conflict["id"], set={"unit_price": "2.60"})
    second.do("conflict.decide", id=conflict["id"], set={"unit_price": "2.45"})
    first.sync()
    second.sync()
    assert second.last().status == "invalid"
    assert "conflict_decided_already" in second.last().detail
    assert office.row("order_lines", LINE)["unit_price"] == "2.60"


def test_a_decision_on_values_that_moved_on_asks_again(office, clash):
    first, second = clash
    (conflict,) = opened(office)
    second.do("conflict.decide", id=conflict["id"], set={"unit_price": "2.60"})
    first.do("line.edit", id=LINE, set={"unit_price": "2.30"})
    first.sync()
    second.sync()
    assert office.row("order_lines", LINE)["unit_price"] == "2.30"
    (again,) = opened(office)
    assert again["id"] != conflict["id"]
    assert json.loads(again["mine"])["unit_price"] == "2.60"


def test_a_decision_can_be_taken_back(office, clash):
    first, second = clash
    (conflict,) = opened(office)
    first.do("conflict.decide", id=conflict["id"], set={"unit_price": "2.60"})
    first.sync()
    first.do("conflict.undo", id=conflict["id"])
    first.sync()
    assert office.row("order_lines", LINE)["unit_price"] == "2.40"
    assert [row["id"] for row in opened(office)] == [conflict["id"]]
    second.sync()
    second.do("conflict.decide", id=conflict["id"], set={"unit_price": "2.60"})
    second.sync()
    assert office.row("order_lines", LINE)["unit_price"] == "2.60"


def test_a_decision_stands_for_good_after_thirty_days(office, clash):
    first, _ = clash
    (conflict,) = opened(office)
    first.do("conflict.decide", id=conflict["id"], set={"unit_price": "2.60"})
    first.push()
    first.do("conflict.undo", id=conflict["id"])
    office.now = lambda: NOW + timedelta(days=31)
    first.sync()
    assert "undo_too_late" in first.last().detail
    assert office.row("order_lines", LINE)["unit_price"] == "2.60"


def test_only_who_may_change_the_fields_may_decide(office, clash, desk_of):
    (conflict,) = opened(office)
    stranger = desk_of("fei")
    for arguments in ({}, {"set": {"unit_price": "1"}}, {"remove": True}):
        with pytest.raises(Refused) as refused:
            stranger.do("conflict.decide", id=conflict["id"], **arguments)
        assert refused.value.refusal.kind == "denied"


def test_a_decision_speaks_of_its_own_group_only(office, clash):
    first, _ = clash
    with pytest.raises(Refused) as refused:
        first.do("conflict.decide", id=opened(office)[0]["id"], set={"quantity": "1"})
    assert refused.value.refusal.code == "field_not_in_conflict"


def test_a_removal_does_not_beat_an_edit_nobody_saw(office, desk_of):
    first, second = desk_of("mei"), desk_of("lin")
    first.do("line.edit", id=LINE, set={"unit_price": "2.40"})
    second.do("line.remove", id=LINE)
    assert second.row("order_lines", LINE) is None
    first.sync()
    second.sync()
    (conflict,) = opened(office)
    assert conflict["note"] == "removed"
    assert second.row("order_lines", LINE)["unit_price"] == "2.40"
    second.do("conflict.decide", id=conflict["id"], remove=True)
    second.sync()
    assert office.row("order_lines", LINE) is None
    assert not opened(office)


def test_an_edit_of_a_row_removed_meanwhile_is_gone_and_keeps_its_value(office, desk_of):
    first, second = desk_of("mei"), desk_of("lin")
    first.do("line.remove", id=LINE)
    second.do("line.edit", id=LINE, set={"unit_price": "2.60"})
    first.sync()
    second.sync()
    assert second.last().status == "gone"
    assert b"2.60" in second.last().body
    assert second.row("order_lines", LINE) is None


def test_a_conflict_on_a_row_that_is_gone_can_still_be_closed(office, clash):
    first, second = clash
    (conflict,) = opened(office)
    first.do("line.remove", id=LINE)
    first.sync()
    second.sync()
    with pytest.raises(Refused):
        second.do("conflict.decide", id=conflict["id"], set={"unit_price": "2.60"})
    second.do("conflict.decide", id=conflict["id"])
    second.sync()
    assert not opened(office)


def test_notes_both_changed_are_kept_side_by_side(office, desk_of):
    first, second = desk_of("mei"), desk_of("lin")
    first.do("order.edit", id=ORDER, set={"note": "call the buyer"})
    second.do("order.edit", id=ORDER, set={"note": "ask the bank"})
    first.sync()
    second.sync()
    assert office.row("orders", ORDER)["note"] == "call the buyer"
    assert [row["text"] for row in office.rows("comments")] == ["ask the bank"]


def test_an_overwritten_automatic_field_stays_in_history_and_is_told(office, desk_of):
    first, second = desk_of("mei"), desk_of("lin")
    first.do("order.edit", id=ORDER, set={"goods": "bowls"})
    second.do("order.edit", id=ORDER, set={"goods": "cups"})
    first.sync()
    second.sync()
    assert second.last().status == "applied"
    assert "overwrote" in second.last().detail
    (line,) = [row for row in office.rows("history") if row["kind"] == "overwrote"]
    assert (line["old"], line["new"], line["base"]) == ("bowls", "cups", "")
