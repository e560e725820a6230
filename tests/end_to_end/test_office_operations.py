"""What an operator sees of head office: metrics at an address of their own, health, statistics."""

import json
from concurrent.futures import ThreadPoolExecutor

import requests
from prometheus_client.parser import text_string_to_metric_families

from sync.domain.entities import ENTITIES
from tests.end_to_end.running import until


def read(url: str) -> dict[str, float]:
    """Return each sample of the metrics by its name and labels."""
    answer = requests.get(url, timeout=10)
    assert answer.status_code == 200
    return {
        sample.name + "".join(f" {value}" for value in sample.labels.values()): sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_metrics_tell_of_desks_pushes_files_and_where_head_office_stands(own_office):
    own_office.stop()
    own_office.start("--metrics", "127.0.0.1:0")
    hand = own_office.hand("mgr")
    order, _ = hand.new_order()
    refused = hand.do("order.edit", id="0" * 32, set={"note": "x"})
    head = hand.pull().head
    other = own_office.hand("mgr2")
    behind = other.pull(limit=1).end
    with ThreadPoolExecutor(1) as pool:
        polled = pool.submit(other.pull, head, wait=25)
        until(lambda: read(own_office.metrics)["gendan_desks_connected"] == 1, "the poll")
        told = read(own_office.metrics)
        hand.do("comment.add", id="1" * 32, order_id=order, text="news")
        assert polled.result(timeout=30).head > head
    assert told["gendan_head"] == head >= behind
    assert told["gendan_ready"] == 1
    assert told["gendan_epoch_number"] == 0
    assert told["gendan_feed_lag_versions"] == 0
    assert told["gendan_push_verdicts_total applied"] >= 3
    assert told[f"gendan_push_verdicts_total {refused.split()[0]}"] == 1
    assert told["gendan_calls_total /v1/push 200"] >= 2
    assert told["gendan_files"] == told["gendan_files_bytes"] == 0
    assert own_office.hand("sr").headers
    epochs = [name for name in told if name.startswith("gendan_office_info")]
    assert epochs == [f"gendan_office_info {hand.headers['X-Epoch']}"]
    after = read(own_office.metrics)
    assert after["gendan_delivery_seconds_count"] == 1
    names = " ".join(after)
    assert order not in names
    assert "news" not in names


def test_metrics_are_nowhere_unless_a_place_is_said(own_office):
    assert not own_office.metrics
    answer = requests.get(own_office.url + "/metrics", timeout=5)
    assert answer.status_code == 404


def test_a_wait_for_news_is_no_slow_call(sqlite_office):
    sqlite_office.stop()
    sqlite_office.start("--metrics", "127.0.0.1:0")
    hand = sqlite_office.hand("sr")
    head = hand.pull().head
    hand.pull(head, wait=2)
    told = read(sqlite_office.metrics)
    assert "gendan_slow_calls_total /v1/pull" not in told
    assert told["gendan_call_seconds_sum /v1/pull"] < 1.5
    lines = [json.loads(line) for line in sqlite_office.log().splitlines()]
    waited = [line["waited_ms"] for line in lines if line.get("path") == "/v1/pull"]
    assert max(waited) >= 1_900


def test_statistics_are_told_to_people_and_to_programs(own_office):
    hand = own_office.hand("mgr")
    hand.new_order(lines=3)
    told = json.loads(own_office.run("stats", "--json").stdout)
    assert told["rows"]["order_lines"] == 3
    assert set(told["rows"]) == set(ENTITIES)
    assert told["verdicts"]["applied"] == told["operations"] == 5
    assert (told["devices"], told["seen_today"], told["unseen"]) == (1, 1, 0)
    english = own_office.run("stats", "--language", "en").stdout
    assert "5 operations (applied 5), 0 conflicts open" in english
    chinese = own_office.run("stats", "--language", "zh").stdout
    assert f"版本 {told['head']}" in chinese
    assert "order_lines 3" in chinese
