"""Whether rows that a desk was told are gone really are: counted in the tables, not in the feed."""

from collections.abc import Sequence

from sqlalchemy import Connection

from sync.domain import scopes
from sync.domain.entities import ENTITIES
from sync.domain.ids import Id
from sync.server import showing
from sync.server.bearers import Caller
from sync.store import grants, rows


def count_present(connection: Connection, caller: Caller, gone: Sequence[tuple[str, Id]]) -> int:
    """Return how many of the rows are there, for this person."""
    held = grants.held(connection, caller.actor.id)
    viewer = showing.viewer_of(caller.actor.roles, held)
    nouns: dict[str, list[Id]] = {}
    for entity, row_id in gone:
        if entity in ENTITIES:
            nouns.setdefault(entity, []).append(row_id)
    return sum(
        viewer.sees(connection, entity, row, scopes.container_of(entity, row) or scopes.EVERYBODY)
        for entity, ids in nouns.items()
        for row in rows.get_many(connection, entity, ids).values()
    )
