"""`gendan show` of what changes hands: ball, buyer status, digest, wishes, asks, duties."""

import json

import pytest

from sync.client.command_line import main
from sync.client.replica import create_replica
from tests.builders import STAFF, a_partner, an_id, an_order, put_records

PASSWORD = "seven blue kettles"
LABEL = {"text": "EN label", "departments": "LOG", "order_id": "SO26-0001"}


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    made = tmp_path / "replica"
    replica = create_replica(made, password=PASSWORD, rings=())
    with replica.write() as connection:
        buyer = a_partner(id=an_id("buyer"))
        order = an_order(id=an_id("order"), order_no="SO26-0001", goods="Bamboo box")
        put_records(connection, (*STAFF, buyer, order), ver=1)
    replica.note(user_id=an_id("lin"), login="lin", device_id=an_id("device"))
    replica.note(token="t" * 43, incarnation=an_id("one"), cursor=1)
    replica.close()
    monkeypatch.setenv("GENDAN_NO_KEYRING", "1")
    monkeypatch.setenv("GENDAN_PASSWORD", PASSWORD)
    monkeypatch.setenv("GENDAN_LANGUAGE", "en")

    def ran(*words):
        assert main([*words, "--data", str(made)]) == 0
        return capsys.readouterr().out

    return ran


def test_what_changes_hands_is_shown_on_the_command_line(run):
    run("do", "requirement.add", "--json", json.dumps({"set": LABEL}))
    offer = {"order_id": "SO26-0001", "node": "N01", "to_id": an_id("mei"), "delivers": "papers"}
    run("do", "handoff.offer", "--json", json.dumps(offer))
    ball = run("show", "ball", "--id", "SO26-0001")
    assert "mei" in ball
    assert "waiting for an answer" in ball
    assert run("show", "buyer_status", "--id", "SO26-0001").startswith("Order SO26-0001")
    assert "EN label" in run("show", "asks")
    assert "EN label" not in run("show", "unread")  # it does not ship within 14 days
    assert "Nobody waits" in run("show", "digest")
    duties = run("show", "duties", "--id", "DOC")
    assert "have not acknowledged" in duties
    assert "N18 Document preparation" in duties
