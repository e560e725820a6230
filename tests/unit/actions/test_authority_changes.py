"""A field of the decision table is changed, added, retired, taken back; a bad one is named."""

import json

import pytest

from sync.domain.authority import evaluate
from sync.domain.authority_changes import row_of
from sync.store.sentences import LANGUAGES, sentence
from tests.builders import an_id
from tests.decision_tables import (
    ASKED,
    DRAFT,
    PRICE,
    ROW,
    begin,
    change,
    published,
    read,
    refused,
    table_on,
)

SOUND = (
    ({"row": "A1", "fact": "price_change_percent"}, {"limit.2": "2"}, "authority_order"),
    ({"row": "A1", "fact": "price_change_percent"}, {"start.2": "3.5"}, "authority_gap"),
    ({"row": "A1", "fact": "price_change_percent"}, {"start.2": "2"}, "authority_overlap"),
    ({"row": "A1", "fact": "price_change_percent"}, {"beyond": 2}, "authority_falling"),
    ({"row": "A3", "fact": "contract_amount"}, {"currency": "THB"}, "authority_currency"),
    ({"row": "A14"}, {"consults": "DOC"}, "authority_kept"),
    ({"row": "A14", "fact": "bank_account"}, {"word.changed": 1}, "authority_kept"),
    ({"row": "A15"}, {"never_urgent": 0}, "authority_urgent"),
    ({}, {"currency": "CNY"}, "authority_rate"),
    ({}, {"currency": "THB"}, "authority_table_currency"),
)


@pytest.mark.system("S03")
@pytest.mark.parametrize(("place", "said", "code"), SOUND)
def test_a_draft_that_makes_no_good_table_is_kept_and_not_asked_for(desk_of, place, said, code):
    bo = desk_of("bo")
    begin(bo)
    change(bo, place, **said)
    no = refused(bo, "authority.submit", id=DRAFT)
    assert no.code == code
    for language in LANGUAGES:
        assert "–" not in sentence(no, language)
    assert code in {f"authority_{each.flaw}" for each in read(bo).findings}
    assert len(bo.rows("authority_changes")) >= 1


BAD = (
    ({"row": "A99"}, {"en": "x"}, "authority_row_unknown"),
    ({"row": "A1", "fact": "stage"}, {"limit.1": "3"}, "authority_fact_unknown"),
    (PRICE, {"limit.9": "3"}, "value_not_valid"),
    (PRICE, {"limit.2": "many"}, "value_not_valid"),
    (PRICE, {"limit.2": "1e9"}, "value_not_valid"),
    (PRICE, {"limit.2": "NaN"}, "value_not_valid"),
    (PRICE, {"limit": "3"}, "field_unknown"),
    (PRICE, {"start.4": "3"}, "value_not_valid"),
    (PRICE, {"beyond": 7}, "value_not_valid"),
    (PRICE, {"word.Big": 1}, "value_not_valid"),
    (PRICE, {"en": "x"}, "field_unknown"),
    (PRICE, {}, "nothing_to_change"),
    ({"row": "A1"}, {"consults": "XYZ"}, "role_unknown"),
    ({"row": "A1"}, {"zh": " "}, "field_empty"),
    ({"row": "A1"}, {"en": "a\x00"}, "text_has_control_characters"),
    ({"row": "A1"}, {"never_urgent": 7}, "value_not_valid"),
    ({}, {"mode": "any"}, "value_not_valid"),
    ({}, {"currency": "dollars"}, "value_not_valid"),
    ({}, {"hours.1": 0}, "value_not_valid"),
    ({}, {"hours.0": 4}, "value_not_valid"),
    ({}, {"needed.2": 99}, "value_not_valid"),
    ({}, {"rate.EUR": "-1"}, "value_not_valid"),
    ({}, {"rate.euro": "1"}, "value_not_valid"),
    ({}, {"urgent.cost": "1"}, "field_unknown"),
    ({}, {"urgent.month_max": "many"}, "value_not_valid"),
)


def test_what_no_table_can_hold_is_refused_with_a_sentence_and_changes_nothing(desk_of):
    bo = desk_of("bo")
    begin(bo)
    before = bo.rows("authority_changes")
    for place, said, code in BAD:
        no = refused(bo, "authority.change", draft_id=DRAFT, **place, set=said)
        assert no.code == code, (place, said)
        assert "–" not in sentence(no, "en"), (place, said)
    assert bo.rows("authority_changes") == before


