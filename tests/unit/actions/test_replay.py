"""Own pending edits stay visible through whatever head office sends."""

from sync.client import pull, push
from sync.store import bases
from tests.builders import NOW, an_id

ORDER, LINE = an_id("order"), an_id("line")


def test_a_pending_edit_stays_over_what_others_changed(office, desk_of):
    first, second = desk_of("mei"), desk_of("lin")
    second.do("order.edit", id=ORDER, set={"goods": "cups"})
    first.do("order.edit", id=ORDER, set={"goods": "bowls", "destination": "Oslo"})
    first.sync()
    second.pull()
    row = second.row("orders", ORDER)
    assert (row["goods"], row["destination"]) == ("cups", "Oslo")


def test_an_answered_edit_stays_until_its_version_has_come(office, desk_of):
    desk = desk_of("lin")
    desk.do("order.edit", id=ORDER, set={"goods": "cups"})
    desk.push()
    assert desk.last().state == "settling"
    assert desk.row("orders", ORDER)["goods"] == "cups"
    desk.pull()
    assert desk.last().state == "done"
    assert desk.row("orders", ORDER) == office.row("orders", ORDER)


def test_the_same_edit_by_another_is_no_flicker(office, desk_of):
    first, second = desk_of("mei"), desk_of("lin")
    for desk in (first, second):
        desk.do("line.edit", id=LINE, set={"unit_price": "2.60"})
    first.sync()
    second.push()
    assert second.last().status == "noop"
    assert second.row("order_lines", LINE)["unit_price"] == "2.60"
    second.pull()
    assert second.last().state == "done"
    assert second.row("order_lines", LINE)["unit_price"] == "2.60"


def test_a_new_order_is_replaced_by_head_offices_with_its_number(office, desk_of):
    desk = desk_of("lin")
    desk.do("order.create", id=an_id("new"), set={"buyer_id": an_id("buyer")})
    assert desk.row("orders", an_id("new"))["order_no"] == ""
    desk.sync()
    assert desk.row("orders", an_id("new"))["order_no"] == "SO26-0001"


def test_a_tick_stays_when_anothers_answer_to_the_item_comes(office, desk_of):
    first, second = desk_of("bo"), desk_of("lin")
    first.do("item.waive", order_id=ORDER, item="N01-02", reason="known buyer")
    second.do("item.answer", order_id=ORDER, item="N01-02")
    first.sync()
    second.pull()
    (answer,) = second.rows("answers")
    assert answer["ticked"] == 1
    assert answer["waiver_reason"] == "known buyer"
    second.sync()
    assert second.rows("answers") == office.rows("answers")


def test_a_refused_edit_is_taken_back_and_its_value_kept(office, desk_of):
    first, second = desk_of("mei"), desk_of("lin")
    first.do("order.close", id=ORDER, state="lost", reason="price")
    second.do("order.close", id=ORDER, state="cancelled", reason="no answer")
    first.sync()
    second.sync()
    assert second.last().state == "refused"
    assert b"no answer" in second.last().body
    assert second.row("orders", ORDER)["state"] == "lost"


def test_a_row_removed_here_stays_away_until_judged(office, desk_of):
    first, second = desk_of("mei"), desk_of("lin")
    second.do("line.remove", id=LINE)
    first.do("line.edit", id=LINE, set={"note": "soon"})
    first.sync()
    second.pull()
    assert second.row("order_lines", LINE) is None
    second.sync()
    assert office.row("order_lines", LINE) is None


def test_nothing_is_kept_beside_the_rows_once_all_is_agreed(office, desk_of):
    desk = desk_of("lin")
    desk.do("order.edit", id=ORDER, set={"goods": "cups"})
    desk.do("line.add", set={"order_id": ORDER, "description": "Cup"})
    desk.sync()
    with desk.replica.read() as connection:
        assert bases.keys(connection) == set()
        assert connection.exec_driver_sql("SELECT count(*) FROM touched").scalar_one() == 0


def test_one_step_at_a_time_is_enough(office, desk_of):
    desk = desk_of("lin")
    for goods in ("a", "b", "c"):
        desk.do("order.edit", id=ORDER, set={"goods": goods})
    assert push.push_once(desk.replica, desk.office, now=NOW, limit=2) is not None
    pull.pull_once(desk.replica, desk.office, now=NOW)
    assert desk.row("orders", ORDER)["goods"] == "c"
    desk.sync()
    assert office.row("orders", ORDER)["goods"] == "c"
