"""Fields of a form: which kind each is, how a value is written into it, and read out of it."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from sync.clock import OFFICE_ZONE
from sync.domain.entities import ENTITIES
from sync.domain.field_rules import TEXTS
from sync.domain.money import parse_amount
from sync.domain.records import Value, field_types, plain, to_value
from sync.domain.refusals import Refused, refuse
from sync.store.sentences import all_words

FieldKind = Literal["text", "area", "number", "whole", "day", "moment", "flag", "choice", "link"]
Fields = dict[str, Value]

_DAY = re.compile(r"(?:(\d{4})[-/.年])?\s*(\d{1,2})[-/.月]\s*(\d{1,2})日?")
_CLOCK = re.compile(r"(.*?)[\sT]+(\d{1,2})[:：](\d{2})")


class FieldSpec(msgspec.Struct, frozen=True, kw_only=True):
    """One field: its kind, and the values offered when there is a fixed list of them."""

    entity: str
    name: str
    kind: FieldKind
    values: tuple[str, ...] = ()
    is_optional: bool = False


@cache
def field_spec(entity: str, name: str) -> FieldSpec:
    """Return how a field of a noun is filled in."""
    declared = field_types(ENTITIES[entity])[name]
    is_optional = type(None) in get_args(declared)
    bare = next((part for part in get_args(declared) if part is not type(None)), declared)
    values = _values(name, bare)
    kind = "choice" if values else _kind(entity, name, bare)
    return FieldSpec(entity=entity, name=name, kind=kind, values=values, is_optional=is_optional)


def _kind(entity: str, name: str, declared: object) -> FieldKind:
    if declared is str and name.endswith("_id"):
        return "link"
    if (entity, name) in TEXTS or name == "note":
        return "area"
    kinds: dict[object, FieldKind] = {
        bool: "flag",
        int: "whole",
        Decimal: "number",
        date: "day",
        datetime: "moment",
    }
    return kinds.get(declared, "text")


def _values(name: str, declared: object) -> tuple[str, ...]:
    """Return the fixed values of a field: an enumeration's, or those that have words."""
    if isinstance(declared, type) and issubclass(declared, Enum):
        return tuple(str(member.value) for member in declared)
    if declared is not str:
        return ()
    start = f"value_{name}_"
    return tuple(code.removeprefix(start) for code in all_words() if code.startswith(start))


def shown(spec: FieldSpec, value: Value, zone: str = "") -> str:
    """Return a column's value as it stands in the form's field."""
    if value is None:
        return ""
    if spec.kind == "moment":
        there = datetime.fromisoformat(str(value)).astimezone(zone_named(zone))
        return f"{there:%Y-%m-%d %H:%M}"
    return str(value)


def parsed(spec: FieldSpec, text: str, *, today: date, zone: str = "") -> Value:
    """Return what was typed as its column holds it, or raise Refused.

    Days may be typed short: 5-14. Moments are meant in the port's zone.
    """
    text = text if spec.kind == "area" else text.strip()
    if not text and spec.is_optional:
        return None
    if not text and spec.kind in ("number", "whole", "day", "moment"):
        raise refuse("field_empty", entity=spec.entity, field=spec.name)
    if spec.kind == "number":
        return plain(parse_amount(text))
    if spec.kind in ("whole", "flag"):
        return _whole(spec, text)
    if spec.kind == "day":
        return _day(spec, text, today).isoformat()
    if spec.kind == "moment":
        return _moment(spec, text, today, zone_named(zone))
    return text


def zone_named(zone: str) -> ZoneInfo:
    """Return a zone by its name; the office's where there is none of the name."""
    try:
        return ZoneInfo(zone) if zone else OFFICE_ZONE
    except (ZoneInfoNotFoundError, ValueError):
        return OFFICE_ZONE


def _whole(spec: FieldSpec, text: str) -> int:
    if not re.fullmatch(r"-?\d{1,18}", text, re.ASCII):
        raise _unreadable(spec, text)
    return int(text)


def _day(spec: FieldSpec, text: str, today: date) -> date:
    found = _DAY.fullmatch(text)
    if found is None:
        raise _unreadable(spec, text)
    year, month, day = found.groups()
    try:
        return date(int(year or today.year), int(month), int(day))
    except ValueError:
        raise _unreadable(spec, text) from None


def _moment(spec: FieldSpec, text: str, today: date, zone: ZoneInfo) -> Value:
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise _unreadable(spec, text)
    day = _day(spec, found.group(1).strip(), today)
    hour, minute = int(found.group(2)), int(found.group(3))
    if hour > 23 or minute > 59:
        raise _unreadable(spec, text)
    there = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone)
    return to_value(there.astimezone(UTC))


def _unreadable(spec: FieldSpec, text: str) -> Refused:
    return refuse("value_not_valid", entity=spec.entity, field=spec.name, value=text[:40])


def changed(base: Fields, typed: Fields) -> Fields:
    """Return the fields whose value is another than in the row the form began with.

    An amount typed in another way is the same amount.
    """
    return {name: value for name, value in typed.items() if not same(base.get(name), value)}


def same(left: Value, right: Value) -> bool:
    """Return whether two values mean the same."""
    if left == right or (left in (None, "") and right in (None, "")):
        return True
    if isinstance(left, str) and isinstance(right, str) and _is_number(left) and _is_number(right):
        return Decimal(left) == Decimal(right)
    return False


def _is_number(text: str) -> bool:
    return re.fullmatch(r"-?\d{1,18}(\.\d{1,12})?", text) is not None
