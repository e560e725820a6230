"""The urgent channel: allowed at once by one person, ratified afterwards, rationed (domain 4.5)."""

from datetime import timedelta
from decimal import Decimal

from sync.actions import authority
from sync.actions.changes_asked import ask, case_of, not_in_step, weighed
from sync.actions.deed import Deed, Fields
from sync.actions.guards import require_right
from sync.domain.authority import Table, evaluate, in_table_currency
from sync.domain.authority_commands import ChangeStep, UrgeChange
from sync.domain.change_requests import ChangeRequest, ChangeState
from sync.domain.ids import row_id
from sync.domain.records import to_value
from sync.domain.refusals import refuse
from sync.domain.tasks import TaskState
from sync.domain.values import check_fields
from sync.store import rows

AUTHORISER = 2
"""The level that may allow an urgent change."""
_HOURS_A_DAY, _WORKING_HOURS = 24, 8
_WAITING = (ChangeState.DRAFT, ChangeState.ASSESSING, ChangeState.APPROVING)


def urge(deed: Deed, command: UrgeChange) -> None:
    """Ask for the urgent channel, naming who allowed it; it holds once that person confirms."""
    change = deed.work.load(ChangeRequest, "change_requests", command.id)
    if change.created_by != deed.context.actor.id:
        raise refuse("change_of_another", kind="denied", what=change.reason)
    if change.state not in _WAITING or change.urgent_cutoff_at is not None:
        raise not_in_step(change)
    person = deed.work.require("users", command.person_id)
    if command.person_id == change.created_by or int(person["level"] or 0) < AUTHORISER:
        raise refuse("urgent_not_by_them", kind="denied", person=person["login"], level=AUTHORISER)
    for name, text in (("urgent_words", command.words), ("urgent_damage", command.damage)):
        if not text.strip():
            raise refuse("field_empty", entity="change_requests", field=name)
    table, _ = authority.table_of(deed.work)
    _require_allowed(deed, change, table)
    _require_pressing(deed, change, command, table)
    _require_ration(deed, change, table)
    said: Fields = {
        "urgent_by": command.person_id,
        "urgent_words": command.words,
        "urgent_damage": command.damage,
        "urgent_cutoff_at": to_value(command.cutoff_at),
    }
    deed.set("change_requests", change.id, check_fields("change_requests", said))


def authorise(deed: Deed, command: ChangeStep) -> None:
    """Confirm an urgent change as who was named; it may be carried out, and is ratified later."""
    change = deed.work.load(ChangeRequest, "change_requests", command.id)
    actor = deed.context.actor
    if change.urgent_by != actor.id or actor.id == change.created_by or actor.level < AUTHORISER:
        raise refuse("change_of_another", kind="denied", what=change.reason)
    require_right(deed, "change_request", "A", change.order_id)
    if change.state not in _WAITING or change.urgent_cutoff_at is None:
        raise not_in_step(change)
    table, _ = authority.table_of(deed.work)
    impact, ruling = weighed(deed, change)
    approval_id = change.approval_id or ask(deed, change)
    by = deed.context.acted_at + timedelta(hours=table.urgent.ratify_hours)
    fields: Fields = {
        "state": ChangeState.URGENT.value,
        "impact": change.impact or impact,
        "level": max(ruling.level, 1),
        "approval_id": approval_id,
        "urgent_at": to_value(deed.context.acted_at),
        "ratify_by": to_value(by),
    }
    deed.set("change_requests", change.id, fields)


def escalate(deed: Deed, command: ChangeStep) -> None:
    """Hand an urgent change that nobody ratified in time to the next level, once."""
    change = deed.work.load(ChangeRequest, "change_requests", command.id)
    require_right(deed, "change_request", "R", change.order_id)
    due = change.ratify_by
    if due is None or change.ratified_at is not None or deed.context.acted_at <= due:
        raise refuse("change_not_overdue", what=change.reason)
    task_id = row_id("unratified", change.id)
    if deed.work.get("tasks", task_id) is not None:
        return
    level = min(change.level + 1, 4)
    person = _somebody(deed, level) or change.urgent_by
    approval = deed.work.get("approvals", change.approval_id)
    if approval is not None and int(approval["level"] or 0) < level:
        deed.set("approvals", change.approval_id, {"level": level})
    task: Fields = {
        "id": task_id,
        "order_id": change.order_id,
        "title": f"{change.change_type.value} {change.reason}"[:200],
        "assignee_id": person,
        "state": TaskState.OPEN.value,
        "created_by": deed.context.actor.id,
        "created_at": to_value(deed.context.acted_at),
    }
    deed.add("tasks", task)


def _require_allowed(deed: Deed, change: ChangeRequest, table: Table) -> None:
    """Refuse what the urgent channel may never carry, or what is too large for it."""
    case = case_of(deed, change)
    order = deed.work.require("orders", change.order_id)
    ruling = evaluate(table, case, currency=str(order["currency"]))
    excluded = {match.row for match in ruling.matches} & set(table.urgent.excluded)
    if excluded:
        raise refuse("urgent_excluded", kind="denied", row=min(excluded))
    amount = authority.amount_in_table(deed.work, order)
    if amount is None or amount > table.urgent.amount_max:
        raise refuse("urgent_too_large", kind="denied", most=str(table.urgent.amount_max))
    cost = case.get("cost_borne", "0")
    borne = in_table_currency(table, Decimal(cost), str(order["currency"]))
    if borne is None or borne > table.urgent.cost_max:
        raise refuse("urgent_too_large", kind="denied", most=str(table.urgent.cost_max))


def _require_pressing(deed: Deed, change: ChangeRequest, command: UrgeChange, table: Table) -> None:
    """Refuse what the usual way would decide in time."""
    _, ruling = weighed(deed, change)
    hours = table.decide_hours.get(str(max(ruling.level, 1)), _WORKING_HOURS)
    usual = timedelta(hours=hours * _HOURS_A_DAY / _WORKING_HOURS)
    if command.cutoff_at > deed.context.acted_at + usual:
        raise refuse("urgent_not_pressing", kind="denied", hours=hours)


def _require_ration(deed: Deed, change: ChangeRequest, table: Table) -> None:
    """Refuse whoever has used the channel as often as a month allows."""
    month = deed.context.acted_at.strftime("%Y-%m")
    own = deed.work.find("change_requests", "created_by", change.created_by)
    used = [
        row
        for row in own
        if row["urgent_cutoff_at"] and str(row["created_at"] or "").startswith(month)
    ]
    if len(used) >= table.urgent.month_max:
        raise refuse(
            "urgent_ration_used", kind="denied", used=len(used), most=table.urgent.month_max
        )


def _somebody(deed: Deed, level: int) -> str:
    """Return the person of the lowest level that is enough; the same on both ends."""
    people = [
        row
        for row in rows.all_rows(deed.work.connection, "users")
        if row["active"] and int(row["level"] or 0) >= level
    ]
    people.sort(key=lambda row: (int(row["level"] or 0), str(row["id"])))
    return str(people[0]["id"]) if people else ""
