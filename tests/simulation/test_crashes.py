"""A desk killed, or its disk full, at every statement of a flow goes on as if nothing had been."""

from contextlib import suppress
from functools import partial

import pytest

from sync.client.troubles import Trouble
from sync.domain.commands import ACTIONS
from tests.simulation import disks, oracle
from tests.simulation.killing import Killed
from tests.simulation.world import world

STATEMENTS_MAX = 400
EACH = {"first copy": 3, "adopt": 11}
"""Of the long flows every third or eleventh statement, so that the whole suite stays short."""


@pytest.fixture
def company():
    """Return a world of desks that have everything, on a line without faults."""
    with world(1) as made:
        made.network.share = 0
        for station in made.stations:
            while station.loop.pull_once():
                pass
        yield made


def _edit(made, station, number):
    line = station.shown()["order_lines"][0]["id"]
    command = ACTIONS["line.edit"].kind(id=str(line), set={"unit_price": f"{number}.5"})
    station.do("line.edit", command, made.fate.new_id())


def _do(made, station, number):
    _edit(made, station, number)


def _push(made, station, number):
    with station.trigger.paused():
        _edit(made, station, number)
    station.loop.push_once()


def _pull(made, station, number):
    with station.trigger.paused():
        other = next(each for each in made.stations if each is not station)
        _edit(made, other, number)
        other.sync()
    station.loop.pull_once()


def _rebase(made, station, number):
    with station.trigger.paused():
        _edit(made, station, number + 1_000)
    _pull(made, station, number)


def _first_copy(made, station, number):
    with station.trigger.paused():
        station.replica.note(cursor=0, scopes="")
        station.cursor = 0
    while station.loop.pull_once():
        pass


def _adopt(made, station, number):
    with station.trigger.paused():
        made.office.keep_copy()
        _edit(made, station, number)
        station.sync()
        made.office.restore_copy()
        made.commits = made.office.head()
    station.loop.pull_once()


FLOWS = {
    "do": _do,
    "push": _push,
    "pull": _pull,
    "rebase": _rebase,
    "first copy": _first_copy,
    "adopt": _adopt,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FLOWS)
def test_a_kill_at_any_statement_loses_nothing(company, name):
    station = company.stations[0]
    for place in range(0, STATEMENTS_MAX, EACH.get(name, 1)):
        station.trigger.set(place)
        try:
            FLOWS[name](company, station, place)
        except Killed:
            station.restart()
            assert station.replica.damage() == ""
            oracle.check_desk(station)
        else:
            break
    station.trigger.unset()
    assert 5 <= place < STATEMENTS_MAX - 11
    _comes_to_rest(company)


@pytest.mark.slow
@pytest.mark.parametrize("kind", disks.ERRORS)
@pytest.mark.parametrize("name", ["do", "push", "rebase"])
def test_a_failing_disk_at_any_statement_loses_nothing(company, name, kind):
    station = company.stations[0]
    for place in range(0, STATEMENTS_MAX, 5):
        station.trigger.set(place, partial(disks.error_of, kind))
        before = station.trigger.fired
        _tolerant(FLOWS[name], company, station, place)
        station.trigger.unset()
        oracle.check_desk(station)
        if station.trigger.fired == before:
            break
    assert 5 <= place < STATEMENTS_MAX - 11
    _comes_to_rest(company)


def _tolerant(flow, made, station, place):
    with suppress(Trouble):
        flow(made, station, place)


def _comes_to_rest(made):
    made.run(steps=0)
