"""Work runs off the window's thread, and its result comes back on it."""

import threading
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtCore import QObject

from desktop.background import Background


@pytest.fixture
def background(qtbot):
    lanes = Background()
    yield lanes
    lanes.close()


def test_result_comes_back_on_the_window_s_thread(qtbot, background):
    threads = []
    seen = []

    def task():
        threads.append(threading.get_ident())
        return 42

    def done(result):
        seen.append((result, threading.get_ident()))

    background.read(task, owner=background, done=done)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(42, threading.get_ident())]
    assert threads != [threading.get_ident()]


def test_error_goes_to_failed(qtbot, background):
    seen = []

    def task():
        raise KeyError("lost")

    background.write(task, owner=background, done=seen.append, failed=seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert isinstance(seen[0], KeyError)


def test_error_without_failed_is_raised_on_the_window_s_thread(qtbot, background):
    def task():
        raise KeyError("lost")

    with qtbot.captureExceptions() as raised:
        background.read(task, owner=background, done=lambda _: None)
        qtbot.waitUntil(lambda: bool(raised))
    assert raised[0][0] is KeyError


def test_result_for_an_owner_that_is_gone_is_dropped(qtbot, background):
    owner = QObject()
    hold = threading.Event()
    seen = []
    background.read(hold.wait, owner=owner, done=seen.append)
    owner.deleteLater()
    qtbot.waitSignal(owner.destroyed, timeout=1000).wait()
    hold.set()
    background.read(lambda: "after", owner=background, done=seen.append)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == ["after"]


def test_writes_run_one_by_one_in_order(qtbot, background):
    order = []
    seen = []
    for number in range(50):
        background.write(lambda n=number: order.append(n), owner=background, done=seen.append)
    qtbot.waitUntil(lambda: len(seen) == 50)
    assert order == list(range(50))


def test_a_lane_keeps_its_thread_and_shares_it_with_no_other(qtbot, background):
    seen = []
    for lane in (background.read, background.write, background.read, background.write):
        lane(threading.get_ident, owner=background, done=seen.append)
    qtbot.waitUntil(lambda: len(seen) == 4)
    assert len(set(seen)) == 2


def test_close_finishes_queued_writes_and_drops_queued_reads(qtbot):
    background = Background()
    gate = threading.Event()
    written, read = [], []
    background.read(gate.wait, owner=background, done=lambda _: None)
    background.read(lambda: read.append(1), owner=background, done=lambda _: None)
    for number in range(5):
        background.write(lambda n=number: written.append(n), owner=background, done=lambda _: None)
    gate_opens = threading.Timer(0.05, gate.set)
    gate_opens.start()
    background.close()
    gate_opens.join()
    assert written == [0, 1, 2, 3, 4]
    assert read == []


def test_closed_background_takes_no_more(qtbot):
    background = Background()
    background.close()
    seen = []
    background.read(lambda: 1, owner=background, done=seen.append)
    qtbot.wait(10)
    assert seen == []


def test_what_was_handed_in_ends_on_the_window_s_thread(qtbot):
    background = Background()
    ended = []

    class Page:
        def work(self):
            return 1

        def show(self, result):
            raise AssertionError("closed before it was shown")

    page = Page()
    weakref.finalize(page, lambda: ended.append(threading.get_ident()))
    gate = threading.Event()
    background.read(gate.wait, owner=background, done=lambda _: None)
    background.write(page.work, owner=background, done=page.show)
    gate.set()
    del page
    background.close()
    assert ended == [threading.get_ident()]


class Prompt(ThreadPoolExecutor):
    """A lane that has done a task before whoever hands it in goes on."""

    def submit(self, *task):
        future = super().submit(*task)
        future.exception()
        return future


def test_a_result_waits_until_the_call_that_asked_has_returned(qtbot, background):
    background._read = Prompt(1)
    seen = []
    background.read(lambda: 1, owner=background, done=seen.append)
    assert seen == []
    qtbot.waitUntil(lambda: seen == [1])