def test_rows_are_added_and_retired_where_duties_allow(desk_of):
    bo = desk_of("bo")
    begin(bo)
    said = {"zh": "样品费", "en": "Sample cost", "limit.1": "500", "beyond": 2, "consults": "FIN"}
    add = {"id": ROW, "draft_id": DRAFT, "fact": "sample_cost", "is_money": True}
    bo.do("authority.add_row", **add, set=said)
    name = f"X{ROW[-4:].upper()}"
    change(bo, {"row": name, "fact": "sample_cost"}, **{"limit.2": "900", "beyond": 3})
    bo.do("authority.retire_row", draft_id=DRAFT, row="A8")
    table = read(bo).table
    assert row_of(table, "A8") is None
    assert evaluate(table, {"sample_cost": "900"}).level == 2
    assert evaluate(table, {"sample_cost": "901"}).level == 3
    kept = refused(bo, "authority.retire_row", draft_id=DRAFT, row="A14")
    assert kept.code == "authority_row_kept"
    again = refused(bo, "authority.add_row", **add, set=said)
    assert again.code == "row_exists"
    for wrong, code in (
        ({"en": "x"}, "field_empty"),
        ({**said, "limit.1": "x"}, "value_not_valid"),
    ):
        new = {**add, "id": an_id("third")}
        assert refused(bo, "authority.add_row", **new, set=wrong).code == code
    unknown = {**add, "id": an_id("third"), "fact": "Sample Cost"}
    assert refused(bo, "authority.add_row", **unknown, set=said).code == "value_not_valid"
    bo.do("authority.submit", id=DRAFT)


def test_a_row_of_a_fact_that_is_asked_for_already_keeps_its_kind(desk_of):
    bo = desk_of("bo")
    begin(bo)
    said = {"zh": "低毛利会签", "en": "Thin margins are heard", "limit.1": "8", "beyond": 2}
    bo.do("authority.add_row", id=ROW, draft_id=DRAFT, fact="margin_percent", set=said)
    table = read(bo).table
    row = row_of(table, f"X{ROW[-4:].upper()}")
    assert row.tests[0].kind == "at_least"


@pytest.mark.system("S21")
def test_seats_hours_currency_and_mode_are_data(desk_of, office):
    def more(desk):
        change(desk, {}, **{"mode": "step_by_step", "needed.2": 2, "hours.2": 6})
        change(desk, {}, **{"rate.THB": "0.028", "urgent.month_max": 1})
        change(desk, {"row": "A3", "fact": "contract_amount"}, currency="EUR")
        change(desk, {"row": "A1"}, consults="FIN,DOC", never_urgent=1)

    _, gao = published(desk_of, more)
    table = table_on(gao)
    assert (table.mode, table.needed["2"], table.decide_hours["2"]) == ("step_by_step", 2, 6)
    assert table.urgent.month_max == 1
    assert "A1" in table.urgent.excluded
    lin = desk_of("lin")
    lin.do(
        "approval.request",
        id=ASKED,
        order_id=an_id("order"),
        topic="price",
        title="4 % off",
        case={"price_change_percent": "-4"},
    )
    row = lin.row("approvals", ASKED)
    assert (row["table_version"], row["level"]) == (2, 2)
    flow = [
        [(seat["level"], seat["role"], seat["needed"]) for seat in step]
        for step in json.loads(row["flow"])
    ]
    assert flow == [[(1, "", 1)], [(2, "", 2), (0, "DOC", 1), (0, "FIN", 1)]]


def test_a_change_taken_back_is_as_in_the_table_in_force(desk_of):
    bo = desk_of("bo")
    begin(bo)
    (first,) = bo.rows("authority_changes")
    bo.do("authority.take_back", id=first["id"])
    assert refused(bo, "authority.take_back", id=first["id"]).code == "row_gone"
    assert refused(bo, "authority.submit", id=DRAFT).code == "authority_nothing_changed"
    said = {"zh": "样品费", "en": "Sample cost", "limit.1": "500"}
    bo.do("authority.add_row", id=ROW, draft_id=DRAFT, fact="sample_cost", set=said)
    name = f"X{ROW[-4:].upper()}"
    change(bo, {"row": name}, consults="FIN")
    added = next(row for row in bo.rows("authority_changes") if row["field"] == "added")
    bo.do("authority.take_back", id=added["id"])
    assert read(bo).changes == ()
    assert read(bo).misplaced == ()
