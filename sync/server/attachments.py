"""Who may read the content of which attachment; absent and hidden ones are answered alike."""

from sqlalchemy import Connection

from sync.domain.attachments import Attachment
from sync.domain.ids import Id
from sync.domain.records import record, to_row
from sync.server import showing
from sync.server.bearers import Caller
from sync.server.refusing import Declined, decline
from sync.store import grants, rows, uploads


def may_read(connection: Connection, caller: Caller, attachment: Attachment) -> bool:
    """Return whether an attachment's row is one that the caller's desks receive."""
    held = grants.held(connection, caller.actor.id)
    viewer = showing.viewer_of(caller.actor.roles, held)
    return viewer.sees(connection, "attachments", to_row(attachment), attachment.order_id)


def readable(connection: Connection, caller: Caller, attachment_id: Id) -> Attachment:
    """Return an attachment, or decline: there is none, or the caller may not know of it."""
    row = rows.get(connection, "attachments", attachment_id)
    found = None if row is None else record(Attachment, row)
    if found is None or not may_read(connection, caller, found):
        raise unknown()
    return found


def may_read_content(connection: Connection, caller: Caller, sha256: str) -> bool:
    """Return whether the caller may read this content already, by an attachment that has it."""
    found = (
        record(Attachment, row) for row in rows.find(connection, "attachments", "sha256", sha256)
    )
    return uploads.is_stored(connection, sha256) and any(
        each.stored_at is not None and may_read(connection, caller, each) for each in found
    )


def unknown() -> Declined:
    """Return the one answer for whatever the caller may not know of."""
    return decline(404, "attachment_unknown")
