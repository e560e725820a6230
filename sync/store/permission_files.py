"""Reads the permission tables that ship with the program."""

from functools import cache

import msgspec

from sync.domain.rights import Permissions
from sync.store.resource_files import resource_folder

NEWEST = 1


@cache
def load_permissions(version: int = NEWEST) -> Permissions:
    """Return one version of the permission tables."""
    path = resource_folder() / "permissions" / f"v{version}.json"
    return msgspec.json.decode(path.read_bytes(), type=Permissions)
