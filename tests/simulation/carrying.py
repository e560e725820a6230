"""What happens to files on their way to head office."""

from sync.client.badges import Badge
from sync.client.transfer_calls import FileOffice
from sync.client.troubles import Trouble
from sync.domain.commands import ACTIONS
from sync.server import administration
from sync.wire.transfers import UploadAnswer, UploadProof, UploadWanted
from tests.offices import Row
from tests.simulation.oracle import require
from tests.simulation.papers import PART
from tests.simulation.station import Station
from tests.simulation.world import MID_UPLOAD, World

_SIZE = 330


def other_bytes_resumed(world: World, station: Station) -> bool:
    """An altered desk goes on with other bytes than it said: head office does not keep them."""
    row = _attached(world, station)
    if row is None:
        return False
    data, there, badge = world.chance.randbytes(_SIZE), station.files_there(), _badge(station)
    with world.network.altered(lambda _, answer: answer):
        try:
            answer = _begun(there, row, badge)
            while answer.status == "send" and answer.offset < _SIZE:
                part = data[answer.offset : answer.offset + PART]
                answer = there.put(answer.upload_id, answer.offset, part, badge)
            if answer.status != "send":
                return False
            there.complete(answer.upload_id, badge)
        except Trouble as trouble:
            return trouble.code == "upload_bytes_differ"
    require(holds=False, law="other bytes were taken for a file", row=row)
    return False


def changed_mid_upload(world: World, station: Station) -> bool:
    """A file's note is removed, or its desk is let in no longer, while its parts are sent."""
    row = _attached(world, station)
    if row is None:
        return False
    changed: list[str] = []

    def happens(_called: str, path: str) -> None:
        if path.startswith("/v1/upload"):
            revokes = world.ending is None and world.chance.randrange(2)
            how = MID_UPLOAD[1] if revokes else MID_UPLOAD[0]
            if _revoke(world, station) if revokes else _remove(world, station, row):
                changed.append(how)

    world.network.between(world.chance.randint(1, 5), happens)
    station.carry()
    world.network.between(0, None)
    world.counts.update(changed)
    return bool(changed)


def _attached(world: World, station: Station) -> Row | None:
    """Let a person attach a file of some parts; return its row, once head office knows it."""
    if station.is_ended or not world.attach(station, _SIZE):
        return None
    _, command = list(station.issued.values())[-1]
    for _ in range(4):
        if world.office.row("attachments", command.id) is None and not station.is_ended:
            station.sync()
    is_known = world.office.row("attachments", command.id) is not None
    return None if station.is_ended or not is_known else station.row("attachments", command.id)


def _begun(there: FileOffice, row: Row, badge: Badge) -> UploadAnswer:
    wanted = UploadWanted(attachment_id=str(row["id"]), sha256=str(row["sha256"]), size_bytes=_SIZE)
    answer = there.begin(wanted, badge)
    if answer.status == "prove":
        answer = there.prove(answer.upload_id, UploadProof(digest="0" * 64), badge)
    return answer


def _badge(station: Station) -> Badge:
    return station.standing().badge


def _remove(world: World, station: Station, row: Row) -> bool:
    said = ACTIONS["attachment.remove"].kind(id=str(row["id"]))
    if not world.do(station, "attachment.remove", said):
        return False
    station.sync()
    return world.office.row("attachments", str(row["id"])) is None


def _revoke(world: World, station: Station) -> bool:
    device_id, how = station.device_id, administration.Ending(gives=True)
    world.end(
        lambda connection: administration.revoke_device(connection, device_id, how),
        lambda each: each.device_id == device_id,
    )
    return True
