"""Wishes that some department has not read back, on orders that ship soon: a leading indicator."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import msgspec
from sqlalchemy import Connection, select

from sync.domain.ids import Id
from sync.domain.people import Role
from sync.domain.records import Value, record
from sync.domain.requirements import Readback, Requirement, RequirementState, missing_departments
from sync.store import rows
from sync.store.derived import summaries
from sync.store.tables import TABLES

SOON_DAYS = 14


class Unread(msgspec.Struct, frozen=True, kw_only=True):
    """A wish with the departments that owe a read-back, on which order, sailing when."""

    requirement_id: Id
    order_id: Id
    order_no: str
    etd: date | None
    text: str
    departments: tuple[Role, ...]


def unread_soon(connection: Connection, today: date, days: int = SOON_DAYS) -> list[Unread]:
    """Return the unread wishes of open orders that ship within some days, the earliest first."""
    last = (today + timedelta(days=days)).isoformat()
    found = [each for each in _unread(connection) if each.etd and each.etd.isoformat() <= last]
    return sorted(found, key=lambda each: (each.etd or date.max, each.order_no, each.text))


def owed_by(connection: Connection, roles: Iterable[str]) -> list[Unread]:
    """Return the unread wishes that somebody in these roles owes a read-back."""
    mine = frozenset(roles)
    found = (each for each in _unread(connection) if not mine.isdisjoint(each.departments))
    return sorted(found, key=lambda each: (each.etd or date.max, each.order_no, each.text))


def _unread(connection: Connection) -> Iterator[Unread]:
    wishes = TABLES["requirements"]
    chosen = (
        select(wishes, summaries.c.order_no, summaries.c.etd)
        .join(summaries, summaries.c.id == wishes.c.order_id)
        .where(wishes.c.state == RequirementState.OPEN.value, summaries.c.state == "open")
    )
    found = [dict(row) for row in connection.execute(chosen).mappings()]
    readbacks: dict[Id, list[Readback]] = {}
    orders = sorted({str(row["order_id"]) for row in found})
    for row in rows.find_many(connection, "readbacks", "order_id", orders):
        readbacks.setdefault(str(row["requirement_id"]), []).append(record(Readback, row))
    names = Requirement.__struct_fields__
    for row in found:
        fields: dict[str, Value] = {name: row[name] for name in names}
        wish = record(Requirement, fields)
        missing = missing_departments(wish, readbacks.get(wish.id, ()))
        if missing:
            yield Unread(
                requirement_id=wish.id,
                order_id=wish.order_id,
                order_no=str(row["order_no"]),
                etd=date.fromisoformat(str(row["etd"])) if row["etd"] else None,
                text=wish.text,
                departments=missing,
            )
