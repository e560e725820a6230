"""Asks whether an action may be done now, for a single button."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from desktop.models.desk import Desk
from sync.domain.commands import Command
from sync.domain.refusals import Refusal


def ask(
    desk: Desk,
    action: str,
    command: Command,
    *,
    owner: QObject,
    done: Callable[[Refusal | None], None],
) -> None:
    """Give `done` the reason why the action would be refused now, or None."""
    desk.read(lambda connection: desk.try_out(connection, action, command), owner=owner, done=done)
