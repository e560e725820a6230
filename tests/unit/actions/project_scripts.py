"""Each action of sub-projects, with what goes before it; for the test of every action."""

from sync.domain.projects import link_id, place_of
from tests.builders import an_id

ORDER, NEW, OTHER = an_id("order"), an_id("new"), an_id("other")
_PLAN = {"planned_start": "2026-03-03", "planned_finish": "2026-03-09"}
_WHOSE = {"order_id": ORDER, "name": "Tooling", "owner_id": an_id("lin"), **_PLAN}
PROJECT = ("project.add", "lin", {"id": NEW, "set": _WHOSE})
SIGNED = ("order.edit", "lin", {"id": ORDER, "set": {"signed_on": "2026-03-02"}})
_LINK = ("project.link", "lin", {"order_id": ORDER, "before": NEW, "after": "N10", "lag_days": 1})
_LINKED = {"id": link_id(NEW, place_of(ORDER, "N10"))}
_DROP = ("project.drop", "lin", {"id": NEW, "reason": "bought"})
SCRIPTS: dict[str, list[tuple[str, str, dict[str, object]]]] = {
    "project.add": [PROJECT],
    "project.edit": [PROJECT, ("project.edit", "lin", {"id": NEW, "set": {"note": "two"}})],
    "project.start": [PROJECT, ("project.start", "lin", {"id": NEW})],
    "project.finish": [PROJECT, ("project.finish", "lin", {"id": NEW})],
    "project.drop": [PROJECT, _DROP],
    "project.reopen": [PROJECT, _DROP, ("project.reopen", "lin", {"id": NEW, "reason": "no"})],
    "project.link": [PROJECT, _LINK],
    "project.unlink": [PROJECT, _LINK, ("project.unlink", "lin", _LINKED)],
    "project.baseline": [
        SIGNED,
        PROJECT,
        ("project.baseline", "lin", {"id": OTHER, "order_id": ORDER}),
    ],
}
