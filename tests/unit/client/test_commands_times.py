"""The time-standard library from the command line: offered, accepted, shown."""

import json

import pytest

from sync.client.command_line import main
from sync.client.replica import create_replica
from sync.domain.time_standards import Key, TimeStandard, standard_id
from tests.builders import STAFF, an_id, put_records

PASSWORD = "seven blue kettles"
OFFERED = TimeStandard(
    id=standard_id(Key("N12", lane="CNNGB-DEHAM"), 1),
    node="N12",
    lane="CNNGB-DEHAM",
    days=4,
    p50=3,
    p80=4,
    samples=30,
    days_before=2,
)


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    made = tmp_path / "replica"
    replica = create_replica(made, password=PASSWORD, rings=())
    with replica.write() as connection:
        put_records(connection, (*STAFF, OFFERED), ver=1)
    replica.note(user_id=an_id("lin"), login="lin", device_id=an_id("device"))
    replica.note(token="t" * 43, incarnation=an_id("one"), cursor=1)
    replica.close()
    monkeypatch.setenv("GENDAN_NO_KEYRING", "1")
    monkeypatch.setenv("GENDAN_PASSWORD", PASSWORD)
    monkeypatch.setenv("GENDAN_LANGUAGE", "en")

    def ran(*words, code=0):
        assert main([*words, "--data", str(made)]) == code
        said = capsys.readouterr()
        return said.out if code == 0 else said.err

    return ran


@pytest.mark.system("S19")
def test_an_offer_is_shown_with_the_trade_s_value_and_accepted(run):
    shown = run("show", "standards")
    assert "N12 Booking" in shown
    for said in ("CNNGB-DEHAM", "4 d (n=30)", "2 wd · of the process", "7-21 d before sailing"):
        assert said in shown
    run("do", "standard.accept", "--json", json.dumps({"id": OFFERED.id}))
    shown = run("show", "standards", "--where", "node=N12")
    assert "4 wd · version 1" in shown
    (told,) = json.loads(run("show", "standards", "--json").splitlines()[-1])
    assert (told["followed"]["p80"], told["offered"], told["own_days"]) == (4, None, 2)
    assert "no longer followed" not in shown
    run("do", "standard.retire", "--json", json.dumps({"id": OFFERED.id, "reason": "strike over"}))
    assert "no longer followed" in run("show", "time_standards", "--language", "en")


def test_who_sees_a_part_of_the_orders_is_told_who_may_ask(run):
    said = run("do", "standard.refresh", "--json", "{}", code=3)
    assert "finance" in said
    assert "Time standards are counted from all orders" in said


def test_a_stage_without_offers_shows_none(run):
    assert "The library holds no proposal yet" in run("show", "standards", "--where", "node=N01")
    assert "not be understood" in run("show", "standards", "--where", "state=open", code=3)
