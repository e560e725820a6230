"""Does a person's actions on their replica: finds out the circumstances, then tries the action."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection
from typing_extensions import override

from sync import clock
from sync.actions import desk
from sync.actions.allocation import with_owners
from sync.actions.batches import Batch
from sync.actions.context import Context, Rules
from sync.actions.rules_of import load_rules
from sync.client import deciding, standing
from sync.client.replica import Replica
from sync.client.troubles import Trouble
from sync.domain.changes import Changes, joined
from sync.domain.commands import Command, DecideApproval, with_id
from sync.domain.ids import Id
from sync.domain.people import Actor, User, actor_of
from sync.domain.records import record
from sync.domain.refusals import Refused, refuse
from sync.store import rows, staleness


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """Who works on a replica, and by which rules; read once, used for many actions."""

    actor: Actor
    rules: Rules
    offline: bool = False
    key: str = ""
    agreed_at: str = ""

    @override
    def __repr__(self) -> str:
        return f"Circumstances({self.actor.id})"


def circumstances(connection: Connection, *, offline: bool = False) -> Circumstances:
    """Return who works here; refused before the first copy has brought the person's own row."""
    state = standing.load(connection)
    if not state.user_id:
        raise Trouble("not_signed_in")
    row = rows.get(connection, "users", state.user_id)
    if row is None:
        raise refuse("first_copy_missing")
    actor = actor_of(record(User, row), device_id=state.device_id)
    return Circumstances(
        actor=actor,
        rules=load_rules(connection),
        offline=offline,
        key=state.device_key,
        agreed_at=state.agreed_at,
    )


def context_of(around: Circumstances, now: datetime, operation_id: str) -> Context:
    """Return the circumstances of one operation."""
    return Context(
        actor=around.actor,
        operation_id=operation_id,
        acted_at=now,
        now=now,
        rules=around.rules,
        offline=around.offline,
    )


def do(replica: Replica, name: str, command: Command, *, offline: bool = False) -> Changes:
    """Do one action, or raise Refused having written nothing."""
    with replica.write() as connection:
        around = circumstances(connection, offline=offline)
        return do_within(connection, name, command, around)


def do_all(
    replica: Replica, actions: Iterable[tuple[str, Command]], *, offline: bool = False
) -> Changes:
    """Do actions in one transaction: all, or, where one is refused, none."""
    with replica.write() as connection:
        around = circumstances(connection, offline=offline)
        return joined([do_within(connection, name, command, around) for name, command in actions])


def do_each(
    replica: Replica,
    actions: Sequence[tuple[str, Command]],
    *,
    reads: Iterable[tuple[str, Id]] = (),
    refused: Callable[[int, Refused], None],
) -> Changes:
    """Do actions in one transaction, leaving out those that are refused: told by their place.

    `reads` are rows that the actions will ask for, so that they are read together.
    """
    done: list[Changes] = []
    with replica.write() as connection:
        around = circumstances(connection)
        batch = Batch(connection)
        batch.prefetch(reads)
        for place, (name, command) in enumerate(actions):
            context = context_of(around, clock.now(), clock.new_id())
            try:
                done.append(batch.do(name, with_id(command, clock.new_id()), context=context))
            except Refused as error:
                refused(place, error)
        batch.write()
        changes = joined(done)
        staleness.let_know(connection, changes)
    return changes


def do_within(
    connection: Connection, name: str, command: Command, around: Circumstances
) -> Changes:
    """Do one action within the connection's transaction, as part of something larger."""
    context = context_of(around, clock.now(), clock.new_id())
    named = with_owners(connection, with_id(command, clock.new_id()), context)
    if isinstance(named, DecideApproval):
        named = deciding.signed(connection, named, context, around.key, around.agreed_at)
    changes = desk.do(connection, name, named, context=context)
    staleness.let_know(connection, changes)
    return changes
