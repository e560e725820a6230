"""Reminding whoever has the ball."""

from sync.actions.deed import Deed, Fields
from sync.actions.facts import load_facts
from sync.actions.guards import require_right
from sync.actions.stages import place_meant
from sync.domain.handing_commands import SendNudge
from sync.domain.records import to_value
from sync.domain.refusals import refuse
from sync.domain.states import board_of, owner_of
from sync.domain.values import check_fields


def send(deed: Deed, command: SendNudge) -> None:
    """Remind whoever has the node in hand, as things stand where this is judged.

    A nudge that comes late goes to whoever has the ball by then.
    """
    facts = load_facts(deed.work, command.order_id, deed.context)
    require_right(deed, "order", "R", command.order_id)
    process = deed.context.rules.process(facts.order.process_version)
    subject, step = place_meant(facts, process, command)
    board = board_of(facts, process)
    holder = owner_of(facts, board, subject, step)
    if not holder:
        raise refuse("nudge_nobody", node=step.node.id, role=step.node.owner.value)
    if holder == deed.context.actor.id:
        raise refuse("nudge_oneself", node=step.node.id)
    said: Fields = {
        "order_id": command.order_id,
        "subject_id": subject.id,
        "node": step.node.id,
        "text": command.text,
    }
    fields = check_fields("nudges", said) | {
        "id": command.id,
        "to_id": holder,
        "sent_by": deed.context.actor.id,
        "sent_at": to_value(deed.context.acted_at),
    }
    deed.add("nudges", fields, is_noted=False)
