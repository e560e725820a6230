"""What may stand in a field: one kind of text, one kind of number.

Refused before anything is written.

A NUL is kept by SQLite and refused by PostgreSQL, and msgspec takes "NaN" for a Decimal: the same
operation would be good on one engine and poison on the other (reliability.md 1.7). So each value is
checked here, on the desk and at head office.
"""

import re
from decimal import Decimal
from functools import cache

import msgspec

from sync.domain.entities import ENTITIES
from sync.domain.records import Value, field_types, to_value
from sync.domain.refusals import refuse

TEXT_CHARACTERS_MAX = 20_000
_INTEGER_MAX = 2**63 - 1
_BAD_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_AMOUNT = re.compile(r"-?\d{1,18}(\.\d{1,12})?")
_TIMES = ("date", "datetime")


def check_fields(entity: str, fields: dict[str, Value]) -> dict[str, Value]:
    """Return the fields as columns hold them.

    Or raise Refused naming the field that cannot stand.
    """
    return {name: check_value(entity, name, value) for name, value in fields.items()}


def check_value(entity: str, name: str, value: Value) -> Value:
    """Return one value as its column holds it: "1E+2" becomes "100", true becomes 1.

    Raise Refused.
    """
    if name not in field_types(ENTITIES[entity]):
        raise refuse("field_unknown", entity=entity, field=name)
    if isinstance(value, str):
        _check_text(entity, name, value)
    elif isinstance(value, int) and not -_INTEGER_MAX - 1 <= value <= _INTEGER_MAX:
        raise refuse("value_not_valid", entity=entity, field=name, value=str(value)[:40])
    return _convert(entity, name, value)


def _check_text(entity: str, name: str, text: str) -> None:
    if len(text) > TEXT_CHARACTERS_MAX:
        raise refuse("text_too_long", entity=entity, field=name, limit=TEXT_CHARACTERS_MAX)
    if _BAD_CHARACTERS.search(text):
        raise refuse("text_has_control_characters", entity=entity, field=name)


def _convert(entity: str, name: str, value: Value) -> Value:
    declared, is_amount, is_text = _kind_of(entity, name)
    if is_text and isinstance(value, str):
        return value
    if is_amount and value is not None and not _AMOUNT.fullmatch(str(value)):
        raise refuse("value_not_valid", entity=entity, field=name, value=str(value)[:40])
    if value == "" and not is_text:
        value = None
    try:
        return to_value(msgspec.convert(value, declared, strict=False))
    except (msgspec.ValidationError, ValueError, OverflowError):
        raise refuse("value_not_valid", entity=entity, field=name, value=str(value)[:40]) from None


@cache
def _kind_of(entity: str, name: str) -> tuple[object, bool, bool]:
    declared = field_types(ENTITIES[entity])[name]
    return declared, declared in (Decimal, Decimal | None), declared is str


def is_flag(entity: str, name: str) -> bool:
    """Return whether the field is a yes or no."""
    return entity in ENTITIES and field_types(ENTITIES[entity]).get(name) is bool
