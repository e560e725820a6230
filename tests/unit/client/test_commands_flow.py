"""`gendan show flow` and `gendan show orders`: where orders stand, which are silent, who owes."""

import json
from datetime import timedelta

import pytest

from sync import clock
from sync.client.command_line import main
from sync.client.replica import create_replica
from sync.domain.nodes import NodeInstance, NodeState, node_id
from tests.builders import NOW, STAFF, a_partner, an_id, an_order, put_records

PASSWORD = "seven blue kettles"
ORDER = an_id("order")


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    made = tmp_path / "replica"
    replica = create_replica(made, password=PASSWORD, rings=())
    begun = NodeInstance(
        id=node_id(ORDER, "N01"),
        order_id=ORDER,
        subject_id=ORDER,
        node="N01",
        state=NodeState.IN_PROGRESS,
        started_at=NOW,
    )
    with replica.write() as connection:
        order = an_order(id=ORDER, order_no="SO26-0001", team="north")
        put_records(connection, (*STAFF, a_partner(id=an_id("buyer")), order, begun), ver=1)
    replica.note(user_id=an_id("lin"), login="lin", device_id=an_id("device"))
    replica.note(token="t" * 43, incarnation=an_id("one"), cursor=1)
    replica.close()
    monkeypatch.setenv("GENDAN_NO_KEYRING", "1")
    monkeypatch.setenv("GENDAN_PASSWORD", PASSWORD)
    monkeypatch.setenv("GENDAN_LANGUAGE", "en")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(days=3))

    def ran(*words, code=0):
        assert main([*words, "--data", str(made)]) == code
        said = capsys.readouterr()
        return said.out if code == 0 else said.err

    return ran


@pytest.mark.system("S17")
def test_the_flow_is_counted_and_a_stage_lists_its_orders(run):
    (stage,) = json.loads(run("show", "flow", "--json"))["stages"]
    assert (stage["node"], stage["count"], stage["overdue"]) == ("N01", 1, 1)
    assert (stage["silent"], stage["oldest_days"]) == (1, 3)
    (listed,) = json.loads(run("show", "flow", "--where", "node=N01", "--json"))
    assert listed["order_no"] == "SO26-0001"
    assert "N24" in run("show", "flow")
    said = run("show", "flow", "--where", "trouble=silent", "--where", "owner=lin")
    assert "SO26-0001" in said
    assert "silent for 3 d" in said
    assert json.loads(run("show", "flow", "--where", "team=south", "--json"))["count"] == 0


@pytest.mark.parametrize("condition", ["node=N99", "colour=red", "trouble=late", "team"])
def test_a_condition_that_makes_no_sense_is_refused(run, condition):
    assert condition in run("show", "flow", "--where", condition, code=3)


@pytest.mark.system("S15")
def test_a_silent_order_is_told_with_who_owes_until_a_status_is_posted(run):
    assert "silent for 3 d" in run("show", "orders")
    (row,) = json.loads(run("show", "orders", "--json"))
    assert (row["silent_days"], row["owes_id"]) == (3, an_id("lin"))
    said = {"order_id": "SO26-0001", "text": "sample on its way"}
    run("do", "status.post", "--json", json.dumps(said))
    (row,) = json.loads(run("show", "orders", "--json"))
    assert (row["silent_days"], row["owes_id"]) == (0, "")
    assert "sample on its way" in run("show", "status_posts")
