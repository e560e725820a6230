"""Taking a step up that is due: one row a step, however many desks found it due."""

from datetime import datetime

from sync.actions.deed import Deed, Fields
from sync.domain.disputes import Dispute
from sync.domain.escalations import (
    Rung,
    dispute_rungs_due,
    escalation_id,
    people_of,
    rungs_due,
)
from sync.domain.exceptions import ExceptionState, OrderException, is_calm
from sync.domain.ids import Id
from sync.domain.people import User
from sync.domain.records import record, to_value
from sync.domain.refusals import refuse
from sync.domain.trouble_commands import RaiseEscalation


def raise_one(deed: Deed, command: RaiseEscalation) -> None:
    """Take a step up. One that was taken, or that nobody needs any more, changes nothing."""
    entity = "disputes" if command.dispute_id else "exceptions"
    subject_id = command.dispute_id or command.exception_id
    row = deed.work.require(entity, subject_id)
    identifier = escalation_id(entity, subject_id, command.step)
    if deed.work.get("escalations", identifier) is not None:
        return
    rung = _rung(deed, entity, row, command.step)
    if rung is None:
        if _is_over(entity, row):
            return
        raise refuse("escalation_not_due", step=command.step, title=str(row["title"]))
    fields: Fields = {
        "id": identifier,
        "order_id": str(row["order_id"] or ""),
        "entity": entity,
        "subject_id": subject_id,
        "step": command.step,
        "roles": ",".join(rung.ranks),
        "to_ids": ",".join(_people(deed, rung, row)),
        "raised_by": deed.context.actor.id,
        "raised_at": to_value(deed.context.acted_at),
    }
    deed.add("escalations", fields, is_noted=False)


def _rung(deed: Deed, entity: str, row: Fields, step: int) -> Rung | None:
    now, calendar = _moment(deed), deed.context.rules.calendars.company
    if entity == "disputes":
        rungs = dispute_rungs_due(record(Dispute, row), now, calendar)
    else:
        rungs = rungs_due(record(OrderException, row), now, calendar)
    return next((rung for rung in rungs if rung.step == step), None)


def _moment(deed: Deed) -> datetime:
    """Return this end's clock: a desk whose clock is ahead raises nothing before its time."""
    return deed.context.now


def _is_over(entity: str, row: Fields) -> bool:
    if entity == "disputes":
        return record(Dispute, row).decided_at is not None or bool(row["mediator_id"])
    exception = record(OrderException, row)
    return (
        is_calm(exception)
        or exception.state is ExceptionState.CLOSED
        or bool(exception.buyer_answer)
    )


def _people(deed: Deed, rung: Rung, row: Fields) -> tuple[Id, ...]:
    order = deed.work.get("orders", str(row["order_id"] or "")) or {}
    people = [record(User, each) for each in deed.work.find("users", "active", 1)]
    owner = str(row.get("owner_id") or order.get("owner_id") or "")
    return people_of(rung, people, owner_id=owner, team=str(order.get("team") or ""))
