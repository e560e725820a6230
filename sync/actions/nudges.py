"""Reminding whoever has the ball."""

from sync.actions.deed import Deed, Fields
from sync.actions.facts import load_facts
from sync.actions.guards import require_right
from sync.domain.facts import OrderFacts
from sync.domain.handing_commands import SendNudge
from sync.domain.ids import order_name
from sync.domain.phases import current_place
from sync.domain.process import Process
from sync.domain.records import to_value
from sync.domain.refusals import refuse
from sync.domain.states import Board, Step, Subject, board_of, owner_of
from sync.domain.values import check_fields


def send(deed: Deed, command: SendNudge) -> None:
    """Remind whoever has the node in hand, as things stand where this is judged.

    A nudge that comes late goes to whoever has the ball by then.
    """
    facts = load_facts(deed.work, command.order_id, deed.context)
    require_right(deed, "order", "R", command.order_id)
    process = deed.context.rules.process(facts.order.process_version)
    subject, step = _place(facts, process, command)
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


def _place(facts: OrderFacts, process: Process, command: SendNudge) -> tuple[Subject, Step]:
    """Return the node that was named, or else the one that holds the order up."""
    board = board_of(facts, process)
    found = _named(board, command) if command.node else current_place(facts, board)
    if found is None:
        if command.node:
            raise refuse("node_unknown", kind="gone", node=command.node)
        raise refuse("order_ended", order=order_name(facts.order.id, facts.order.order_no))
    return found


def _named(board: Board, command: SendNudge) -> tuple[Subject, Step] | None:
    wanted = command.subject_id or command.order_id
    for step in board.steps:
        if step.node.id == command.node:
            for subject in board.of(step.node.scope):
                if subject.id == wanted:
                    return subject, step
    return None
