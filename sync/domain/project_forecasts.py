"""When goods can be ready by the sub-projects that lead to them, whatever the steps say (S63).

Warnings are computed on a fifth of an order's rows, without its steps: so this is the earliest day.
"""

from datetime import date

from sync.domain.dates import Calendar, add_working_days
from sync.domain.facts import OrderFacts
from sync.domain.ids import Id
from sync.domain.networks import Tie, each_after_what_it_waits_for, without_loops
from sync.domain.projects import Project, ProjectState, Span, days_of, place_of

_GOODS = ("N10", "N11", "N15")
"""Making, inspecting and loading: what these wait for, the goods wait for."""


def goods_ready(facts: OrderFacts, shipment_id: Id, calendar: Calendar, today: date) -> date | None:
    """Return the earliest day on which what a shipment's goods wait for is over; None without."""
    projects = {p.id: p for p in facts.projects if p.state is not ProjectState.DROPPED}
    leading = _leading(facts, shipment_id)
    if not leading & projects.keys():
        return None
    days = _days_alone(facts, projects, calendar, today)
    return max((days[each].finish for each in leading & projects.keys()), default=None)


def _leading(facts: OrderFacts, shipment_id: Id) -> set[str]:
    """Return the pieces that the making, inspecting and loading of the goods wait for."""
    reached = {place_of(subject, n) for subject in (facts.order.id, shipment_id) for n in _GOODS}
    found: set[str] = set()
    while reached:
        reached = {link.before for link in facts.project_links if link.after in reached} - found
        found |= reached
    return found


def _days_alone(
    facts: OrderFacts, projects: dict[Id, Project], calendar: Calendar, today: date
) -> dict[Id, Span]:
    """Return the days of sub-projects by the links among themselves."""
    ties = [
        Tie(id=link.id, before=link.before, after=link.after, lag=link.lag_days)
        for link in facts.project_links
        if link.before in projects and link.after in projects
    ]
    kept, _ = without_loops({}, ties)
    waits: dict[str, list[str]] = {}
    for tie in kept:
        waits.setdefault(tie.after, []).append(tie.before)
    days: dict[Id, Span] = {}
    for piece in each_after_what_it_waits_for(sorted(projects), waits):
        allowed = [
            add_working_days(days[tie.before].finish, 1 + tie.lag, calendar)
            for tie in kept
            if tie.after == piece
        ]
        days[piece] = days_of(projects[piece], max(allowed, default=None), calendar, today)
    return days
