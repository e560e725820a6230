"""A refused action writes nothing, here and there."""

import pytest

from sync.domain.commands import ACTIONS
from sync.domain.refusals import Refused
from tests.builders import an_id

ORDER, LINE = an_id("order"), an_id("line")
CASES = [
    ("order.create", {"set": {}}, "field_empty"),
    ("order.create", {"set": {"buyer_id": an_id("nobody")}}, "row_gone"),
    ("order.create", {"id": "x", "set": {"buyer_id": an_id("buyer")}}, "value_not_valid"),
    ("order.edit", {"id": ORDER, "set": {}}, "nothing_to_change"),
    ("order.edit", {"id": ORDER, "set": {"order_no": "X"}}, "field_fixed"),
    ("order.edit", {"id": ORDER, "set": {"goods": None}}, "value_not_valid"),
    ("order.edit", {"id": an_id("none"), "set": {"goods": "x"}}, "row_gone"),
    ("order.edit", {"id": ORDER, "set": {"buyer_id": an_id("none")}}, "row_gone"),
    ("order.close", {"id": ORDER}, "order_not_archived"),
    ("order.close", {"id": ORDER, "state": "lost"}, "reason_missing"),
    ("order.close", {"id": ORDER, "state": "eaten", "reason": "x"}, "order_state_unknown"),
    ("order.reopen", {"id": ORDER, "reason": "x"}, "order_not_ended"),
    ("line.add", {"set": {"order_id": an_id("none")}}, "row_gone"),
    ("line.add", {"id": LINE, "set": {"order_id": ORDER}}, "row_exists"),
    ("line.add", {"set": {"order_id": ORDER, "position": "!!"}}, "value_not_valid"),
    ("line.edit", {"id": LINE, "set": {"unit_price": "1e9"}}, "value_not_valid"),
    ("line.edit", {"id": LINE, "set": {"note": "a\x00b"}}, "text_has_control_characters"),
    (
        "node.wait",
        {"order_id": ORDER, "node": "N01", "waits_for": "X", "note": "x"},
        "wait_unknown",
    ),
    (
        "node.wait",
        {"order_id": ORDER, "node": "N01", "waits_for": "WAIT_BUYER", "note": "a\x00"},
        "text_has_control_characters",
    ),
    ("node.start", {"order_id": ORDER, "node": "N99"}, "node_unknown"),
    ("node.resume", {"order_id": ORDER, "node": "N01"}, "node_not_waiting"),
    ("node.finish", {"order_id": ORDER, "node": "N01"}, None),
    ("item.answer", {"order_id": ORDER, "item": "N01-01", "note": "\x07"}, None),
    ("item.answer", {"order_id": ORDER, "item": "N77-01"}, "item_unknown"),
    ("comment.add", {"order_id": ORDER, "text": " "}, "field_empty"),
    ("comment.add", {"order_id": ORDER, "text": "x", "mentions": "y"}, "row_gone"),
    ("task.add", {"set": {"title": "", "assignee_id": an_id("lin")}}, "field_empty"),
    ("task.finish", {"id": an_id("none")}, "row_gone"),
    (
        "attachment.add",
        {"order_id": ORDER, "name": "x", "size_bytes": -1, "sha256": "a" * 64},
        "value_not_valid",
    ),
    (
        "attachment.add",
        {"order_id": ORDER, "name": "x", "size_bytes": 2**70, "sha256": "a" * 64},
        "value_not_valid",
    ),
    ("row.restore", {"id": an_id("none")}, "row_gone"),
    ("conflict.decide", {"id": an_id("none")}, "row_gone"),
    ("partner.remove", {"id": an_id("buyer")}, "row_in_use"),
    ("partner.add", {"set": {"name": "x", "kinds": "friend"}}, "value_not_valid"),
    ("partner.add", {"set": {"name": "x", "kinds": "supplier"}}, "not_permitted"),
    ("receipt.add", {"set": {"order_id": ORDER, "amount": "5"}}, "not_permitted"),
    ("shipment.edit", {"id": an_id("shipment"), "set": {"inspection": "PASS"}}, "duty_separated"),
]


@pytest.mark.parametrize(("action", "arguments", "code"), CASES, ids=lambda part: str(part)[:30])
def test_a_refusal_names_its_reason_and_writes_nothing(desk_of, action, arguments, code):
    desk = desk_of("lin")
    before = {entity: desk.rows(entity) for entity in ("orders", "order_lines", "nodes", "tasks")}
    with pytest.raises(Refused) as refused:
        desk.do(action, **arguments)
    assert code is None or refused.value.refusal.code == code
    assert {entity: desk.rows(entity) for entity in before} == before
    assert desk.queue() == []


def test_a_supplier_is_the_purchasers_to_make(desk_of):
    desk = desk_of("pu")
    desk.do("partner.add", id=an_id("mill"), set={"name": "Mill", "kinds": "supplier"})
    desk.sync()
    assert desk.last().status == "applied"
    with pytest.raises(Refused):
        desk.do("partner.add", set={"name": "Shop", "kinds": "buyer"})


def test_cases_speak_of_actions_there_are():
    assert {action for action, _, _ in CASES} <= ACTIONS.keys()
