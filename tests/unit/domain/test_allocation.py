"""Who is proposed for a piece of work, with which reasons, and who is not up to what they have."""

from datetime import date, timedelta

import pytest

from sync.domain.allocation import Candidate, Need, Reason, shortfall, suggest
from sync.domain.capabilities import Capability, asked_of, level_on
from sync.domain.dates import WEEKDAYS
from sync.domain.people import Role
from sync.domain.workload import Piece, loads
from tests.builders import TODAY, a_user, an_id

NEED = Need(role=Role.DOC, skill="lc_examination", level=3)


def _one(login, load=0, level=0, **fields):
    user = a_user(login, "DOC")
    levels = {"lc_examination": level} if level else {}
    return Candidate(user=user, load=load, levels=levels, **fields)


@pytest.mark.system("S62")
def test_whoever_has_a_lesser_load_is_proposed_with_the_reasons():
    pieces = [Piece(person_id=an_id("ann"), due_on=TODAY)] * 12
    pieces += [Piece(person_id=an_id("ben"), due_on=TODAY)] * 6
    found = loads(pieces, today=TODAY, calendar=WEEKDAYS)
    ann = _one("ann", load=found[an_id("ann")], level=3)
    ben = _one("ben", load=found[an_id("ben")], level=3)
    first, second = suggest(NEED, [ann, ben])
    assert (ann.load, first.user_id, second.user_id) == (120, an_id("ben"), an_id("ann"))
    level = Reason("level", {"skill": "lc_examination", "level": 3, "needed": 3})
    assert first.reasons == (Reason("load", {"percent": 60}), level)
    assert second.reasons[0] == Reason("load_over", {"percent": 120})


def test_only_work_of_the_five_working_days_ahead_is_a_load():
    days = [TODAY - timedelta(9), None, TODAY + timedelta(7), TODAY + timedelta(8)]
    pieces = [Piece(person_id="p", due_on=day) for day in days]
    assert loads(pieces, today=TODAY, calendar=WEEKDAYS) == {"p": 30}
    assert loads([Piece(person_id="")], today=TODAY, calendar=WEEKDAYS) == {}


def test_who_is_away_or_has_another_role_is_not_proposed_and_a_deputy_says_so():
    away = _one("away", level=4, is_away=True)
    deputy = _one("deputy", load=40, level=3, stands_in_for=(an_id("away"),))
    other = Candidate(user=a_user("fin", "FIN"), levels={"lc_examination": 4})
    (only,) = suggest(NEED, [away, other, deputy])
    assert only.user_id == an_id("deputy")
    assert only.reasons[-1] == Reason("deputy", {"user_id": an_id("away")})


def test_the_buyers_language_goes_before_a_lesser_load():
    speaks = Candidate(user=a_user("sp", "DOC"), load=70, levels={"language_es": 2})
    free = Candidate(user=a_user("fr", "DOC"))
    need = Need(role=Role.DOC, language="language_es")
    first, second = suggest(need, [free, speaks])
    assert (first.user_id, first.reasons[-1].code) == (an_id("sp"), "language")
    assert [each.code for each in second.reasons] == ["load"]


def test_an_administrator_has_no_business_work_and_who_was_not_assessed_says_so():
    people = [Candidate(user=a_user("ada", "ADM")), _one("new"), _one("low", level=1, load=10)]
    assert [each.user_id for each in suggest(Need(), people)] == [an_id("new"), an_id("low")]
    codes = [each.reasons[1].code for each in suggest(NEED, people)]
    assert codes == ["level_unknown", "level_short"]


@pytest.mark.system("S51")
def test_a_task_given_to_a_lower_level_names_two_who_are_qualified():
    people = [_one("low", level=1), *(_one(f"up{n}", load=n, level=3) for n in (3, 1, 2))]
    node_asks = asked_of("", 0, "N06")
    assert node_asks == ("lc_examination", 3)
    assert asked_of("", 0, "N06", {"lc_examination"}) == node_asks
    assert asked_of("", 0, "N06", {"booking"}) == ("", 0)
    assert asked_of("customs", 2, "N06", ()) == ("customs", 2)
    found = shortfall(NEED, an_id("low"), people)
    assert (found.level, found.needed) == (1, 3)
    assert found.qualified == (an_id("up1"), an_id("up2"))
    assert shortfall(NEED, an_id("up1"), people) is None
    assert shortfall(Need(), an_id("low"), people) is None


def test_a_level_counts_until_its_last_day():
    held = Capability(id="c", user_id="u", skill="customs", skill_level=3, valid_until=TODAY)
    assert level_on(held, TODAY) == 3
    assert level_on(held, date(2026, 3, 3)) == 0
