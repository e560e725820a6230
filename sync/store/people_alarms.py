"""What warnings about people ask: planned work, absences, when a device was last in touch."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

import msgspec
from sqlalchemy import BindParameter, Connection, bindparam, inspect, select

from sync.domain.dates import Calendar, add_working_days, next_open
from sync.domain.handovers import Handover, HandoverItem
from sync.domain.ids import Id, row_id
from sync.domain.records import record, split
from sync.domain.scopes import ALL_ORDERS
from sync.domain.tasks import TaskState
from sync.domain.warning_people import Absence, Load, Piece, absence_of
from sync.store import meta, rows
from sync.store.derived import work
from sync.store.statements import ask
from sync.store.tables import TABLES, devices

PERSON = "person:"


class Device(msgspec.Struct, frozen=True):
    """A device, and when everything of head office's was last there."""

    id: Id
    synced_at: datetime | None


class NodeInHand(msgspec.Struct, frozen=True):
    """A node that somebody has in hand, and the day it is due."""

    owner_id: Id
    subject_id: Id
    node: str
    order_id: Id
    due_on: str | None


class People(msgspec.Struct, frozen=True, kw_only=True):
    """How some people stand: work that is planned, open work, absences, devices."""

    loads: dict[Id, Load]
    open_work: dict[Id, set[Piece]]
    away: dict[Id, list[Absence]]
    devices_of: dict[Id, list[Device]]

    def load(self, person: Id) -> Load:
        """Return what a person has to do in the next days."""
        return self.loads[person]

    def absences(self, person: Id) -> Sequence[Absence]:
        """Return when a person is away."""
        return self.away.get(person, ())

    def devices(self, person: Id) -> Sequence[Device]:
        """Return a person's devices that are known here."""
        return self.devices_of.get(person, ())

    def has_open_work(self, person: Id) -> bool:
        """Return whether anything waits for a person."""
        return bool(self.open_work.get(person))


def sees_all_orders(connection: Connection) -> bool:
    """Return whether all orders are here: only then is it known what they come to together."""
    if not _own_id(connection):
        return True
    return ALL_ORDERS in split(meta.get(connection, "scopes"))


def _own_id(connection: Connection) -> Id:
    """Return whose desk this is; nobody's at head office."""
    return "" if _is_office(connection) else meta.get(connection, "user_id")


def _is_office(connection: Connection) -> bool:
    known = connection.info.get("is_office")
    if known is None:
        known = connection.info["is_office"] = inspect(connection).has_table("devices")
    return bool(known)


def everybody_seen(connection: Connection) -> list[Id]:
    """Return whose load and absence is known here: all people's, or only one's own."""
    if not sees_all_orders(connection):
        return [_own_id(connection)]
    active = (str(row["id"]) for row in rows.all_rows(connection, "users") if row["active"])
    return sorted(active)


def seen(connection: Connection, people: Iterable[Id]) -> list[Id]:
    """Return those of some people of whom enough is known here."""
    asked = set(people) - {""}
    if not asked or sees_all_orders(connection):
        return sorted(asked)
    return sorted(asked & {_own_id(connection)})


def at_work(connection: Connection, order_ids: Sequence[Id]) -> frozenset[Id]:
    """Return who has nodes of these orders in hand by what lists show."""
    found = ask(connection, _AT_WORK, {"ids": list(order_ids)}) if order_ids else ()
    return frozenset(str(row[0]) for row in found) - {""}


class Span(msgspec.Struct, frozen=True):
    """The working days that are looked ahead, from today on."""

    today: date
    calendar: Calendar
    days: int


def nodes_in_hand(connection: Connection, people: Sequence[Id]) -> list[NodeInHand]:
    """Return the nodes that these people have in hand by what lists show."""
    found = ask(connection, _NODES, {"ids": list(people)}) if people else ()
    return [NodeInHand(*row) for row in found]


