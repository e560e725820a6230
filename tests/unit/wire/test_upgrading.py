"""Pages and operations in the words of another release."""

import msgspec
import pytest

from sync.domain import releases
from sync.domain.commands import Add, Edit
from sync.domain.releases import Release
from sync.wire import codec, upgrading, versions
from sync.wire.codec import Garbled
from sync.wire.messages import Operation, Page
from tests.builders import an_id

LATER = [
    Release(columns={"products": ("grade",)}, nouns=frozenset({"fairs"})),
    Release(values={"products.unit": {"PALLET": "CTN"}}, renamed={"ware.edit": "product.edit"}),
]


@pytest.fixture(autouse=True)
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be the program of schema 3."""
    monkeypatch.setattr(releases, "RELEASES", LATER)
    monkeypatch.setattr(versions, "SCHEMA", 3)


def an_operation(action: str, command: object, schema: int) -> Operation:
    return Operation(
        seq=1,
        op_id=an_id("op"),
        at="2026-11-20T08:00:00Z",
        action=action,
        args=codec.pack_args(command),
        base={},
        schema=schema,
    )


def test_a_page_is_told_as_an_older_program_knows_it():
    sent = {
        "products": Page(
            columns=["id", "unit", "grade", "ver"],
            rows=[("p", "PALLET", "fine", 3), ("q", "PCS", "plain", 4)],
        ),
        "fairs": Page(columns=["id"], rows=[("f",)]),
    }
    told = upgrading.lowered_pages(sent, 1)
    assert told == {
        "products": Page(columns=["id", "unit", "ver"], rows=[("p", "CTN", 3), ("q", "PCS", 4)])
    }
    assert upgrading.lowered_pages(sent, 2)["products"].rows[0] == ("p", "CTN", "fine", 3)
    assert upgrading.lowered_pages(sent, 3) == sent


def test_what_all_rows_of_a_page_have_is_told_so_too():
    sent = {
        "products": Page(columns=["id"], rows=[("p",)], same={"grade": "fine", "unit": "PALLET"})
    }
    told = upgrading.lowered_pages(sent, 1)["products"]
    assert told.same == {"unit": "CTN"}


def test_an_operation_of_an_older_desk_is_raised():
    old = an_operation("ware.edit", Edit(id=an_id("p"), set={"unit": "PCS"}), 1)
    assert upgrading.raised(old).action == "product.edit"
    new = an_operation("product.edit", Edit(id=an_id("p"), set={}), 3)
    assert upgrading.raised(new) is new


def test_an_operation_that_is_none_is_garbled():
    whole = an_operation("ware.edit", Edit(id=an_id("p"), set={}), 1)
    old = msgspec.structs.replace(whole, args=b"\xff")
    with pytest.raises(Garbled):
        upgrading.raised(old)


def test_setting_a_column_that_an_older_office_lacks_has_no_words_there():
    graded = an_operation("product.add", Add(id=an_id("p"), set={"grade": "fine"}), 3)
    assert upgrading.lowered(graded, 1) is None
    plain = an_operation("product.add", Add(id=an_id("p"), set={"code": "B"}), 3)
    said = upgrading.lowered(plain, 1)
    assert said is not None
    assert said.schema == 1
