"""Rows in memory: one consistent picture, and nothing left of what was refused."""

import pytest

from sync.actions.workspace import Workspace
from sync.domain.records import to_row
from sync.domain.refusals import Refused
from tests.builders import a_line, an_id, put_records

ORDER = an_id("order")


@pytest.fixture
def work(office):
    with office.database.write() as connection:
        put_records(connection, [a_line(id=an_id("second"), order_id=ORDER, position="2")])
        yield Workspace(connection)


def test_what_an_action_changed_is_found_by_its_new_value(work):
    work.begin()
    work.patch("order_lines", an_id("line"), {"order_id": an_id("elsewhere")})
    assert [row["id"] for row in work.find("order_lines", "order_id", ORDER)] == [an_id("second")]
    assert len(work.find("order_lines", "order_id", an_id("elsewhere"))) == 1


def test_a_rolled_back_action_leaves_nothing_to_write(work):
    work.begin()
    work.patch("order_lines", an_id("line"), {"note": "kept"})
    work.begin()
    work.insert("order_lines", to_row(a_line(id=an_id("third"), order_id=ORDER)))
    work.patch("order_lines", an_id("line"), {"note": "refused"})
    work.patch("order_lines", an_id("second"), {"note": "refused"})
    work.remove("orders", ORDER)
    work.roll_back()
    assert work.changed == {("order_lines", an_id("line"))}
    assert work.get("order_lines", an_id("line"))["note"] == "kept"
    assert work.get("order_lines", an_id("third")) is None
    assert work.get("orders", ORDER) is not None
    assert work.effects == []


def test_a_row_moved_and_moved_back_by_a_refusal_is_found_where_it_was(work):
    elsewhere, nowhere = an_id("elsewhere"), an_id("nowhere")
    work.begin()
    work.patch("order_lines", an_id("line"), {"order_id": elsewhere})
    work.begin()
    work.patch("order_lines", an_id("line"), {"order_id": nowhere})
    assert len(work.find("order_lines", "order_id", nowhere)) == 1
    work.roll_back()
    assert [row["id"] for row in work.find("order_lines", "order_id", elsewhere)] == [an_id("line")]
    assert work.find("order_lines", "order_id", nowhere) == []


@pytest.mark.parametrize("identifier", ["", "x", "a\x00", "A" * 32, "a" * 1_000])
def test_what_is_no_id_names_no_row(work, identifier):
    assert work.get("orders", identifier) is None
    with pytest.raises(Refused) as refused:
        work.require("orders", identifier)
    assert refused.value.refusal.kind == "gone"
    assert len(str(refused.value.refusal.facts["id"])) <= 40


def test_a_patch_that_says_nothing_new_has_no_effect(work):
    work.begin()
    work.patch("order_lines", an_id("line"), {"description": "Bowl"})
    assert work.effects == []
    assert not work.changed
