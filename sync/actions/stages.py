"""Which stage of an order an action means: the one it names, or the one that holds the order up."""

from sync.domain.facts import OrderFacts
from sync.domain.handing_commands import PostStatus, SendNudge
from sync.domain.ids import order_name
from sync.domain.phases import current_place
from sync.domain.process import Process
from sync.domain.refusals import refuse
from sync.domain.states import Board, Step, Subject, board_of


def place_meant(
    facts: OrderFacts, process: Process, command: SendNudge | PostStatus
) -> tuple[Subject, Step]:
    """Return the node that was named, or else the one that holds the order up."""
    board = board_of(facts, process)
    found = _named(board, command) if command.node else current_place(facts, board)
    if found is None:
        if command.node:
            raise refuse("node_unknown", kind="gone", node=command.node)
        raise refuse("order_ended", order=order_name(facts.order.id, facts.order.order_no))
    return found


def _named(board: Board, command: SendNudge | PostStatus) -> tuple[Subject, Step] | None:
    wanted = command.subject_id or command.order_id
    for step in board.steps:
        if step.node.id == command.node:
            for subject in board.of(step.node.scope):
                if subject.id == wanted:
                    return subject, step
    return None
