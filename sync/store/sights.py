"""What the person of a desk does not see: what is empty there for them says nothing."""

from collections.abc import Callable

from sqlalchemy import Connection, select

from sync import clock
from sync.domain.handoffs import GIVES_SIGHT
from sync.domain.handovers import HandoverItem, gives_sight
from sync.domain.people import User, actor_of
from sync.domain.projections import projection_of
from sync.domain.records import Row, record
from sync.domain.scopes import roles_on
from sync.store import meta, permission_files, rows
from sync.store.tables import TABLES

Hidden = Callable[[Row], frozenset[str]]


def nothing_hidden(_order: Row) -> frozenset[str]:
    """Tell that everything is seen, as at head office."""
    return frozenset()


def hidden_here(connection: Connection) -> Hidden:
    """Return what tells, of an order's row, which nouns and fields are hidden from the person."""
    row = rows.get(connection, "users", meta.get(connection, "user_id"))
    if row is None:
        return nothing_hidden
    actor = actor_of(record(User, row))
    permissions = permission_files.load_permissions()

    handed = _handed_to(connection, actor.id)

    def hidden(order: Row) -> frozenset[str]:
        owner, team = str(order["owner_id"]), str(order["team"] or "")
        owner = actor.id if order["id"] in handed else owner
        roles = roles_on(actor, owner, team, permissions=permissions)
        return projection_of(roles, permissions).names

    return hidden


def _handed_to(connection: Connection, person_id: str) -> frozenset[str]:
    """Return the orders that a person sees as their owner does: work on them was handed over."""
    handoffs = TABLES["handoffs"]
    chosen = select(handoffs.c.order_id).where(
        handoffs.c.to_id == person_id, handoffs.c.state.in_(sorted(GIVES_SIGHT))
    )
    items = rows.find(connection, "handover_items", "to_id", person_id)
    today = clock.today()
    deputised = (record(HandoverItem, row) for row in items)
    return frozenset(
        (
            *(str(each) for each in connection.execute(chosen).scalars()),
            *(each.order_id for each in deputised if gives_sight(each, today)),
        )
    )
