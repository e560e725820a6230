"""Speaks with a head office whose program is older, in its words, until it is brought up to date.

What it has no words for cannot be done meanwhile, and says so; what was done before that was known
ends as refused, with its value kept. When head office has been updated, everything is copied again:
what it told in older words is then known in full.
"""

from datetime import datetime

import msgspec
from sqlalchemy import Connection

from sync.client import copying_again, rebase, standing
from sync.client.office import Office
from sync.client.push import OLDER
from sync.client.replica import Replica
from sync.client.troubles import Trouble
from sync.clock import new_id
from sync.domain.changes import Changes
from sync.store import incarnations, outbox
from sync.store.outbox import OutboxItem, OutboxState
from sync.wire import upgrading, versions
from sync.wire.messages import Operation

_NO_WORDS = '{"code":"office_has_no_words","facts":{}}'
_ALL = 1_000_000
_operation = msgspec.msgpack.Decoder(Operation)
_encode = msgspec.msgpack.Encoder().encode


def schema_for(trouble: Trouble, spoken: int = 0) -> int:
    """Return the schema in which an older head office can be spoken to, or raise the trouble.

    `spoken` is the one in which it was spoken to so far; 0 for today's.
    """
    newest = trouble.facts.get("newest")
    if trouble.code != OLDER or not isinstance(newest, int):
        raise trouble
    if not versions.SCHEMA_MIN <= newest < (spoken or versions.SCHEMA):
        raise trouble
    return newest


def heed(replica: Replica, trouble: Trouble, *, now: datetime) -> Changes:
    """Speak in older words from now on, where that is what is wrong; or raise the trouble."""
    with replica.write() as connection:
        schema = schema_for(trouble, standing.load(connection).spoken)
        standing.note(connection, spoken=schema)
        return _say_again(connection, schema, now)


def try_newest(replica: Replica, office: Office) -> None:
    """Ask an older head office whether it has been updated; then copy all of it in today's words.

    Where it cannot be asked, it is asked again another time.
    """
    state = replica.standing()
    if not state.spoken:
        return
    try:
        office.lease(msgspec.structs.replace(state.badge, schema=versions.SCHEMA))
    except Trouble:
        return
    with replica.write() as connection:
        copying_again.copy_again(connection, spoken=0)


def _say_again(connection: Connection, schema: int, now: datetime) -> Changes:
    """Put what waits into older words; end what there are none for.

    One of those that left before without an answer stays: it may have been written.
    """
    unsaid: list[OutboxItem] = []
    for item in outbox.to_send(connection, _ALL):
        said = upgrading.lowered(_operation.decode(item.body), schema)
        if said is not None:
            incarnations.put_body(connection, item.op_id, _encode(said))
        elif item.state is OutboxState.WAITING:
            unsaid.append(item)
    if not unsaid:
        return Changes()
    over = [
        msgspec.structs.replace(item, state=OutboxState.REFUSED, status="invalid", detail=_NO_WORDS)
        for item in unsaid
    ]
    keys = rebase.finish(connection, over, now)
    incarnations.begin_incarnation(connection, new_id())
    return rebase.show(connection, keys)
