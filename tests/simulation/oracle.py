"""What must hold after each step, and once everything is quiet. Numbers as in architecture 4.15."""

import json
from pathlib import Path

import msgspec

from sync.domain.commands import ACTIONS
from sync.domain.entities import ENTITIES
from sync.domain.field_rules import REVIEW, review_fields
from sync.server.administration import OFFICE
from sync.store import bases, feed
from sync.store.outbox import PENDING, OutboxItem
from sync.wire.messages import Operation
from tests.offices import OfficeHere, Row
from tests.simulation.head_office import HeadOffice
from tests.simulation.station import Station, effects_of

_operation = msgspec.msgpack.Decoder(Operation)
DECIDED = ("applied", "noop", "review", "stale_approval")
TERMINAL = (*DECIDED, "denied", "invalid", "gone")


class Violation(AssertionError):  # noqa: N818
    """A world in which something that must hold does not."""


def require(holds: bool, law: str, **facts: object) -> None:
    """Raise Violation unless it holds."""
    if not holds:
        raise Violation(f"{law}: {facts}")


class Intentions:
    """Which prices people meant in which currency: what they saw joined when they acted."""

    def __init__(self) -> None:
        self._meant: set[tuple[object, ...]] = set()

    def note(self, station: Station, item: OutboxItem) -> None:
        """Remember the pairs that an action made or touched, as its author sees them now."""
        orders = {row["id"]: row for row in station.rows("orders")}
        touched = {(effect.entity, effect.id) for effect in effects_of(item)}
        for line in station.rows("order_lines"):
            order = orders.get(line["order_id"])
            keys = {("order_lines", line["id"]), ("orders", line["order_id"])}
            if order is not None and touched & keys:
                self._meant.add(_pair(line, order))

    def note_all(self, office: OfficeHere) -> None:
        orders = {row["id"]: row for row in office.rows("orders")}
        self._meant |= {
            _pair(line, orders[line["order_id"]]) for line in office.rows("order_lines")
        }

    def check(self, office: OfficeHere) -> None:
        """5: each price stands in a currency in which somebody meant it."""
        orders = {row["id"]: row for row in office.rows("orders")}
        for line in office.rows("order_lines"):
            if line["unit_price"] != "0":
                pair = _pair(line, orders[line["order_id"]])
                require(pair in self._meant, "price and currency of two authors", pair=pair)


def _pair(line: Row, order: Row) -> tuple[object, ...]:
    (guard,) = REVIEW["order_lines"][0].guards
    meant_in = (order[name] for name in guard.fields)
    return (line["id"], line["unit_price"], line["unit"], *meant_in)


def check_sums(station: Station) -> None:
    """12: the sums that a desk computes from its own rows are head office's."""
    while True:
        found = station.compare()
        require(not found.differing, "sums differ", containers=found.differing)
        require(found.compared > 0 or found.is_last, "not compared")
        if found.is_last:
            return


def check_wiped(station: Station, office: HeadOffice) -> None:
    """15: nothing is left of a wiped desk, and what it had to give up is kept, not applied."""
    left = [path.name for path in station.folder.iterdir()]
    require(not left, "something is left of a wiped desk", files=left)
    missing = station.unsent - office.given_up(station.device_id) - office.ledger().keys()
    require(not (station.gave and missing), "what waited was not given up", ids=missing)


def check_desk(station: Station) -> None:
    """6 and 8: the cursor never goes back, and own edits that are not here yet stay visible.

    While all is copied anew the cursor begins at nothing, but what it had reached stays reached.
    """
    state = station.standing()
    if state.epoch != station.epoch:
        station.epoch, station.cursor, station.reached = state.epoch, 0, 0
    if state.is_copying_again:
        station.cursor = 0
    require(state.cursor >= station.cursor, "cursor went back", now=state.cursor)
    station.cursor = state.cursor
    station.reached = max(station.reached, state.cursor)
    expected: dict[tuple[str, str], dict[str, object]] = {}
    removed: set[tuple[str, str]] = set()
    for item in station.queue():
        is_early = item.ver > station.reached and not state.is_copying_again
        if item.state in PENDING or (item.status in DECIDED and is_early):
            _overlay(item, expected, removed)
    for (entity, row_id), fields in expected.items():
        row = station.row(entity, row_id)
        if row is not None:
            shown = {name: row[name] for name in fields}
            require(shown == fields, "own edit vanished", row=row_id, shown=shown, made=fields)
    for entity, row_id in removed:
        here = station.row(entity, row_id) is not None
        require(not here, "own removal vanished", row=(entity, row_id))


def _overlay(item, expected, removed) -> None:
    for effect in effects_of(item):
        key = (effect.entity, effect.id)
        if effect.kind == "remove":
            removed.add(key)
            expected.pop(key, None)
        elif effect.kind == "patch":
            if key not in removed:
                expected.setdefault(key, {}).update(effect.fields)
        else:
            removed.discard(key)


def check_quiet(stations: list[Station], office: OfficeHere, commits: int, folder: Path) -> None:
    """1, 3, 4, 9, 10 and 11, once every desk has everything."""
    _check_versions(office, commits)
    _check_history(office)
    ledger = office.ledger()
    for station in stations:
        _check_convergence(station, office, folder / f"fresh {station.folder.name}")
        _check_queue(station, ledger)
        _check_nothing_lost(station, office, ledger)
    _check_counts(stations, office, ledger)


