"""The demo agrees, loses nothing, and leaves nothing running behind."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from desktop.demo.agreement import Copies, Memory, conflict_ids, lost_of, outcome_of
from desktop.demo.command import has_display, run
from desktop.demo.company import HeadOffice
from desktop.demo.desks import bring_up_to_date, make_desk, opened
from desktop.demo.programs import open_window
from sync import clock
from sync.client import doing
from sync.domain.commands import Edit, ImportRows, WriteComment
from sync.store import outbox, rows
from sync.store.outbox import OutboxState
from tests.end_to_end.running import until

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    running = HeadOffice(tmp_path_factory.mktemp("demo"), orders=24)
    yield running
    running.stop()


@pytest.fixture
def desks(office, tmp_path):
    for seat in ("sales", "manager"):
        make_desk(tmp_path / seat, office, seat)
    found = {seat: opened(tmp_path / seat, office) for seat in ("sales", "manager")}
    yield found
    for replica in found.values():
        replica.close()


def _own_order(replica):
    user_id = replica.standing().user_id
    with replica.read() as connection:
        found = rows.find(connection, "orders", "owner_id", user_id)
        order = next(row for row in found if row["state"] == "open")
        lines = rows.find(connection, "order_lines", "order_id", order["id"])
    return order, lines[0]


def test_two_desks_that_changed_one_price_agree_with_head_office_and_nothing_is_lost(office, desks):
    sales, manager = desks["sales"], desks["manager"]
    before = frozenset[str]().union(*map(conflict_ids, desks.values()))
    order, line = _own_order(sales)
    doing.do(sales, "line.edit", Edit(id=line["id"], set={"unit_price": "1.11"}))
    doing.do(manager, "line.edit", Edit(id=line["id"], set={"unit_price": "2.22"}))
    doing.do(manager, "comment.add", WriteComment(id="", order_id=order["id"], text="ok"))
    for replica in (sales, manager, sales):
        bring_up_to_date(replica)
    outcome = outcome_of(Copies(office, desks), known_conflicts=before)
    assert outcome.lost == ()
    assert outcome.differing == ()
    assert (outcome.edits, outcome.conflicts, outcome.resolved) == (3, 1, 0)


def test_a_desk_that_keeps_something_back_is_found_out(office, desks):
    sales = desks["sales"]
    _, line = _own_order(sales)
    doing.do(sales, "line.edit", Edit(id=line["id"], set={"unit_price": "3.33"}))
    outcome = outcome_of(Copies(office, desks), known_conflicts=frozenset())
    assert "sales: order_lines" in outcome.differing
    assert [what.split()[1] for what in outcome.lost] == ["line.edit"]


def test_a_value_that_is_nowhere_any_more_counts_as_lost(office, desks):
    sales = desks["sales"]
    _, line = _own_order(sales)
    doing.do(sales, "line.edit", Edit(id=line["id"], set={"unit_price": "4.44"}))
    bring_up_to_date(sales)
    with sales.read() as connection:
        items = outbox.listing(connection, (OutboxState.DONE,), 1)
        assert lost_of(items, [Memory(connection)]) == []
    with sales.write() as connection:
        rows.update_many(connection, "order_lines", ("unit_price",), (("9.99", line["id"]),))
        gone = [str(row["id"]) for row in rows.find(connection, "history", "row_id", line["id"])]
        rows.remove_many(connection, "history", gone)
    with sales.read() as connection:
        assert len(lost_of(items, [Memory(connection)])) == 1


def test_a_supplier_brought_in_by_somebody_who_may_not_see_suppliers_is_not_lost(office, desks):
    sales, manager = desks["sales"], desks["manager"]
    supplier = {"id": clock.new_id(), "name": "Supplier in a sheet", "kinds": "supplier"}
    doing.do(sales, "order.import", ImportRows(source="sheet:1", rows={"partners": [supplier]}))
    for replica in (sales, manager):
        bring_up_to_date(replica)
    with sales.read() as at_sales, manager.read() as at_manager:
        items = [
            item
            for item in outbox.listing(at_sales, (OutboxState.DONE,), 50)
            if item.action == "order.import"
        ]
        assert rows.find(at_sales, "partners", "id", supplier["id"]) == []
        assert len(lost_of(items, [Memory(at_sales)])) == 1
        assert lost_of(items, [Memory(at_sales), Memory(at_manager)]) == []


def test_head_office_ends_when_the_demo_is_killed(tmp_path):
    script = (
        "import sys, time; from pathlib import Path; from desktop.demo.company import HeadOffice\n"
        "office = HeadOffice(Path(sys.argv[1]), orders=2)\n"
        "print('ready', flush=True); time.sleep(600)\n"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, cwd=ROOT
    )
    try:
        assert parent.stdout.readline() == b"ready\n"
        child = json.loads((tmp_path / "office.ready").read_text())["pid"]
    finally:
        parent.send_signal(signal.SIGKILL)
        parent.wait(30)
        parent.stdout.close()
    deadline = time.monotonic() + 30
    while _runs(child):
        assert time.monotonic() < deadline, "head office outlived the demo"
        threading.Event().wait(0.02)


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_without_a_display_the_demo_says_how_to_go_on(monkeypatch, capsys):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    if has_display(os.environ):
        pytest.skip("this system always has a display")
    assert run([]) == 3
    assert "--offscreen --tour" in capsys.readouterr().err


def test_the_demo_keeps_away_from_a_folder_with_files(tmp_path, capsys):
    (tmp_path / "own.txt").write_text("mine")
    assert run(["--offscreen", "--tour", str(tmp_path / "out"), "--data", str(tmp_path)]) == 3
    assert str(tmp_path) in capsys.readouterr().err
    assert (tmp_path / "own.txt").read_text() == "mine"


@pytest.mark.slow
def test_the_tour_tells_the_story_and_every_copy_is_the_same(tmp_path):
    out, data = tmp_path / "out", tmp_path / "data"
    words = ["--offscreen", "--tour", str(out), "--data", str(data), "--size", "90"]
    done = subprocess.run(
        [sys.executable, "-m", "desktop", "demo", *words],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=600,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["converged"] is True
    assert (told["lost"], told["conflicts"], told["resolved"], told["desks"]) == (0, 1, 1, 3)
    assert told["orders"] == 91
    assert told["edits"] == 10
    pictures = sorted(path.name for path in out.iterdir())
    assert len(pictures) == told["screens"]
    assert "03-today-zh.png" in pictures
    assert "04-orders-en-dark.png" in pictures


@pytest.mark.slow
def test_a_demo_window_closes_when_the_demo_ends(office, tmp_path):
    make_desk(tmp_path / "sales", office, "sales")
    window = open_window(tmp_path / "sales", office.password)
    try:
        until((tmp_path / "sales" / "crash.txt").exists, "the window's program")
        window.stdin.close()
        assert window.wait(60) == 0
    finally:
        window.kill()
        window.wait()
        window.stdin.close()
