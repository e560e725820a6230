"""Puts what head office decided under what is still pending here, so that no own edit vanishes."""

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from sync import clock
from sync.actions.replay import show_again
from sync.client.pages import changes_in, orders_of
from sync.domain.changes import Changes
from sync.domain.ids import Id
from sync.domain.records import to_value
from sync.store import alarms, derived, outbox, rows, staleness
from sync.store.outbox import OutboxItem, OutboxState

Key = tuple[str, Id]
_PORTION = 2_000


def finish(connection: Connection, items: Sequence[OutboxItem], now: datetime) -> set[Key]:
    """End operations in the state that they carry; return their rows, to be shown anew."""
    decided = str(to_value(now))
    keys: set[Key] = set()
    for start in range(0, len(items), _PORTION):
        part = items[start : start + _PORTION]
        ids = [item.op_id for item in part]
        keys |= outbox.rows_touched(connection, ids)
        outbox.settle(
            connection,
            [msgspec.structs.replace(item, decided_at=item.decided_at or decided) for item in part],
        )
        outbox.forget_touched(connection, ids)
    return keys


def arrive(connection: Connection, through: int, now: datetime) -> set[Key]:
    """End the decided operations whose rows are here by version `through`; return their rows."""
    items = outbox.settling_through(connection, through)
    done = [msgspec.structs.replace(item, state=OutboxState.DONE) for item in items]
    return finish(connection, done, now)


def show(connection: Connection, keys: Iterable[Key]) -> Changes:
    """Show rows anew; return them as changes, for screens to look again."""
    found = set(keys)
    before = orders_of(connection, found)
    show_again(connection, found)
    orders = before | orders_of(connection, found)
    return let_lists_know(connection, changes_in(connection, found, orders))


def let_lists_know(connection: Connection, changes: Changes) -> Changes:
    """Have lists compute anew what they show of changed orders, and forget those that are gone."""
    staleness.let_know(connection, changes)
    named = sorted(changes.ids("orders"))
    here = rows.present(connection, "orders", named)
    gone = [order for order in named if order not in here]
    derived.forget(connection, gone)
    touched = alarms.put(connection, [], gone, clock.today())
    staleness.mark_unwarned(connection, [f"{kind.value}:{subject}" for kind, subject in touched])
    return changes
