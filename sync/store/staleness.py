"""What a change can touch of what lists show and warn of: that alone is computed anew."""

from collections.abc import Sequence

from sqlalchemy import BindParameter, Connection, bindparam, delete, select, update

from sync.domain.changes import Changes
from sync.domain.early_warnings import is_setting
from sync.domain.ids import Id
from sync.domain.records import record
from sync.domain.settings import ConfigItem
from sync.store import rows
from sync.store.derived import NEVER, summaries, warned
from sync.store.people_alarms import PERSON
from sync.store.statements import ask
from sync.store.tables import TABLES
from sync.store.warning_files import load_warning_settings

_PEOPLES = ("tasks", "handovers", "handover_items", "users")
_IDS_MAX = 500
_WANTED: BindParameter[object] = bindparam("ids", expanding=True)
_UNLISTED = update(summaries).where(summaries.c.id.in_(_WANTED)).values(computed_on=NEVER)
_UNWARNED = delete(warned).where(warned.c.id.in_(_WANTED))


def mark_stale(connection: Connection, order_ids: Sequence[Id]) -> None:
    """Say that what lists show of these orders is to be computed anew; until then it stays."""
    for part in rows.portions(list(order_ids), _IDS_MAX):
        ask(connection, _UNLISTED, {"ids": list(part)})
    mark_unwarned(connection, order_ids)


def mark_unwarned(connection: Connection, about: Sequence[str]) -> None:
    """Say that the warnings of these orders, or about these subjects, stand no longer."""
    for part in rows.portions(list(about), _IDS_MAX):
        ask(connection, _UNWARNED, {"ids": list(part)})


def let_know(connection: Connection, changes: Changes) -> None:
    """Have computed anew what a change can touch: its orders, a buyer's, or all of them.

    What head office sets (lines, rates, calendars) concerns every order; other settings none.
    """
    if changes.touches("calendar_days") or _moves_lines(connection, changes):
        connection.execute(update(summaries).values(computed_on=NEVER))
        connection.execute(delete(warned))
        return
    mark_stale(connection, sorted(changes.orders))
    if changes.touches("process_versions"):
        mark_stale(connection, _begun_with(connection, sorted(changes.ids("process_versions"))))
    if changes.touches("time_standards"):
        mark_stale(connection, _begun_since(connection, sorted(changes.ids("time_standards"))))
    for part in rows.portions(sorted(changes.ids("partners")), _IDS_MAX):
        orders = TABLES["orders"]
        theirs = select(orders.c.id).where(orders.c.buyer_id.in_(part))
        mark_stale(connection, [str(each) for each in connection.execute(theirs).scalars()])
        mark_unwarned(connection, [f"invoice:{each}" for each in part])
    if changes.touches(*_PEOPLES):
        connection.execute(delete(warned).where(warned.c.id.startswith(PERSON)))


def _begun_with(connection: Connection, ids: Sequence[Id]) -> list[Id]:
    """Return the orders that began with versions of the process that have just come."""
    versions, orders = TABLES["process_versions"], TABLES["orders"]
    numbers = select(versions.c.number).where(versions.c.id.in_(ids))
    theirs = select(orders.c.id).where(orders.c.process_version.in_(numbers))
    return [str(each) for each in connection.execute(theirs).scalars()]


def _begun_since(connection: Connection, ids: Sequence[Id]) -> list[Id]:
    """Return the orders that were made since standards were decided that have just come."""
    kept = rows.get_many(connection, "time_standards", ids).values()
    moments = [str(row["decided_at"]) for row in kept if row["decided_at"]]
    if not moments:
        return []
    orders = TABLES["orders"]
    since = select(orders.c.id).where(orders.c.created_at >= min(moments))
    return [str(each) for each in connection.execute(since).scalars()]


def _moves_lines(connection: Connection, changes: Changes) -> bool:
    """Return whether settings changed by which anything is computed; one that went may be such."""
    ids = changes.ids("config_items")
    kept = rows.get_many(connection, "config_items", ids)
    defaults = load_warning_settings()
    return len(kept) < len(ids) or any(
        is_setting(record(ConfigItem, row), defaults=defaults) for row in kept.values()
    )
