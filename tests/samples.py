"""A record of any noun, with something in every field."""

import enum
import types
import typing
from datetime import UTC, date, datetime
from decimal import Decimal

from sync.domain.entities import ENTITIES
from sync.domain.records import Record, field_types
from tests.builders import an_id


def a_record(entity: str) -> Record:
    kind = ENTITIES[entity]
    fields = {
        name: _something(entity, name, declared) for name, declared in field_types(kind).items()
    }
    return kind(**fields)


def _something(entity: str, name: str, declared: object) -> object:
    if isinstance(declared, types.UnionType):
        declared = next(part for part in typing.get_args(declared) if part is not type(None))
    if (entity, name) in _READ:
        return _READ[entity, name]
    if name == "id" or name.endswith("_id"):
        return an_id(f"{entity}.{name}")
    if isinstance(declared, type) and issubclass(declared, enum.Enum):
        return list(declared)[-1]
    return _PLAIN[declared]


_READ = {
    ("partners", "kinds"): "buyer,bank",
    ("order_lines", "position"): "a5",
    ("users", "roles"): "SR",
}
_PLAIN: dict[object, object] = {
    str: "Bowl, 碗",
    int: 7,
    bool: True,
    Decimal: Decimal("12.3400"),
    date: date(2026, 3, 2),
    datetime: datetime(2026, 3, 2, 1, 2, 3, tzinfo=UTC),
}
