"""Codes that stand for one row each in the company: the first to arrive keeps them."""

import pytest

from sync.domain.refusals import Refused
from sync.store.sentences import sentence
from tests.builders import an_id

CODE = "P-100"


def add_product(desk, name):
    desk.do("product.add", id=an_id(name), set={"code": CODE, "name_en": name})


def test_code_of_another_product_is_refused_with_its_holder(desk_of):
    desk = desk_of("mei")
    add_product(desk, "bowl")
    with pytest.raises(Refused) as caught:
        add_product(desk, "cup")
    assert caught.value.refusal.code == "code_taken"
    assert caught.value.refusal.facts["id"] == an_id("bowl")
    assert "(bowl)" in sentence(caught.value.refusal, "en")


def test_of_two_desks_with_one_code_the_later_is_told_who_has_it(office, desk_of):
    first, second = desk_of("mei"), desk_of("lin")
    add_product(first, "bowl")
    add_product(second, "cup")
    first.sync()
    second.sync()
    assert [row["id"] for row in office.rows("products")] == [an_id("bowl")]
    assert second.last().status == "invalid"
    assert an_id("bowl") in second.last().detail


def test_a_row_keeps_its_own_code(desk_of):
    desk = desk_of("mei")
    add_product(desk, "bowl")
    desk.do("product.edit", id=an_id("bowl"), set={"code": CODE, "name_en": "Large bowl"})


def test_a_file_does_not_bring_a_number_that_is_taken(office, desk_of):
    desk = desk_of("lin")
    order = {"id": an_id("other"), "buyer_id": an_id("buyer"), "order_no": "SO26-0001"}
    with pytest.raises(Refused) as caught:
        desk.do("order.import", source="sheet", rows={"orders": [order]})
    assert caught.value.refusal.code == "code_taken"


def test_a_mended_line_follows_the_order_its_own_source_brought(office, desk_of):
    desk = desk_of("lin")
    made = an_id("imported")
    order = {"id": made, "buyer_id": an_id("buyer"), "goods": "cups"}
    line = {"id": an_id("late"), "order_id": made, "position": "1", "unit_price": "3"}
    desk.do("order.import", source="sheet", rows={"orders": [order]})
    desk.do("order.import", source="sheet", rows={"orders": [order], "order_lines": [line]})
    desk.sync()
    assert office.row("order_lines", an_id("late")) is not None
