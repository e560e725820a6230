"""What happens to a company beside its network: to disks, machines, people, head office."""

import json
from functools import partial

import msgspec

from sync.client.folder_locks import FolderLock
from sync.client.troubles import Trouble
from sync.domain.commands import ACTIONS, ImportRows
from sync.domain.refusals import Refused
from sync.server import administration
from sync.store import compacting, feed
from sync.store.tables import outbox as outbox_table
from sync.wire import codec
from sync.wire.messages import Operation, Push
from tests.simulation import disks
from tests.simulation.approving import (
    altered_decision,
    decided_by_two,
    decided_while_edited,
    level_set,
)
from tests.simulation.carrying import changed_mid_upload, other_bytes_resumed
from tests.simulation.fate import JUMPS
from tests.simulation.mistakes import rows_denied
from tests.simulation.moving import moved_between_calls, role_changed, row_moved
from tests.simulation.oracle import require
from tests.simulation.station import Station
from tests.simulation.world import STATIONS_MAX, World

POISON = ("a\0b", "\ud800", "NaN", "1e999", "-" * 70_000, "\u202eevil")
_operation = msgspec.msgpack.Decoder(Operation)


def keep_copy(world: World, station: Station) -> None:
    """A backup program copies the disk as it is."""
    station.keep_copy()


def restore_copy(world: World, station: Station) -> bool:
    """What was made since the copy and not sent is lost with the disk, and nothing else."""
    if not station.restore_copy():
        return False
    kept = {item.op_id for item in station.queue()} | world.office.ledger().keys()
    station.issued = {key: made for key, made in station.issued.items() if key in kept}
    return True


def clone(world: World, station: Station) -> bool:
    """The disk is copied to a second machine, and both go on."""
    if len(world.stations) >= STATIONS_MAX or station.is_ended:
        return False
    folder = station.folder.with_name(f"{station.folder.name}-twin{len(world.stations)}")
    world.stations.append(station.cloned(folder))
    return True


def second_instance(world: World, station: Station) -> None:
    """A second program on the same folder is refused."""
    try:
        FolderLock(station.folder).release()
    except Refused as refused:
        require(
            refused.refusal.code == "replica_in_use", "wrong refusal", said=refused.refusal.code
        )
        return
    require(holds=False, law="two programs on one replica")


def clock_jump(world: World, station: Station) -> None:
    """The machine's clock goes wrong, by hours, a summer time or a year."""
    world.fate.jump(world.chance.choice(JUMPS))


def failing_disk(kind: str):
    """Return a mishap: the disk fails at some statement of what the desk does next."""

    def happens(world: World, station: Station) -> bool:
        before = station.trigger.fired
        station.trigger.set(world.chance.randrange(50), partial(disks.error_of, kind))
        world.do_something(station)
        station.trigger.unset()
        return station.trigger.fired > before

    return happens


def desk_killed(world: World, station: Station) -> bool:
    """The program dies at some statement."""
    station.trigger.set(world.chance.randrange(60))
    before = station.trigger.fired
    world.do_something(station)
    return station.trigger.fired > before


def office_killed(world: World, station: Station) -> bool:
    """Head office dies in the middle of a call."""
    before = world.office.trigger.fired
    world.office.trigger.set(world.chance.randrange(60))
    station.sync()
    world.office.trigger.unset()
    return world.office.trigger.fired > before


def office_backup(world: World, station: Station) -> None:
    """Head office is backed up."""
    world.office.keep_copy()


def office_restored(world: World, station: Station) -> bool:
    """Head office is put back as its backup has it, under a new epoch."""
    if not world.office.restore_copy():
        return False
    world.commits = world.office.head()
    world.decisions.forget_closed()
    world.end_again()
    known = world.office.ledger().keys()
    for each in world.stations:
        kept = {item.op_id for item in each.queue()} | known
        each.issued = {key: made for key, made in each.issued.items() if key in kept}
    return True


def user_revoked(world: World, station: Station) -> bool:
    """A person is let in no longer."""
    if world.ending is not None or world.chance.randrange(3):
        return False
    login, now = station.user.login, world.fate.now()
    world.end(
        lambda connection: administration.revoke_user(connection, login, now=now),
        lambda each: each.user.id == station.user.id,
    )
    return True


