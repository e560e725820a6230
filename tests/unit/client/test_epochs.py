"""After head office was put back the desks give back what it lost, each thing once."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.client.loop import SyncLoop
from sync.store import epochs, feed
from sync.store.outbox import OutboxState
from tests.builders import NOW
from tests.offices import Desk, OfficeHere, Wire
from tests.unit.client.conftest import LIN
from tests.unit.client.deeds import add_buyer, add_order, states


class Backup:
    """A copy of head office's file."""

    def __init__(self, office: OfficeHere, folder: Path) -> None:
        self._office, self._file, self._copy = office, folder / "office.db", folder / "copy.db"
        office.database.close()
        shutil.copy(self._file, self._copy)

    def put_back(self) -> None:
        """Put the copy back, as by hand."""
        self._office.database.close()
        for left in self._file.parent.glob("office.db-*"):
            left.unlink()
        shutil.copy(self._copy, self._file)

    def restore(self) -> int:
        """Put the copy back with an epoch of its own; return its version."""
        self.put_back()
        with self._office.database.write() as connection:
            head = feed.meta(connection).head
            epochs.begin(connection, epochs.RESTORED, restored_head=head, now=NOW)
        return head


@pytest.fixture
def other(tmp_path: Path, office: OfficeHere) -> Iterator[Desk]:
    """A second desk of the same person."""
    made = Desk(tmp_path / "again", office, LIN, name="again")
    made.pull()
    yield made
    made.close()


@pytest.fixture
def backup(office: OfficeHere, desk: Desk, other: Desk, tmp_path: Path) -> Backup:
    """A backup of an office in which both have done something."""
    for each in (desk, other):
        add_buyer(each, "Kept")
        each.sync()
    return Backup(office, tmp_path)


def follow(desk: Desk, office: OfficeHere) -> None:
    """Sync until all is agreed, whatever head office says meanwhile."""
    loop = _loop(desk, office)
    for _ in range(12):
        while loop.push_once():
            pass
        loop.pull_once()
    assert set(states(desk)) == {OutboxState.DONE}


def _loop(desk: Desk, office: OfficeHere) -> SyncLoop:
    way = type(desk.office)(Wire(office))
    return SyncLoop(desk.replica, way, way, now=lambda: NOW)


def names(office: OfficeHere) -> list[str]:
    return sorted(str(row["name"]) for row in office.rows("partners"))


def test_only_what_is_after_the_shared_version_is_given_back(
    desk: Desk, office: OfficeHere, backup: Backup
):
    add_buyer(desk, "Lost")
    desk.sync()
    backup.restore()
    _loop(desk, office).pull_once()
    assert states(desk) == [OutboxState.DONE, OutboxState.WAITING]
    follow(desk, office)
    assert names(office) == ["Kept", "Kept", "Lost"]


def test_others_may_have_pushed_past_the_old_head_before(
    desk: Desk, other: Desk, office: OfficeHere, backup: Backup
):
    add_buyer(desk, "Lost")
    desk.sync()
    head = backup.restore()
    for number in range(4):
        add_buyer(other, f"Later {number}")
        follow(other, office)
    assert office.head() > head + 1
    follow(desk, office)
    follow(other, office)
    assert names(office) == ["Kept", "Kept", *(f"Later {number}" for number in range(4)), "Lost"]
    assert desk.rows("partners") == other.rows("partners")


def test_a_desk_whose_queue_went_further_gives_back_all_without_a_new_epoch(
    desk: Desk, other: Desk, office: OfficeHere, backup: Backup
):
    add_buyer(desk, "Lost")
    desk.sync()
    backup.put_back()
    for number in range(4):
        add_buyer(other, f"Later {number}")
        other.sync()
    add_buyer(desk, "New")
    follow(desk, office)
    assert names(office).count("Lost") == names(office).count("New") == 1
    assert names(office).count("Kept") == 2


def test_what_comes_back_before_the_order_it_is_on_is_asked_again_by_itself(
    desk: Desk, other: Desk, office: OfficeHere, backup: Backup
):
    order = add_order(desk, add_buyer(desk))
    desk.sync()
    other.sync()
    line = {"order_id": order, "description": "bowl", "quantity": "10"}
    other.do("line.add", id="c" * 32, set=line)
    other.do("line.edit", id="c" * 32, set={"quantity": "20"})
    other.do("order.edit", id=order, set={"note": "call before noon"})
    other.sync()
    backup.restore()
    loop = _loop(other, office)
    for _ in range(6):
        while loop.push_once():
            pass
        loop.pull_once()
    assert [item.status for item in other.queue()[-3:]] == ["gone"] * 3
    follow(desk, office)
    follow(other, office)
    assert office.row("orders", order)["note"] == "call before noon"
    (line,) = office.rows("order_lines")
    assert line["quantity"] == "20"


def test_an_order_keeps_the_number_that_it_had(desk: Desk, office: OfficeHere, backup: Backup):
    order = add_order(desk, add_buyer(desk))
    desk.sync()
    number = desk.row("orders", order)["order_no"]
    backup.restore()
    follow(desk, office)
    assert number
    assert office.row("orders", order)["order_no"] == number


def test_an_order_keeps_a_number_that_its_desk_was_only_told(
    desk: Desk, office: OfficeHere, backup: Backup
):
    order = add_order(desk, add_buyer(desk))
    desk.push()
    assert not desk.row("orders", order)["order_no"]
    number = office.row("orders", order)["order_no"]
    backup.restore()
    follow(desk, office)
    assert office.row("orders", order)["order_no"] == number


def test_numbers_given_after_a_restore_leave_those_before_to_their_orders(
    desk: Desk, other: Desk, office: OfficeHere, backup: Backup
):
    order = add_order(desk, add_buyer(desk))
    desk.sync()
    number = desk.row("orders", order)["order_no"]
    backup.restore()
    newer = add_order(other, add_buyer(other, "Newer"))
    follow(other, office)
    follow(desk, office)
    assert office.row("orders", order)["order_no"] == number
    assert office.row("orders", newer)["order_no"] != number
    assert not office.rows("conflicts")


def test_a_number_that_another_order_has_by_now_becomes_a_conflict(
    desk: Desk, other: Desk, office: OfficeHere, backup: Backup
):
    order = add_order(desk, add_buyer(desk))
    desk.sync()
    number = desk.row("orders", order)["order_no"]
    backup.put_back()  # without an epoch: numbers go on where they stood
    newer = add_order(other, add_buyer(other, "Newer"))
    other.sync()
    assert office.row("orders", newer)["order_no"] == number
    with office.database.write() as connection:
        epochs.begin(connection, epochs.SAID, restored_head=0, now=NOW)
    follow(desk, office)
    assert office.row("orders", order)["order_no"] not in ("", number)
    (conflict,) = office.rows("conflicts")
    assert conflict["row_id"] == order
    assert json.loads(str(conflict["mine"])) == {"order_no": number}
    desk.do("conflict.decide", id=str(conflict["id"]), set={})
    follow(desk, office)
    assert office.rows("conflicts")[0]["state"] == "decided"
