"""Knowledge: begun from an exception, reviewed by somebody else, counted, retired."""

import pytest

from sync.domain.refusals import Refused
from sync.store.sentences import sentence
from tests.builders import an_id

LESSON, TROUBLE = an_id("lesson"), an_id("trouble")
SAID = {"title": "Freight prepaid", "solution": "print it on the B/L", "banks": "HSBC"}


def refused(desk, action, **arguments):
    with pytest.raises(Refused) as caught:
        desk.do(action, **arguments)
    refusal = caught.value.refusal
    assert "{" not in sentence(refusal, "zh") + sentence(refusal, "en")
    return refusal.code


@pytest.mark.system("S50")
def test_an_article_is_published_by_another_than_its_author_and_its_uses_count(office, desk_of):
    lin, mei = desk_of("lin"), desk_of("mei")
    lin.do("article.add", id=LESSON, set=SAID)
    assert refused(lin, "article.publish", id=LESSON) == "article_own"
    assert refused(lin, "article.helped", id=LESSON) == "article_not_published"
    lin.sync()
    mei.sync()
    mei.do("article.publish", id=LESSON)
    mei.sync()
    row = office.row("articles", LESSON)
    assert (row["state"], row["valid_until"]) == ("published", "2026-08-29")
    lin.sync()
    for desk in (lin, lin, mei):
        desk.do("article.helped", id=LESSON)
    lin.sync()
    mei.sync()
    assert len(office.rows("article_uses")) == 2
    assert refused(mei, "article.retire", id=LESSON) == "reason_missing"
    mei.do("article.retire", id=LESSON, reason="the bank changed its practice")
    assert refused(mei, "article.retire", id=LESSON, reason="x") == "article_retired"


@pytest.mark.system("S28")
def test_an_exception_begins_an_article_without_the_names_of_firms(office, desk_of):
    lin = desk_of("lin")
    report = {
        "order_id": an_id("order"),
        "node": "N16",
        "title": "Nordlicht GmbH refused SO26-0001",
        "exception_code": "D31",
        "severity": "S3",
    }
    lin.do("exception.open", id=TROUBLE, set=report)
    lin.do("why.answer", exception_id=TROUBLE, level=1, answer="Nordlicht GmbH wants it prepaid")
    lin.do("exception.close", id=TROUBLE, note="told Nordlicht GmbH at once")
    lin.do("article.draft", id=LESSON, exception_id=TROUBLE)
    assert refused(lin, "article.draft", exception_id=TROUBLE) == "article_drafted"
    lin.sync()
    row = office.row("articles", LESSON)
    assert (row["at_nodes"], row["codes"]) == ("N16", "D31")
    told = " ".join(str(value) for value in row.values())
    assert "Nordlicht" not in told
    assert "SO26-0001" not in told
    assert "wants it prepaid" in told


def test_a_trigger_that_nobody_knows_is_refused(desk_of):
    lin = desk_of("lin")
    for changed, code in (
        ({"at_nodes": "N99"}, "node_unknown"),
        ({"codes": "Z1"}, "exception_code_unknown"),
        ({"buyer_id": an_id("nobody")}, "row_gone"),
        ({"title": ""}, "field_empty"),
        ({"state": "published"}, "field_fixed"),
    ):
        assert refused(lin, "article.add", id=LESSON, set={**SAID, **changed}) == code
