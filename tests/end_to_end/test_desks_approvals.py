"""Approvals through the commands of a desk and of head office, over real HTTP."""

import json

from sync.server import address
from tests.end_to_end.desks import Terminal


def test_an_approval_is_asked_for_decided_offline_and_checked(own_office, tmp_path):
    asking = Terminal(tmp_path / "sr").sign_in(own_office.url, "sr")
    buyer = asking.do("partner.add", set={"name": "Buyer", "kinds": "buyer"})["id"]
    order = asking.do("order.create", set={"buyer_id": buyer, "goods": "lamps"})["id"]
    asked = asking.do("approval.request", order_id=order, topic="price", title="4 % off")["id"]
    asking.sync()
    deciding = Terminal(tmp_path / "mgr").sign_in(own_office.url, "mgr")
    made = deciding.do("approval.decide", approval_id=asked, decision="approve", note="fine")["id"]
    assert deciding.rows("decisions")[made]["outcome"] == "provisional"
    deciding.sync()
    assert deciding.rows("decisions")[made]["outcome"] == "accepted"
    assert "Accepted" in deciding.run("show", "decisions").stdout
    asking.sync()
    assert asking.rows("approvals")[asked]["state"] == "approved"
    assert asking.refused("do", "approval.withdraw", "--json", json.dumps({"id": asked})) == (
        "approval_not_open"
    )
    _check(own_office, asked)


def _check(office, asked):
    assert json.loads(office.run("approvals", "check").stdout) == {"sound": True}
    leveled = office.run("approvals", "level", 3, "--topic", "price")
    assert json.loads(leveled.stdout) == {"level": 3, "topic": "price"}
    assert office.run("approvals", "level", 5).returncode == 3
    office.stop()
    database = address.open_office(office.database)
    with database.write() as connection:
        connection.exec_driver_sql("UPDATE decisions SET note = 'another'")
    database.close()
    done = office.run("approvals", "check", "--json")
    assert done.returncode == 3
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert told[0]["what"] == "signature"
    assert told[-1]["code"] == "decisions_amiss"
