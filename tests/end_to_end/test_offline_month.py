"""D1: thirty days without a network, killed twenty times, then home over a line that breaks."""

import hashlib
import random
import signal
import subprocess
import sys
from collections import Counter

import pytest

from sync.client.troubles import Trouble
from sync.store import outbox
from sync.store.outbox import OutboxState
from tests.end_to_end import month
from tests.end_to_end.bad_lines import BadLine
from tests.end_to_end.file_desks import FileDesk
from tests.end_to_end.forks import ROOT

KILLS = 20
DROP_SECONDS = 5.0


@pytest.fixture
def line(sqlite_office):
    host, _, port = sqlite_office.url.removeprefix("http://").partition(":")
    made = BadLine(host, int(port))
    yield made
    made.close()


def _work_a_month(folder) -> int:
    """Let the month go by in a process that is killed at random; return how often it was."""
    chance = random.Random(58)
    kills = sorted(chance.sample(range(month.ACTIONS_COUNT), KILLS))
    killed = 0
    while True:
        worker = subprocess.Popen(
            [sys.executable, "-m", "tests.end_to_end.month", str(folder)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        done = -1
        for said in worker.stdout:
            done = int(said)
            if kills and done >= kills[0]:
                kills.pop(0)
                worker.kill()
                killed += 1
                break
        code = worker.wait(60)
        worker.stdout.close()
        assert code in (0, -signal.SIGKILL)
        if done == month.ACTIONS_COUNT - 1:
            return killed


def _queue(desk: FileDesk) -> Counter:
    with desk.replica.read() as connection:
        items = outbox.listing(connection, list(OutboxState), 10_000)
    return Counter(item.state for item in items)


def _come_home(desk: FileDesk, line: BadLine) -> None:
    """Sync and carry until both ends agree, however often the line breaks."""
    for _ in range(60):
        try:
            desk.sync()
            desk.carry()
        except Trouble:
            continue
        states = {desk.transfer(each["id"]).state for each in desk.rows("attachments")}
        if states == {"done"}:
            desk.sync()
            return
    pytest.fail(f"not home: {_queue(desk)}, the line broke {line.dropped} times")


def test_a_month_offline_comes_home_whole_and_once(sqlite_office, line, tmp_path):
    desk = FileDesk(tmp_path / "desk", line.url, "sr")
    desk.sync()
    desk.do("partner.add", id=month.BUYER, set={"name": "Buyer", "kinds": "buyer"})
    desk.sync()
    desk.close()
    line.is_down = True
    line.break_off()
    assert _work_a_month(tmp_path) >= KILLS - 1
    line.is_down = False
    line.drop_seconds = DROP_SECONDS
    line.doubles = 20
    desk.open()
    assert _queue(desk)[OutboxState.WAITING] == month.ACTIONS_COUNT
    _come_home(desk, line)
    assert line.dropped > 0
    line.drop_seconds = line.doubles = 0
    assert set(_queue(desk)) == {OutboxState.DONE}
    _is_all_there_once(desk)
    told = sqlite_office.log().count("/v1/push")
    desk.sync()
    assert sqlite_office.log().count("/v1/push") == told
    other = FileDesk(tmp_path / "other", sqlite_office.url, "mgr")
    other.sync()
    _is_all_there_once(other)
    _carries_the_same_contents(other)
    for each in (desk, other):
        each.close()


def _is_all_there_once(desk: FileDesk) -> None:
    texts = Counter(str(row["text"]) for row in desk.rows("comments"))
    said = [n for n in range(month.ACTIONS_COUNT) if n % 10 in (2, 7) and n not in month.files()]
    assert texts == Counter(f"said {n}" for n in said)
    titles = Counter(str(row["title"]) for row in desk.rows("tasks"))
    assert titles == Counter(f"Call {n}" for n in range(6, month.ACTIONS_COUNT, 10))
    firms = Counter(str(row["name"]) for row in desk.rows("partners"))
    assert firms == Counter(["Buyer", *(f"Firm {n}" for n in range(9, month.ACTIONS_COUNT, 10))])
    orders = {row["id"]: row for row in desk.rows("orders")}
    lines = {row["id"]: row for row in desk.rows("order_lines")}
    assert len(orders) == len(lines) == month.ACTIONS_COUNT // 10
    assert len({row["order_no"] for row in orders.values()}) == len(orders)
    for number in range(0, month.ACTIONS_COUNT, 10):
        order = orders[month.named("order", number // 10)]
        assert order["goods"] == f"goods {number}"
        assert order["destination"] == f"Port {number + 5}"
        line = lines[month.named("line", number // 10)]
        assert line["unit_price"] == f"{number + 4}.50"
    assert orders[month.named("order", 0)]["note"] == f"note {month.ACTIONS_COUNT - 2}"


def _carries_the_same_contents(desk: FileDesk) -> None:
    """Every attachment is stored under its hash; the large ones come back as they were."""
    wanted = {hashlib.sha256(month.content(n)).hexdigest(): n for n in month.files()}
    stored = {str(row["sha256"]): row for row in desk.rows("attachments")}
    assert stored.keys() == wanted.keys()
    assert len(wanted) == 40
    assert all(row["stored_at"] for row in stored.values())
    for sha256, number in wanted.items():
        if number in month.LARGE or number < 20:
            desk.want(str(stored[sha256]["id"]))
    desk.carry()
    for sha256, number in wanted.items():
        if number in month.LARGE or number < 20:
            assert desk.transfer(str(stored[sha256]["id"])).state == "done"
            assert desk.content(str(stored[sha256]["id"])) == month.content(number)
