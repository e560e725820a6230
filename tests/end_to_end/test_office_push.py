"""Head office judges each operation exactly once, on both engines, over real HTTP."""

import msgspec
import pytest

from sync import clock
from sync.wire.messages import Problem, PushAnswer


def _pushed(answer):
    assert isinstance(answer, PushAnswer), answer
    return answer.results


def test_a_replayed_and_doubled_push_has_one_effect(office):
    hand = office.hand("mgr")
    order, _ = hand.new_order()
    comments = [hand.operation("comment.add", id=clock.new_id(), order_id=order, text="once")]
    first = _pushed(hand.push(*comments))
    again = _pushed(hand.push(*comments, *comments))
    assert [verdict.status for verdict in first] == ["applied"]
    assert again == first * 2
    found = [row for row in hand.everything()["comments"].values() if row["order_id"] == order]
    assert [row["text"] for row in found] == ["once"]


def test_operations_out_of_order_are_refused_with_the_next_number(office):
    hand = office.hand("mgr")
    order, _ = hand.new_order()
    texts = [
        hand.operation("comment.add", id=clock.new_id(), order_id=order, text=text)
        for text in ("one", "two")
    ]
    assert hand.push(*reversed(texts)) == Problem(code="gap", next_seq=4)
    assert [verdict.status for verdict in _pushed(hand.push(*texts))] == ["applied"] * 2


def test_another_operation_under_the_same_id_is_refused_and_under_the_same_number_a_fork(office):
    hand = office.hand("mgr")
    order, _ = hand.new_order()
    kept = hand.operation("comment.add", id=clock.new_id(), order_id=order, text="kept")
    _pushed(hand.push(kept))
    other = hand.operation("comment.add", id=clock.new_id(), order_id=order, text="other")
    same_id = msgspec.structs.replace(other, op_id=kept.op_id)
    same_number = msgspec.structs.replace(other, seq=kept.seq)
    (refused,) = _pushed(hand.push(same_id))
    assert (refused.status, "operation_differs" in refused.detail) == ("invalid", True)
    answer = hand.push(same_number)
    assert isinstance(answer, Problem)
    assert (answer.code, answer.next_seq) == ("fork", kept.seq + 2)
    hand.incarnation = clock.new_id()
    renumbered = [msgspec.structs.replace(each, seq=n) for n, each in enumerate((kept, other), 1)]
    assert [verdict.status for verdict in _pushed(hand.push(*renumbered))] == ["applied"] * 2
    texts = [row["text"] for row in hand.everything()["comments"].values()]
    assert (texts.count("kept"), texts.count("other")) == (1, 1)


def test_two_devices_that_change_the_same_price_leave_one_conflict(office):
    one, two = office.hand("mgr"), office.hand("mgr2")
    order, (line,) = one.new_order()
    seen = one.seen(order, line)
    assert one.do("line.edit", seen, id=line, set={"unit_price": "4.20"}) == "applied"
    assert two.do("line.edit", seen, id=line, set={"unit_price": "4.50"}) == "review conflict"
    rows = one.everything()
    assert rows["order_lines"][line]["unit_price"] == "4.20"
    (conflict,) = [row for row in rows["conflicts"].values() if row["order_id"] == order]
    assert msgspec.json.decode(str(conflict["mine"]))["unit_price"] == "4.50"
    assert msgspec.json.decode(str(conflict["theirs"]))["unit_price"] == "4.20"
    assert conflict["state"] == "open"


def test_a_desk_that_was_altered_gets_no_more_than_its_person_may(office):
    boss, clerk = office.hand("mgr"), office.hand("doc")
    order, (line,) = boss.new_order()
    seen = boss.seen(order, line)
    verdict = clerk.do("line.edit", seen, id=line, set={"unit_price": "0.01"})
    assert verdict.startswith("denied"), verdict
    assert (
        boss.everything()["order_lines"][line]["unit_price"]
        == seen[f"order_lines/{line}"]["unit_price"]
    )


def _poisons():
    """Return operations no desk of ours makes, by name."""
    good = {"set": {"name": "Firm", "kinds": "buyer"}}
    deep: object = 1
    for _ in range(400):
        deep = [deep]
    return {
        "an unknown action": ("nothing.at_all", {}),
        "no arguments": ("partner.add", {}),
        "arguments of another kind": ("partner.add", [1, 2]),
        "unknown fields": ("partner.add", {"id": clock.new_id(), "who": 1}),
        "an id that is none": ("partner.add", {"id": "x", **good}),
        "a NUL": ("partner.add", {"id": clock.new_id(), "set": {"name": "a\0b", "kinds": "b"}}),
        "a NUL in a key": ("comment.add", {"id": clock.new_id(), "order_id": "\0", "text": "t"}),
        "deep nesting": ("partner.add", deep),
        "an unknown column": ("partner.add", {"id": clock.new_id(), "set": {"ver": 9}}),
        "a number for a name": ("partner.add", {"id": clock.new_id(), "set": {"name": 2**63}}),
        "NaN for an amount": (
            "partner.add",
            {"id": clock.new_id(), "set": {"name": "a", "kinds": "buyer", "credit_limit": "NaN"}},
        ),
        "an exponent": (
            "partner.add",
            {"id": clock.new_id(), "set": {"name": "a", "kinds": "buyer", "credit_limit": "1e999"}},
        ),
        "a date that is none": (
            "partner.add",
            {
                "id": clock.new_id(),
                "set": {"name": "a", "kinds": "buyer", "credit_limit_end": "2026-02-30"},
            },
        ),
        "empty maps without end": (
            "order.import",
            {"source": "s", "rows": {"orders": [{} for _ in range(30_000)]}},
        ),
        "a noun that is none": ("order.import", {"source": "s", "rows": {"users": [{"id": "1"}]}}),
        "a wrong id in an import": (
            "order.import",
            {"source": "s", "rows": {"partners": [{"id": "\u0000", "name": "n"}]}},
        ),
    }


@pytest.mark.parametrize("name", _poisons())
def test_a_poisoned_operation_holds_up_none_of_those_behind_it(office, name):
    hand = office.hand("mgr")
    action, args = _poisons()[name]
    first = hand.operation("partner.add", id=clock.new_id(), set={})
    poison = msgspec.structs.replace(
        first, action=action, args=msgspec.Raw(msgspec.msgpack.encode(args))
    )
    others = [
        hand.operation("partner.add", id=clock.new_id(), set={"name": f"F{n}", "kinds": "buyer"})
        for n in range(99)
    ]
    results = _pushed(hand.push(poison, *others))
    assert results[0].status in ("invalid", "denied", "gone"), results[0]
    assert [verdict.status for verdict in results[1:]] == ["applied"] * 99


def test_new_orders_are_numbered_in_the_order_of_arrival(office):
    hand = office.hand("mgr")
    orders = [hand.new_order()[0] for _ in range(3)]
    numbers = [str(hand.everything()["orders"][order]["order_no"]) for order in orders]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == 3
    assert all(number.startswith("SO26-") for number in numbers)
