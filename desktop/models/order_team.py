"""The team of one order: the template it was set up by, its charter, who might do what."""

import msgspec
from PySide6.QtCore import QObject, Signal
from sqlalchemy import Connection

from desktop.models.desk import Desk
from desktop.models.team import asker_of
from sync import clock
from sync.actions.allocation import need_of
from sync.domain.allocation import Candidate, Need, Proposal, Shortfall, shortfall, suggest
from sync.domain.changes import Changes
from sync.domain.charters import Charter, charter_id
from sync.domain.ids import Id
from sync.domain.order_templates import OrderTemplate, Setup, roles_wanted
from sync.domain.people import Role
from sync.domain.records import record
from sync.store import crews, rows, team_lists

_NOUNS = ("setups", "charters", "order_templates", "capabilities", "users")


class OrderTeam(msgspec.Struct, frozen=True, kw_only=True):
    """What stands: `setup` is the one that was not taken back."""

    setup: Setup | None
    set_up_by: OrderTemplate | None
    charter: Charter | None
    templates: tuple[OrderTemplate, ...]
    people: tuple[Candidate, ...]


class OrderTeamModel(QObject):
    """Reads the team of an order; `loaded` carries an OrderTeam."""

    loaded = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._order_id: Id = ""
        desk.changed.connect(self._follow)

    def read(self, order_id: Id) -> None:
        """Read an order's team."""
        self._order_id = order_id
        asker = asker_of(self._desk, clock.now())

        def load(connection: Connection) -> OrderTeam:
            return _read(connection, order_id, crews_of(connection))

        def crews_of(connection: Connection) -> list[Candidate]:
            return crews.candidates(connection, today=asker.today, calendar=asker.calendar)

        self._desk.read(load, owner=self, done=self._take)

    def _take(self, team: OrderTeam) -> None:
        self.loaded.emit(team)

    def _follow(self, changes: Changes) -> None:
        if self._order_id and changes.touches(*_NOUNS):
            self.read(self._order_id)


class Advice(msgspec.Struct, frozen=True, kw_only=True):
    """Who might take some work, and whether whoever is chosen is not up to it."""

    proposals: tuple[Proposal, ...]
    shortfall: Shortfall | None


def advise(need: Need, user_id: Id, people: tuple[Candidate, ...]) -> Advice:
    """Return advice about giving work to a person."""
    return Advice(proposals=suggest(need, people), shortfall=shortfall(need, user_id, people))


def places_of(
    template: OrderTemplate, desk: Desk, people: tuple[Candidate, ...]
) -> dict[Role, tuple[Proposal, ...]]:
    """Return who might do the work of each role that a template needs, the best first."""
    process = desk.process(desk.seat.rules.newest_process)
    return {
        role: found
        for role in roles_wanted(template, process)
        if (found := suggest(need_of(template, role), people))
    }


def _read(connection: Connection, order_id: Id, people: list[Candidate]) -> OrderTeam:
    setups = [record(Setup, row) for row in rows.find(connection, "setups", "order_id", order_id)]
    standing = next((each for each in setups if each.undone_at is None), None)
    used = None if standing is None else standing.template_id
    template = None if used is None else rows.get(connection, "order_templates", used)
    charter = rows.get(connection, "charters", charter_id(order_id))
    return OrderTeam(
        setup=standing,
        set_up_by=None if template is None else record(OrderTemplate, template),
        charter=None if charter is None else record(Charter, charter),
        templates=team_lists.templates(connection),
        people=tuple(people),
    )


class AdviceModel(QObject):
    """Asks who might take some work; `loaded` carries an Advice."""

    loaded = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk

    def ask(self, need: Need, user_id: Id) -> None:
        """Ask about giving work to a person."""
        asker = asker_of(self._desk, clock.now())

        def load(connection: Connection) -> Advice:
            found = crews.candidates(connection, today=asker.today, calendar=asker.calendar)
            return advise(need, user_id, tuple(found))

        self._desk.read(load, owner=self, done=self.loaded.emit)