def device_revoked(world: World, station: Station) -> bool:
    """A device is let in no longer; its person's others are."""
    if world.ending is not None:
        return False
    device_id = station.device_id
    how = administration.Ending(gives=world.chance.random() < 0.7)
    world.end(
        lambda connection: administration.revoke_device(connection, device_id, how),
        lambda each: each.device_id == device_id,
    )
    return True


def copied_device_revoked(world: World, station: Station) -> bool:
    """A device is let in no longer, and there are two of it: both are wiped."""
    if world.ending is not None or not clone(world, station):
        return False
    return device_revoked(world, station)


def poison_operation(world: World, station: Station) -> bool:
    """An operation that can never be judged stands in the queue; those behind it must pass."""
    known = world.office.ledger()
    queue = station.queue()
    waiting = [item for item in queue if item.state == "waiting" and item.op_id not in known]
    if not waiting or station.is_ended:
        return False
    item = world.chance.choice(waiting)
    operation = _operation.decode(item.body)
    bad = world.chance.choice((b"\xc0", b"\x93\x01\x02\x03", b"\x80", b"\x81\xa2id\xa1x"))
    poisoned = msgspec.structs.replace(operation, args=msgspec.Raw(bad))
    with station.replica.write() as connection:
        body = msgspec.msgpack.encode(poisoned)
        values = outbox_table.update().where(outbox_table.c.op_id == item.op_id)
        connection.execute(values.values(body=body))
    station.issued.pop(item.op_id, None)
    return True


def poison_typed(world: World, station: Station) -> bool:
    """A person types what no database should hold: refused, or kept as it is on both ends."""
    order = next(iter(station.shown()["orders"]), None)
    if order is None:
        return False
    text = world.chance.choice(POISON)
    name, wanted = world.chance.choice(
        [("order.edit", {"goods": text}), ("order.edit", {"deposit_percent": text})]
    )
    try:
        station.do(name, ACTIONS[name].kind(id=str(order["id"]), set=wanted), world.fate.new_id())
    except (Refused, Trouble):
        return True
    world.meant.note(station, station.queue()[-1])
    return True


def altered_desk(world: World, station: Station) -> bool:
    """A desk that was altered says what no desk of ours says; it has no effect, and stops nothing.

    Another operation under an id that was used, and an import that is right at first only.
    """
    known = world.office.ledger()
    done = [item for item in station.queue() if known.get(item.op_id) == "applied"]
    if station.is_ended or not done:
        return False
    stolen = _operation.decode(world.chance.choice(done).body)
    good, bad = world.fate.new_id(), world.fate.new_id()
    partners = [{"id": good, "name": "Half", "kinds": "buyer"}, {"id": bad, "moons": "7"}]
    half = ImportRows(source="altered", rows={"partners": partners})
    twin = msgspec.structs.replace(stolen, seq=1, at="2026-01-01T00:00:00Z")
    crafted = msgspec.structs.replace(
        twin,
        seq=2,
        op_id=world.fate.new_id(),
        action="order.import",
        args=codec.pack_args(half),
        base={},
    )
    behind = msgspec.structs.replace(crafted, seq=3, op_id=world.fate.new_id(), action="no.such")
    garbled = msgspec.structs.replace(
        crafted, seq=4, op_id=world.fate.new_id(), args=msgspec.Raw(b"\x80")
    )
    asked = (twin, crafted, behind, garbled)
    answer = station.say(Push(incarnation=world.fate.new_id(), operations=list(asked)))
    if answer is None:
        return False
    said = [json.loads(each.detail)["code"] for each in answer.results if each.status == "invalid"]
    require(said[:1] == ["operation_differs"], "altered twin", said=said)
    require(said[-2:] == ["action_unknown", "command_not_valid"], "altered desk", said=said)
    here = {row["id"] for row in world.office.rows("partners")}
    require(not here & {good, bad}, "half of an import was kept")
    return True


def big_outbox(world: World, station: Station) -> None:
    """A person works long without a line."""
    for _ in range(15):
        world.act(station)


def same_row_by_all(world: World, station: Station) -> bool:
    """Everybody edits one line before anybody syncs."""
    return _everybody(world, station, "line.edit")


