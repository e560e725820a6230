"""How a domain record and its row turn into each other.

A row is a mapping from column to `Value`. Both databases and the wire hold the same values, so that
a checksum, a comparison or a conflict means the same on both ends: text, whole numbers and nothing
else. Amounts are exact text.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import TypeVar, cast

import msgspec

Value = str | int | None
Row = Mapping[str, Value]


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A noun of the trade as one row: every column is a field of the same name."""

    id: str


R = TypeVar("R", bound=Record)


def record(kind: type[R], row: Row) -> R:
    """Return the row as a record: dates, amounts and booleans become what they are."""
    return msgspec.convert(row, kind, strict=False)


def columns(kind: type[Record]) -> tuple[str, ...]:
    """Return the column names of a noun, `id` first."""
    return kind.__struct_fields__


def to_row(item: Record) -> dict[str, Value]:
    """Return the record's row."""
    return {name: to_value(getattr(item, name)) for name in columns(type(item))}


def to_value(thing: object) -> Value:
    """Return what a column holds for `thing`: exact text for amounts, ISO 8601 for times.

    0 or 1 for booleans. A moment is written in UTC; one without a zone is taken to be UTC.
    """
    if thing is None or type(thing) is str or type(thing) is int:
        return thing
    if isinstance(thing, str):
        return str(thing)
    if isinstance(thing, int):
        return int(thing)
    if isinstance(thing, Decimal):
        return plain(thing)
    return _time_or_list(thing)


def _time_or_list(thing: object) -> Value:
    if isinstance(thing, datetime):
        return _moment(thing)
    if isinstance(thing, date):
        return thing.isoformat()
    if isinstance(thing, tuple):
        return ",".join(map(str, cast("tuple[object, ...]", thing)))
    message = f"no column holds a {type(thing).__name__}"
    raise TypeError(message)


@lru_cache(1_024)
def _moment(moment: datetime) -> str:
    """Return a moment's text; kept, since a push says few moments very often."""
    there = moment if moment.tzinfo is None else moment.astimezone(UTC)
    return there.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def plain(amount: Decimal) -> str:
    """Return an amount as digits without an exponent: Decimal("1E+2") is "100"."""
    return format(amount, "f")


@cache
def field_types(kind: type[Record]) -> dict[str, object]:
    """Return the declared type of each field of a noun."""
    return {field.name: field.type for field in msgspec.structs.fields(kind)}


@cache
def defaults(kind: type[Record]) -> dict[str, Value]:
    """Return the column values of a new row in which nothing was said.

    Required fields are absent.
    """
    return {
        field.name: to_value(field.default)
        for field in msgspec.structs.fields(kind)
        if field.default is not msgspec.NODEFAULT
    }


def is_numeric(kind: type[Record], name: str) -> bool:
    """Return whether the column is a whole number (or a boolean kept as one)."""
    declared = field_types(kind)[name]
    return declared in (int, bool, int | None, bool | None)


def split(text: str) -> tuple[str, ...]:
    """Return the parts of a comma-joined column, without empty ones."""
    return tuple(part for part in text.split(",") if part)
