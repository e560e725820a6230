"""How one person's change goes into a row that others changed."""

from sync.domain.merging import merge

LINE = {
    "quantity": "100", "unit": "PCS", "unit_price": "2.50", "tolerance_percent": None,
    "note": "a\nb", "description": "Bowl",
}  # fmt: skip


def merged(wanted, *, guarded=frozenset(), **theirs):
    return merge(
        "order_lines", base=LINE, current={**LINE, **theirs}, wanted=wanted, guarded=guarded
    )


def test_an_untouched_row_takes_everything():
    found = merged({"unit_price": "2.60", "note": "c", "description": "Cup"})
    assert found.write == {"unit_price": "2.60", "note": "c", "description": "Cup"}
    assert not found.taken
    assert not found.overwrote


def test_a_price_somebody_else_changed_is_not_overwritten():
    found = merged({"unit_price": "2.60"}, unit_price="2.55")
    assert found.write == {}
    assert [group.name for group in found.taken] == ["money"]


def test_another_group_of_the_same_row_is_still_written():
    found = merged({"unit_price": "2.60", "quantity": "120"}, unit_price="2.55")
    assert found.write == {"quantity": "120"}
    assert [group.name for group in found.taken] == ["money"]


def test_groups_that_share_a_wanted_field_stand_or_fall_together():
    found = merged({"unit_price": "0.05", "unit": "G", "quantity": "2000"}, quantity="110")
    assert found.write == {}
    assert {group.name for group in found.taken} == {"money", "quantity"}


def test_the_same_change_by_two_is_one_change():
    found = merged({"unit_price": "2.60"}, unit_price="2.60")
    assert not found.taken


def test_a_broken_guard_stops_the_group_unless_it_stands_as_wanted():
    broken = frozenset({"money"})
    assert merged({"unit_price": "2.60"}, guarded=broken).taken
    assert not merged({"unit_price": "2.60"}, guarded=broken, unit_price="2.60").taken
    assert not merged({"unit_price": "2.50"}, guarded=broken).taken


def test_the_last_to_arrive_wins_an_automatic_field_and_it_is_said():
    found = merged({"description": "Cup"}, description="Plate")
    assert found.write == {"description": "Cup"}
    assert found.overwrote == {"description"}


def test_notes_merge_line_by_line_or_are_kept_apart():
    assert merged({"note": "a\nB"}, note="A\nb\nc").write in ({"note": "A\nB\nc"}, {})
    assert merged({"note": "A\nb"}, note="a\nb\nc\nd").write == {"note": "A\nb\nc\nd"}
    apart = merged({"note": "mine\nb"}, note="theirs\nb")
    assert apart.unmerged == {"note": "mine\nb"}
    assert apart.write == {}


def test_kinds_merge_by_element():
    found = merge(
        "partners",
        base={"kinds": "buyer"},
        current={"kinds": "buyer,bank"},
        wanted={"kinds": "buyer,carrier"},
    )
    assert found.write == {"kinds": "bank,buyer,carrier"}
    assert not found.overwrote