def removed_while_edited(world: World, station: Station) -> bool:
    """Some edit a line that another removes."""
    done = _everybody(world, station, "line.edit")
    line = world.lately
    if done and line:
        world.do(station, "line.remove", ACTIONS["line.remove"].kind(id=line))
    return done


def _everybody(world: World, station: Station, name: str) -> bool:
    lines = station.shown()["order_lines"]
    if not lines:
        return False
    world.lately = str(world.chance.choice(lines)["id"])
    made = 0
    for each in world.stations:
        wanted = {"unit_price": f"{world.next_number()}.07"}
        made += world.do(each, name, ACTIONS[name].kind(id=world.lately, set=wanted))
    return made > 1


def snapshots_built(world: World, station: Station) -> bool:
    """Head office makes first copies ready, in the middle of whoever is copying."""
    with world.office.trigger.paused():
        return world.office.build_snapshots() > 0


def segment_gone(world: World, station: Station) -> bool:
    """A segment that desks still want is not there any more."""
    with world.office.trigger.paused(), world.office.database.read() as connection:
        chosen = "SELECT DISTINCT sha256 FROM segments ORDER BY sha256"
        names = connection.exec_driver_sql(chosen).scalars().all()
    if not names or world.office.files is None:
        return False
    world.office.files.remove(world.chance.choice(names))
    return True


def compacted(world: World, station: Station) -> bool:
    """Head office forgets what is gone, past desks that sleep or copy."""
    with world.office.trigger.paused(), world.office.database.write() as connection:
        through = world.chance.randint(1, feed.meta(connection).head)
        return compacting.forget_gone(connection, through) > 0


def forgotten_while_asleep(world: World, station: Station) -> bool:
    """A line goes, and head office forgets that it was there, while a desk that shows it sleeps."""
    shown = {str(row["id"]) for row in station.shown()["order_lines"]}
    for other in world.stations:
        mine = [str(row["id"]) for row in other.shown()["order_lines"] if row["id"] in shown]
        if other is station or other.is_ended or not mine:
            continue
        line = world.chance.choice(mine)
        if not world.do(other, "line.remove", ACTIONS["line.remove"].kind(id=line)):
            return False
        other.sync()
        if any(row["id"] == line for row in world.office.rows("order_lines")):
            return False
        with world.office.trigger.paused(), world.office.database.write() as connection:
            return compacting.forget_gone(connection, feed.meta(connection).head) > 0
    return False


MISHAPS = {
    "desk killed": (12, desk_killed),
    "office killed": (8, office_killed),
    "disk full": (3, failing_disk("disk full")),
    "database busy": (3, failing_disk("database busy")),
    "read-only disk": (2, failing_disk("read-only disk")),
    "fsync error": (2, failing_disk("fsync error")),
    "desk backed up": (3, keep_copy),
    "desk restored": (3, restore_copy),
    "desk cloned": (1, clone),
    "second instance": (1, second_instance),
    "clock jump": (3, clock_jump),
    "office backed up": (2, office_backup),
    "office restored": (2, office_restored),
    "role changed": (3, role_changed),
    "row moves scope": (2, row_moved),
    "grant moved between calls": (3, moved_between_calls),
    "decided while edited": (3, decided_while_edited),
    "decided by two": (3, decided_by_two),
    "altered decision": (1, altered_decision),
    "approval level set": (1, level_set),
    "user revoked": (1, user_revoked),
    "device revoked": (1, device_revoked),
    "copied device revoked": (1, copied_device_revoked),
    "poison operation": (2, poison_operation),
    "poison typed": (2, poison_typed),
    "altered desk": (2, altered_desk),
    "big outbox": (1, big_outbox),
    "same row by all": (3, same_row_by_all),
    "removed while edited": (2, removed_while_edited),
    "snapshots built": (3, snapshots_built),
    "segment gone": (1, segment_gone),
    "compacted": (2, compacted),
    "changed mid-upload": (3, changed_mid_upload),
    "upload resumed with other bytes": (2, other_bytes_resumed),
    "mass removal by mistake": (2, rows_denied),
    "forgotten while asleep": (2, forgotten_while_asleep),
}
"""How often each happens beside the others, and what it is: False where it could not."""
