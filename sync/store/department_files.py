"""The departments that a new head office begins with: one for each kind of role."""

from functools import cache

import msgspec

from sync.domain.departments import Department
from sync.domain.ids import row_id
from sync.domain.people import Role
from sync.store.resource_files import resource_folder


class _Shipped(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One department as the file has it."""

    code: str
    name_zh: str
    name_en: str
    roles: tuple[Role, ...]


@cache
def shipped() -> tuple[Department, ...]:
    """Return the departments of the newest file."""
    newest = max((resource_folder() / "departments").glob("v*.json"))
    found = msgspec.json.decode(newest.read_bytes(), type=tuple[_Shipped, ...])
    return tuple(
        Department(
            id=row_id("department", each.code),
            name_zh=each.name_zh,
            name_en=each.name_en,
            roles=",".join(each.roles),
        )
        for each in found
    )
