"""Ticking and waiving checklist items."""

from sync.actions import separation
from sync.actions.deed import Deed, Fields
from sync.actions.facts import load_facts
from sync.actions.guards import allow, require_right
from sync.domain.checklists import answer_id
from sync.domain.commands import AnswerItem, WaiveItem
from sync.domain.facts import OrderFacts
from sync.domain.ids import Id
from sync.domain.progress import may_tick, may_waive
from sync.domain.records import to_value
from sync.domain.separation import may_tick as may_tick_too
from sync.domain.separation import may_waive as may_waive_too
from sync.domain.values import check_fields

_NODE_LENGTH = 3


def answer(deed: Deed, command: AnswerItem) -> None:
    """Tick an item, or take the tick back."""
    facts, subject_id = _open(deed, command)
    process = deed.context.rules.process(facts.order.process_version)
    actor, today = deed.context.actor, deed.context.today
    allow(may_tick(facts, process, subject_id, command.item, actor=actor, today=today))
    if command.ticked:
        relaxed = separation.relaxed_here(deed)
        allow(may_tick_too(facts, subject_id, command.item, actor_id=actor.id, relaxed=relaxed))
    fields: Fields = {
        "ticked": int(command.ticked),
        "answered_by": actor.id,
        "answered_at": to_value(deed.context.acted_at),
        "note": command.note,
    }
    _write(deed, command, subject_id, fields)


def waive(deed: Deed, command: WaiveItem) -> None:
    """Waive a blocking item; the waiver stays on record with its reason."""
    facts, subject_id = _open(deed, command)
    process = deed.context.rules.process(facts.order.process_version)
    actor, item = deed.context.actor, command.item
    allow(may_waive(facts, process, subject_id, item, actor=actor, reason=command.reason))
    allow(may_waive_too(facts, subject_id, item, actor_id=actor.id))
    fields: Fields = {
        "waived_by": actor.id,
        "waived_at": to_value(deed.context.acted_at),
        "waiver_reason": command.reason,
    }
    _write(deed, command, subject_id, fields)


def _open(deed: Deed, command: AnswerItem | WaiveItem) -> tuple[OrderFacts, Id]:
    facts = load_facts(deed.work, command.order_id, deed.context)
    require_right(deed, "order", "R", command.order_id)
    return facts, command.subject_id or command.order_id


def _write(deed: Deed, command: AnswerItem | WaiveItem, subject_id: Id, fields: Fields) -> None:
    checked = check_fields("answers", fields)
    identifier = answer_id(subject_id, command.item)
    if deed.work.get("answers", identifier) is not None:
        deed.set("answers", identifier, checked)
        return
    new: Fields = {
        "id": identifier,
        "order_id": command.order_id,
        "subject_id": subject_id,
        "node": command.item[:_NODE_LENGTH],
        "item": command.item,
    }
    deed.add("answers", {**new, **checked})
