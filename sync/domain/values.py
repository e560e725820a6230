"""What may stand in a field: one kind of text, one kind of number, refused before a write.

A NUL is kept by SQLite and refused by PostgreSQL, and msgspec takes "NaN" for a Decimal: the same
operation would be good on one engine and poison on the other (reliability.md 1.7). So each value is
checked here, on the desk and at head office.
"""

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache, lru_cache

import msgspec

from sync.domain.entities import ENTITIES
from sync.domain.partners import PartnerKind
from sync.domain.positions import is_position
from sync.domain.records import Value, field_types, to_value
from sync.domain.refusals import Refused, refuse

TEXT_CHARACTERS_MAX = 20_000
_REMEMBERED_CHARACTERS = 40
_INTEGER_MAX = 2**63 - 1
_BAD_CHARACTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_AMOUNT = re.compile(r"-?\d{1,18}(\.\d{1,12})?")


def _are_kinds(text: str) -> bool:
    return bool(text) and set(text.split(",")) <= set(PartnerKind)


_FORMS: dict[tuple[str, str], Callable[[str], bool]] = {
    ("partners", "kinds"): _are_kinds,
    ("order_lines", "position"): is_position,
}
"""Texts of which more is asked: rules read them, and must not stumble."""


_PLAIN_TEXTS = frozenset(
    (entity, name)
    for entity, kind in ENTITIES.items()
    for name, declared in field_types(kind).items()
    if declared is str and (entity, name) not in _FORMS
)


def check_fields(entity: str, fields: dict[str, Value]) -> dict[str, Value]:
    """Return the fields as columns hold them, or raise Refused naming one that cannot stand."""
    return {name: check_value(entity, name, value) for name, value in fields.items()}


def check_value(entity: str, name: str, value: Value) -> Value:
    """Return one value as its column holds it, or raise Refused: "007.50" becomes "7.50"."""
    if isinstance(value, str):
        if (entity, name) in _PLAIN_TEXTS:
            check_text(entity, name, value)
            return value
        if len(value) > _REMEMBERED_CHARACTERS:
            return _checked(entity, name, value)
    return _remembered(entity, name, value)


def _checked(entity: str, name: str, value: Value) -> Value:
    if name not in field_types(ENTITIES[entity]):
        raise refuse("field_unknown", entity=entity, field=name)
    if isinstance(value, str):
        check_text(entity, name, value)
    column = _convert(entity, name, value) if _is_kept(value) else value
    if not _is_kept(column):
        raise _not_valid(entity, name, value)
    if (entity, name) in _FORMS and not _FORMS[entity, name](str(column or "")):
        raise _not_valid(entity, name, value)
    return column


_remembered = lru_cache(maxsize=1 << 16)(_checked)
"""Values repeat: days, terms, amounts. A sheet of 8,000 lines has 400,000 values."""


def _is_kept(value: Value) -> bool:
    """Return whether both databases can keep a whole number: 64 bits."""
    return not isinstance(value, int) or -_INTEGER_MAX - 1 <= value <= _INTEGER_MAX


def check_text(entity: str, name: str, text: str) -> None:
    """Raise Refused for a text that not every database of ours can keep, or that is too long."""
    if len(text) > TEXT_CHARACTERS_MAX:
        raise refuse("text_too_long", entity=entity, field=name, limit=TEXT_CHARACTERS_MAX)
    if _BAD_CHARACTERS.search(text):
        raise refuse("text_has_control_characters", entity=entity, field=name)


def _convert(entity: str, name: str, value: Value) -> Value:
    declared, is_amount, is_text = _kind_of(entity, name)
    if is_text and isinstance(value, str):
        return value
    if value == "" and not is_text:
        value = None
    if is_amount and value is not None and not _AMOUNT.fullmatch(str(value)):
        raise _not_valid(entity, name, value)
    try:
        return to_value(msgspec.convert(value, declared, strict=False))
    except (msgspec.ValidationError, ValueError, OverflowError):
        raise _not_valid(entity, name, value) from None


def _not_valid(entity: str, name: str, value: Value) -> Refused:
    shown = value[:40] if isinstance(value, str) else _shortened(value)
    return refuse("value_not_valid", entity=entity, field=name, value=shown)


def _shortened(value: int | None) -> str:
    is_small = value is None or abs(value) < 10**20
    return str(value) if is_small else "10**20"


@cache
def _kind_of(entity: str, name: str) -> tuple[object, bool, bool]:
    declared = field_types(ENTITIES[entity])[name]
    return declared, declared in (Decimal, Decimal | None), declared is str


def is_flag(entity: str, name: str) -> bool:
    """Return whether the field is a yes or no."""
    return entity in ENTITIES and field_types(ENTITIES[entity]).get(name) is bool
