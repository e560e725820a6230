"""The decision table from the command line: shown, explained, drafted, with its flaws named."""

import json
import re

import pytest

from sync.client.command_line import main
from sync.client.replica import create_replica
from tests.builders import STAFF, an_id, put_records

PASSWORD = "seven blue kettles"
DRAFT = an_id("draft")
PRICE = {"draft_id": DRAFT, "row": "A1", "fact": "price_change_percent"}


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    made = tmp_path / "replica"
    replica = create_replica(made, password=PASSWORD, rings=())
    with replica.write() as connection:
        put_records(connection, STAFF, ver=1)
    replica.note(user_id=an_id("bo"), login="bo", device_id=an_id("device"))
    replica.note(token="t" * 43, incarnation=an_id("one"), cursor=1)
    replica.close()
    monkeypatch.setenv("GENDAN_NO_KEYRING", "1")
    monkeypatch.setenv("GENDAN_PASSWORD", PASSWORD)

    def ran(*words, code=0, language="en"):
        monkeypatch.setenv("GENDAN_LANGUAGE", language)
        assert main([*words, "--data", str(made)]) == code
        said = capsys.readouterr()
        return said.out if code == 0 else said.err

    return ran


def _do(run, action, code=0, **fields):
    return run("do", action, "--json", json.dumps(fields), code=code)


def _explained(run, *facts, language="en"):
    words = [word for fact in facts for word in ("--where", fact)]
    return run("show", "authority", *words, language=language)


@pytest.mark.system("S21")
def test_facts_are_explained_by_the_rows_that_match(run):
    facts = ("price_change_percent=-4", "margin_percent=7.22", "stage=before_production")
    said = _explained(run, *facts)
    assert said.startswith(
        "Level L3 because A2 Margin after the change (margin (%) 7.22) (version 1)"
    )
    assert "L2  A1  Price or discount change  price change (%) -4" in _squeezed(said)
    assert "L0  A7  Stage reached when changed  stage reached before production" in _squeezed(said)
    assert "bo" in said.splitlines()[-1]
    chinese = _explained(run, *facts, language="zh")
    assert chinese.startswith("需 L3 审批，因为 A2 变更后毛利率（毛利率（%） 7.22）（第 1 版）")


def test_what_needs_nobody_and_what_no_row_knows_are_told(run):
    assert _explained(run, "delay_days=1").startswith("L0: within one's own authority")
    assert _explained(run, "topic=other").startswith("No row matches, so L2 decides")
    told = json.loads(
        run(
            "show",
            "authority",
            "--where",
            "contract_amount=10000",
            "--where",
            "currency=EUR",
            "--json",
        ).splitlines()[-1]
    )
    assert (told["level"], told["version"]) == (2, 1)
    assert told["matches"][0]["row"] == "A3"
    assert told["seats"][0]["seat"] == "L2"


def test_the_table_is_shown_as_it_is_written(run):
    shown = _squeezed(run("show", "authority"))
    assert shown.startswith("Decision table, version 1, in USD")
    assert "A2  Margin after the change  ≥ 12 %  ≥ 10 %  ≥ 8 %  ≥ 5 %  < 5 %" in shown
    assert "A3  Contract amount at signing  -  ≤ 10,000  ≤ 50,000  ≤ 200,000  > 200,000" in shown
    released = "Goods or papers released before payment"
    assert f"A12  {released}  -  -  -  ≤ 50,000  > 50,000  finance" in shown
    assert "Nobody in the company can decide L4 now" in shown
    assert "only the highest level decides" in shown


@pytest.mark.system("S03")
def test_a_draft_is_written_shown_and_refused_with_its_row(run):
    _do(run, "authority.draft", id=DRAFT, title="Smaller discounts")
    _do(run, "authority.change", **PRICE, set={"limit.2": "2"})
    refused = _do(run, "authority.submit", id=DRAFT, code=3)
    assert "A1 Price or discount change: the limit of L2 is 2" in refused
    shown = run("show", "authority", "--id", DRAFT)
    assert "Draft “Smaller discounts” of the decision table on version 1: being written" in shown
    assert "A1 price change (%) · L2 limit, inclusive: 5 → 2" in shown
    _do(run, "authority.change", **PRICE, set={"limit.2": "4"})
    _do(run, "authority.submit", id=DRAFT)
    told = json.loads(run("show", "authority", "--id", DRAFT, "--json").splitlines()[-1])
    assert [each for each in told["findings"] if each["is_blocking"]] == []
    assert told["draft"]["state"] == "submitted"
    by_draft = run("show", "authority", "--id", DRAFT, "--where", "price_change_percent=4.5")
    assert by_draft.startswith("Level L3 because A1")
    assert "Smaller discounts" in run("show", "authority_drafts")


NOT_THERE = (
    (("--id", "7"), "There is no version 7"),
    (("--id", "seven"), "drafts of the decision table"),
    (("--id", an_id("nothing")), "drafts of the decision table"),
    (("--where", "colour=red"), "colour"),
    (("--where", "margin_percent"), "margin_percent"),
    (("--where", "margin_percent=many"), "many"),
)


def test_what_is_not_there_is_said(run):
    for words, said in NOT_THERE:
        assert said in run("show", "authority", *words, code=3), words


def _squeezed(text):
    """Return a text with columns two blanks apart."""
    return re.sub(" {2,}", "  ", text)
