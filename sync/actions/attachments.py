"""Noting files on orders, nodes and checklist items."""

import re

from sync.actions.deed import Deed, Fields
from sync.actions.guards import require_right
from sync.domain.attachments import Attachment
from sync.domain.commands import Attach, Remove
from sync.domain.people import Role
from sync.domain.records import to_value
from sync.domain.refusals import refuse
from sync.domain.values import check_fields

_SHA256 = re.compile("[0-9a-f]{64}")
_LEADERS = (Role.GM, Role.MGR, Role.SSR)


def add(deed: Deed, command: Attach) -> None:
    """Note a file; its content is named by its SHA-256."""
    deed.work.require("orders", command.order_id)
    require_right(deed, "order", "R", command.order_id)
    if not command.name.strip():
        raise refuse("field_empty", entity="attachments", field="name")
    if not _SHA256.fullmatch(command.sha256) or command.size_bytes < 0:
        raise refuse(
            "value_not_valid", entity="attachments", field="sha256", value=command.sha256[:40]
        )
    older = _replaced(deed, command)
    said: Fields = {
        "order_id": command.order_id,
        "name": command.name,
        "size_bytes": command.size_bytes,
        "sha256": command.sha256,
        "media_type": command.media_type,
        "subject_id": command.subject_id or command.order_id,
        "node": command.node or command.item[:3],
        "item": command.item,
        "replaces": command.replaces,
    }
    if older is not None:
        said |= {"subject_id": older.subject_id, "node": older.node, "item": older.item}
    fields = check_fields("attachments", said) | {
        "id": command.id,
        "added_by": deed.context.actor.id,
        "added_at": to_value(deed.context.acted_at),
    }
    deed.add("attachments", fields)


def _replaced(deed: Deed, command: Attach) -> Attachment | None:
    """Return the file that a new one replaces, which keeps its place; nothing where it is new."""
    if not command.replaces:
        return None
    older = deed.work.load(Attachment, "attachments", command.replaces)
    if older.order_id != command.order_id or older.sha256 == command.sha256:
        raise refuse("attachment_replaces_wrong", name=older.name)
    return older


def remove(deed: Deed, command: Remove) -> None:
    """Take a file's note away; only who added it, or a leader, may."""
    attachment = deed.work.load(Attachment, "attachments", command.id)
    actor = deed.context.actor
    if attachment.added_by != actor.id and not actor.holds(*_LEADERS):
        raise refuse("attachment_of_others", kind="denied", name=attachment.name)
    deed.remove("attachments", command.id)
