"""Exceptions: opened, taken on, contained, discussed in their room, closed when nothing is open."""

from decimal import Decimal

from sync.actions import tasks
from sync.actions.deed import Deed, Fields
from sync.actions.guards import allow, require_edit
from sync.actions.plain import checked_edit
from sync.domain.commands import Add, Edit
from sync.domain.exception_codes import EXCEPTION_CODES, SYSTEM_TROUBLE
from sync.domain.exceptions import (
    ExceptionNote,
    ExceptionState,
    NoteKind,
    OrderException,
    band_of,
    bump_of,
    why_not_closed,
)
from sync.domain.field_rules import is_fixed
from sync.domain.ids import Id, row_id
from sync.domain.permissions import may_do
from sync.domain.playbooks import playbook_of
from sync.domain.records import split, to_value
from sync.domain.refusals import Refusal, Refused, refuse
from sync.domain.rights import Letter
from sync.domain.tasks import Task
from sync.domain.trouble_commands import ActOnException, ExceptionStep, NoteException
from sync.domain.values import check_fields
from sync.domain.whys import Why

_SAID_ONCE = ("order_id", "subject_id", "node")


def open_one(deed: Deed, command: Add) -> None:
    """Report that something went wrong: what, how bad, at which node of which order."""
    fields = _born(command)
    for name in ("title", "exception_code", "severity"):
        if not str(fields.get(name) or "").strip():
            raise refuse("field_empty", entity="exceptions", field=name)
    code, order_id = str(fields["exception_code"]), str(fields.get("order_id") or "")
    _require_code(code)
    if not order_id and not code.startswith(SYSTEM_TROUBLE):
        raise refuse("exception_without_order")
    order = deed.work.require("orders", order_id) if order_id else None
    require(deed, "C", order_id, code)
    _require_compensation(deed, fields, order_id)
    _require_people(deed, fields)
    band = 0 if order is None else _band(deed, order)
    fields |= {
        "id": command.id,
        "band": band,
        "bump": 0 if order is None else bump_of(band, is_key_account=_is_key(deed, order)),
        "state": ExceptionState.OPEN.value,
        "owner_id": fields.get("owner_id") or _lead(deed, order_id, str(fields.get("node") or "")),
        "created_by": deed.context.actor.id,
        "created_at": to_value(deed.context.acted_at),
    }
    deed.add("exceptions", fields)


def edit(deed: Deed, command: Edit) -> None:
    """Change what is said of an exception, who leads it, who is on its team."""
    exception = load(deed, command.id)
    fields = checked_edit("exceptions", command.set)
    _require_compensation(deed, fields, exception.order_id)
    for name in ("title", "exception_code", "severity"):
        if name in fields and not str(fields[name] or "").strip():
            raise refuse("field_empty", entity="exceptions", field=name)
    code = str(fields.get("exception_code") or exception.exception_code)
    _require_code(code)
    if not exception.order_id and not code.startswith(SYSTEM_TROUBLE):
        raise refuse("exception_without_order")
    _require_people(deed, fields)
    deed.edit("exceptions", command.id, fields)


def acknowledge(deed: Deed, command: ExceptionStep) -> None:
    """Take an exception on: from now on nobody waits to see whether somebody has seen it."""
    exception = load(deed, command.id)
    if exception.seen_at is not None:
        raise refuse("exception_already_so", title=exception.title, state=exception.state.value)
    fields: Fields = {"seen_at": to_value(deed.context.acted_at)}
    if exception.state in (ExceptionState.OPEN, ExceptionState.REOPENED):
        fields["state"] = ExceptionState.ACKNOWLEDGED.value
    if not exception.owner_id:
        fields["owner_id"] = deed.context.actor.id
    deed.set("exceptions", command.id, fields)


def contain(deed: Deed, command: ExceptionStep) -> None:
    """Say how the damage was stopped from growing: nothing goes up any further."""
    exception = load(deed, command.id)
    _require_note(command, "containment")
    _write(deed, exception, NoteKind.CONTAINMENT, command.note)
    at = to_value(deed.context.acted_at)
    fields: Fields = {"state": ExceptionState.CONTAINED.value, "contained_at": at}
    if exception.seen_at is None:
        fields["seen_at"] = at
    deed.set("exceptions", command.id, fields)


