"""Writing comments: inserts only, so that none is merged away."""

from sync.actions.deed import Deed, Fields
from sync.actions.guards import require_right
from sync.domain.commands import WriteComment
from sync.domain.records import split, to_value
from sync.domain.refusals import refuse
from sync.domain.values import check_fields


def write(deed: Deed, command: WriteComment) -> None:
    """Add a comment to an order, or to one node of it."""
    deed.work.require("orders", command.order_id)
    require_right(deed, "order", "R", command.order_id)
    if not command.text.strip():
        raise refuse("field_empty", entity="comments", field="text")
    for user_id in split(command.mentions):
        deed.work.require("users", user_id)
    said: Fields = {
        "order_id": command.order_id,
        "text": command.text,
        "subject_id": command.subject_id,
        "node": command.node,
        "mentions": command.mentions,
    }
    fields = check_fields("comments", said) | {
        "id": command.id,
        "author_id": deed.context.actor.id,
        "written_at": to_value(deed.context.acted_at),
        "written_offline": int(deed.context.offline),
    }
    deed.add("comments", fields, is_noted=False)
