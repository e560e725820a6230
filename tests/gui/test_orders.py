"""The orders list as a person uses it."""

from PySide6.QtCore import Qt

from desktop.models.exports import guarded
from desktop.screens.orders import OrdersPage
from desktop.screens.page import Where
from sync.domain.changes import Changes
from sync.store import derived, rows
from tests.builders import an_id

LIST = Where("orders")


def shown(qtbot, around, width=1244, where=LIST):
    page = OrdersPage(around)
    qtbot.addWidget(page)
    page.resize(width, 700)
    page.show()
    with qtbot.waitSignal(page.list.counted):
        page.show_at(where)
    return page


def choose(qtbot, page, *places):
    page.list.table.index(0, 0).data()
    qtbot.waitUntil(lambda: page.list.table.record(page.list.table.id_at(0)) is not None)
    for place in places:
        page._table.selectRow(place)


def test_open_orders_come_with_counts_on_each_view(qtbot, around):
    page = shown(qtbot, around)
    assert len(page.list.table.ids()) == 5
    assert page.list.counts.views["mine"] == 4
    assert page.list.counts.views["ended"] == 1


def test_typing_filters_and_the_last_filter_can_be_taken_off(qtbot, around):
    page = shown(qtbot, around)
    with qtbot.waitSignal(page.list.table.ids_changed):
        page._words.setText("no such thing")
    assert page.list.table.ids() == []
    assert page._body.currentIndex() == 2
    assert "no such thing" in page._clear_last.text()
    with qtbot.waitSignal(page.list.table.ids_changed):
        page._clear_last.click()
    assert len(page.list.table.ids()) == 5


def test_a_chip_stands_for_each_filter_and_takes_it_off(qtbot, around):
    page = shown(qtbot, around)
    with qtbot.waitSignal(page.list.table.ids_changed):
        page.list.narrow("payment_terms", ("LC_S",))
    assert len(page.list.table.ids()) == 1
    assert page._filters.last_said() == ""  # set by nobody's hand here
    assert page._filters._chips.count() == 1
    with qtbot.waitSignal(page.list.table.ids_changed):
        page._filters._chips.itemAt(0).widget().taken_off.emit()
    assert page._filters._chips.count() == 0


def test_enter_opens_the_order(qtbot, around):
    page = shown(qtbot, around)
    choose(qtbot, page, 0)
    with qtbot.waitSignal(page.go) as told:
        qtbot.keyClick(page._table, Qt.Key.Key_Return)
    assert told.args[0] == Where("orders", id=page.list.table.id_at(0))


def test_a_choice_shows_its_sum_and_is_commented_at_once(qtbot, around, company):
    page = shown(qtbot, around)
    choose(qtbot, page, 0)
    assert "USD" in page._foot._chosen.text()
    page._foot.write()
    page._foot._words.setText("Buyer asks for photos")
    with qtbot.waitSignal(page.said):
        qtbot.keyClick(page._foot._words, Qt.Key.Key_Return)
    with company.database.read() as connection:
        texts = [row["text"] for row in rows.all_rows(connection, "comments")]
    assert texts == ["Buyer asks for photos"]


def test_a_change_that_moves_rows_waits_until_the_person_is_still(qtbot, around, company):
    page = shown(qtbot, around)
    before = page.list.table.ids()
    with qtbot.waitSignal(page.list.table.order_waiting):
        end(company, page.list.table.ids()[0])
    assert page.list.table.ids() == before
    assert page._waiting.isVisible()
    page._waiting.click()
    assert len(page.list.table.ids()) == len(before) - 1


def end(company, order_id):
    """Let head office take an order away from this desk."""
    with company.database.write() as connection:
        derived.forget(connection, [order_id])
    gone = frozenset({order_id})
    company.desk.changed.emit(Changes(rows={"orders": gone}, orders=gone))


def test_the_way_of_sorting_is_kept(qtbot, around):
    page = shown(qtbot, around)
    with qtbot.waitSignal(page.preferences_changed) as told:
        page._table._sort(1)
    assert told.args[0].sorts["orders"] == "buyer"


def test_narrow_windows_keep_order_node_holder_and_slack(qtbot, around):
    page = shown(qtbot, around, width=640)
    keys = [column.key for column in page.list.table.columns]
    left = {key for place, key in enumerate(keys) if not page._table.isColumnHidden(place)}
    assert {"order_no", "buyer", "node", "ball_day", "slack"} <= left
    assert "goods" not in left
    hint = page.minimumSizeHint()
    assert (hint.width() <= 763, hint.height() <= 400) == (True, True)


def test_without_orders_the_page_says_how_to_begin(qtbot, around, company):
    ids = [an_id(f"order {number}") for number in range(1, 7)]
    with company.database.write() as connection:
        rows.remove_many(connection, "orders", ids)
        derived.forget(connection, ids)
    page = shown(qtbot, around)
    assert page._body.currentIndex() == 1


def test_export_writes_the_list_as_shown(qtbot, around, tmp_path):
    page = shown(qtbot, around)
    target = tmp_path / "list.csv"
    with qtbot.waitSignal(page.said):
        page._file.write(target)
    lines = target.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 6
    assert lines[0].startswith("Order,Buyer")
    assert all(line.startswith("SO26-") for line in lines[1:])


def test_export_says_when_the_place_cannot_be_written(qtbot, around, tmp_path):
    page = shown(qtbot, around)
    with qtbot.waitSignal(page.said) as told:
        page._file.write(tmp_path / "no such folder" / "list.csv")
    assert "cannot be written" in told.args[0].text


def test_exported_text_is_never_run_as_a_formula():
    assert guarded("=1+1") == "'=1+1"
    assert guarded("-4") == "-4"
