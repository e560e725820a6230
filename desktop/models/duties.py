"""The duties of the person's roles, made from the process, and which wording they acknowledged."""

import msgspec
from PySide6.QtCore import QObject, Signal
from sqlalchemy import Connection

from desktop.messages import Wording
from desktop.models.desk import Desk
from sync.domain.changes import Changes
from sync.domain.duties import (
    Acknowledgement,
    Duty,
    Statement,
    acknowledgement_id,
    has_changed,
    statement_of,
)
from sync.domain.people import Role, roles_of
from sync.domain.records import record
from sync.store import rows


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """A role's duties with what the person acknowledged of them; None while nothing."""

    statement: Statement
    acknowledged: Acknowledgement | None

    @property
    def is_current(self) -> bool:
        """Whether the person acknowledged the duties as they read now."""
        return self.acknowledged is not None and not has_changed(self.statement, self.acknowledged)

    def state(self, wording: Wording) -> str:
        """Return in words whether it was acknowledged, and whether it changed since."""
        if self.acknowledged is None:
            return wording.words("duties_new")
        if self.is_current:
            return wording.words("duties_current")
        at = wording.moment(self.acknowledged.acknowledged_at)
        return wording.words("duties_moved", {"at": at})


class DutiesModel(QObject):
    """Reads the duties of each of the person's roles; `loaded` carries a tuple of Known."""

    loaded = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        desk.changed.connect(self._look_again)

    def reload(self) -> None:
        """Read them as they are now."""
        if self.desk.is_seated:
            self.desk.read(self._read, owner=self, done=self.loaded.emit)

    def _look_again(self, changes: Changes) -> None:
        if not changes.rows or changes.touches("acknowledgements", "users"):
            self.reload()

    def _read(self, connection: Connection) -> tuple[Known, ...]:
        user = self.desk.seat.user
        process = self.desk.process(self.desk.seat.rules.newest_process)
        held = roles_of(user)
        return tuple(
            Known(
                statement=statement_of(process, role),
                acknowledged=_known(connection, acknowledgement_id(user.id, role)),
            )
            for role in Role
            if role in held
        )


def lines_of(duty: Duty, *, is_chinese: bool) -> list[str]:
    """Return a duty as lines in one language: the node, then each item of its list."""
    node = duty.zh if is_chinese else duty.en
    return [f"{duty.node} {node}", *(f"    {zh if is_chinese else en}" for _, zh, en in duty.items)]


def both_languages(known: Known, words: tuple[Wording, Wording]) -> str:
    """Return a role's statement in Chinese, then in English, as plain text for printing."""
    found: list[str] = []
    for wording in words:
        role = known.statement.role.value
        found.append(wording.words("duties_heading", {"roles": role}))
        for duty in known.statement.duties:
            letter = wording.words(f"duties_{duty.letter}")
            first, *rest = lines_of(duty, is_chinese=wording.is_chinese)
            found += [f"{letter}  {first}", *rest]
        found.append("")
    return "\n".join(found)


def _known(connection: Connection, row_id: str) -> Acknowledgement | None:
    row = rows.get(connection, "acknowledgements", row_id)
    return None if row is None else record(Acknowledgement, row)
