"""A first copy comes in segments built beforehand: what is one's own first, and nothing twice."""

from collections import Counter

import pytest

from sync.client import pull
from sync.client.transport import Answer, Call
from sync.client.troubles import Trouble
from sync.domain.entities import ENTITIES
from sync.server import administration, snapshots
from sync.store import arriving, audiences, missing
from sync.store.audiences import Change
from sync.store.blobs import blobs_in
from tests.builders import (
    NOW,
    STAFF,
    a_line,
    a_partner,
    a_user,
    an_id,
    an_order,
    office_database,
    seed_office,
)
from tests.offices import Desk, OfficeHere, Wire

ORDERS = 150
CANARY = "931.27"
PEOPLE = {user.login: user for user in STAFF}
PACKER_IN_FINANCE = a_user("tang", "LOG", "FIN", team="south")


class Told(Wire):
    """A transport that remembers what was asked, and may stop answering."""

    def __init__(self, office: OfficeHere) -> None:
        super().__init__(office)
        self.asked = Counter[str]()
        self.left = -1

    def call(self, call: Call) -> Answer:
        if self.left == 0:
            raise Trouble("connection_lost")
        self.left -= 1
        self.asked[call.path] += 1
        return super().call(call)

    @property
    def segments(self) -> list[str]:
        return [path for path in self.asked if path.startswith("/v1/segments/")]


@pytest.fixture
def office(tmp_path, monkeypatch):
    monkeypatch.setattr(snapshots, "ROWS_MIN", 20)
    monkeypatch.setattr(snapshots, "_SEGMENT_ROWS_MIN", 10)
    monkeypatch.setattr(snapshots, "_SEGMENT_ROWS_MAX", 40)
    database = office_database(tmp_path)
    buyer = a_partner(id=an_id("buyer"))
    orders = [an_order(id=an_id(f"order {n}"), buyer_id=buyer.id) for n in range(ORDERS)]
    mine = [an_order(id=an_id(f"of bo {n}"), owner_id=an_id("bo")) for n in range(3)]
    lines = [a_line(id=an_id(f"line {order.id}"), order_id=order.id) for order in orders]
    seed_office(database, *STAFF, PACKER_IN_FINANCE, buyer, *orders, *mine, *lines)
    made = OfficeHere(database, files=blobs_in(tmp_path / "files", b"k" * 32))
    yield made
    database.close()


@pytest.fixture
def desk_of(tmp_path, office):
    made = []

    def of(login: str, name: str = "") -> Desk:
        user = PEOPLE.get(login, PACKER_IN_FINANCE)
        wire = Told(office)
        desk = Desk(tmp_path / f"{login}{name}", office, user, name, wire=wire)
        desk.wire = wire
        made.append(desk)
        return desk

    yield of
    for desk in made:
        desk.close()


@pytest.fixture
def built(office, desk_of):
    """Build what is of use to the manager, finance and the packer."""
    for login in ("bo", "fei", "tang"):
        desk_of(login, " before")
    assert office.build_snapshots() > 0
    return office


def _is_whole(desk: Desk, office: OfficeHere) -> bool:
    return {entity: desk.rows(entity) for entity in ENTITIES} == office.seen_by(desk.user)


def _steps(desk: Desk, count: int) -> None:
    for _ in range(count):
        pull.pull_once(desk.replica, desk.office, now=NOW)


def _until_orders(desk: Desk) -> None:
    while len(desk.rows("orders")) < ORDERS // 4:
        _steps(desk, 1)
    with desk.replica.read() as connection:
        assert arriving.count(connection) > 1


def test_a_first_copy_in_segments_is_what_head_office_shows(built, desk_of):
    desk = desk_of("bo")
    desk.pull()
    assert _is_whole(desk, built)
    assert len(desk.wire.segments) >= 3
    assert set(desk.wire.asked.values()) <= {1, 2, 3}
    assert desk.replica.standing().cursor == built.head()


def test_what_is_the_persons_own_comes_before_the_rest(built, desk_of):
    desk = desk_of("bo")
    while not desk.rows("orders"):
        _steps(desk, 1)
    assert {row["owner_id"] for row in desk.rows("orders")} == {an_id("bo")}
    assert len(desk.rows("orders")) == 3
    assert {row["login"] for row in desk.rows("users")} >= set(PEOPLE)
    _until_orders(desk)
    desk.pull()
    assert _is_whole(desk, built)


