"""The requests that are open, and those that came to an end lately, with their decisions."""

from sqlalchemy import Connection, or_, select

from sync.domain.approvals import ApprovalState
from sync.domain.ids import Id
from sync.domain.records import Value
from sync.store.tables import TABLES

_MOST = 200


def requests_since(connection: Connection, moment: str) -> list[dict[str, Value]]:
    """Return the open requests and those made since `moment` (UTC text), the newest first."""
    table = TABLES["approvals"]
    wanted = or_(table.c.state == ApprovalState.OPEN.value, table.c.requested_at >= moment)
    chosen = select(table).where(wanted).order_by(table.c.requested_at.desc(), table.c.id)
    found = connection.execute(chosen.limit(_MOST)).mappings()
    return [{str(name): value for name, value in row.items()} for row in found]


def decisions_on(connection: Connection, ids: list[Id]) -> dict[Id, list[dict[str, Value]]]:
    """Return the decisions on requests, oldest first."""
    table = TABLES["decisions"]
    chosen = select(table).where(table.c.approval_id.in_(ids)).order_by(table.c.claimed_at)
    found: dict[Id, list[dict[str, Value]]] = {}
    for row in connection.execute(chosen).mappings():
        plain = {str(name): value for name, value in row.items()}
        found.setdefault(str(plain["approval_id"]), []).append(plain)
    return found


def changes_since(connection: Connection, moment: str) -> list[dict[str, Value]]:
    """Return the changes that were drafted since `moment` (UTC text), the newest first."""
    table = TABLES["change_requests"]
    chosen = select(table).where(table.c.created_at >= moment)
    ordered = chosen.order_by(table.c.created_at.desc(), table.c.id).limit(_MOST)
    found = connection.execute(ordered).mappings()
    return [{str(name): value for name, value in row.items()} for row in found]
