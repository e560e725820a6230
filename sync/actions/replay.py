"""Replays pending operations over what head office sent.

So that nobody's own edit ever vanishes from the screen.
"""

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection

from sync.actions.workspace import Effect
from sync.domain.entities import ENTITIES
from sync.domain.ids import Id
from sync.domain.records import Value, defaults
from sync.store import bases, outbox, rows

Fields = dict[str, Value]
Key = tuple[str, Id]

_PORTION = 500
_effects = msgspec.msgpack.Decoder(list[Effect])


def encode_effects(effects: list[Effect]) -> bytes:
    """Return effects as the outbox keeps them."""
    return msgspec.msgpack.encode(effects)


def replayed(base: Fields | None, effects: Iterable[Effect]) -> Fields | None:
    """Return the row that a person sees: head office's.

    With the effects of pending operations over it.

    Of a new row that head office has by now, what was said here goes over theirs, not what was left
    open: the number it got stays.
    """
    row = base
    for effect in effects:
        if effect.kind == "remove":
            row = None
        elif effect.kind == "put":
            row = dict(effect.fields) if row is None else {**row, **_said(effect)}
        elif row is not None:
            row = {**row, **effect.fields}
    return row


def _said(effect: Effect) -> Fields:
    plain = defaults(ENTITIES[effect.entity])
    return {name: value for name, value in effect.fields.items() if value != plain.get(name)}


def show_again(connection: Connection, keys: Iterable[Key]) -> None:
    """Compute these rows anew from their base and the pending operations.

    Let go of bases nobody needs. A row without a kept base stands as head office sent it.
    """
    nouns: dict[str, list[Id]] = {}
    for entity, row_id in sorted(bases.kept(connection, keys)):
        nouns.setdefault(entity, []).append(row_id)
    for entity, ids in nouns.items():
        for start in range(0, len(ids), _PORTION):
            _show(connection, entity, ids[start : start + _PORTION])


def _show(connection: Connection, entity: str, ids: list[Id]) -> None:
    pending = outbox.pending_rows(connection, entity, ids)
    effects = _effects_on(connection, entity, list(pending))
    found = bases.get_many(connection, entity, ids)
    shown = {row_id: replayed(found.get(row_id), effects.get(row_id, ())) for row_id in ids}
    _write(connection, entity, shown)
    bases.forget(connection, [(entity, row_id) for row_id in ids if row_id not in pending])


def _effects_on(connection: Connection, entity: str, ids: list[Id]) -> dict[Id, list[Effect]]:
    """Return what pending operations do to each row, oldest first; each is read only once."""
    found: dict[Id, list[Effect]] = {row_id: [] for row_id in ids}
    for body in outbox.pending_effects(connection, entity, ids):
        for effect in _effects.decode(body):
            if effect.entity == entity and effect.id in found:
                found[effect.id].append(effect)
    return found


def _write(connection: Connection, entity: str, shown: dict[Id, Fields | None]) -> None:
    puts: dict[tuple[str, ...], list[tuple[Value, ...]]] = {}
    for row_id, fields in shown.items():
        if fields is not None:
            row = {"id": row_id, **fields}
            puts.setdefault(tuple(row), []).append(tuple(row.values()))
    for names, values in puts.items():
        rows.put_many(connection, entity, names, values)
    rows.remove_many(connection, entity, [row_id for row_id, row in shown.items() if row is None])
