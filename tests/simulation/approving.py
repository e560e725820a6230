"""Requests for leave and decisions on them, beside all else that happens to a company."""

import msgspec

from sync.domain.commands import ACTIONS, DecideApproval
from sync.server import administration
from sync.store.tables import outbox
from sync.wire import codec
from sync.wire.messages import Operation
from tests.offices import Row
from tests.simulation.station import Station
from tests.simulation.world import World

_RANKS = {"GM", "MGR"}
_operation = msgspec.msgpack.Decoder(Operation)
_CHOICES = ("approve", "approve", "refuse")


def decided_while_edited(world: World, station: Station) -> bool:
    """Somebody decides a request without a line, while others change what it is about."""
    found = _request(world, station)
    if found is None:
        return False
    decider, approval = found[0][0], found[1]
    has_decided = _decide(world, decider, approval)
    lines = [row for row in station.rows("order_lines") if row["order_id"] == approval["order_id"]]
    if not (has_decided and lines):
        return False
    change = {"unit_price": f"{world.next_number()}.03"}
    line_id = str(world.chance.choice(lines)["id"])
    has_changed = world.do(station, "line.edit", ACTIONS["line.edit"].kind(id=line_id, set=change))
    first, second = world.chance.sample([station, decider], 2)
    first.sync()
    second.sync()
    return has_changed


def decided_by_two(world: World, station: Station) -> bool:
    """Two decide the same request, neither of whom knows of the other; perhaps it is taken back."""
    found = _request(world, station)
    if found is None:
        return False
    deciders, approval = found
    made = [_decide(world, each, approval) for each in deciders]
    if world.chance.randrange(3) == 0:
        taken_back = ACTIONS["approval.withdraw"].kind(id=str(approval["id"]))
        made.append(world.do(station, "approval.withdraw", taken_back))
    for each in world.chance.sample(world.stations, len(world.stations)):
        each.sync()
    return sum(made) > 1


def altered_decision(world: World, station: Station) -> bool:
    """A desk that was altered says another decision than its device signed: it has no effect."""
    found = _request(world, station)
    if found is None or not _decide(world, found[0][0], found[1]):
        return False
    decider, item = found[0][0], found[0][0].queue()[-1]
    operation = _operation.decode(item.body)
    said = codec.unpack_args(operation.args, DecideApproval)
    other = "refuse" if said.decision == "approve" else "approve"
    args = codec.pack_args(msgspec.structs.replace(said, decision=other))
    body = msgspec.msgpack.encode(msgspec.structs.replace(operation, args=args))
    with decider.replica.write() as connection:
        connection.execute(outbox.update().where(outbox.c.op_id == item.op_id).values(body=body))
    decider.issued.pop(item.op_id, None)
    decider.sync()
    return True


def level_set(world: World, station: Station) -> None:
    """The company says anew which level decides."""
    level = world.chance.randint(1, 3)
    with world.office.trigger.paused(), world.office.database.write() as connection:
        administration.set_approval_level(connection, level, now=world.fate.now())
    world.commits = world.office.head()


def _request(world: World, station: Station) -> tuple[list[Station], Row] | None:
    """Let somebody ask for leave; return those who may decide it and see it, and the request."""
    orders = station.rows("orders")
    if station.is_ended or not orders:
        return None
    order_id = str(world.chance.choice(orders)["id"])
    approval_id = world.fate.new_id()
    title = f"leave {world.next_number()}"
    wanted = ACTIONS["approval.request"].kind(id=approval_id, order_id=order_id, title=title)
    if not world.make(station, "approval.request", wanted):
        return None
    _bring(world, station, approval_id)
    approval = station.row("approvals", approval_id)
    deciders = [
        each
        for each in world.stations
        if each.user.id != station.user.id and _may_decide(each, approval_id)
    ]
    return (deciders, approval) if deciders and approval is not None else None


def _bring(world: World, station: Station, approval_id: str) -> None:
    """Let all know of a request, unless their line is too bad for it."""
    others = [each for each in world.stations if each.user.id != station.user.id]
    for _ in range(3):
        if world.office.row("approvals", approval_id) is None:
            station.sync()
        for each in others:
            if not each.is_ended and each.row("approvals", approval_id) is None:
                each.sync()


def _may_decide(station: Station, approval_id: str) -> bool:
    if station.is_ended or station.row("approvals", approval_id) is None:
        return False
    user = station.row("users", station.user.id) or {}
    return bool(_RANKS & set(str(user.get("roles")).split(",")))


def _decide(world: World, station: Station, approval: Row) -> bool:
    choice = world.chance.choice(_CHOICES)
    said = ACTIONS["approval.decide"].kind(approval_id=str(approval["id"]), decision=choice)
    return world.make(station, "approval.decide", said)
