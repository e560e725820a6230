"""What head office last sent of the rows that pending operations touch.

The ground they are replayed on.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from sqlalchemy import Connection, Dialect, bindparam, delete, select
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.sql.expression import ClauseElement

from sync.domain.ids import Id
from sync.domain.records import Value
from sync.store.statements import Values, ask, compiled, run_many
from sync.store.tables import base

Fields = dict[str, Value]
Key = tuple[str, Id]

_PORTION = 500
_COLUMNS = ("entity", "row_id", "body")
_IS_IT = (base.c.entity == bindparam("of"), base.c.row_id == bindparam("row"))
_BODIES = select(base.c.row_id, base.c.body).where(
    base.c.entity == bindparam("of"),
    base.c.row_id.in_(bindparam("ids", expanding=True)),
    base.c.body.is_not(None),
)
_KEPT = select(base.c.row_id).where(
    base.c.entity == bindparam("of"), base.c.row_id.in_(bindparam("ids", expanding=True))
)
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Fields).decode


def keep(connection: Connection, before: dict[Key, Fields | None]) -> None:
    """Keep rows as they were before an operation.

    A row that is kept already stays as head office sent it.
    """
    rows = [_row(key, fields) for key, fields in before.items()]
    run_many(connection, compiled(_keeping, _COLUMNS, connection.dialect), rows)


def replace(connection: Connection, key: Key, fields: Fields | None) -> None:
    """Put what head office sent; None: the row is gone there."""
    replace_many(connection, {key: fields})


def replace_many(connection: Connection, sent: Mapping[Key, Fields | None]) -> None:
    """Put what head office sent of many rows; None: the row is gone there."""
    rows = [_row(key, fields) for key, fields in sent.items()]
    run_many(connection, compiled(_replacing, _COLUMNS, connection.dialect), rows)


def keys(connection: Connection) -> set[Key]:
    """Return the rows that are kept: as many as pending operations touch."""
    chosen = select(base.c.entity, base.c.row_id)
    return {(str(entity), str(row_id)) for entity, row_id in connection.execute(chosen)}


def kept(connection: Connection, wanted: Iterable[Key]) -> set[Key]:
    """Return those of the rows that are kept."""
    nouns: dict[str, list[Id]] = {}
    for entity, row_id in set(wanted):
        nouns.setdefault(entity, []).append(row_id)
    return {key for entity, ids in nouns.items() for key in _kept_of(connection, entity, ids)}


def _kept_of(connection: Connection, entity: str, ids: list[Id]) -> Iterator[Key]:
    for start in range(0, len(ids), _PORTION):
        asked = {"of": entity, "ids": ids[start : start + _PORTION]}
        for row_id in ask(connection, _KEPT, asked).scalars():
            yield entity, str(row_id)


def get_many(connection: Connection, entity: str, ids: Sequence[Id]) -> dict[Id, Fields]:
    """Return the kept rows of a noun that head office has, by id."""
    found = ask(connection, _BODIES, {"of": entity, "ids": list(ids)})
    return {str(row_id): _decode(body) for row_id, body in found}


def forget(connection: Connection, done: Iterable[Key]) -> None:
    """Let go of rows that no pending operation touches any more."""
    rows = [(entity, row_id) for entity, row_id in done]
    run_many(connection, compiled(_forgetting, ("of", "row"), connection.dialect), rows)


def _row(key: Key, fields: Fields | None) -> Values:
    return key[0], key[1], None if fields is None else _encode(fields)


def _adding() -> Insert:
    values: dict[str, object] = {name: bindparam(name) for name in _COLUMNS}
    return insert(base).values(values)


def _keeping(_dialect: Dialect) -> ClauseElement:
    return _adding().on_conflict_do_nothing()


def _replacing(_dialect: Dialect) -> ClauseElement:
    return _adding().prefix_with("OR REPLACE")


def _forgetting(_dialect: Dialect) -> ClauseElement:
    return delete(base).where(*_IS_IT)
