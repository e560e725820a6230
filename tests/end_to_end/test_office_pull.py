"""What head office delivers: whole pages, long polls that wake, and the same on both engines."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import msgspec

from sync import clock
from sync.domain.entities import ENTITIES
from sync.wire.messages import Problem, PullAnswer
from tests.end_to_end.running import RunningOffice, until

FIXED = "2026-11-20T08:00:00Z"


def test_a_first_copy_in_small_pages_is_the_copy_in_one_page(office):
    hand = office.hand("mgr")
    for _ in range(3):
        hand.new_order(lines=4)
    whole = hand.everything()
    assert hand.everything(limit=7) == whole
    assert hand.pull(limit=7).total == sum(len(rows) for rows in whole.values())


def test_pages_end_where_a_version_ends_and_continue_where_they_ended(office):
    hand = office.hand("mgr")
    hand.new_order(lines=5)
    page = hand.pull(limit=3)
    seen = set()
    while True:
        versions = {row[-1] for part in page.rows.values() for row in part.rows}
        assert not versions & seen
        assert all(page.start < version <= page.end for version in versions)
        seen |= versions
        if not page.more:
            break
        following = hand.pull(page.end, limit=3)
        assert following.start == page.end
        page = following


def test_nouns_arrive_before_what_points_to_them(office):
    hand = office.hand("mgr")
    hand.new_order()
    nouns = list(hand.pull().rows)
    assert nouns == [noun for noun in ENTITIES if noun in nouns]


def test_a_removed_row_is_told_once_and_never_to_a_first_copy(office):
    hand = office.hand("mgr")
    order, (line,) = hand.new_order()
    cursor = hand.pull().head
    assert hand.do("line.remove", hand.seen(order, line), id=line) == "applied"
    page = hand.pull(cursor)
    assert ("order_lines", line) in [tuple(gone) for gone in page.gone]
    assert hand.pull().gone == []
    assert line not in hand.everything()["order_lines"]


def test_a_waiting_poll_wakes_when_somebody_writes(office):
    waiting, writing = office.hand("mgr"), office.hand("mgr2")
    head = waiting.pull().head
    with ThreadPoolExecutor(1) as pool:
        polled = pool.submit(waiting.pull, head, wait=25)
        begun = time.monotonic()
        until(lambda: time.monotonic() - begun > 0.3, "the poll's beginning")
        assert not polled.done()
        writing.new_order()
        page = polled.result(timeout=5)
    assert "orders" in page.rows


def test_a_waiting_poll_wakes_for_what_an_administrator_writes(office):
    hand = office.hand("mgr")
    head = hand.pull().head
    with ThreadPoolExecutor(1) as pool:
        polled = pool.submit(hand.pull, head, wait=25)
        words = ("user", "role", "doc", "--roles", "DOC,LOG")
        assert office.run(*words).returncode == 0
        page = polled.result(timeout=10)
    assert [row[4] for row in page.rows["users"].rows] == ["DOC,LOG"]
    assert page.rows["history"].rows


def test_a_revoked_persons_waiting_poll_ends(own_office):
    hand = own_office.hand("sr2")
    head = hand.pull().head
    with ThreadPoolExecutor(1) as pool:
        polled = pool.submit(hand.pull, head, wait=25)
        assert own_office.run("user", "revoke", "sr2").returncode == 0
        answer = polled.result(timeout=10)
    assert isinstance(answer, Problem)
    assert answer.code == "account_revoked"


def test_a_poll_without_news_ends_after_its_time_with_an_empty_page(office):
    hand = office.hand("sr")
    head = hand.pull().head
    begun = time.monotonic()
    page = hand.pull(head, wait=1)
    assert 0.9 < time.monotonic() - begun < 5
    assert isinstance(page, PullAnswer)
    assert (page.start, page.end, page.rows) == (head, head, {})


def test_a_polls_answer_tells_head_offices_time_at_its_end(office):
    hand = office.hand("sr")
    head = hand.pull().head
    page = hand.pull(head, wait=3)
    assert clock.now() - datetime.fromisoformat(page.at) < timedelta(seconds=2)


def test_a_device_has_at_most_four_calls_under_way(office):
    hand = office.hand("sr")
    head = hand.pull().head
    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: hand.pull(head, wait=2), range(6)))
    declined = [answer.code for answer in answers if isinstance(answer, Problem)]
    assert declined == ["device_calls_too_many"] * 2
    assert isinstance(hand.pull(head), PullAnswer)


def _story(running: RunningOffice):
    """Run a fixed story and return what came of it, without what is new each time."""
    one, two = running.hand("mgr"), running.hand("mgr2")
    order, lines = one.new_order(lines=2)
    seen = one.seen(order, lines[0])
    told = [
        one.do("line.edit", seen, id=lines[0], set={"unit_price": "4.2"}),
        two.do("line.edit", seen, id=lines[0], set={"unit_price": "4.50"}),
        two.do("order.edit", {f"orders/{order}": {"note": ""}}, id=order, set={"note": "早安 ☕"}),
        two.do("order.edit", {}, id=order, set={"order_no": "X"}),
        two.do("comment.add", id=clock.new_id(), order_id=order, text="第一行\n第二行"),
        two.do("task.add", id=clock.new_id(), set={"title": "t", "assignee_id": "0" * 32}),
        one.do("line.remove", one.seen(order, lines[1]), id=lines[1]),
        one.do("item.answer", order_id=order, item="N01-1"),
        one.do("node.finish", order_id=order, node="N01"),
    ]
    rows = one.everything()
    ids = {key: f"{noun}{n}" for noun, of in rows.items() for n, key in enumerate(sorted(of))}
    written = {
        noun: sorted(_plain(row, ids) for row in of.values())
        for noun, of in rows.items()
        if noun not in ("calendar_days", "history", "conflicts")
    }
    counts = {noun: len(of) for noun, of in rows.items()}
    return told, written, counts, one.pull().head


def _plain(row, ids):
    kept = {name: ids.get(str(value), value) for name, value in row.items()}
    for name in ("id", "position", "inquired_at", "created_at"):
        kept.pop(name, None)
    return msgspec.json.encode(kept, order="sorted").decode()


def test_both_engines_end_with_the_same(tmp_path, cluster):
    results = []
    for name, url in (("a", f"sqlite:///{tmp_path}/o.db"), ("b", cluster.new_database())):
        folder = tmp_path / name
        folder.mkdir()
        running = RunningOffice(folder, url).found().start()
        try:
            results.append(_story(running))
        finally:
            running.stop()
    assert results[0] == results[1]
    assert results[0][0][:4] == ["applied", "review conflict", "applied", "invalid field_fixed"]
