"""First sync, push, pull and one edit there and back, between a real head office and two desks."""

from pathlib import Path

import msgspec

from tests.end_to_end.running import RunningOffice
from tests.performance.offices import LOGIN, pid_of
from tests.performance.processes import DeskProcess, Figures, loopback_bytes, peak_mb

CYCLES = 100
DEFAULT_FIELD = "destination"


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What is measured: of which field an edit is, and where a desk's profile goes."""

    count: int
    field: str = DEFAULT_FIELD
    profile: Path | None = None


def measure_sync(office: RunningOffice, folder: Path, plan: Plan) -> "dict[str, object]":
    """Return the figures of one head office and two desks."""
    author = _desk(office, folder / "author", plan, "author")
    reader = _desk(office, folder / "reader", plan, "reader")
    figures: dict[str, object] = {"full_sync_s": author.ask("pull")["seconds"]}
    reader.ask("pull")
    figures["local_edit_s"] = author.ask("edit_all", field=plan.field, value="Rotterdam")["seconds"]
    figures |= _push_and_pull(author, reader, plan.count)
    figures |= _cycles(author, reader, plan)
    author.ask("pull")
    digests = {str(desk.ask("digest")["digest"]) for desk in (author, reader)}
    figures["converged"] = len(digests) == 1
    figures["author_peak_mb"] = author.ask("memory")["peak_mb"]
    figures["reader_peak_mb"] = reader.ask("memory")["peak_mb"]
    figures["office_peak_mb"] = peak_mb(pid_of(office))
    for desk in (author, reader):
        desk.end()
    return figures


def _desk(office: RunningOffice, folder: Path, plan: Plan, name: str) -> DeskProcess:
    profile = None if plan.profile is None else plan.profile / f"{name}.prof"
    desk = DeskProcess(folder, profile=profile)
    desk.ask("sign_in", url=office.url, login=LOGIN)
    return desk


def _push_and_pull(author: DeskProcess, reader: DeskProcess, count: int) -> Figures:
    before = loopback_bytes()
    push = author.ask("push")["seconds"]
    between = loopback_bytes()
    pull = reader.ask("pull")["seconds"]
    after = loopback_bytes()
    settle = author.ask("pull")["seconds"]
    return {
        "push_s": push,
        "pull_s": pull,
        "settle_s": settle,
        "push_bytes_per_edit": round((between - before) / count, 1),
        "pull_bytes_per_edit": round((after - between) / count, 1),
    }


def _cycles(author: DeskProcess, reader: DeskProcess, plan: Plan) -> Figures:
    """Measure one edit there and back, again and again; the author's own pull is not counted."""
    whole: list[float] = []
    pushes: list[float] = []
    size = 0
    for number in range(CYCLES):
        at = number % plan.count
        before = loopback_bytes()
        edit = author.ask("edit_one", at=at, field=plan.field, value=f"Port {number}")
        pull = reader.ask("pull")
        size += loopback_bytes() - before
        whole.append((edit["seconds"] + pull["seconds"]) * 1e3)
        pushes.append(edit["seconds"] * 1e3)
        author.ask("pull")
    return {
        "rt1_p50_ms": _percentile(whole, 50),
        "rt1_p95_ms": _percentile(whole, 95),
        "push1_p50_ms": _percentile(pushes, 50),
        "rt1_bytes": size // CYCLES,
    }


def _percentile(found: list[float], percent: int) -> float:
    ordered = sorted(found)
    return ordered[min(len(ordered) - 1, round(percent / 100 * (len(ordered) - 1)))]
