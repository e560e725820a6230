"""A partner as a person reads about it: each fact with its source and day, and all around it."""

import msgspec
from sqlalchemy import Connection

from sync.domain.history import ChangeKind
from sync.domain.ids import Id
from sync.domain.partner_merging import MERGEABLE
from sync.domain.records import Row, Value
from sync.store import rows

_NOT_TOLD = ("name", "owner_id")
FACTS = ("kinds", *(name for name in MERGEABLE if name not in _NOT_TOLD))
"""The fields that are told of a partner, in order."""


class Fact(msgspec.Struct, frozen=True):
    """What is known of a partner: who said so and when; `source` is the file it came in, if any."""

    field: str
    value: Value
    said_by: Id = ""
    said_at: str = ""
    source: str = ""


class PartnerPage(msgspec.Struct, frozen=True):
    """A partner with what belongs to it, as far as it is here."""

    row: Row
    facts: tuple[Fact, ...]
    contacts: tuple[Row, ...]
    orders: tuple[Row, ...]
    supplied: tuple[Row, ...]
    lessons: tuple[Row, ...]
    duplicates: tuple[Row, ...]


def read_partner(connection: Connection, partner_id: Id) -> PartnerPage | None:
    """Return a partner with everything around it; None where it is not here."""
    row = rows.get(connection, "partners", partner_id)
    if row is None:
        return None
    lines = rows.find(connection, "order_lines", "supplier_id", partner_id)
    supplied = rows.get_many(connection, "orders", {str(each["order_id"]) for each in lines})
    pairs = {
        str(pair["id"]): pair
        for column in ("first_id", "second_id", "survivor_id")
        for pair in rows.find(connection, "duplicates", column, partner_id)
    }
    return PartnerPage(
        row=row,
        facts=facts_of(row, rows.find(connection, "history", "row_id", partner_id)),
        contacts=tuple(rows.find(connection, "contacts", "partner_id", partner_id)),
        orders=tuple(_newest(rows.find(connection, "orders", "buyer_id", partner_id))),
        supplied=tuple(_newest(list(supplied.values()))),
        lessons=tuple(rows.find(connection, "articles", "buyer_id", partner_id)),
        duplicates=tuple(pairs[each] for each in sorted(pairs)),
    )


def facts_of(row: Row, history: list[rows.MutableRow]) -> tuple[Fact, ...]:
    """Return what is said in a record, each with who said it last and when.

    What was there from the beginning has the source of the whole record.
    """
    last: dict[str, Row] = {}
    for entry in sorted(history, key=lambda each: (str(each["accepted_at"]), str(each["id"]))):
        if entry["kind"] == ChangeKind.CREATED.value:
            last[""] = entry
        elif entry["field"] and entry["new"] == _text(row.get(str(entry["field"]))):
            last[str(entry["field"])] = entry
    return tuple(
        _fact(name, row, last.get(name) or last.get("")) for name in FACTS if row.get(name)
    )


def _fact(name: str, row: Row, entry: Row | None) -> Fact:
    source = str(row.get("source") or "")
    if entry is None:
        return Fact(name, row[name], source=source)
    at = str(entry["acted_at"] or "")
    by_file = source if not entry["field"] else ""
    return Fact(name, row[name], str(entry["actor_id"]), at, by_file)


def _newest(found: list[rows.MutableRow]) -> list[rows.MutableRow]:
    return sorted(found, key=lambda each: (str(each["created_at"] or ""), str(each["id"])))[::-1]


def _text(value: Value) -> str | None:
    return None if value is None else str(value)