def note(deed: Deed, command: NoteException) -> None:
    """Put an entry into the room; a playbook's step is ticked off once."""
    exception = load(deed, command.exception_id)
    if command.kind not in tuple(NoteKind) or command.kind == NoteKind.CONTAINMENT:
        raise refuse(
            "value_not_valid", entity="exception_notes", field="kind", value=command.kind[:40]
        )
    if not command.text.strip():
        raise refuse("field_empty", entity="exception_notes", field="text")
    kind = NoteKind(command.kind)
    if kind is NoteKind.STEP:
        book = playbook_of(exception.exception_code)
        if book is None or command.text not in {step.id for step in book.steps}:
            raise refuse("playbook_step_unknown", step=command.text[:20])
    _write(deed, exception, kind, command.text, command.id)


def act(deed: Deed, command: ActOnException) -> None:
    """Give an action: a task of its order that belongs to the exception's room."""
    exception = load(deed, command.exception_id)
    said: Fields = {
        "order_id": exception.order_id,
        "subject_id": exception.id,
        "node": exception.node,
        "title": command.title,
        "assignee_id": command.assignee_id,
        "due_on": to_value(command.due_on),
        "note": command.note,
    }
    tasks.add(deed, Add(id=command.id, set=said))
    if exception.state is not ExceptionState.ACTIONS:
        deed.set("exceptions", exception.id, {"state": ExceptionState.ACTIONS.value})


def verify(deed: Deed, command: ExceptionStep) -> None:
    """Say that the actions are done and worked, and how that was seen."""
    exception = load(deed, command.id)
    _require_note(command, "result")
    refusal = _not_closed(deed, exception)
    if refusal is not None and refusal.code == "exception_action_open":
        raise Refused(refusal)
    fields = check_fields("exceptions", {"result": command.note})
    deed.set("exceptions", command.id, {**fields, "state": ExceptionState.VERIFIED.value})


def close(deed: Deed, command: ExceptionStep) -> None:
    """Close an exception that meets every criterion; what came of it is kept."""
    exception = load(deed, command.id)
    allow(_not_closed(deed, exception))
    result = command.note.strip() or exception.result
    if not result:
        raise refuse("field_empty", entity="exceptions", field="result")
    fields = check_fields("exceptions", {"result": result})
    closing: Fields = {
        "state": ExceptionState.CLOSED.value,
        "closed_by": deed.context.actor.id,
        "closed_at": to_value(deed.context.acted_at),
    }
    deed.set("exceptions", command.id, {**fields, **closing})


def reopen(deed: Deed, command: ExceptionStep) -> None:
    """Take a closed exception up again, because the cure did not hold."""
    exception = load(deed, command.id, is_ended=True)
    if not command.note.strip():
        raise refuse("reason_missing", action="exception.reopen")
    _write(deed, exception, NoteKind.FACT, command.note)
    fields: Fields = {
        "state": ExceptionState.REOPENED.value,
        "closed_by": "",
        "closed_at": None,
        "contained_at": None,
    }
    deed.set("exceptions", command.id, fields)


def answer_buyer(deed: Deed, command: ExceptionStep) -> None:
    """Note what the buyer was answered to a complaint."""
    exception = load(deed, command.id)
    if not exception.is_complaint:
        raise refuse("exception_no_complaint", title=exception.title)
    _require_note(command, "buyer_answer")
    fields = check_fields("exceptions", {"buyer_answer": command.note})
    deed.set("exceptions", command.id, fields)


def load(
    deed: Deed, exception_id: Id, letter: Letter = "U", *, is_ended: bool = False
) -> OrderException:
    """Return an exception that the actor may work on: open, or closed where that is asked for."""
    exception = deed.work.load(OrderException, "exceptions", exception_id)
    require(deed, letter, exception.order_id, exception.exception_code)
    if (exception.state is ExceptionState.CLOSED) is not is_ended:
        code = "exception_not_closed" if is_ended else "exception_closed"
        raise refuse(code, title=exception.title)
    return exception


