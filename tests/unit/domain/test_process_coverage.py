"""Each gap and overlap of a process is found once, where it is, and is gone once it is mended."""

import msgspec
import pytest

from sync.domain.people import Role
from sync.domain.process import Process, nodes_by_id
from sync.domain.process_coverage import Finding, Gap, blocking, coverage, may_be_published
from sync.store.process_files import process_of
from sync.store.sentences import has_words, sentence

PROCESS = process_of(1)
SI = "N16-01"


def _with(node: str, **fields: object) -> Process:
    nodes = tuple(
        msgspec.structs.replace(each, **fields) if each.id == node else each
        for each in PROCESS.nodes
    )
    return msgspec.structs.replace(PROCESS, nodes=nodes)


def _with_raci(node: str, **fields: object) -> Process:
    raci = nodes_by_id(PROCESS)[node].raci
    return _with(node, raci=msgspec.structs.replace(raci, **fields))


def _with_item_of(*roles: Role) -> Process:
    items = tuple(
        msgspec.structs.replace(item, accountable=roles) if item.id == SI else item
        for item in nodes_by_id(PROCESS)["N16"].items
    )
    return _with("N16", items=items)


def test_the_process_that_ships_is_covered():
    assert coverage(PROCESS) == ()
    assert may_be_published(PROCESS) is None


@pytest.mark.system("S02")
def test_two_departments_that_answer_for_one_task_overlap_once_and_not_after_mending():
    both = _with_item_of(Role.DOC, Role.LOG)
    (finding,) = coverage(both)
    assert finding == Finding(gap=Gap.TASK_OVERLAP, node="N16", item=SI, roles=(Role.DOC, Role.LOG))
    no = may_be_published(both)
    assert no is not None
    assert "补料 SI 在截单前提交" in sentence(no, "zh")
    assert coverage(_with_item_of(Role.DOC)) == ()


@pytest.mark.parametrize(
    ("process", "gap", "roles"),
    [
        (_with_raci("N12", accountable=()), Gap.OWNERLESS, ()),
        (_with_raci("N12", responsible=()), Gap.NOBODY, ()),
        (_with_raci("N12", accountable=(Role.LOG, Role.SR)), Gap.OVERLAP, (Role.LOG, Role.SR)),
        (_with("N12", owner=Role.QC), Gap.ELSEWHERE, (Role.QC,)),
    ],
)
def test_each_gap_is_found_at_its_stage_and_keeps_it_from_being_published(process, gap, roles):
    assert coverage(process) == (Finding(gap=gap, node="N12", roles=roles),)
    no = may_be_published(process)
    assert no is not None
    assert (no.code, no.facts["node"], no.facts["others"]) == (f"process_{gap}", "N12", 0)
    for language, name in (("zh", "订舱"), ("en", "Booking")):
        assert f"N12 {name}" in sentence(no, language)


def test_a_stage_of_a_role_that_nobody_holds_is_told_and_may_be_published():
    held = frozenset(Role) - {Role.FIN}
    found = coverage(PROCESS, held)
    assert {(each.gap, each.roles) for each in found} == {(Gap.VACANT, (Role.FIN,))}
    assert [each.node for each in found] == ["N07", "N20", "N21", "N22"]
    assert blocking(found) == ()


def test_every_finding_has_words():
    assert [gap for gap in Gap if not has_words(f"process_{gap}")] == []
