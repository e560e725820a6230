"""Head office takes steps up itself while it serves, when nobody's window is open to take them.

A step has one id (`escalation_id`, the task of an unratified change), so it is taken once, whoever
finds it due: a desk, this process, or another one that serves the same database.
"""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.exc import SQLAlchemyError

from sync import clock
from sync.actions.context import Context
from sync.actions.deed import Deed
from sync.actions.office import Bench
from sync.actions.perform import perform
from sync.actions.rules_of import load_rules
from sync.domain.authority_commands import ChangeStep
from sync.domain.change_requests import ChangeState
from sync.domain.commands import Command
from sync.domain.ids import row_id
from sync.domain.people import Actor, Role
from sync.domain.records import to_value
from sync.domain.refusals import Refused
from sync.server import logs
from sync.server.administration import OFFICE
from sync.store import exception_lists, feed, rows
from sync.store.database import Database
from sync.store.tables import TABLES

LOOK_SECONDS = 30.0
"""The shortest step is due a quarter of an hour after the report."""
_SETTLED = tuple(
    state.value for state in (ChangeState.REJECTED, ChangeState.WITHDRAWN, ChangeState.ROLL_BACK)
)
"""An urgent change of which nothing is left to ratify."""
_AS_OFFICE = Actor(id=OFFICE, roles=frozenset(Role), level=0)
_logger = logging.getLogger(logs.NAME)

Due = tuple[str, Command]


class Escalating:
    """Looks now and then, on a thread of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._raiser = ThreadPoolExecutor(1, "raiser")

    async def run(self) -> None:
        """Look until cancelled."""
        loop = asyncio.get_running_loop()
        while True:
            await loop.run_in_executor(self._raiser, self._look)
            await asyncio.sleep(LOOK_SECONDS)

    def close(self) -> None:
        """Finish what is under way and end."""
        self._raiser.shutdown()

    def _look(self) -> None:
        """Take what is due; a failure is told and tried again."""
        try:
            count = raise_due(self._database, now=clock.now())
        except (SQLAlchemyError, OSError):
            _logger.exception("escalations_failed")
        else:
            if count:
                logs.note("escalated", steps=count)


def raise_due(database: Database, *, now: datetime) -> int:
    """Take every step up that is due and was not taken; return how many there were.

    What is due is found again once the version is held: meanwhile a desk may have taken it.
    """
    with database.read() as connection:
        if not find_due(connection, now=now):
            return 0
    with database.write() as connection:
        ver = feed.raise_head(connection)
        bench, done = Bench(connection, ver), 0
        for action, command in find_due(connection, now=now):
            done += _take(bench, action, command, now)
        bench.write()
        return done


def find_due(connection: Connection, *, now: datetime) -> list[Due]:
    """Return the steps of exceptions, disputes and unratified urgent changes that are due."""
    calendar = load_rules(connection).calendars.company
    found: list[Due] = [
        ("escalation.raise", command)
        for command in exception_lists.read_due(connection, now=now, calendar=calendar)
    ]
    return [*found, *_unratified(connection, now)]


def _unratified(connection: Connection, now: datetime) -> list[Due]:
    changes = TABLES["change_requests"]
    chosen = select(changes.c.id).where(
        changes.c.urgent_at.is_not(None),
        changes.c.ratified_at.is_(None),
        changes.c.ratify_by < str(to_value(now)),
        changes.c.state.not_in(_SETTLED),
    )
    ids = [str(each) for each in connection.execute(chosen.order_by(changes.c.id)).scalars()]
    handed = rows.present(connection, "tasks", [row_id("unratified", each) for each in ids])
    left = (each for each in ids if row_id("unratified", each) not in handed)
    return [("change.escalate", ChangeStep(id=each)) for each in left]


def _take(bench: Bench, action: str, command: Command, now: datetime) -> bool:
    """Do one step in memory; one that no longer holds is left, as for a desk that asked."""
    bench.begin()
    context = Context(
        actor=_AS_OFFICE,
        operation_id=clock.new_id(),
        acted_at=now,
        now=now,
        rules=load_rules(bench.work.connection),
        at_head_office=True,
    )
    try:
        perform(Deed(bench.work, context), action, command)
    except Refused:
        bench.work.roll_back()
        return False
    return bool(bench.work.effects)
