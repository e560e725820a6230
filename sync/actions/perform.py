"""Runs one action: permission, field rule, trade rule, write.

The same code on the desk and at head office.
"""

from collections.abc import Callable
from typing import Any

from sync.actions import (
    attachments,
    authority_handling,
    checklists,
    comments,
    conflicts,
    detours,
    handing,
    imports,
    nodes,
    orders,
    organising,
    partner_merging,
    plain,
    process_handling,
    project_handling,
    receipts,
    staffing,
    tasks,
    team,
    time_standards,
    troubles,
)
from sync.actions.deed import Deed
from sync.domain.commands import ACTIONS, Command
from sync.domain.refusals import refuse

Handler = Callable[[Deed, Any], None]
"""Does what a command's record says.

The record's type is the one that ACTIONS names for the action.
"""

_HANDLERS: dict[str, Handler] = {
    "order.create": orders.create,
    "order.edit": orders.edit,
    "order.close": orders.close,
    "order.reopen": orders.reopen,
    "order.import": imports.bring_in,
    "node.start": nodes.start,
    "node.wait": nodes.wait,
    "node.resume": nodes.resume,
    "node.finish": nodes.finish,
    "node.reopen": nodes.reopen,
    "node.assign": nodes.assign,
    "item.answer": checklists.answer,
    "item.waive": checklists.waive,
    "receipt.confirm": receipts.confirm,
    "task.add": tasks.add,
    "task.edit": tasks.edit,
    "task.finish": tasks.finish,
    "task.drop": tasks.drop,
    "task.reopen": tasks.reopen,
    "comment.add": comments.write,
    "attachment.add": attachments.add,
    "attachment.remove": attachments.remove,
    "row.restore": plain.restore,
    "conflict.decide": conflicts.decide,
    "conflict.undo": conflicts.undo,
    **authority_handling.HANDLERS,
    **detours.HANDLERS,
    **handing.HANDLERS,
    **process_handling.HANDLERS,
    **project_handling.HANDLERS,
    **organising.HANDLERS,
    **partner_merging.HANDLERS,
    **staffing.HANDLERS,
    **team.HANDLERS,
    **time_standards.HANDLERS,
    **troubles.HANDLERS,
}


def perform(deed: Deed, name: str, command: Command) -> None:
    """Do the action through `deed`, or raise Refused.

    After a refusal the workspace is to be rolled back.
    """
    action = ACTIONS.get(name)
    if action is None or not isinstance(command, action.kind):
        raise refuse("action_unknown", action=name)
    deed.cause = name
    handler = _HANDLERS.get(name)
    if handler is not None:
        handler(deed, command)
    else:
        plain.PLAIN[name.rpartition(".")[2]](deed, action.entity, command)