def read(
    connection: Connection, people: Sequence[Id], nodes: Sequence[NodeInHand], span: Span
) -> People:
    """Return how some people stand with these nodes; work counts that is due within the span."""
    if not people:
        return People(loads={}, open_work={}, away={}, devices_of={})
    last = add_working_days(span.today, span.days, span.calendar)
    tasks = [row[:] for row in ask(connection, _TASKS, {"ids": list(people)})]
    open_work: dict[Id, set[Piece]] = {each: set() for each in people}
    for each in nodes:
        node_id = row_id("node", each.subject_id, each.node)
        open_work[each.owner_id].add((node_id, each.order_id))
    for owner, task_id, order_id, _ in tasks:
        open_work[owner].add((task_id, order_id))
    away = _away(connection, open_work)
    due_nodes = Counter(each.owner_id for each in nodes if _is_due(each.due_on, last))
    due_tasks = Counter(row[0] for row in tasks if _is_due(row[-1], last))
    loads = {
        each: Load(
            person_id=each,
            tasks=due_tasks[each],
            nodes=due_nodes[each],
            days=_days_there(away.get(each, ()), span),
        )
        for each in people
    }
    return People(loads=loads, open_work=open_work, away=away, devices_of=_devices(connection))


def _is_due(day: object, last: date) -> bool:
    return bool(day) and str(day) <= last.isoformat()


def _away(connection: Connection, open_work: Mapping[Id, set[Piece]]) -> dict[Id, list[Absence]]:
    packets = [
        record(Handover, row)
        for row in rows.find_many(connection, "handovers", "from_id", open_work)
    ]
    items: dict[Id, list[HandoverItem]] = {}
    ids = [each.id for each in packets]
    for row in rows.find_many(connection, "handover_items", "handover_id", ids) if ids else ():
        items.setdefault(str(row["handover_id"]), []).append(record(HandoverItem, row))
    found: dict[Id, list[Absence]] = {}
    for each in packets:
        absence = absence_of(each, items.get(each.id, ()), open_work[each.from_id])
        if absence is not None:
            found.setdefault(each.from_id, []).append(absence)
    return found


def _days_there(away: Iterable[Absence], span: Span) -> int:
    """Return on how many of the next working days, today's among them, somebody is there."""
    first = next_open(span.today, span.calendar)
    ahead = [add_working_days(first, count, span.calendar) for count in range(1, span.days)]
    ahead.append(first)
    gone = [
        day
        for day in ahead
        for each in away
        if each.from_on <= day and (each.to_on is None or day <= each.to_on)
    ]
    return len(set(ahead) - set(gone))


def _devices(connection: Connection) -> dict[Id, list[Device]]:
    """Return the device that this is; at head office, all that may call."""
    if _is_office(connection):
        chosen = select(devices).where(devices.c.state == "active").order_by(devices.c.id)
        found: dict[Id, list[Device]] = {}
        for row in connection.execute(chosen).mappings():
            seen = row["seen_at"]
            moment = datetime.fromisoformat(str(seen)) if seen else None
            found.setdefault(str(row["user_id"]), []).append(Device(str(row["id"]), moment))
        return found
    user, device = meta.get(connection, "user_id"), meta.get(connection, "device_id")
    agreed = meta.get(connection, "agreed_at")
    if not (user and device and agreed):
        return {}
    return {user: [Device(device, datetime.fromisoformat(agreed))]}


_TASKS_TABLE = TABLES["tasks"]
_WANTED: BindParameter[object] = bindparam("ids", expanding=True)
_AT_WORK = select(work.c.owner_id).where(work.c.order_id.in_(_WANTED)).distinct()
_NODES = select(
    work.c.owner_id, work.c.subject_id, work.c.node, work.c.order_id, work.c.due_on
).where(work.c.owner_id.in_(_WANTED))
_TASKS = select(
    _TASKS_TABLE.c.assignee_id, _TASKS_TABLE.c.id, _TASKS_TABLE.c.order_id, _TASKS_TABLE.c.due_on
).where(_TASKS_TABLE.c.assignee_id.in_(_WANTED), _TASKS_TABLE.c.state == TaskState.OPEN.value)
