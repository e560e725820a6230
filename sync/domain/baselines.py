"""An order's plan as it was when it was set up, against the plan of now (S63).

The plan of now follows from what happened: a step that slips moves what waits for it, less the
room that was there. Here it is only compared.
"""

from datetime import date

import msgspec

from sync.domain.dates import Calendar, working_days_between
from sync.domain.ids import Id
from sync.domain.scheduling import Plan

_SIGN = "/"


class Slip(msgspec.Struct, frozen=True, kw_only=True):
    """A step that ends later than it was to, in working days."""

    subject_id: Id
    node: str
    was: date
    now: date
    days: int


class Deviation(msgspec.Struct, frozen=True, kw_only=True):
    """How far the end moved, in working days, and the steps that slipped, the worst first."""

    end_was: date
    end_now: date
    days: int
    slips: tuple[Slip, ...]


def noted(plan: Plan) -> str:
    """Return a plan's days as the baseline keeps them."""
    days = {
        f"{node.subject_id}{_SIGN}{node.node}": node.finish.isoformat()
        for node in plan.nodes
        if node.finish is not None
    }
    return msgspec.json.encode(days, order="sorted").decode()


def compare(baseline: str, plan: Plan, calendar: Calendar) -> Deviation | None:
    """Return how the plan of now differs from the baseline; None where there is none.

    Steps that were not planned then, as of a second shipment, count for the end only.
    """
    was = msgspec.json.decode(baseline, type=dict[str, date]) if baseline else {}
    ends = [node.finish for node in plan.nodes if node.finish is not None]
    if not was or not ends:
        return None
    slips = [
        Slip(
            subject_id=node.subject_id,
            node=node.node,
            was=was[key],
            now=node.finish,
            days=working_days_between(was[key], node.finish, calendar),
        )
        for node in plan.nodes
        if (key := f"{node.subject_id}{_SIGN}{node.node}") in was
        and node.finish is not None
        and node.finish > was[key]
    ]
    end_was, end_now = max(was.values()), max(ends)
    return Deviation(
        end_was=end_was,
        end_now=end_now,
        days=working_days_between(end_was, end_now, calendar),
        slips=tuple(sorted(slips, key=lambda slip: (-slip.days, slip.node, slip.subject_id))),
    )
