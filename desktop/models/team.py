"""The team on this desk: read for the page, read again when something of it changes."""

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from sqlalchemy import Connection

from desktop.messages import Wording
from desktop.models.desk import Desk
from sync import clock
from sync.domain.allocation import Proposal, Reason, Shortfall
from sync.domain.changes import Changes
from sync.domain.ids import Id
from sync.store import team_lists
from sync.store.crews import Gap
from sync.store.team_lists import Asker, GoalRow, SopRow, TeamPicture

if TYPE_CHECKING:
    from sync.domain.records import Value

__all__ = ["Gap", "GoalRow", "SopRow", "TeamList", "TeamPicture", "proposal_text"]

_NOUNS = (
    *("capabilities", "trainings", "departments", "memberships", "meetings", "order_templates"),
    *("sops", "sop_readings", "suggestions", "feedback", "goals", "users", "tasks", "handovers"),
)


class TeamList(QObject):
    """Everything the team page shows; `read_anew` when `picture` is another."""

    read_anew = Signal()

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.picture: TeamPicture | None = None
        desk.changed.connect(self._follow)

    def read(self) -> None:
        """Read it now."""
        if not self._desk.is_seated:
            return
        asker = asker_of(self._desk, clock.now())

        def load(connection: Connection) -> TeamPicture:
            return team_lists.read_team(connection, asker)

        self._desk.read(load, owner=self, done=self._take)

    def _take(self, picture: TeamPicture) -> None:
        self.picture = picture
        self.read_anew.emit()

    def _follow(self, changes: Changes) -> None:
        if self.picture is not None and changes.touches(*_NOUNS):
            self.read()


def asker_of(desk: Desk, now: datetime) -> Asker:
    """Return who sits at the desk, as one who looks at the team."""
    seat = desk.seat
    return Asker(
        user=seat.user,
        today=desk.today(),
        now=now,
        calendar=seat.rules.calendars.company,
        process=desk.process(seat.rules.newest_process),
    )


def proposal_text(proposal: Proposal, desk: Desk, wording: Wording) -> str:
    """Return why somebody might take the work, as one line."""
    said = [_reason(each, desk, wording) for each in proposal.reasons]
    return wording.pair("，", ", ").join(said)


def shortfall_text(short: Shortfall, desk: Desk, wording: Wording) -> str:
    """Return that somebody is not up to their work, and who is."""
    named = [desk.name_of(each, wording.language) for each in short.qualified]
    facts: dict[str, Value] = {
        "name": desk.name_of(short.user_id, wording.language),
        "skill": short.skill,
        "level": short.level,
        "needed": short.needed,
        "others": wording.pair("、", ", ").join(named),
    }
    return wording.words("shortfall_warning" if named else "shortfall_nobody", facts)


def names_of(ids: tuple[Id, ...], desk: Desk, wording: Wording) -> str:
    """Return people's names as one line."""
    named = (desk.name_of(each, wording.language) for each in ids)
    return wording.pair("、", ", ").join(name for name in named if name)


def _reason(reason: Reason, desk: Desk, wording: Wording) -> str:
    name = desk.name_of(str(reason.facts.get("user_id") or ""), wording.language)
    return wording.words(f"reason_{reason.code}", {**reason.facts, "name": name})
