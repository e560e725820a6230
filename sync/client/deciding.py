"""Makes a decision on an approval whole: what it is about, by which policy, and signed."""

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection

from sync.actions import decisions as deeds
from sync.actions.allocation import with_owners
from sync.actions.context import Context
from sync.actions.workspace import Workspace
from sync.client import standing
from sync.client.troubles import Trouble
from sync.domain.commands import Command, DecideApproval
from sync.domain.records import Value, to_value
from sync.domain.refusals import Refused, refuse
from sync.wire import decisions, signatures

OFFICE_HOURS_MAX = 72
"""How long after head office was last heard of somebody may still decide (domain.md 10)."""


def signed(
    connection: Connection, command: DecideApproval, context: Context, key: str, agreed_at: str
) -> DecideApproval:
    """Return the decision with what the person is shown and the device's signature.

    Refused where what is here may be too old to decide on.
    """
    if not key:
        raise Trouble("device_not_enrolled")
    if not _is_fresh(agreed_at, context.now):
        raise refuse("approvals_need_office", hours=OFFICE_HOURS_MAX)
    work = Workspace(connection)
    whole = deeds.whole(work, command, context)
    order_id = work.require("approvals", command.approval_id)["order_id"]
    said: dict[str, Value] = {
        **{name: getattr(whole, name, None) for name in decisions.SIGNED},
        "order_id": order_id,
        "choice": whole.decision,
        "author_id": context.actor.id,
        "claimed_at": to_value(context.acted_at),
        "note": whole.note,
        "for_id": whole.for_id,
    }
    return msgspec.structs.replace(
        whole, public_key=signatures.public_of(key), signature=decisions.signed(said, key)
    )


def _is_fresh(agreed_at: str, now: datetime) -> bool:
    if not agreed_at:
        return False
    passed = now - datetime.fromisoformat(agreed_at)
    return timedelta(hours=-OFFICE_HOURS_MAX) < passed < timedelta(hours=OFFICE_HOURS_MAX)


def prepared(connection: Connection, command: Command, context: Context) -> Command:
    """Return a command as this device says it: a decision whole and signed, others as they are.

    Work that is given to nobody by name is given to those who might best take it.
    """
    if not isinstance(command, DecideApproval):
        return with_owners(connection, command, context)
    state = standing.load(connection)
    try:
        return signed(connection, command, context, state.device_key, state.agreed_at)
    except Trouble as trouble:
        raise Refused(trouble.refusal) from None
