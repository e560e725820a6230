"""What a desk computes for its lists: summaries of every order, and a list's first page."""

import statistics
from pathlib import Path

from tests.end_to_end.running import RunningOffice
from tests.performance.offices import LOGIN
from tests.performance.processes import DeskProcess

_TIMES = 20


def measure_lists(office: RunningOffice, folder: Path) -> "dict[str, object]":
    """Return what computing and asking takes on a desk of its own that has everything."""
    desk = DeskProcess(folder)
    desk.ask("sign_in", url=office.url, login=LOGIN)
    desk.ask("pull")
    derived = desk.ask("derive")
    pages = [desk.ask("list_page")["seconds"] for _ in range(_TIMES)]
    memory = desk.ask("memory")["peak_mb"]
    desk.end()
    return {
        "derive_s": derived["seconds"],
        "derive_orders_per_s": round(derived["orders"] / derived["seconds"]),
        "list_page_ms": statistics.median(pages) * 1e3,
        "lists_peak_mb": memory,
    }
