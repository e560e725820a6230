"""What programs of different releases know of each other: nothing is lost on the way back."""

import pytest

from sync.domain import releases
from sync.domain.releases import Release

LATER = [
    Release(columns={"products": ("grade",)}, values={"products.unit": {"CTN24": "CTN"}}),
    Release(
        nouns=frozenset({"fairs"}),
        values={"products.unit": {"PALLET": "CTN24"}},
        renamed={"product.edit": "article.edit"},
    ),
    Release(
        actions=frozenset({"fair.open"}),
        arguments={"article.edit": ("why",)},
        raised={"article.edit": lambda said: {**said, "set": said["fields"]}},
        lowered={"article.edit": lambda said: {"id": said["id"], "fields": said["set"]}},
    ),
]


@pytest.fixture(autouse=True)
def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Be the program of schema 4."""
    monkeypatch.setattr(releases, "RELEASES", LATER)


def test_the_schema_counts_the_releases():
    assert releases.newest() == 4
    assert releases.lacks(4).is_nothing
    assert releases.lacks(9).is_nothing


def test_a_row_is_told_without_newer_columns_and_in_the_values_of_its_time():
    row = {"id": "p", "unit": "PALLET", "grade": "fine"}
    assert releases.lacks(1).row("products", row) == {"id": "p", "unit": "CTN"}
    assert releases.lacks(2).row("products", row) == {**row, "unit": "CTN24"}
    assert releases.lacks(3).row("products", row) == row
    assert releases.lacks(1).nouns == {"fairs"}
    assert releases.lacks(3).nouns == frozenset()


def test_an_old_action_is_raised_step_by_step():
    said = {"id": "p", "fields": {"unit": "PCS"}}
    name, arguments = releases.raised("product.edit", said, 1)
    assert name == "article.edit"
    assert arguments["set"] == {"unit": "PCS"}
    assert releases.raised("article.edit", {"id": "p"}, 4) == ("article.edit", {"id": "p"})


def test_an_old_action_that_makes_no_sense_is_an_error():
    with pytest.raises(KeyError):
        releases.raised("product.edit", {"id": "p"}, 1)


def test_a_new_action_is_lowered_to_the_older_name_and_words():
    said = {"id": "p", "set": {"unit": "PCS"}, "why": ""}
    assert releases.lowered("article.edit", said, 1) == (
        "product.edit",
        {"id": "p", "fields": {"unit": "PCS"}},
    )


@pytest.mark.parametrize(
    ("action", "arguments"),
    [
        ("fair.open", {"id": "f"}),
        ("article.edit", {"id": "p"}),
    ],
)
def test_what_an_older_program_has_no_words_for_is_not_said(action: str, arguments: dict):
    assert releases.lowered(action, arguments, 3) is None


def test_an_argument_that_is_new_and_given_is_not_left_out_silently(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(releases, "RELEASES", [Release(arguments={"order.close": ("why",)})])
    assert releases.lowered("order.close", {"id": "o", "why": "lost"}, 1) is None
    assert releases.lowered("order.close", {"id": "o", "why": ""}, 1) == (
        "order.close",
        {"id": "o"},
    )
