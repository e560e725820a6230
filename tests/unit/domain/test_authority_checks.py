"""What is wrong with a decision table is named by its row, and keeps it from being put in force."""

from decimal import Decimal

import msgspec
import pytest

from sync.domain import authority
from sync.domain.approval_flow import verdict_of
from sync.domain.authority import Limit, Table, TableRow, bands_of, evaluate
from sync.domain.authority_checks import (
    Chair,
    Flaw,
    findings,
    levels_asked,
    may_be_published,
    unfilled,
)
from sync.domain.people import Role
from sync.domain.refusals import Refused
from sync.store import authority_files
from sync.store.sentences import LANGUAGES, sentence

TABLE = authority_files.shipped()[1]


def replaced(name: str, **fields: object) -> Table:
    rows = tuple(
        msgspec.structs.replace(row, **fields) if row.id == name else row for row in TABLE.rows
    )
    return msgspec.structs.replace(TABLE, rows=rows)


def asking(*steps: Limit, beyond: int = 4, name: str = "A4", **fields: object) -> Table:
    test = authority.Test(fact="delay_days", kind="at_most", steps=steps, beyond=beyond, **fields)
    return replaced(name, tests=(test,))


def to(level: int, limit: object, start: object = None) -> Limit:
    edge = None if start is None else Decimal(str(start))
    return Limit(level=level, limit=Decimal(str(limit)), start=edge)


def test_the_table_that_comes_with_the_program_has_no_flaw():
    assert findings(TABLE) == ()
    assert levels_asked(TABLE) == (1, 2, 3, 4)


WRONG = (
    (asking(to(1, 5), to(2, 3)), Flaw.ORDER, "L2 is 3 and does not go past 5"),
    (asking(to(1, 5), to(2, 5)), Flaw.ORDER, "L2 is 5"),
    (asking(to(1, 5), to(2, 10, start=4)), Flaw.OVERLAP, "L2 begins past 4, while L1 goes to 5"),
    (asking(to(1, 5), to(2, 10, start=6)), Flaw.GAP, "L1 ends at 5, L2 begins past 6"),
    (asking(to(1, 5, start=0), to(2, 10)), Flaw.GAP, "L1 begins past 0, and what comes before"),
    (asking(to(3, 5), to(2, 10)), Flaw.FALLING, "the level falls from L3 to L2"),
    (asking(to(3, 5), beyond=1), Flaw.FALLING, "the level falls from L3 to L1"),
    (asking(to(2, 5), to(2, 10)), Flaw.SAME_LEVEL, "two bands are both L2"),
    (asking(to(7, 5)), Flaw.LEVEL, "not between 0 and 4"),
    (asking(to(1, "NaN")), Flaw.NUMBER, "no number"),
    (asking(to(1, 5), currency="XYZ"), Flaw.CURRENCY, "no rate for XYZ"),
    (replaced("A4", tests=()), Flaw.NO_TEST, "asks for no fact"),
    (replaced("A4", tests=TABLE.rows[3].tests * 2), Flaw.REPEATED_FACT, "delay_days twice"),
    (replaced("A4", en=" "), Flaw.UNNAMED, "Row A4 lacks"),
    (replaced("A14", consults=()), Flaw.KEPT, "Row A14 keeps duties apart"),
    (replaced("A12", tests=()), Flaw.KEPT, "Row A12 keeps duties apart"),
)


@pytest.mark.system("S03")
@pytest.mark.parametrize(("table", "flaw", "said"), WRONG)
def test_what_is_wrong_with_a_row_is_named_and_not_published(table, flaw, said):
    found = next(each for each in findings(table) if each.flaw is flaw)
    assert found.is_blocking
    assert said in sentence(found.refusal, "en")
    assert found.row in sentence(found.refusal, "zh")
    assert may_be_published(table) is not None


WHOLE = (
    ({"rows": ()}, Flaw.EMPTY),
    ({"rows": (*TABLE.rows, TABLE.rows[0])}, Flaw.REPEATED),
    ({"currency": "THB"}, Flaw.TABLE_CURRENCY),
    ({"currency": "CNY"}, Flaw.RATE),
    ({"rates": {**TABLE.rates, "EUR": Decimal("NaN")}}, Flaw.RATE),
    ({"decide_hours": {"1": 4}}, Flaw.HOURS),
    ({"needed": {"2": 0}}, Flaw.NEEDED),
    ({"urgent": msgspec.structs.replace(TABLE.urgent, excluded=("A12", "A14"))}, Flaw.URGENT),
    (
        {"urgent": msgspec.structs.replace(TABLE.urgent, excluded=("A12", "A14", "A15", "B1"))},
        Flaw.EXCLUDED,
    ),
)