def test_a_segment_that_came_is_not_asked_for_again_after_a_break(built, desk_of):
    desk = desk_of("bo")
    _until_orders(desk)
    desk.wire.left = 0
    with pytest.raises(Trouble):
        _steps(desk, 1)
    desk.wire.left = -1
    desk.pull()
    assert _is_whole(desk, built)
    assert {desk.wire.asked[path] for path in desk.wire.segments} == {1}


def test_a_long_segment_goes_on_where_it_was_broken_off(built, desk_of, monkeypatch):
    monkeypatch.setattr("sync.client.first_copy._PART_BYTES", 400)
    desk = desk_of("bo")
    while not desk.wire.segments:
        _steps(desk, 1)
    with desk.replica.read() as connection:
        under_way = arriving.first(connection)
    assert 0 < len(under_way.come) < under_way.size_bytes
    desk.pull()
    assert _is_whole(desk, built)
    path = f"/v1/segments/{under_way.sha256}"
    assert desk.wire.asked[path] == -(-under_way.size_bytes // 400)


def test_what_changes_during_the_copy_comes_after_it(built, desk_of):
    desk, other = desk_of("bo"), desk_of("fei")
    other.pull()
    _until_orders(desk)
    ids = [an_id(f"order {n}") for n in range(ORDERS)]
    with built.database.write() as connection:
        administration.write_as_office(
            connection, [("orders", {"id": each, "note": "late"}) for each in ids[:40]], now=NOW
        )
    desk.pull()
    assert _is_whole(desk, built)
    assert {row["note"] for row in desk.rows("orders")} == {"late", ""}


def test_an_order_that_leaves_during_the_copy_is_let_go(built, desk_of):
    desk = desk_of("bo")
    _until_orders(desk)
    lost = an_id("order 7")
    with built.database.write() as connection:
        ver = administration.write_as_office(
            connection, [("orders", {"id": lost, "note": "x"})], now=NOW
        )
        audiences.note(connection, ver, [Change(lost, "orders", is_gone=True)])
    desk.pull()
    assert desk.row("orders", lost) is None
    assert _is_whole(desk, built)


def test_segments_built_anew_during_the_copy_do_not_end_it(built, desk_of):
    desk = desk_of("bo")
    _until_orders(desk)
    with built.database.write() as connection:
        ids = [an_id(f"order {n}") for n in range(ORDERS)]
        administration.write_as_office(
            connection, [("orders", {"id": each, "note": "new"}) for each in ids], now=NOW
        )
    assert built.build_snapshots() > 0
    with desk.replica.read() as connection:
        left = arriving.first(connection)
    built.files.remove(left.sha256)
    desk.pull()
    assert _is_whole(desk, built)
    assert desk.wire.asked["/v1/first-copy"] == 2


def test_a_lost_segment_is_no_dead_end(built, desk_of):
    desk = desk_of("bo")
    _until_orders(desk)
    with desk.replica.read() as connection:
        left = arriving.first(connection)
    built.files.remove(left.sha256)
    desk.pull()
    assert _is_whole(desk, built)
    assert built.build_snapshots() > 0
    other = desk_of("bo", " later")
    other.pull()
    assert other.wire.segments
    assert _is_whole(other, built)


def test_a_row_that_is_newer_here_is_not_put_back_by_a_segment(built, desk_of):
    mine = an_id("of bo 1")
    with built.database.write() as connection:
        administration.write_as_office(
            connection, [("orders", {"id": mine, "note": "newer"})], now=NOW
        )
    desk = desk_of("bo")
    seen = set()
    while desk.replica.standing().cursor == 0:
        _steps(desk, 1)
        row = desk.row("orders", mine)
        seen.add(row["note"] if row else None)
    assert seen == {None, "newer"}


def test_own_work_stays_visible_under_segments(built, desk_of):
    desk = desk_of("bo")
    mine = an_id("of bo 1")
    while desk.row("orders", mine) is None:
        _steps(desk, 1)
    desk.do("order.edit", id=mine, set={"note": "typed while copying"})
    while desk.replica.standing().cursor == 0:
        _steps(desk, 1)
        assert desk.row("orders", mine)["note"] == "typed while copying"
    desk.sync()
    assert _is_whole(desk, built)
    assert built.row("orders", mine)["note"] == "typed while copying"


def test_nobody_gets_a_segment_of_what_they_may_not_see(built, desk_of):
    manager = desk_of("bo")
    manager.pull()
    packer, finance = desk_of("tang"), desk_of("fei")
    packer.pull()
    finance.pull()
    for path in manager.wire.segments:
        sha256 = path.rpartition("/")[2]
        if path in finance.wire.segments or path in packer.wire.segments:
            continue
        for desk in (packer, finance, desk_of("pu")):
            with pytest.raises(Trouble) as caught:
                desk.office.segment(sha256, 0, 10, desk.replica.standing().badge)
            assert caught.value.code == "segment_gone"


def test_absent_and_forbidden_segments_are_answered_alike(built, desk_of):
    manager = desk_of("bo")
    manager.pull()
    desk = desk_of("pu")
    answers = set()
    for sha256 in (manager.wire.segments[-1].rpartition("/")[2], "0" * 64):
        with pytest.raises(Trouble) as caught:
            desk.office.segment(sha256, 0, 10, desk.replica.standing().badge)
        answers.add(str(caught.value.refusal))
    assert len(answers) == 1


def test_who_sees_orders_by_several_roles_sees_each_by_those_that_reach_it(built, desk_of):
    order = an_id("order 5")
    manager, packer = desk_of("bo"), desk_of("tang")
    manager.pull()
    manager.do("task.add", set={"order_id": order, "title": "Book", "assignee_id": packer.user.id})
    manager.sync()
    packer.pull()
    assert packer.wire.segments
    assert _is_whole(packer, built)


def test_other_roles_have_everything_copied_anew_in_their_view(built, desk_of):
    with built.database.write() as connection:
        administration.write_as_office(
            connection,
            [("order_lines", {"id": an_id(f"line {an_id('order 3')}"), "unit_price": CANARY})],
            now=NOW,
        )
    desk = desk_of("bo")
    desk.pull()
    assert CANARY in {row["unit_price"] for row in desk.rows("order_lines")}
    with built.database.write() as connection:
        administration.set_roles(connection, "bo", "QC", level=None, now=NOW)
    desk.pull()
    desk.pull()
    assert CANARY not in {row["unit_price"] for row in desk.rows("order_lines")}
    with desk.replica.read() as connection:
        assert (arriving.count(connection), missing.count(connection)) == (0, 0)


def test_a_snapshot_of_another_epoch_is_not_offered(built, desk_of):
    desk = desk_of("bo")
    with built.database.write() as connection:
        connection.exec_driver_sql("UPDATE server_meta SET epoch = 'another'")
    desk.replica.note(epoch="another")
    desk.pull()
    assert desk.wire.segments == []
    assert len(desk.rows("orders")) == ORDERS + 3


def test_building_again_makes_only_what_changed(built):
    before = _pieces(built)
    with built.database.write() as connection:
        puts = [("orders", {"id": an_id("order 1"), "note": "again"})]
        administration.write_as_office(connection, puts, now=NOW)
    assert built.build_snapshots() == 0
    with built.database.write() as connection:
        connection.exec_driver_sql("UPDATE snapshots SET rows = 1")
    assert built.build_snapshots() > 0
    assert before & _pieces(built)
    assert before != _pieces(built)


def _pieces(office: OfficeHere) -> set[str]:
    with office.database.read() as connection:
        chosen = "SELECT sha256 FROM segments WHERE left_at IS NULL"
        return set(connection.exec_driver_sql(chosen).scalars())


def test_what_goes_after_it_came_first_does_not_stay(desk_of):
    lin, bo = desk_of("lin"), desk_of("bo")
    line = an_id(f"line {an_id('order 1')}")
    while lin.row("order_lines", line) is None:
        pull.pull_once(lin.replica, lin.office, now=NOW)
    assert lin.replica.standing().cursor == 0
    bo.pull()
    bo.do("line.remove", id=line)
    bo.push()
    lin.pull()
    assert lin.row("order_lines", line) is None
    assert len(lin.rows("order_lines")) == ORDERS - 1


def test_what_went_while_a_scope_was_gained_goes(office, desk_of):
    lin, bo = desk_of("lin"), desk_of("bo")
    line = an_id(f"line {an_id('order 1')}")
    lin.pull()
    bo.pull()
    bo.do("line.remove", id=line)
    bo.push()
    held = lin.replica.standing().scope_list
    lin.replica.note(scopes=",".join(each for each in held if each != "partners:bank"))
    lin.pull()
    assert lin.replica.standing().scope_list == held
    assert lin.row("order_lines", line) is None


def test_what_went_before_its_order_moved_away_goes_too(desk_of):
    mei, bo = desk_of("mei"), desk_of("bo")
    order, line = an_id("order 1"), an_id(f"line {an_id('order 1')}")
    mei.pull()
    bo.pull()
    bo.do("line.remove", id=line)
    bo.push()
    bo.do("order.edit", id=order, set={"team": "south"})
    bo.push()
    mei.pull()
    assert (mei.row("orders", order), mei.row("order_lines", line)) == (None, None)
