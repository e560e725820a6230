"""Garbage is looked for on the window's thread alone: elsewhere a timer of Qt ends the program."""

import gc
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest
from PySide6.QtCore import QObject, QTimer

from desktop.app.collecting import Collector, collect_when_due

MANY = 200_000


@pytest.fixture
def collector(qtbot):
    was_on = gc.isenabled()
    parent = QObject()
    made = Collector(parent)
    yield made
    made.close()
    (gc.enable if was_on else gc.disable)()


def _cycle(ended):
    timer = QTimer()
    timer.itself = timer
    timer.start(1000)
    weakref.finalize(timer, lambda: ended.append(threading.get_ident()))


def _make_many():
    kept = [[] for _ in range(MANY)]
    del kept


def test_another_thread_s_work_ends_no_timer(qtbot, collector):
    ended = []
    _cycle(ended)
    with ThreadPoolExecutor(1) as pool:
        for _ in range(30):
            pool.submit(_make_many).result()
    assert ended == []
    gc.collect()
    assert ended == [threading.get_ident()]


def test_the_window_s_loop_collects_what_is_due(qtbot, collector):
    ended = []
    _cycle(ended)
    kept = [[] for _ in range(MANY)]
    qtbot.waitUntil(lambda: bool(ended))
    assert ended == [threading.get_ident()]
    assert len(kept) == MANY


def test_nothing_is_collected_before_it_is_due(qtbot):
    gc.collect()
    ended = []
    _cycle(ended)
    collect_when_due()
    assert ended == []
    gc.collect()
    assert len(ended) == 1
