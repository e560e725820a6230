"""Doing several actions one after the other, and saying what became of them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from desktop.models.desk import Desk
from sync.domain.changes import Changes
from sync.domain.commands import Command
from sync.domain.refusals import Refusal

Step = tuple[str, Command]
"""An action's name and its arguments."""


def do_each(
    desk: Desk,
    steps: Sequence[Step],
    *,
    owner: QObject,
    done: Callable[[int, Refusal | None], None],
    stop_when_refused: bool = False,
) -> None:
    """Do the steps in order; `done` hears how many were done, and the first refusal."""
    left = list(steps)
    refusals: list[Refusal] = []
    finished: list[Changes] = []

    def go_on() -> None:
        if left and not (refusals and stop_when_refused):
            name, command = left.pop(0)
            desk.do(name, command, owner=owner, done=take, refused=refuse)
        else:
            done(len(finished), next(iter(refusals), None))

    def take(changes: Changes) -> None:
        finished.append(changes)
        go_on()

    def refuse(refusal: Refusal) -> None:
        refusals.append(refusal)
        go_on()

    go_on()
