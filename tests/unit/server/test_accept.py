"""A push is taken in once, in order, whole; no operation holds up another."""

import msgspec
import pytest

from sync.domain.commands import Add, Edit, WriteComment
from sync.domain.people import actor_of
from sync.server.accept import Circumstances, OutOfOrder, accept, digest_of
from sync.store import feed, ledger
from sync.wire.codec import pack_args
from sync.wire.messages import Operation, Push
from tests.builders import (
    NOW,
    STAFF,
    a_partner,
    an_id,
    an_order,
    office_database,
    seed_office,
    the_rules,
)
from tests.offices import OfficeHere

ORDER, INCARNATION = an_id("order"), an_id("incarnation")
LIN = STAFF[0]
DEVICE = an_id("device")


@pytest.fixture
def office(tmp_path):
    database = office_database(tmp_path)
    order = an_order(id=ORDER)
    seed_office(database, *STAFF, a_partner(id=an_id("buyer")), order)
    yield OfficeHere(database)
    database.close()


def an_edit(seq, goods, seen="", **fields):
    plain = Operation(
        seq=seq,
        op_id=an_id(f"op {seq}"),
        at="2026-03-02T01:00:00Z",
        action="order.edit",
        args=pack_args(Edit(id=ORDER, set={"goods": goods})),
        base={f"orders/{ORDER}": {"goods": seen}},
    )
    return msgspec.structs.replace(plain, **fields)


def pushed(office, *operations, incarnation=INCARNATION, device=DEVICE):
    actor = actor_of(LIN, device_id=device)
    around = Circumstances(actor=actor, now=NOW, rules=the_rules())
    push = Push(incarnation=incarnation, operations=list(operations))
    with office.database.write() as connection:
        return accept(connection, push, around)


def test_a_push_is_one_version(office):
    before = office.head()
    head, verdicts = pushed(office, an_edit(1, "a"), an_edit(2, "b", seen="a"))
    assert head == before + 1 == office.head()
    assert [verdict.status for verdict in verdicts] == ["applied", "applied"]
    assert {verdict.ver for verdict in verdicts} == {head}
    assert office.row("orders", ORDER)["goods"] == "b"
    assert office.row("orders", ORDER)["ver"] == head


def test_a_push_that_comes_twice_is_answered_twice_and_done_once(office):
    _, first = pushed(office, an_edit(1, "a"))
    history = office.rows("history")
    _, second = pushed(office, an_edit(1, "a"))
    assert first == second
    assert office.rows("history") == history


def test_an_operation_twice_in_one_push_is_done_once(office):
    _, verdicts = pushed(office, an_edit(1, "a"), an_edit(1, "a"))
    assert verdicts[0] == verdicts[1]
    assert len(office.rows("history")) == 1


def test_a_number_used_before_by_another_operation_is_a_fork(office):
    pushed(office, an_edit(1, "a"))
    with pytest.raises(OutOfOrder) as found:
        pushed(office, an_edit(1, "b", op_id=an_id("another")))
    assert (found.value.code, found.value.next_seq) == ("fork", 2)
    assert office.row("orders", ORDER)["goods"] == "a"


def test_a_number_too_far_ahead_is_a_gap_and_nothing_of_the_push_is_written(office):
    before = office.head()
    with pytest.raises(OutOfOrder) as found:
        pushed(office, an_edit(1, "a"), an_edit(3, "b", seen="a"))
    assert (found.value.code, found.value.next_seq) == ("gap", 2)
    assert office.head() == before
    assert office.ledger() == {}


def test_the_same_id_with_another_content_is_refused_and_stops_nothing(office):
    pushed(office, an_edit(1, "a"))
    altered, behind = an_edit(1, "b", op_id=an_id("op 1")), an_edit(2, "c", seen="a")
    _, verdicts = pushed(office, altered, behind)
    assert [verdict.status for verdict in verdicts] == ["invalid", "applied"]
    assert "operation_differs" in verdicts[0].detail


def test_a_renumbered_queue_goes_on_in_a_new_incarnation(office):
    pushed(office, an_edit(1, "a"), an_edit(2, "b", seen="a"))
    again = an_edit(1, "b", seen="a", op_id=an_id("op 2"))
    _, verdicts = pushed(
        office, again, an_edit(2, "c", seen="b", op_id=an_id("op 3")), incarnation=an_id("next")
    )
    assert [verdict.status for verdict in verdicts] == ["applied", "applied"]
    assert office.row("orders", ORDER)["goods"] == "c"
    assert len(office.ledger()) == 3
    assert digest_of(again) == digest_of(an_edit(2, "b", seen="a"))


