"""Templates by which an order is set up at once: tasks, days, owners, papers, team (S56).

`fields` and `tasks` are JSON in their columns: an object of the order's fields, and a list.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

import msgspec

from sync.domain.dates import Calendar, add_working_days
from sync.domain.ids import Id
from sync.domain.orders import Order
from sync.domain.people import Role
from sync.domain.process import Process, nodes_by_id
from sync.domain.records import Record, Value, split, to_row
from sync.domain.scheduling import Plan, PlannedNode

PAPERS = (
    *("QT", "PI", "SC", "IPO", "PO", "LC", "LCA", "QCR", "BN", "SO", "SI", "CLP", "VGM", "CI"),
    *("PL", "WL", "BL", "TLX", "SWB", "FCR", "AWB", "RWB", "COG", "COE", "COR", "COA", "INS"),
    *("IC", "FUM", "PHY", "BE", "BC", "SA", "CD", "CDA", "DEL", "VATI", "EXI", "FXR", "TRF"),
    *("ECI", "LOI", "CLM"),
)
"""The kinds of papers, by the catalogue's codes (domain.md 2.2)."""
FIELDS = frozenset(
    {
        *("incoterm", "named_place", "payment_term", "deposit_percent", "balance_before_shipment"),
        *("credit_days", "credit_from", "currency", "supply_mode", "transport_mode"),
        *("needs_sample", "needs_certificate", "needs_third_party_inspection"),
        *("has_wood_packing", "seller_clears_export", "goods"),
    }
)
"""What a template may say of an order."""
TASKS_MAX = 60


class TemplateTask(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A task to be given to whoever of a role has the order, so many working days before its step.

    ends. `skill` and `skill_level` say what it asks of them.
    """

    title_zh: str
    title_en: str
    node: str
    role: Role
    days_before: int = 0
    skill: str = ""
    skill_level: int = 0

    def title(self, language: str) -> str:
        """Return its title in a language, or in the one it has."""
        said = (
            (self.title_zh, self.title_en) if language == "zh" else (self.title_en, self.title_zh)
        )
        return said[0] or said[1]


class OrderTemplate(Record, frozen=True, kw_only=True):
    """How orders of one type begin. `papers` are catalogue codes, comma-joined."""

    name_zh: str
    name_en: str
    fields: str = "{}"
    tasks: str = "[]"
    papers: str = ""
    note: str = ""
    is_retired: bool = False
    changed_by: str = ""
    changed_at: datetime | None = None


class Setup(Record, frozen=True, kw_only=True):
    """What a template made on an order, so that it is taken back as one.

    `tasks`, `nodes` and `members` are ids, comma-joined; `baseline` is the plan of that day.
    """

    order_id: str
    template_id: str
    tasks: str = ""
    nodes: str = ""
    members: str = ""
    papers: str = ""
    baseline: str = ""
    applied_by: str = ""
    applied_at: datetime | None = None
    undone_by: str = ""
    undone_at: datetime | None = None


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """A template's task where it falls on one order: the subject, and the day it is due."""

    task: TemplateTask
    subject_id: Id
    due_on: date | None


def tasks_of(template: OrderTemplate) -> tuple[TemplateTask, ...]:
    """Return a template's tasks."""
    return msgspec.json.decode(template.tasks, type=tuple[TemplateTask, ...])


def fields_of(template: OrderTemplate) -> dict[str, Value]:
    """Return what a template says of the order."""
    return msgspec.json.decode(template.fields, type=dict[str, Value])


def fitting(templates: Sequence[OrderTemplate], order: Order) -> OrderTemplate | None:
    """Return the template that says most of what an order says already; the first among equals.

    How it is paid decides before all else: most tasks and papers follow from that.
    """
    stands = to_row(order)

    def likeness(template: OrderTemplate) -> tuple[bool, int]:
        said = fields_of(template)
        is_paid_so = said.get("payment_term") == stands["payment_term"]
        return is_paid_so, sum(stands.get(name) == value for name, value in said.items())

    return max(templates, key=likeness, default=None)


def roles_wanted(template: OrderTemplate, process: Process) -> tuple[Role, ...]:
    """Return the roles for which the template needs a person, in the order of the roles."""
    tasked = {task.role for task in tasks_of(template)}
    owning = {node.owner for node in process.nodes}
    return tuple(role for role in Role if role in tasked | owning)


def placed(template: OrderTemplate, plan: Plan, calendar: Calendar) -> Iterator[Placed]:
    """Yield the tasks whose step applies to the order, each with its day."""
    first: dict[str, PlannedNode] = {}
    for planned in plan.nodes:
        first.setdefault(planned.node, planned)
    for task in tasks_of(template):
        step = first.get(task.node)
        if step is not None and not step.is_settled:
            yield Placed(
                task=task,
                subject_id=step.subject_id,
                due_on=_before(step.finish, task.days_before, calendar),
            )


def papers_of(template: OrderTemplate) -> tuple[str, ...]:
    """Return the codes of a template's papers."""
    return split(template.papers)


def wrong_in(template: OrderTemplate, process: Process) -> tuple[str, str] | None:
    """Return the field of a template that does not hold together, with what is wrong in it."""
    unknown = [code for code in papers_of(template) if code not in PAPERS]
    if unknown:
        return "papers", unknown[0]
    steps = nodes_by_id(process)
    for task in tasks_of(template):
        if task.node not in steps:
            return "node", task.node
        if not (task.title_zh.strip() or task.title_en.strip()):
            return "title", ""
    return None


def _before(day: date | None, days: int, calendar: Calendar) -> date | None:
    return day if day is None or not days else add_working_days(day, -days, calendar)
