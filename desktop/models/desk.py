"""What every model stands on: the replica, who sits at it, by which rules.

And word of each change.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import TypeVar

import msgspec
from PySide6.QtCore import QObject, Signal
from sqlalchemy import Connection

from desktop.background import Background
from sync import clock
from sync.actions import derived, desk
from sync.actions.context import Context, Rules
from sync.actions.rules_of import load_rules
from sync.domain.changes import Changes
from sync.domain.commands import Command, with_id
from sync.domain.ids import Id
from sync.domain.people import Actor, User, actor_of
from sync.domain.process import Process
from sync.domain.records import record
from sync.domain.refusals import Refusal, Refused
from sync.store import rows, staleness
from sync.store.database import Database

Result = TypeVar("Result")

Prepared = Callable[[Connection, Command, Context], Command]
"""Says a command as this device does: a decision is signed by its key."""


def _as_it_is(_connection: Connection, command: Command, _context: Context) -> Command:
    return command


_RULE_NOUNS = ("calendar_days", "config_items", "process_versions", "users")


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """Who sits at the desk, everybody they work with, and the rules that hold for them."""

    user: User
    people: dict[Id, User]
    rules: Rules

    def actor(self, device_id: Id) -> Actor:
        """Return the person as the one who acts."""
        return actor_of(self.user, device_id=device_id)


class Desk(QObject):
    """The replica as models see it.

    Reads and writes run in the background; `changed` tells of each change.

    `changed` carries a Changes, whether it was made here or came from head office; what lists show
    is in step by then.
    """

    changed = Signal(object)
    seated = Signal()

    def __init__(
        self,
        database: Database,
        background: Background,
        *,
        user_id: Id,
        device_id: Id,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.database = database
        self.background = background
        self.device_id = device_id
        self.is_offline = False
        self.prepared: Prepared = _as_it_is
        self._user_id = user_id
        self._seat: Seat | None = None
        self._catching_up = False

    @property
    def seat(self) -> Seat:
        """Return who sits here; there is nobody before `seated`."""
        if self._seat is None:
            message = "nobody sits at the desk yet"
            raise RuntimeError(message)
        return self._seat

    @property
    def is_seated(self) -> bool:
        """Return whether the person's own row and the rules are here."""
        return self._seat is not None

    def process(self, version: int) -> Process:
        """Return a version of the process."""
        return self.seat.rules.process(version)

    def name_of(self, user_id: Id, language: str) -> str:
        """Return a person's name in the interface's language; empty when unknown."""
        person = self.seat.people.get(user_id)
        if person is None:
            return ""
        return person.name_zh if language == "zh" else person.name_en

    def sit_down(self) -> None:
        """Read who sits here and the rules, then bring what lists show up to date."""
        self.read(self._load_seat, owner=self, done=self._sit)

    def read(
        self,
        task: Callable[[Connection], Result],
        *,
        owner: QObject,
        done: Callable[[Result], None],
    ) -> None:
        """Run a task that reads the replica."""

        def run() -> Result:
            with self.database.read() as connection:
                return task(connection)

        self.background.read(run, owner=owner, done=done)

    def write(
        self,
        task: Callable[[Connection], Result],
        *,
        owner: QObject,
        done: Callable[[Result], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Run a task that writes what is this device's alone: drafts, an outbox item dealt with."""

        def run() -> Result:
            with self.database.write() as connection:
                return task(connection)

        self.background.write(run, owner=owner, done=done, failed=failed)

    def do(
        self,
        action: str,
        command: Command,
        *,
        owner: QObject,
        done: Callable[[Changes], None],
        refused: Callable[[Refusal], None],
    ) -> None:
        """Do an action; `done` when it is safe on this device, `refused` when a rule says no."""
        now = clock.now()
        command = with_id(command, clock.new_id())
        context = self._context(now)

        def run() -> Changes:
            with self.database.write() as connection:
                said = self.prepared(connection, command, context)
                changes = desk.do(connection, action, said, context=context)
                staleness.let_know(connection, changes)
                ids = sorted(changes.orders)
                derived.refresh(connection, ids, rules=context.rules, now=now)
                return changes

        def fail(error: Exception) -> None:
            if isinstance(error, Refused):
                refused(error.refusal)
            else:
                raise error

        def tell(changes: Changes) -> None:
            self.changed.emit(changes)
            done(changes)

        self.background.write(run, owner=owner, done=tell, failed=fail)

    def try_out(self, connection: Connection, action: str, command: Command) -> Refusal | None:
        """Return why an action would be refused now, or None: by this a button is enabled.

        For a read task.
        """
        command = with_id(command, clock.new_id())
        context = self._context(clock.now())
        try:
            said = self.prepared(connection, command, context)
            desk.try_out(connection, action, said, context=context)
        except Refused as refused:
            return refused.refusal
        return None

    def take_in(self, changes: Changes) -> None:
        """Take in what came from head office: bring lists up to date, then tell the models."""

        def tell(_: None) -> None:
            self.changed.emit(changes)

        def refresh(seat: Seat | None) -> None:
            self._sit(seat)
            self._refresh(sorted(changes.orders), tell)

        if not self.is_seated:
            if changes.touches("users"):
                self.sit_down()
        elif changes.touches(*_RULE_NOUNS):
            self.read(self._load_seat, owner=self, done=refresh)
        else:
            self._refresh(sorted(changes.orders), tell)

    def catch_up(self) -> None:
        """Bring what lists show up to the day, portion by portion.

        So that nobody's own action waits.
        """
        if self.is_seated and not self._catching_up:
            self._catching_up = True
            self._catch_up_portion(None)

    def today(self) -> date:
        """Return the company's calendar day."""
        return clock.today()

    def _sit(self, seat: Seat | None) -> None:
        if seat is not None:
            self._seat = seat
            self.seated.emit()
            self.catch_up()

    def _load_seat(self, connection: Connection) -> Seat | None:
        people = {str(row["id"]): record(User, row) for row in rows.all_rows(connection, "users")}
        user = people.get(self._user_id)
        if user is None:
            return None
        return Seat(user=user, people=people, rules=load_rules(connection))

    def _context(self, now: datetime) -> Context:
        return Context(
            actor=self.seat.actor(self.device_id),
            operation_id=clock.new_id(),
            acted_at=now,
            now=now,
            rules=self.seat.rules,
            offline=self.is_offline,
        )

    def _refresh(self, ids: Sequence[Id], then: Callable[[None], None]) -> None:
        portions = [ids[at : at + derived.PORTION] for at in range(0, len(ids), derived.PORTION)]
        rules, now = self.seat.rules, clock.now()

        def run_next(_: None) -> None:
            if not portions:
                then(None)
                return
            portion = portions.pop(0)
            self.write(
                lambda connection: derived.refresh(connection, portion, rules=rules, now=now),
                owner=self,
                done=run_next,
                failed=_raise,
            )

        run_next(None)

    def _catch_up_portion(self, count: int | None) -> None:
        if count == 0:
            self._catching_up = False
            return
        if count is not None:
            self.changed.emit(Changes(rows={"orders": frozenset()}))
        rules, now = self.seat.rules, clock.now()
        self.write(
            lambda connection: derived.refresh_stale(connection, rules=rules, now=now),
            owner=self,
            done=self._catch_up_portion,
            failed=_raise,
        )


def _raise(error: Exception) -> None:
    raise error