def test_each_device_has_its_own_order(office):
    pushed(office, an_edit(1, "a"))
    other = an_edit(1, "b", seen="a", op_id=an_id("theirs"))
    _, (verdict,) = pushed(office, other, device=an_id("other device"))
    assert verdict.status == "applied"


POISON = [
    an_edit(1, "x", action="order.explode"),
    an_edit(1, "x", args=msgspec.Raw(b"\xc0")),
    an_edit(1, "x", args=pack_args({"id": ORDER, "set": {"colour": "red"}})),
    an_edit(1, "x", args=pack_args({"id": ORDER, "set": {"goods": "a\x00"}})),
    an_edit(1, "x", args=pack_args({"id": ORDER, "set": {"refund_rate": "NaN"}})),
    an_edit(1, "x", args=pack_args({"id": ORDER, "set": {"credit_days": "9" * 40}})),
    an_edit(1, "x", args=pack_args({"id": "\x00", "set": {"goods": "a"}})),
    an_edit(1, "x", args=pack_args({"id": ORDER, "set": {}})),
    an_edit(1, "x", args=pack_args({"id": ORDER, "set": {"id": "x"}})),
    an_edit(1, "x", args=pack_args({"id": ORDER, "set": {"currency": "EUR"}}), base={}),
    an_edit(1, "x", action="order.create", args=pack_args(Add(id="y", set={}))),
    an_edit(1, "x", action="line.add", args=pack_args(Add(id="\x00" * 32, set={}))),
    an_edit(
        1,
        "x",
        action="comment.add",
        args=pack_args(WriteComment(id=an_id(), order_id=ORDER, text="a\x00")),
    ),
    an_edit(1, "x", action="order.edit", args=pack_args([1, 2])),
    an_edit(1, "x", action="order.import", args=pack_args({"source": "x", "rows": {"users": []}})),
]


@pytest.mark.parametrize("poison", POISON, ids=range(len(POISON)))
def test_an_operation_that_can_never_be_judged_holds_up_none_behind_it(office, poison):
    good = [an_edit(seq, f"v{seq}", seen=f"v{seq - 1}" if seq > 2 else "") for seq in range(2, 12)]
    _, verdicts = pushed(office, poison, *good)
    assert verdicts[0].status in ("invalid", "denied", "gone")
    assert [verdict.status for verdict in verdicts[1:]] == ["applied"] * 10
    assert office.row("orders", ORDER)["goods"] == "v11"
    assert len(office.ledger()) == 11


def test_what_an_author_saw_of_things_there_are_not_does_no_harm(office):
    odd = {"planets/x": {"mass": "1"}, "orders/\x01": {}, "orders": {"a": 1}, "": {}}
    _, (verdict,) = pushed(office, an_edit(1, "a", base={**odd, f"orders/{ORDER}": {"goods": ""}}))
    assert verdict.status == "applied"


def test_an_operation_that_changes_nothing_is_told_the_newest_version(office):
    head, (verdict,) = pushed(office, an_edit(1, ""))
    assert (verdict.status, verdict.ver) == ("noop", head)


def test_a_refused_operation_leaves_no_trace_but_its_verdict(office):
    """The order would have been made before its first shipment was refused."""
    before = office.rows("orders")
    fields = {"buyer_id": an_id("buyer"), "transport_mode": "S" * 30_000}
    bad = Operation(
        seq=1,
        op_id=an_id("bad"),
        at="",
        action="order.create",
        args=pack_args(Add(id=an_id("new"), set=fields)),
        base={},
    )
    head, (verdict,) = pushed(office, bad)
    assert (verdict.status, verdict.ver) == ("invalid", 0)
    assert office.rows("orders") == before
    with office.database.read() as connection:
        found = feed.stretch(connection, ["orders"], after=head - 1, through=head, limit=9)
        assert found.nouns == ()
        assert ledger.known(connection, [an_id("bad")])[an_id("bad")].status == "invalid"


def test_a_moment_nobody_can_read_is_ours(office):
    pushed(office, an_edit(1, "a", at="yesterday"))
    assert office.rows("history")[0]["acted_at"] == "2026-03-02T02:00:00Z"
