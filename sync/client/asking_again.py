"""After a restore, operations that came back before what they build on are asked again.

Desks give back what they had done in any order: a comment may come before the order it is on. Head
office refuses it, since the order is gone, without entering it; the desk lets it wait again once
the order is here. So nobody has to enter anything twice.
"""

import msgspec
from sqlalchemy import Connection

from sync.actions.asked import why_not
from sync.client import rebase
from sync.domain.changes import Changes
from sync.domain.entities import ENTITIES
from sync.domain.ids import Id
from sync.store import incarnations, rows
from sync.store.outbox import OutboxItem
from sync.wire.messages import Operation

_operation = msgspec.msgpack.Decoder(Operation)


def ask_again(connection: Connection, arrived: set[tuple[str, Id]], *, is_copied: bool) -> Changes:
    """Let operations wait again whose missing row has just arrived; return what that shows.

    `is_copied` says that everything was just copied anew: then any row that is here counts.
    """
    asked = [item for item in incarnations.gone(connection) if _operation.decode(item.body).again]
    chosen = [item for item in asked if _is_here(connection, item, arrived, is_copied=is_copied)]
    if not chosen:
        return Changes()
    for item in chosen:
        incarnations.ask_again(connection, item)
    return rebase.show(connection, incarnations.touched_keys(connection))


def _is_here(
    connection: Connection, item: OutboxItem, arrived: set[tuple[str, Id]], *, is_copied: bool
) -> bool:
    facts = why_not(item).facts
    key = (str(facts.get("entity")), str(facts.get("id")))
    if key in arrived:
        return True
    return is_copied and key[0] in ENTITIES and rows.get(connection, *key) is not None
