"""Taking in pages: whole or not at all, never against what a person expects."""

from pathlib import Path

import msgspec
import pytest

from sync.client import pull, statuses
from sync.client.troubles import Trouble
from sync.domain.ids import Id
from sync.store.outbox import OutboxState
from sync.wire.messages import Page, PullAnswer
from tests.builders import EPOCH, NOW, SERVER_ID, STAFF, an_id
from tests.offices import Desk, OfficeHere
from tests.unit.client.deeds import add_buyer, states


def page(**fields: object) -> PullAnswer:
    plain = PullAnswer(
        server_id=SERVER_ID,
        epoch=EPOCH,
        start=0,
        end=0,
        head=0,
        more=False,
        scopes=["company"],
        at="2026-03-02T02:00:00Z",
    )
    return msgspec.structs.replace(plain, **fields)


def next_page(desk: Desk, **fields: object) -> PullAnswer:
    state = desk.replica.standing()
    at = {"start": state.cursor, "end": state.cursor + 1, "head": state.cursor + 1}
    return page(**at, **{"scopes": state.scope_list, **fields})


def take(desk: Desk, answer: PullAnswer, **how: bool) -> None:
    with desk.replica.write() as connection:
        pull.take_in(connection, answer, now=NOW, **how)


@pytest.mark.parametrize("wrong", [{"start": 0}, {"epoch": "other"}, {"scopes": []}, {"end": 0}])
def test_late_or_foreign_page_changes_nothing(desk: Desk, wrong: dict[str, object]):
    answer = msgspec.structs.replace(next_page(desk), gone=[("users", an_id("bo"))], **wrong)
    with pytest.raises(Trouble) as caught:
        take(desk, answer)
    assert caught.value.code == "answer_out_of_date"
    assert desk.row("users", an_id("bo")) is not None


def test_page_with_ragged_rows_changes_nothing(desk: Desk):
    rows = {"partners": Page(columns=["id", "name"], rows=[["x" * 32]])}
    cursor = desk.replica.standing().cursor
    with pytest.raises(Trouble):
        take(desk, next_page(desk, rows=rows))
    assert desk.replica.standing().cursor == cursor


def test_unknown_nouns_and_columns_are_passed_over_and_remembered(desk: Desk):
    rows = {
        "moons": Page(columns=["id"], rows=[["m" * 32]]),
        "partners": Page(
            columns=["id", "name", "kinds", "aura", "ver"],
            rows=[["a" * 32, "Nordlicht", "buyer", "green", 9]],
        ),
    }
    take(desk, next_page(desk, rows=rows))
    assert desk.row("partners", "a" * 32)["name"] == "Nordlicht"
    assert desk.row("partners", "a" * 32)["country"] == ""
    assert desk.replica.standing().unknown == "moons,partners.aura"


def many_partners(desk: Desk, count: int) -> list[tuple[str, Id]]:
    rows = [(an_id(f"p{n}"), "Buyer", "buyer", 1) for n in range(count)]
    columns = ["id", "name", "kinds", "ver"]
    take(desk, next_page(desk, rows={"partners": Page(columns=columns, rows=rows)}))
    return [("partners", str(row[0])) for row in rows]


def test_mass_removal_is_stopped_until_it_is_meant(desk: Desk):
    gone = many_partners(desk, 900)[:600]
    with pytest.raises(Trouble) as caught:
        take(desk, next_page(desk, gone=gone))
    assert caught.value.code == "mass_removal_stopped"
    assert len(desk.rows("partners")) == 900
    take(desk, next_page(desk, gone=gone), removal_is_meant=True)
    assert len(desk.rows("partners")) == 300


def test_small_or_relatively_small_removals_pass(desk: Desk):
    gone = many_partners(desk, 2_500)
    take(desk, next_page(desk, gone=gone[:500]))
    take(desk, next_page(desk, gone=gone[500:501]))
    assert len(desk.rows("partners")) == 1_999


def test_lost_scope_takes_its_rows_and_leaves_pending_work(desk: Desk):
    many_partners(desk, 900)
    buyer = add_buyer(desk, "Mine")
    take(desk, next_page(desk, drop=desk.replica.standing().scope_list, scopes=[]))
    assert [row["id"] for row in desk.rows("partners")] == [buyer]
    assert states(desk) == [OutboxState.WAITING]


def test_first_copy_tells_how_far_it_has_come(tmp_path: Path, office: OfficeHere):
    desk = Desk(tmp_path / "new", office, STAFF[0], "new")
    rows = {"partners": Page(columns=["id", "name", "kinds"], rows=[("a" * 32, "A", "buyer")])}
    first = page(end=5, head=9, more=True, add=["company"], rows=rows, total=4)
    take(desk, first)
    with desk.replica.read() as connection:
        status = statuses.read_status(connection)
    assert (status.copied, status.total) == (1, 4)
    take(desk, page(start=5, end=9, head=9))
    with desk.replica.read() as connection:
        assert statuses.read_status(connection).total == 0
    desk.close()
