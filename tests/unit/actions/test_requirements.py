"""The requirement passport: wishes read back by each department before its gate opens."""

import pytest

from sync.domain.refusals import Refused
from sync.domain.requirements import missing_departments
from sync.store.facts import load_facts
from sync.store.sentences import sentence
from tests.builders import an_id

ORDER, WISH = an_id("order"), an_id("wish")
LABEL = {
    "order_id": ORDER,
    "text": "EN label on each carton",
    "source": "mail of 1 March, page 2",
    "departments": "PUR,LOG",
    "nodes": "N01",
}


def missing(desk):
    with desk.replica.read() as connection:
        facts = next(load_facts(connection, [ORDER]))
    (wish,) = facts.requirements
    return missing_departments(wish, facts.readbacks)


def refused(desk, action, **arguments):
    with pytest.raises(Refused) as caught:
        desk.do(action, **arguments)
    return caught.value.refusal


@pytest.mark.system("S12")
@pytest.mark.system("D9")
def test_a_gate_is_closed_until_each_department_has_read_back(office, desk_of):
    lin, buyer = desk_of("lin"), desk_of("pu")
    lin.do("requirement.add", id=WISH, set=LABEL)
    refusal = refused(lin, "node.start", order_id=ORDER, node="N01")
    assert (refusal.code, refusal.facts["roles"]) == ("gate_readback", "LOG,PUR")
    said = sentence(refusal, "en")
    assert "EN label on each carton" in said
    assert "pu" in refusal.facts["people_en"].split(", ")
    lin.do("requirement.read_back", requirement_id=WISH, words="we stick an English label on")
    lin.sync()
    buyer.sync()
    buyer.do("requirement.read_back", requirement_id=WISH, words="labels are ordered in English")
    buyer.sync()
    lin.sync()
    assert missing(lin) == ()
    lin.do("node.start", order_id=ORDER, node="N01")


@pytest.mark.system("D9")
def test_a_changed_wish_asks_everybody_again_and_keeps_the_old_words(office, desk_of):
    lin = desk_of("lin")
    lin.do("requirement.add", id=WISH, set={**LABEL, "departments": "LOG,DOC"})
    for department in ("LOG", "DOC"):
        lin.do(
            "requirement.read_back",
            requirement_id=WISH,
            department=department,
            words="an English label",
        )
    assert missing(lin) == ()
    lin.do("requirement.edit", id=WISH, set={"text": "EN and FR label on each carton"})
    assert [each.value for each in missing(lin)] == ["DOC", "LOG"]
    lin.sync()
    kept = office.rows("readbacks")
    assert {row["about"] for row in kept} == {"EN label on each carton"}
    assert {row["words"] for row in kept} == {"an English label"}


@pytest.mark.system("D9")
def test_what_was_read_back_offline_counts_for_the_wording_that_was_seen(office, desk_of):
    lin, buyer = desk_of("lin"), desk_of("pu")
    lin.do("requirement.add", id=WISH, set={**LABEL, "departments": "PUR"})
    lin.sync()
    buyer.sync()
    buyer.do("requirement.read_back", requirement_id=WISH, words="order English labels")
    lin.do("requirement.edit", id=WISH, set={"text": "no label at all"})
    lin.sync()
    buyer.sync()
    lin.sync()
    assert [row["about"] for row in office.rows("readbacks")] == ["EN label on each carton"]
    assert [each.value for each in missing(lin)] == ["PUR"]


@pytest.mark.system("D9")
def test_the_next_order_of_the_buyer_begins_with_the_standing_wishes(office, desk_of):
    lin = desk_of("lin")
    lin.do("requirement.add", id=WISH, set=LABEL)
    once = {**LABEL, "text": "gift for the fair", "is_standing": 0}
    lin.do("requirement.add", id=an_id("once"), set=once)
    lin.do("order.create", id=an_id("next"), set={"buyer_id": an_id("buyer")})
    lin.sync()
    copied = [row for row in office.rows("requirements") if row["order_id"] == an_id("next")]
    assert [(row["text"], row["copied_from"]) for row in copied] == [(LABEL["text"], WISH)]
    assert copied == [row for row in lin.rows("requirements") if row["order_id"] == an_id("next")]


def test_two_wordings_of_a_wish_become_a_conflict(office, desk_of):
    lin, mei = desk_of("lin"), desk_of("mei")
    lin.do("requirement.add", id=WISH, set=LABEL)
    lin.sync()
    mei.sync()
    lin.do("requirement.edit", id=WISH, set={"text": "French label"})
    mei.do("requirement.edit", id=WISH, set={"text": "German label"})
    mei.sync()
    lin.sync()
    assert lin.last().status == "review"
    assert office.row("requirements", WISH)["text"] == "German label"


def test_what_is_not_a_wish_or_a_readback_says_why(desk_of):
    lin = desk_of("lin")
    cases = [
        ("requirement.add", {"set": {**LABEL, "text": " "}}, "field_empty"),
        ("requirement.add", {"set": {**LABEL, "departments": ""}}, "departments_unknown"),
        ("requirement.add", {"set": {**LABEL, "departments": "GM"}}, "departments_unknown"),
        ("requirement.add", {"set": {**LABEL, "nodes": "N99"}}, "node_unknown"),
        ("requirement.drop", {"id": WISH}, "reason_missing"),
        ("requirement.read_back", {"requirement_id": WISH, "words": " "}, "field_empty"),
        (
            "requirement.read_back",
            {"requirement_id": WISH, "words": "EN label, on each carton!"},
            "readback_copied",
        ),
        (
            "requirement.read_back",
            {"requirement_id": WISH, "words": "x", "department": "PUR"},
            "readback_other_role",
        ),
    ]
    lin.do("requirement.add", id=WISH, set=LABEL)
    for action, arguments, code in cases:
        refusal = refused(lin, action, **arguments)
        assert refusal.code == code, arguments
        assert "{" not in sentence(refusal, "zh") + sentence(refusal, "en")
    lin.do("requirement.drop", id=WISH, reason="the buyer changed his mind")
    again = refused(lin, "requirement.read_back", requirement_id=WISH, words="ok, we do")
    assert again.code == "requirement_dropped"
    lin.do("node.start", order_id=ORDER, node="N01")
