"""Importing a sheet from the window, with the reader that the app gives."""

from pathlib import Path
from threading import Event

import pytest

from desktop.screens.import_orders import ImportPage
from desktop.screens.page import Where
from sync.client.importing import SheetImporter
from sync.client.standing import Standing
from sync.domain.import_plans import ImportPlan, ImportResult
from sync.domain.refusals import refuse
from sync.store import rows
from tests.builders import an_id

HEADING = "Order No,Customer,Incoterm,Place,Payment,Currency,Description,Qty,Unit Price"
GOOD = "A-1,Sunfield,FOB,Ningbo,T/T 30% deposit,USD,Lamp,2000,13.40"
BAD = "A-2,Sunfield,FOB,Ningbo,T/T 30% deposit,USD,Lamp,many,13.40"


class DeskReplica:
    """The open replica as the reader knows it."""

    def __init__(self, database, folder):
        self.folder = folder
        self.read, self.write = database.read, database.write

    def standing(self):
        return Standing(user_id=an_id("lin"), device_id=an_id("device"))


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "orders.csv"
    path.write_text("\n".join((HEADING, GOOD, BAD)), encoding="utf-8")
    return path


@pytest.fixture
def page(qtbot, around, company, tmp_path, monkeypatch):
    monkeypatch.setattr(
        "sync.client.doing.standing.load", lambda _: DeskReplica.standing(DeskReplica)
    )
    importer = SheetImporter(DeskReplica(company.database, tmp_path))
    return shown(qtbot, around, importer)


def shown(qtbot, around, importer):
    page = ImportPage(around, importer)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    page.show_at(Where("orders", tab="import"))
    return page


def test_a_file_is_tried_out_before_anything_changes(qtbot, page, company, sheet):
    with qtbot.waitSignal(page.job.tried):
        page.take_file(sheet)
    result = page.job.result
    assert (result.orders, len(result.rejected)) == (1, 1)
    assert page.job.plan.columns["buyer"] == "Customer"
    assert page._bring.isEnabled()
    with company.database.read() as connection:
        assert len(list(rows.all_rows(connection, "orders"))) == 6


def test_import_brings_the_good_orders_and_gives_the_others_back(
    qtbot, page, company, sheet, tmp_path
):
    with qtbot.waitSignal(page.job.tried):
        page.take_file(sheet)
    with qtbot.waitSignal(page.job.finished):
        page._bring_in()
    with company.database.read() as connection:
        assert len(list(rows.all_rows(connection, "orders"))) == 7
    target = tmp_path / "rejected.csv"
    saved = []
    page.job.save_rejected(target, saved.append)
    qtbot.waitUntil(lambda: bool(saved))
    assert saved == [1]
    assert "many" in target.read_text(encoding="utf-8-sig")


def test_a_changed_column_must_be_tried_out_again(qtbot, page, sheet):
    with qtbot.waitSignal(page.job.tried):
        page.take_file(sheet)
    page._take_column(("note", "Place"))
    assert page.job.plan.columns["note"] == "Place"
    assert "named_place" not in page.job.plan.columns
    assert not page._bring.isEnabled()
    assert page._try.isVisible()


def test_a_file_that_is_no_table_is_refused_in_words(qtbot, page, tmp_path):
    picture = tmp_path / "photo.png"
    picture.write_bytes(b"\x89PNG" + bytes(40))
    with qtbot.waitSignal(page.job.refused):
        page.take_file(picture)
    assert page._band.isVisible()
    assert "photo.png" in page._band._text.text()


class Patient:
    """A reader that goes on until it is told to stop, and in the end even if nobody does."""

    steps = 2_000

    def look_at(self, path: Path) -> ImportPlan:
        return ImportPlan(kind="scms", heading=("ID",))

    def try_out(self, path, plan, on_progress) -> ImportResult:
        return ImportResult(orders=9)

    def bring_in(self, path, plan, on_progress) -> ImportResult:
        done = 0
        for _ in range(self.steps):
            if not on_progress(done, 9):
                break
            done = min(8, done + 1)
            Event().wait(0.01)  # lets the window have its turn
        return ImportResult(orders=done, is_stopped=True)

    def save_rejected(self, path) -> int:
        raise refuse("import_file_unreadable", file=path.name)


def test_a_long_import_shows_how_far_it_is_and_stops(qtbot, around, company, tmp_path):
    page = shown(qtbot, around, Patient())
    with qtbot.waitSignal(page.job.tried):
        page.take_file(tmp_path / "export.csv")
    with qtbot.waitSignal(page.job.progressed):
        page._bring_in()
    qtbot.waitUntil(lambda: "of 9 rows" in page._progress_text.text())
    with qtbot.waitSignal(page.job.finished):
        page._stop.click()
    assert page.job.result.is_stopped
    assert page._choose.isVisible()
