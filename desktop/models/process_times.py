"""The time-standard library as the process page shows it, with why each step cannot be taken."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from desktop.models.desk import Desk
from sync.domain.ids import Id
from sync.domain.refusals import Refusal
from sync.domain.time_commands import AcceptStandard, EndStandard
from sync.store.time_lists import (
    LibraryLine,
    followed_said,
    industry_said,
    key_said,
    offer_said,
    read_library,
)

if TYPE_CHECKING:
    from sync.domain.command_kinds import Command

__all__ = [
    "LibraryLine",
    "TimeSteps",
    "followed_said",
    "industry_said",
    "key_said",
    "offer_said",
    "read_library",
    "steps_of",
]

TimeSteps = Mapping[str, Refusal | None]
"""By action why it cannot be done; None where it can."""
_SAID = "-"


def steps_of(
    desk: Desk, connection: Connection, library: list[LibraryLine]
) -> dict[Id, dict[str, Refusal | None]]:
    """Return why each version that is shown cannot be decided about, by its id."""
    return {line.shown.id: _steps(desk, connection, line) for line in library}


def _steps(desk: Desk, connection: Connection, line: LibraryLine) -> dict[str, Refusal | None]:
    standard = line.offered or line.followed
    if standard is None:
        return {}
    end = EndStandard(id=standard.id, reason=_SAID)
    asked: dict[str, Command] = {"standard.retire": end}
    if line.offered is not None:
        accept = AcceptStandard(id=standard.id)
        asked = {"standard.accept": accept, "standard.refuse": end}
    return {name: desk.try_out(connection, name, command) for name, command in asked.items()}
