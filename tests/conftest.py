"""What every test needs: Qt without a screen."""

import gc
import os
from collections.abc import Iterator
from itertools import count

import pytest

from desktop.app.collecting import collect_when_due
from sync.store import process_names, process_versions

WHOLE_EVERY = 50
_finished = count(1)

# Read by Qt when the first application object is made, so it is set before any test runs.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_collection_modifyitems(items: "list[pytest.Item]") -> None:
    """Have each report say which statements of the specification its test proves."""
    for item in items:
        for mark in item.iter_markers("system"):
            item.user_properties += [("system", each) for each in mark.args]


def pytest_sessionstart() -> None:
    """Collect between tests only: a test's thread must not destroy an earlier test's timers."""
    gc.disable()


def pytest_runtest_logfinish() -> None:
    """Collect what is due, on the thread that Qt was begun on; all of it now and then."""
    if next(_finished) % WHOLE_EVERY == 0:
        gc.collect()
    else:
        collect_when_due()


@pytest.fixture(autouse=True)
def no_company_s_words() -> Iterator[None]:
    """Forget what a test's company calls the stages: a program has one company, a test its own."""
    yield
    process_names._learnt.clear()
    process_versions._known.clear()
