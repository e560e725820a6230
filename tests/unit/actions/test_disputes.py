"""Disputes between people: a mediator in time, a decision, one appeal."""

from datetime import timedelta

import pytest

from sync import clock
from sync.domain.refusals import Refused
from sync.store.sentences import sentence
from tests.builders import NOW, TODAY, an_id

QUARREL = an_id("quarrel")
SAID = {
    "order_id": an_id("order"),
    "title": "who pays the rush freight",
    "other_id": an_id("mei"),
    "position": "production was late",
}


def refused(desk, action, **arguments):
    with pytest.raises(Refused) as caught:
        desk.do(action, **arguments)
    refusal = caught.value.refusal
    assert "{" not in sentence(refusal, "zh") + sentence(refusal, "en")
    return refusal.code


def later(monkeypatch, office, **span):
    """Let time pass on every desk and at head office."""
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(**span))
    monkeypatch.setattr(office, "now", clock.now)


@pytest.mark.system("S64")
def test_without_a_mediator_in_two_days_a_dispute_goes_one_level_up(office, desk_of, monkeypatch):
    lin = desk_of("lin")
    lin.do("dispute.open", id=QUARREL, set=SAID)
    assert refused(lin, "escalation.raise", dispute_id=QUARREL, step=1) == "escalation_not_due"
    later(monkeypatch, office, days=2)
    lin.do("escalation.raise", dispute_id=QUARREL, step=1)
    lin.sync()
    (raised,) = office.rows("escalations")
    managers = ",".join(
        sorted(row["id"] for row in office.rows("users") if "MGR" in row["roles"].split(","))
    )
    assert (raised["roles"], raised["to_ids"]) == ("MGR", managers)


def test_a_dispute_is_mediated_decided_and_appealed_against_once(office, desk_of):
    lin, bo, mei = (desk_of(each) for each in ("lin", "bo", "mei"))
    lin.do("dispute.open", id=QUARREL, set=SAID)
    lin.sync()
    assert refused(lin, "dispute.mediate", id=QUARREL, mediator_id=an_id("bo")) == (
        "dispute_for_leaders"
    )
    bo.sync()
    assert refused(bo, "dispute.mediate", id=QUARREL, mediator_id=an_id("mei")) == (
        "dispute_mediator_party"
    )
    assert refused(bo, "dispute.decide", id=QUARREL, text="half") == "dispute_for_mediator"
    bo.do("dispute.mediate", id=QUARREL, mediator_id=an_id("bo"), limit_on=TODAY)
    bo.do("dispute.decide", id=QUARREL, text="each pays half")
    bo.sync()
    mei.sync()
    mei.do("dispute.appeal", id=QUARREL, text="the plan was changed twice")
    mei.sync()
    bo.sync()
    assert refused(bo, "dispute.mediate", id=QUARREL, mediator_id=an_id("bo")) == (
        "dispute_mediator_same"
    )
    bo.do("dispute.mediate", id=QUARREL, mediator_id=an_id("fei"), limit_on=TODAY)
    bo.sync()
    fei = desk_of("fei")
    fei.do("dispute.decide", id=QUARREL, text="sales pays")
    fei.sync()
    assert office.row("disputes", QUARREL)["state"] == "settled"
    lin.sync()
    assert refused(lin, "dispute.appeal", id=QUARREL, text="no") == "dispute_not_decided"


def test_what_is_no_dispute_says_why(desk_of):
    lin = desk_of("lin")
    for changed, code in (
        ({"other_id": an_id("lin")}, "dispute_with_oneself"),
        ({"position": ""}, "field_empty"),
        ({"state": "settled"}, "field_fixed"),
    ):
        assert refused(lin, "dispute.open", id=QUARREL, set={**SAID, **changed}) == code
    lin.do("dispute.open", id=QUARREL, set=SAID)
    lin.do("dispute.settle", id=QUARREL, text="we share it")
    assert refused(lin, "dispute.say", id=QUARREL, text="x") == "dispute_decided"
    assert refused(lin, "dispute.settle", id=QUARREL, text="x") == "dispute_decided"