@pytest.mark.parametrize(("fields", "flaw"), WHOLE)
def test_what_is_wrong_with_the_whole_table_is_said(fields, flaw):
    found = findings(msgspec.structs.replace(TABLE, **fields))
    assert flaw in {each.flaw for each in found}
    for each in found:
        for language in LANGUAGES:
            assert "–" not in sentence(each.refusal, language), each


def test_a_gap_goes_to_the_level_past_every_limit_until_it_is_mended():
    gap = asking(to(1, 5), to(2, 10, start=6))
    assert [evaluate(gap, {"delay_days": day}).level for day in ("5", "5.5", "7")] == [1, 4, 2]


def test_limits_in_another_currency_count_by_its_rate():
    test = msgspec.structs.replace(TABLE.rows[2].tests[0], currency="CNY")
    table = replaced("A3", tests=(test,))
    assert findings(table) == ()
    given = {"contract_amount": "10000"}
    assert evaluate(table, given, currency="CNY").level == 1
    assert evaluate(table, given, currency="USD").level == 3
    assert evaluate(table, given, currency="XYZ").level == 4


def test_bands_have_both_edges():
    told = [(band.level, band.start, band.limit) for band in bands_of(TABLE.rows[1].tests[0])]
    assert told == [
        (0, None, Decimal(12)),
        (1, Decimal(12), Decimal(10)),
        (2, Decimal(10), Decimal(8)),
        (3, Decimal(8), Decimal(5)),
        (4, Decimal(5), None),
    ]


def test_seats_that_nobody_can_fill_are_told_and_keep_nobody_from_publishing():
    boss = Chair(level=3, roles=frozenset({Role.MGR}), may_approve=True)
    clerk = Chair(level=4, roles=frozenset({Role.DOC}), may_approve=False)
    found = unfilled(msgspec.structs.replace(TABLE, needed={"2": 2}), [boss, clerk])
    assert [(each.flaw, each.what, each.is_blocking) for each in found] == [
        (Flaw.FEW, "2", False),
        (Flaw.VACANT, "4", False),
        (Flaw.UNHEARD, "FIN", False),
        (Flaw.UNHEARD, "FIN", False),
        (Flaw.UNHEARD, "FIN", False),
    ]
    assert "L2 needs 2 people to say yes and only 1 can" in sentence(found[0].refusal, "en")
    assert "A1, A2" in sentence(found[1].refusal, "en")


@pytest.mark.parametrize(
    ("case", "setting", "level"),
    [({}, None, 2), ({}, 1, 1), ({"delay_days": "6"}, None, 2), ({"delay_days": "6"}, 4, 4)],
)
def test_a_verdict_counts_the_rows_and_the_topics_own_level(case, setting, level):
    assert verdict_of(TABLE, case, setting=setting).level == level


FILES = (
    ('"limit":"3"', '"limit":"30"', "authority_order", "A1"),
    ('"level":1,"limit":"3"', '"level":1,"start":"2","limit":"3"', "authority_gap", "A1"),
    ('"consults":["FIN"]', '"consults":["XYZ"]', "authority_not_read", "A12: "),
    ('"currency":"USD"', '"currency":"usd"', "authority_table_currency", "usd"),
    ('"version":1', '"version":"one"', "authority_not_read", "version"),
    ('{"version"', '["version"', "authority_not_read", "array"),
)


@pytest.mark.system("S03")
@pytest.mark.parametrize(("before", "after", "code", "said"), FILES)
def test_a_file_that_holds_no_good_table_is_refused_with_a_sentence(before, after, code, said):
    text = msgspec.json.encode(TABLE).decode()
    plain = text.replace(',"start":null', "")
    assert before in plain
    with pytest.raises(Refused) as caught:
        authority_files.accepted(plain.replace(before, after, 1))
    refusal = caught.value.refusal
    assert refusal.code == code
    assert said in sentence(refusal, "en")


def test_rows_that_a_program_can_still_read_are_read():
    """A table that is in force stays readable though newer checks would not let it in."""
    old = replaced("A14", consults=())
    assert may_be_published(old) is not None
    assert authority_files.read_table(msgspec.json.encode(old).decode()) == old


def test_a_row_of_another_kind_is_a_row():
    row = TableRow(
        id="X1",
        zh="样品费",
        en="Sample cost",
        tests=(
            authority.Test(
                fact="sample_cost", kind="at_most", steps=(to(1, 500),), beyond=2, is_money=True
            ),
        ),
    )
    table = msgspec.structs.replace(TABLE, rows=(*TABLE.rows, row))
    assert findings(table) == ()
    assert evaluate(table, {"sample_cost": "501"}).level == 2
