"""What head office forgets changes nothing on any desk, however far it had come."""

import json
from datetime import timedelta

import pytest

from sync.client import epochs, pull
from sync.client.troubles import EpochChanged
from sync.domain.entities import ENTITIES
from sync.server import compaction
from sync.server.command_line import run
from sync.store import feed
from sync.store.tables import feed as feed_table
from tests.builders import (
    NOW,
    STAFF,
    a_line,
    a_partner,
    an_id,
    an_order,
    office_database,
    seed_office,
)
from tests.offices import Desk, OfficeHere

ORDER = an_id("order")
PEOPLE = {user.login: user for user in STAFF}
LATER = NOW + timedelta(days=200)


@pytest.fixture
def office(tmp_path):
    database = office_database(tmp_path)
    lines = [a_line(id=an_id(f"line {n}"), order_id=ORDER, position=str(n)) for n in range(6)]
    seed_office(database, *STAFF, a_partner(id=an_id("buyer")), an_order(id=ORDER), *lines)
    yield OfficeHere(database)
    database.close()


@pytest.fixture
def desk_of(tmp_path, office):
    made = []

    def of(login: str, name: str = "") -> Desk:
        desk = Desk(tmp_path / f"{login}{name}", office, PEOPLE[login], name)
        made.append(desk)
        return desk

    yield of
    for desk in made:
        desk.close()


def _is_whole(desk: Desk, office: OfficeHere) -> bool:
    return {entity: desk.rows(entity) for entity in ENTITIES} == office.seen_by(desk.user)


def _caught_up(desk: Desk) -> None:
    """Pull as the loop does, following what head office says of old cursors."""
    while True:
        try:
            desk.pull()
        except EpochChanged as changed:
            epochs.adopt(desk.replica, changed, now=NOW)
        else:
            return


def _remove_lines(desk: Desk, *numbers: int) -> None:
    for number in numbers:
        desk.do("line.remove", id=an_id(f"line {number}"))
        desk.sync()


def _traces(office: OfficeHere) -> int:
    with office.database.read() as connection:
        chosen = feed_table.select().where(feed_table.c.gone == 1)
        return len(connection.execute(chosen).all())


def test_a_desk_from_any_cursor_ends_the_same_after_compaction(office, desk_of):
    writer = desk_of("bo")
    writer.pull()
    desks = []
    for number in range(4):
        desk = desk_of("mei", str(number))
        desk.pull()
        desks.append(desk)
        _remove_lines(writer, number)
    told = compaction.compact(office.database, now=LATER)
    assert told.gone == 4
    assert _traces(office) == 0
    for desk in (*desks, desk_of("fei"), writer):
        _caught_up(desk)
        assert _is_whole(desk, office)
        assert {row["id"] for row in desk.rows("order_lines")} == {
            an_id("line 4"),
            an_id("line 5"),
        }


def test_a_desk_that_has_come_far_enough_copies_nothing_anew(office, desk_of):
    writer, desk = desk_of("bo"), desk_of("mei")
    writer.pull()
    _remove_lines(writer, 0)
    desk.pull()
    told = compaction.compact(office.database, now=LATER)
    assert 0 < told.horizon <= desk.replica.standing().cursor
    _remove_lines(writer, 1)
    changes, _ = pull.pull_once(desk.replica, desk.office, now=NOW)
    assert an_id("line 1") in changes.ids("order_lines")
    desk.pull()
    assert _is_whole(desk, office)


def test_a_first_copy_passes_versions_that_are_below_the_horizon(office, desk_of, monkeypatch):
    writer = desk_of("bo")
    writer.pull()
    for number in range(3):
        writer.do("order.edit", id=ORDER, set={"note": str(number)})
        writer.do("comment.add", order_id=ORDER, text=str(number))
        writer.sync()
    _remove_lines(writer, 0, 1)
    compaction.compact(office.database, now=LATER)
    monkeypatch.setattr(pull, "PAGE_ROWS", 2)
    desk = desk_of("mei")
    desk.pull()
    assert _is_whole(desk, office)


def test_what_is_not_old_stays(office, desk_of):
    writer = desk_of("bo")
    writer.pull()
    _remove_lines(writer, 0)
    told = compaction.compact(office.database, now=NOW + timedelta(days=100))
    assert (told.gone, told.judged, told.horizon) == (0, 0, 0)
    assert _traces(office) == 1


def test_an_operation_is_known_for_longer_than_desks_give_it_back(office, desk_of):
    writer = desk_of("bo")
    writer.pull()
    _remove_lines(writer, 0)
    compaction.compact(office.database, now=NOW + timedelta(days=epochs.KEPT_DAYS))
    assert office.ledger()
    told = compaction.compact(office.database, now=NOW + timedelta(days=401))
    assert told.judged == 1
    assert office.ledger() == {}
    with office.database.read() as connection:
        assert feed.meta(connection).horizon == told.horizon


def test_a_span_that_would_send_everybody_back_to_nothing_is_refused(capsys):
    words = ["compact", "--database", "sqlite:////nowhere/office.db", "--days", "3", "--json"]
    assert run(words) == 3
    assert json.loads(capsys.readouterr().out)["code"] == "compaction_too_early"
