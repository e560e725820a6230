"""A draft reads the same whatever order its changes came in; what has no place is told."""

import json
from itertools import permutations

import msgspec
import pytest

from sync.domain.people import Role
from sync.domain.process import nodes_by_id, problems
from sync.domain.process_changes import (
    ProcessChange,
    applied,
    as_said,
    differs,
    items_kept,
    part_of,
    value_in,
)
from sync.domain.process_versions import digest_of, read, written
from sync.store.process_files import process_of
from tests.builders import an_id

PROCESS = process_of(1)


def _change(node, field, value, part=""):
    said = json.dumps(value, ensure_ascii=False)
    return ProcessChange(
        id=an_id(), draft_id=an_id("draft"), node=node, part=part, field=field, value=said
    )


NEW = {"zh": "确认舱位", "en": "Space confirmed", "is_mandatory": True}
CHANGES = (
    _change("N12", "added", NEW, "N12-abcd"),
    _change("N12", "by", ["LOG"], "N12-abcd"),
    _change("N12", "accountable", ["SR"]),
    _change("N12", "dropped", True, "E12-1"),  # noqa: FBT003  what JSON says
)


def test_changes_apply_in_any_order():
    found = {digest_of(applied(PROCESS, some).process) for some in permutations(CHANGES)}
    assert len(found) == 1
    whole = applied(PROCESS, CHANGES)
    node = nodes_by_id(whole.process)["N12"]
    assert whole.misplaced == ()
    assert node.raci.accountable == (Role.SR,)
    assert part_of(node, "N12-abcd").by == (Role.LOG,)
    assert part_of(node, "E12-1") is None
    assert problems(whole.process) == ()


def test_without_changes_a_draft_reads_as_its_version():
    assert digest_of(applied(PROCESS, ()).process) == digest_of(PROCESS)


@pytest.mark.parametrize(
    "change",
    [
        _change("N99", "zh", "x"),
        _change("N12", "zh", "x", "N12-99"),
        _change("N12", "owner", "XYZ"),
        _change("N12", "standard.7", {"days": 2, "unit": "wd"}),
        _change("N12", "added", NEW, "N12-01"),
        _change("N12", "colour", "red"),
    ],
)
def test_a_change_without_a_place_is_told_and_leaves_the_rest(change):
    whole = applied(PROCESS, [change, CHANGES[2]])
    assert whole.misplaced == (change,)
    assert nodes_by_id(whole.process)["N12"].raci.accountable == (Role.SR,)


def test_a_version_is_read_as_it_was_written():
    whole = applied(PROCESS, CHANGES).process
    again = read(written(msgspec.structs.replace(whole, version=7)))
    assert (again.version, digest_of(again)) == (7, digest_of(whole))
    assert [node.applies for node in again.nodes] == [node.applies for node in PROCESS.nodes]


@pytest.mark.parametrize("text", ["", "{}", '{"version": 2}', "[1]", written(PROCESS)[:-2]])
def test_what_is_no_process_is_not_read(text):
    with pytest.raises(ValueError, match=r"."):
        read(text)


def test_a_process_that_does_not_hold_together_is_not_read():
    broken = applied(PROCESS, [_change("N12", "accountable", [])]).process
    with pytest.raises(ValueError, match="N12"):
        read(written(broken))


def test_only_what_says_something_else_differs():
    assert differs(PROCESS, CHANGES[2])
    same = value_in(PROCESS, "N12", "", "accountable")
    assert not differs(PROCESS, _change("N12", "accountable", same))
    assert not differs(PROCESS, _change("N12", "standard.0", {"days": 2, "unit": "wd"}))
    assert not differs(PROCESS, _change("N12", "by", [], "N12-01"))
    assert differs(PROCESS, CHANGES[3])


def test_values_are_said_for_people():
    assert as_said("standard.0", {"days": 3, "unit": "cd"}) == "3 cd"
    assert as_said("by", ["LOG", "DOC"]) == "LOG,DOC"
    assert as_said("added", NEW) == "确认舱位"
    assert as_said("is_blocking", True) == "1"  # noqa: FBT003  what JSON says
    assert as_said("owner", None) == ""


def test_what_gates_and_the_law_need_is_kept():
    kept = items_kept(PROCESS)
    assert {"N01-03", "N18-08", "N21-05"} <= kept
    assert "N12-04" not in kept
