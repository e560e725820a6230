"""The list reads ids at once and rows by the page, and keeps people's places."""

from collections import OrderedDict

import pytest
from PySide6.QtCore import QItemSelectionModel, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop.background import Background
from desktop.models.id_table import Column, IdTable, Query
from desktop.theme.cells import CELL_ROLE, GROUP_ROLE, ID_ROLE, Group, Money, Text


class Store:
    """Rows by id, in order, with the pages that were asked for."""

    def __init__(self, count):
        self.rows = OrderedDict((f"id{n}", {"name": f"Row {n}", "sum": n}) for n in range(count))
        self.groups = {}
        self.asked = []
        self.queries = []

    def find_ids(self, query):
        self.queries.append(query)
        ids = list(self.rows)
        if query.sort == "sum":
            ids.sort(key=lambda row: self.rows[row]["sum"], reverse=query.descending)
        if query.filter:
            ids = [row for row in ids if query.filter in self.rows[row]["name"]]
        entries = []
        for row in ids:
            if row in self.groups:
                entries.append(self.groups[row])
            entries.append(row)
        return entries

    def load_rows(self, ids):
        self.asked.append(list(ids))
        return {row: dict(self.rows[row]) for row in ids if row in self.rows}


COLUMNS = [
    Column("name", "Name", lambda row: Text(row["name"])),
    Column("sum", "Sum", lambda row: Money(str(row["sum"])), 90, right=True),
    Column("why", "Why", lambda row: Text("-"), sortable=False, hint=lambda row: "because"),
]


@pytest.fixture
def background(qtbot):
    lanes = Background()
    yield lanes
    lanes.close()


@pytest.fixture
def make(qtbot, background):
    models = []

    def make(count=5, **options):
        store = Store(count)
        model = IdTable(
            background,
            find_ids=store.find_ids,
            load_rows=store.load_rows,
            columns=COLUMNS,
            **options,
        )
        models.append(model)
        with qtbot.waitSignal(model.ids_changed):
            model.reload()
        return store, model

    yield make
    for model in models:
        model.deleteLater()


def shown(qtbot, model, row, column=0):
    model.index(row, column).data()
    qtbot.waitUntil(lambda: model.index(row, column).data() != "")
    return model.index(row, column).data()


def reload(qtbot, model, **options):
    with qtbot.waitSignal(model.ids_changed):
        model.reload(**options)


def test_all_ids_are_there_before_any_row_is_read(make):
    store, model = make(1000)
    assert model.rowCount() == 1000
    assert store.asked == []


def test_a_row_brings_its_page_and_no_other(qtbot, make):
    store, model = make(1000)
    assert shown(qtbot, model, 250) == "Row 250"
    assert store.asked == [[f"id{n}" for n in range(200, 300)]]


def test_the_same_page_is_asked_for_once(qtbot, make):
    store, model = make(100)
    for row in range(100):
        model.index(row, 0).data()
    shown(qtbot, model, 0)
    assert len(store.asked) == 1


def test_cells_ids_and_spoken_text_are_answered(qtbot, make):
    _, model = make()
    shown(qtbot, model, 2)
    index = model.index(2, 1)
    assert index.data(CELL_ROLE) == Money("2")
    assert index.data(ID_ROLE) == "id2"
    assert index.data(int(Qt.ItemDataRole.AccessibleTextRole)) == "2"
    assert model.index(2, 2).data(int(Qt.ItemDataRole.ToolTipRole)) == "because"


def test_refresh_reads_known_rows_again_in_place(qtbot, make):
    store, model = make()
    shown(qtbot, model, 0)
    store.rows["id1"]["name"] = "Other"
    with qtbot.waitSignal(model.dataChanged):
        model.refresh(["id1", "unknown"])
    assert model.index(1, 0).data() == "Other"
    assert store.asked[-1] == ["id1"]


def test_refresh_of_rows_never_shown_reads_nothing(qtbot, make):
    store, model = make()
    model.refresh(["id1"])
    assert store.asked == []


