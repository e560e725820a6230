"""A person's preferences: one frozen record, kept as JSON in the data folder.

`QSettings` holds window geometry only.
"""

import json
import os
from pathlib import Path
from typing import Annotated, Literal, cast, get_type_hints

import msgspec
from PySide6.QtCore import QSettings

FILE_NAME = "preferences.json"
GEOMETRY_NAME = "windows.ini"

Density = Literal["compact", "regular", "comfortable"]
Scale = Annotated[int, msgspec.Meta(ge=100, le=200)]
Hour = Annotated[int, msgspec.Meta(ge=0, le=23)]
Minutes = Annotated[int, msgspec.Meta(ge=0, le=480)]


class Preferences(msgspec.Struct, frozen=True, kw_only=True):
    """What a person chose; a field that is absent or unreadable has its default."""

    language: Literal["zh", "en"] = "zh"
    theme: Literal["system", "light", "dark"] = "system"
    scale: Scale = 100
    densities: dict[str, Density] = msgspec.field(default_factory=dict[str, Density])
    column_widths: dict[str, list[int]] = msgspec.field(default_factory=dict[str, list[int]])
    sorts: dict[str, str] = msgspec.field(default_factory=dict[str, str])
    filters: dict[str, str] = msgspec.field(default_factory=dict[str, str])
    hidden_areas: frozenset[str] = frozenset()
    start_page: str = "today"
    last_place: str = ""
    rail_open: bool = True
    lock_after_minutes: Minutes = 15
    digest_hour: Hour = 9
    start_at_log_in: bool = False
    close_to_tray: bool = False
    work_offline: bool = False

    def density(self, list_name: str, *, default: Density = "regular") -> Density:
        """Return the row height chosen for one list."""
        return self.densities.get(list_name, default)


def load_preferences(folder: Path) -> Preferences:
    """Return the preferences in `folder`; what cannot be read falls back to its default."""
    try:
        whole: object = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Preferences()
    if not isinstance(whole, dict):
        return Preferences()
    kinds = get_type_hints(Preferences, include_extras=True)
    found = cast("dict[str, object]", whole)
    kept = {name: value for name, value in found.items() if _fits(value, kinds.get(name))}
    return msgspec.convert(kept, Preferences)


def _fits(value: object, kind: object) -> bool:
    if kind is None:
        return False
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError:
        return False
    return True


def save_preferences(folder: Path, preferences: Preferences) -> None:
    """Write the preferences whole or not at all: a crash leaves the old file."""
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{FILE_NAME}.part"
    with part.open("wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(preferences), indent=2))
        file.flush()
        os.fsync(file.fileno())
    part.replace(folder / FILE_NAME)


def window_settings(folder: Path) -> QSettings:
    """Return where window sizes and positions are kept."""
    return QSettings(str(folder / GEOMETRY_NAME), QSettings.Format.IniFormat)
