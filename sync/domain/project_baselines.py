"""The days of sub-projects as they were agreed, against those of now (S63)."""

from collections.abc import Iterable
from datetime import date

import msgspec

from sync.domain.dates import Calendar, working_days_between
from sync.domain.ids import Id
from sync.domain.project_plans import Network
from sync.domain.projects import ProjectBaseline, Span


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """A sub-project's days as agreed; `days` is how much later it ends now, in working days."""

    project_id: Id
    was: Span
    days: int


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """How far now is from a baseline; sub-projects that came later are counted as `added`."""

    number: int
    end_was: date | None
    end_now: date
    days: int
    shifts: tuple[Shift, ...]
    added: tuple[Id, ...]

    def of(self, project_id: Id) -> Shift | None:
        """Return how far a sub-project is from what was agreed; None where it was not."""
        return next((each for each in self.shifts if each.project_id == project_id), None)


def days_noted(network: Network) -> str:
    """Return the days of sub-projects as a baseline keeps them."""
    days = {each.id: Span(start=each.start, finish=each.finish) for each in network.projects}
    return msgspec.json.encode(days, order="sorted").decode()


def newest(baselines: Iterable[ProjectBaseline]) -> ProjectBaseline | None:
    """Return the baseline that counts."""
    return max(baselines, key=lambda each: (each.number, each.id), default=None)


def days_agreed(baseline: ProjectBaseline) -> dict[Id, Span]:
    """Return what a baseline says; nothing where it cannot be read."""
    try:
        return msgspec.json.decode(baseline.days, type=dict[str, Span])
    except msgspec.DecodeError:
        return {}


def compared(baseline: ProjectBaseline, network: Network, calendar: Calendar) -> Comparison:
    """Return how far the sub-projects of now are from a baseline."""
    was = days_agreed(baseline)
    shifts = [
        Shift(
            project_id=each.id,
            was=was[each.id],
            days=working_days_between(was[each.id].finish, each.finish, calendar),
        )
        for each in network.projects
        if each.id in was
    ]
    end_was = baseline.end_on
    return Comparison(
        number=baseline.number,
        end_was=end_was,
        end_now=network.end,
        days=0 if end_was is None else working_days_between(end_was, network.end, calendar),
        shifts=tuple(shifts),
        added=tuple(each.id for each in network.projects if each.id not in was),
    )
