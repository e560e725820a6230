"""Reads the warnings' lines that ship with the program."""

from functools import cache

import msgspec

from sync.domain.early_warnings import WarningSettings
from sync.store.resource_files import resource_folder

NEWEST = 1


@cache
def load_warning_settings(version: int = NEWEST) -> WarningSettings:
    """Return one version of the lines, before head office's configuration."""
    path = resource_folder() / "warnings" / f"v{version}.json"
    return msgspec.json.decode(path.read_bytes(), type=WarningSettings)
