"""Who was in which department when, by name or by role."""

from datetime import timedelta

import pytest

from sync.domain.departments import Department, Membership, Organisation
from tests.builders import NOW, a_user, an_id

BEFORE, AFTER = NOW - timedelta(days=1), NOW + timedelta(days=1)
OLD = Department(id="old", name_zh="物流部", name_en="Logistics", roles="LOG", ended_at=NOW)
SEA = Department(id="sea", name_zh="海运部", name_en="Sea", roles="LOG", began_at=NOW)
AIR = Department(id="air", name_zh="空运部", name_en="Air", roles="LOG", began_at=NOW)
LIN, WEN, FEI = a_user("lin", "LOG"), a_user("wen", "LOG", "FIN"), a_user("fei", "FIN")


@pytest.mark.system("S67")
def test_events_before_a_split_are_told_with_the_old_name():
    there = Membership(id="m", user_id=an_id("wen"), department_id="sea", from_at=NOW)
    told = Organisation([OLD, SEA, AIR], [there])
    assert told.of(WEN, BEFORE) == OLD
    assert told.of(WEN, NOW) == SEA
    assert told.of(LIN, AFTER) == AIR
    assert told.of(FEI, AFTER) is None
    assert told.members("old", [LIN, WEN, FEI], BEFORE) == [LIN, WEN]
    assert told.standing(AFTER) == [AIR, SEA]


def test_a_membership_of_an_ended_department_leaves_the_role():
    there = Membership(id="m", user_id=an_id("fei"), department_id="old", from_at=BEFORE)
    told = Organisation([OLD, SEA], [there])
    assert told.of(FEI, BEFORE) == OLD
    assert told.of(FEI, AFTER) is None