def test_sort_asks_for_the_ids_in_that_order(qtbot, make):
    store, model = make()
    with qtbot.waitSignal(model.ids_changed):
        model.sort(1, Qt.SortOrder.DescendingOrder)
    assert store.queries[-1] == Query("sum", descending=True)
    assert model.ids() == ["id4", "id3", "id2", "id1", "id0"]


def test_column_that_does_not_sort_asks_nothing(make):
    store, model = make()
    before = len(store.queries)
    model.sort(2)
    assert len(store.queries) == before


def test_filter_shows_what_fits(qtbot, make):
    _, model = make(20)
    with qtbot.waitSignal(model.ids_changed):
        model.ask(Query(filter="Row 1"))
    assert len(model.ids()) == 11


def test_only_the_last_question_is_answered(qtbot, make):
    _, model = make(20)
    model.ask(Query(filter="Row 1"))
    with qtbot.waitSignal(model.ids_changed):
        model.ask(Query(filter="Row 2"))
    assert model.ids() == ["id2"]


def test_selected_row_is_still_selected_after_others_moved_came_and_went(qtbot, make):
    store, model = make(10)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
    selection = QItemSelectionModel(model, model)
    selection.select(model.index(4, 0), QItemSelectionModel.SelectionFlag.Select)
    place = QPersistentModelIndex(model.index(4, 0))
    del store.rows["id0"], store.rows["id7"]
    store.rows["new"] = {"name": "New", "sum": 99}
    store.rows.move_to_end("new", last=False)
    store.rows.move_to_end("id4", last=False)
    reload(qtbot, model)
    assert model.ids() == list(store.rows)
    assert model.id_at(place.row()) == "id4"
    assert [model.id_at(index.row()) for index in selection.selectedIndexes()] == ["id4"]


def test_held_order_waits_until_it_is_asked_for(qtbot, make):
    store, model = make()
    store.rows.move_to_end("id0")
    with qtbot.waitSignal(model.order_waiting):
        model.reload(hold=True)
    assert model.id_at(0) == "id0"
    assert model.waiting_count == 5
    model.apply_waiting()
    assert model.id_at(0) == "id1"
    assert model.waiting_count == 0


def test_group_headings_are_rows_without_id_that_cannot_be_selected(qtbot, background):
    store = Store(4)
    store.groups = {"id0": Group("Now", "1"), "id1": Group("Later", "3")}
    model = IdTable(background, find_ids=store.find_ids, load_rows=store.load_rows, columns=COLUMNS)
    reload(qtbot, model)
    assert model.group_rows() == [0, 2]
    assert model.index(2, 0).data(GROUP_ROLE) == Group("Later", "3")
    assert model.index(2, 0).data(int(Qt.ItemDataRole.AccessibleTextRole)) == "Later 3"
    assert model.index(2, 0).data(ID_ROLE) == ""
    assert model.flags(model.index(2, 0)) == Qt.ItemFlag.NoItemFlags
    assert model.ids() == ["id0", "id1", "id2", "id3"]
    model.deleteLater()


def test_failed_page_is_asked_for_again(qtbot, background):
    store = Store(3)
    tries = []

    def load_rows(ids):
        tries.append(ids)
        if len(tries) == 1:
            raise OSError("busy")
        return store.load_rows(ids)

    model = IdTable(background, find_ids=store.find_ids, load_rows=load_rows, columns=COLUMNS)
    reload(qtbot, model)
    with qtbot.captureExceptions() as raised:
        model.index(0, 0).data()
        qtbot.waitUntil(lambda: bool(raised))
    assert shown(qtbot, model, 0) == "Row 0"
    model.deleteLater()


def test_model_passes_qt_s_own_tester(qtbot, make):
    store, model = make(30)
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning, model)
    shown(qtbot, model, 3)
    for gone in ("id3", "id4", "id20"):
        del store.rows[gone]
    reload(qtbot, model)
    store.rows.move_to_end("id8")
    reload(qtbot, model)
    store.rows.clear()
    reload(qtbot, model)
    assert model.rowCount() == 0