def require(deed: Deed, letter: Letter, order_id: Id, code: str) -> None:
    """Raise Refused unless the actor has this right on exceptions of the order, or of its code."""
    order = deed.work.require("orders", order_id) if order_id else {}
    thing = f"exception:{SYSTEM_TROUBLE}" if code.startswith(SYSTEM_TROUBLE) else "exception:other"
    allow(
        may_do(
            deed.context.actor,
            thing,
            letter,
            permissions=deed.context.rules.permissions,
            owner_id=str(order.get("owner_id") or ""),
            team=str(order.get("team") or ""),
        )
    )


def tasks_of(deed: Deed, exception: OrderException) -> tuple[Task, ...]:
    """Return the tasks among which an exception's actions are."""
    return deed.work.find_all(Task, "tasks", "order_id", exception.order_id)


def _not_closed(deed: Deed, exception: OrderException) -> Refusal | None:
    notes = deed.work.find_all(ExceptionNote, "exception_notes", "exception_id", exception.id)
    refusal = why_not_closed(
        exception,
        tasks_of(deed, exception),
        deed.work.find_all(Why, "whys", "exception_id", exception.id),
        [each.kind for each in notes],
    )
    if refusal is None or "assignee_id" not in refusal.facts:
        return refusal
    person = deed.work.get("users", str(refusal.facts["assignee_id"])) or {}
    return Refusal(
        code=refusal.code, kind=refusal.kind, facts={**refusal.facts, "by": person.get("login")}
    )


def _write(
    deed: Deed, exception: OrderException, kind: NoteKind, text: str, note_id: Id = ""
) -> None:
    fields = check_fields("exception_notes", {"text": text}) | {
        "id": note_id or row_id("exception_note", deed.context.operation_id),
        "order_id": exception.order_id,
        "exception_id": exception.id,
        "kind": kind.value,
        "author_id": deed.context.actor.id,
        "written_at": to_value(deed.context.acted_at),
    }
    deed.add("exception_notes", fields, is_noted=False)


def _born(command: Add) -> Fields:
    """Return what may be said of a new exception; the rest comes about by actions of its own."""
    fields = check_fields("exceptions", command.set)
    for name in fields:
        if is_fixed("exceptions", name) and name not in _SAID_ONCE:
            raise refuse("field_fixed", entity="exceptions", field=name)
    return fields


def _require_compensation(deed: Deed, fields: Fields, order_id: Id) -> None:
    if fields.get("compensation") is not None:
        row: Fields = {"id": "", "order_id": order_id}
        require_edit(deed, "exceptions", row, frozenset({"compensation"}))


def _require_code(code: str) -> None:
    if code not in EXCEPTION_CODES:
        raise refuse("exception_code_unknown", code_asked=code[:20])


def _require_people(deed: Deed, fields: Fields) -> None:
    for person in (*split(str(fields.get("team") or "")), str(fields.get("owner_id") or "")):
        if person:
            deed.work.require("users", person)


def _require_note(command: ExceptionStep, field: str) -> None:
    if not command.note.strip():
        raise refuse("field_empty", entity="exceptions", field=field)


def _lead(deed: Deed, order_id: Id, node: str) -> str:
    """Return who leads: whoever has the node in hand, else the order's owner, else the author."""
    if not order_id:
        return ""
    for row in deed.work.find("nodes", "order_id", order_id):
        if node and row["node"] == node and row["owner_id"]:
            return str(row["owner_id"])
    return str(deed.work.require("orders", order_id)["owner_id"])


def _is_key(deed: Deed, order: Fields) -> bool:
    buyer = deed.work.get("partners", str(order["buyer_id"])) or {}
    return bool(buyer.get("is_key_account"))


def _band(deed: Deed, order: Fields) -> int:
    """Return the order's value class; where prices are hidden the lowest, until head office says.

    Bands are in US dollars; an amount in another currency is taken as it is written.
    """
    lines = deed.work.find("order_lines", "order_id", order["id"])
    amounts = (
        Decimal(str(line.get("quantity") or 0)) * Decimal(str(line.get("unit_price") or 0))
        for line in lines
    )
    return band_of(sum(amounts, Decimal(0)))
