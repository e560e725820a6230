"""The templates that ship with the program: a new head office begins with them as its own rows."""

from functools import cache

import msgspec

from sync.domain.ids import row_id
from sync.domain.order_templates import OrderTemplate, TemplateTask
from sync.domain.records import Value
from sync.store.resource_files import resource_folder


class _Shipped(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One template as the file has it."""

    code: str
    name_zh: str
    name_en: str
    fields: dict[str, Value]
    papers: tuple[str, ...]
    tasks: tuple[TemplateTask, ...]


@cache
def shipped() -> tuple[OrderTemplate, ...]:
    """Return the templates of the newest file."""
    newest = max((resource_folder() / "templates").glob("v*.json"))
    found = msgspec.json.decode(newest.read_bytes(), type=tuple[_Shipped, ...])
    return tuple(
        OrderTemplate(
            id=row_id("template", each.code),
            name_zh=each.name_zh,
            name_en=each.name_en,
            fields=msgspec.json.encode(each.fields, order="sorted").decode(),
            tasks=msgspec.json.encode(each.tasks).decode(),
            papers=",".join(each.papers),
        )
        for each in found
    )
