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
    for key in sorted(bases.kept(connection, keys)):
        pending = outbox.pending_on(connection, *key)
        row = replayed(bases.get(connection, key), _effects_on(key, pending))
        if row is None:
            rows.remove_many(connection, key[0], (key[1],))
        else:
            rows.put_row(connection, key[0], {"id": key[1], **row})
        if not pending:
            bases.forget(connection, (key,))


def _effects_on(key: Key, pending: list[outbox.OutboxItem]) -> list[Effect]:
    return [
        effect
        for item in pending
        for effect in _effects.decode(item.effects)
        if (effect.entity, effect.id) == key
    ]