def _check_versions(office: OfficeHere, commits: int) -> None:
    require(office.head() == commits, "versions are not dense", head=office.head(), commits=commits)
    with office.database.read() as connection:
        ahead = feed.newest(connection)
    require(ahead <= commits, "the feed is ahead of its head")
    for entity in ENTITIES:
        late = [row for row in office.rows(entity) if not 0 < int(row["ver"] or 0) <= commits]
        require(not late, "a row without its version", entity=entity, rows=late)


def _check_history(office: OfficeHere) -> None:
    for row in office.rows("history"):
        if row["field"] in review_fields(str(row["entity"])) and row["kind"] != "created":
            require(row["base"] == row["old"], "review field overwritten unseen", line=row)
    numbers = [row["order_no"] for row in office.rows("orders")]
    require(len(numbers) == len(set(numbers)), "an order number twice", numbers=numbers)


def _check_convergence(station: Station, office: OfficeHere, folder: Path) -> None:
    """1 and 2: a desk holds what head office would send this person anew, and nothing else."""
    sent = station.fresh_copy(folder)
    for entity in ENTITIES:
        here, there = station.rows(entity), sent[entity]
        if here != there:
            odd = [row for row in (*here, *there) if (row in here) != (row in there)][:4]
            require(holds=False, law="desk and office differ", entity=entity, rows=odd)
        known = {row["id"]: row["ver"] for row in office.rows(entity)}
        foreign = [row for row in here if known.get(row["id"]) != row["ver"]]
        require(not foreign, "a row that head office has not", entity=entity, rows=foreign[:2])
    with station.replica.read() as connection:
        require(not bases.keys(connection), "bases are left over", keys=bases.keys(connection))
        left = connection.exec_driver_sql("SELECT count(*) FROM touched").scalar_one()
    require(left == 0, "touched rows are left over", count=left)


def _check_queue(station: Station, ledger: dict[str, str]) -> None:
    for item in station.queue():
        require(item.state in ("done", "refused"), "an operation never ended", item=item.state)
        require(item.status in TERMINAL, "a verdict that is none", status=item.status)
        there = ledger.get(item.op_id)
        was_refused = item.state == "refused" and there is None
        require(
            was_refused or there == item.status, "desk and ledger differ", item=item, there=there
        )
        require(bool(item.body), "a refused value is lost", item=item.op_id)


def _check_nothing_lost(station: Station, office: OfficeHere, ledger: dict[str, str]) -> None:
    kept = _kept(office)
    queue = station.queue()
    seen = {item.op_id: _operation.decode(item.body).base for item in queue}
    refused = {item.op_id: item.status for item in queue if item.state == "refused"}
    for op_id, (name, command) in station.issued.items():
        status = ledger.get(op_id) or refused.get(op_id)
        require(status is not None, "an operation was lost", op=op_id, name=name)
        if status in ("applied", "review") and name in ("line.edit", "order.edit"):
            here = seen.get(op_id, {}).get(f"{ACTIONS[name].entity}/{command.id}", {})
            for field, value in command.set.items():
                if here.get(field) == value:
                    continue
                found = (op_id, field, value) in kept or _is_asked(station, office, command, field)
                found = found or _never_differed(office, command, field, value)
                require(found, "a value was lost", op=op_id, field=field, value=value)


def _kept(office: OfficeHere) -> set[tuple[object, ...]]:
    lines = {(row["operation_id"], row["field"], row["new"]) for row in office.rows("history")}
    said = {(row["text"], row["author_id"]) for row in office.rows("comments")}
    return lines | said


def _is_asked(station: Station, office: OfficeHere, command, field: str) -> bool:
    """Return whether a person is or was asked about the author's value of this field."""
    return any(
        row["author_id"] == station.user.id
        and row["row_id"] == command.id
        and field in json.loads(str(row["mine"]))
        for row in office.rows("conflicts")
    )


def _never_differed(office: OfficeHere, command, field: str, value: object) -> bool:
    """Return whether the value stood there already, was merged into a text, or is a comment."""
    if field == "note":
        return True
    return any(
        row["row_id"] == command.id and row["field"] == field and value in (row["new"], row["old"])
        for row in office.rows("history")
    ) or any(
        row["id"] == command.id and row.get(field) == value
        for entity in ("orders", "order_lines")
        for row in office.rows(entity)
    )


def _check_counts(stations: list[Station], office: OfficeHere, ledger: dict[str, str]) -> None:
    """3: as many comments and tasks as operations that made one were accepted."""
    for name, entity in (("comment.add", "comments"), ("task.add", "tasks")):
        made = {
            command.id
            for station in stations
            for op_id, (action, command) in station.issued.items()
            if action == name and ledger.get(op_id) == "applied"
        }
        there: list[Row] = office.rows(entity)
        drawn = [row["id"] for row in there if not _is_unmerged(entity, row)]
        lost = made - set(drawn)
        require(not lost and len(drawn) >= len(made), "not exactly once", entity=entity, lost=lost)
    histories = [row["id"] for row in office.rows("history")]
    require(len(histories) == len(set(histories)), "a line of history twice")
    told = {row["operation_id"] for row in office.rows("history") if row["actor_id"] != OFFICE}
    unknown = told - ledger.keys()
    require(not unknown, "history of an operation nobody made", ids=unknown)


def _is_unmerged(entity: str, row: Row) -> bool:
    return entity == "comments" and not str(row["text"]).startswith("said ")
