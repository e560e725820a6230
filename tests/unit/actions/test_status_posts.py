"""Status posts, waivers and comments: what is appended stays, whoever else was offline."""

from datetime import timedelta

import pytest

from sync import clock
from sync.domain.refusals import Refused
from sync.store.sentences import sentence
from tests.builders import NOW, TODAY, an_id

ORDER = an_id("order")
NODE = {"order_id": ORDER, "node": "N01"}


def refused(desk, action, **arguments):
    with pytest.raises(Refused) as caught:
        desk.do(action, **arguments)
    return caught.value.refusal


def post(desk, name, text, **fields):
    desk.do("status.post", id=an_id(name), order_id=ORDER, text=text, **fields)


@pytest.mark.system("S15")
def test_a_status_is_an_event_with_who_when_where_from_and_whether_offline(office, desk_of):
    lin, mei = desk_of("lin"), desk_of("mei")
    post(lin, "one", "sample left the factory", expected_on=TODAY + timedelta(days=3))
    post(mei, "two", "buyer has seen photos", node="N01", subject_id=ORDER)
    mei.sync()
    lin.sync()
    mei.pull()
    kept = {row["id"]: row for row in office.rows("status_posts")}
    one = kept[an_id("one")]
    assert (one["author_id"], one["node"], one["subject_id"]) == (an_id("lin"), "N01", ORDER)
    assert (one["device_id"], one["posted_at"]) == (lin.device_id, "2026-03-02T02:00:00Z")
    assert one["expected_on"] == "2026-03-05"
    assert kept[an_id("two")]["text"] == "buyer has seen photos"
    assert lin.rows("status_posts") == mei.rows("status_posts") == office.rows("status_posts")


@pytest.mark.system("S15")
def test_a_status_is_never_changed_and_says_something(desk_of):
    lin = desk_of("lin")
    post(lin, "one", "sample left the factory")
    assert refused(lin, "status.post", order_id=ORDER, text=" ").code == "field_empty"
    assert refused(lin, "status.post", order_id=ORDER, text="x", node="N99").code == "node_unknown"
    lin.do("order.close", id=ORDER, state="lost", reason="price")
    gone = refused(lin, "status.post", order_id=ORDER, text="too late")
    assert gone.code == "order_ended"
    assert "{" not in sentence(gone, "zh") + sentence(gone, "en")
    assert [row["text"] for row in lin.rows("status_posts")] == ["sample left the factory"]


@pytest.mark.system("S18")
def test_an_open_item_keeps_a_node_from_passing_until_the_right_level_waives_it(office, desk_of):
    lin, bo = desk_of("lin"), desk_of("bo")
    for item in ("N01-01", "N01-03", "N01-04"):
        lin.do("item.answer", order_id=ORDER, item=item)
    lin.do(
        "attachment.add",
        id=an_id("file"),
        **NODE,
        item="N01-03",
        name="screening.pdf",
        size_bytes=9,
        sha256="a" * 64,
    )
    open_item = refused(lin, "node.finish", **NODE)
    assert (open_item.code, open_item.facts["items"]) == ("node_items_open", "N01-07")
    waiver = {"order_id": ORDER, "item": "N01-07", "reason": "the buyer is known for ten years"}
    assert refused(lin, "item.waive", **waiver).code == "waiver_level"
    bo.do("item.waive", **waiver)
    bo.sync()
    lin.sync()
    lin.do("node.finish", **NODE)
    lin.sync()
    assert lin.last().status == "applied"
    (kept,) = [row for row in office.rows("answers") if row["item"] == "N01-07"]
    assert (kept["ticked"], kept["waived_by"]) == (0, an_id("bo"))
    assert (kept["waiver_reason"], kept["waived_at"]) == (waiver["reason"], "2026-03-02T02:00:00Z")
    (node,) = [row for row in office.rows("nodes") if row["node"] == "N01"]
    assert (node["state"], node["finished_by"]) == ("DONE", an_id("lin"))
    told = [row for row in office.rows("history") if row["row_id"] == kept["id"]]
    assert {(row["actor_id"], row["kind"]) for row in told} == {(an_id("bo"), "created")}


@pytest.mark.system("S60")
def test_two_comments_written_offline_both_stay_in_their_order(office, desk_of, monkeypatch):
    lin, mei = desk_of("lin"), desk_of("mei")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=5))
    lin.do("comment.add", id=an_id("second"), order_id=ORDER, text="The factory agrees")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(minutes=1))
    mei.do("comment.add", id=an_id("first"), order_id=ORDER, text="@lin please ask the factory")
    lin.sync()
    mei.sync()
    lin.pull()
    for side in (lin, mei, office):
        found = sorted(side.rows("comments"), key=lambda row: str(row["written_at"]))
        assert [row["id"] for row in found] == [an_id("first"), an_id("second")]
        assert [row["author_id"] for row in found] == [an_id("mei"), an_id("lin")]
    assert lin.rows("comments") == mei.rows("comments") == office.rows("comments")
    assert office.rows("conflicts") == []
