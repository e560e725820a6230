"""One simulated desk: a person, a replica on disk, the real client, and a program that can die."""

import json
import shutil
from contextlib import suppress
from pathlib import Path
from unittest.mock import patch

import msgspec

from sync.actions.workspace import Effect
from sync.client import attaching, comparing, ending, pull, standing, transfers
from sync.client.badges import headers_of
from sync.client.comparing import Compared
from sync.client.contents import FOLDER, blobs_of
from sync.client.doing import do_all
from sync.client.folder_locks import FolderLock
from sync.client.loop import SyncLoop
from sync.client.office import Office
from sync.client.replica import Replica
from sync.client.sealing import OfficeTime
from sync.client.transfer_calls import FileOffice
from sync.client.transfers import Transfers
from sync.client.troubles import EpochChanged, OutOfStep, Trouble
from sync.domain import blobs
from sync.domain.attachments import FilePlace
from sync.domain.commands import Attach, Command, with_id
from sync.domain.entities import ENTITIES
from sync.domain.people import User
from sync.domain.refusals import Refused
from sync.store import outbox, rows
from sync.store import transfers as queued_files
from sync.store.outbox import OutboxItem, OutboxState
from sync.wire import codec, signatures
from sync.wire.messages import Operation, Push, PushAnswer
from tests.builders import EPOCH, SERVER_ID, put_records
from tests.offices import Row, key_of
from tests.simulation import disks
from tests.simulation.deeds import Action, Deeds
from tests.simulation.fate import Fate
from tests.simulation.killing import Trigger
from tests.simulation.network import Line, Network

_operation = msgspec.msgpack.Decoder(Operation)
_effects = msgspec.msgpack.Decoder(list[Effect])
OFFICE_KEY = key_of("head office")
OFFICE_PUBLIC = signatures.public_of(OFFICE_KEY)
_SHOWN = ("orders", "order_lines", "partners", "users", "tasks")


class Station:
    """A desk of the world. Everything that is kept is on its disk."""

    def __init__(self, folder: Path, user: User, *, device_id: str, token: str) -> None:
        self.folder = folder
        self._copy = folder.with_name(f"{folder.name}-copy.db")
        self.user = user
        self.cursor = 0
        self.reached = self._reached_then = 0
        self.epoch = EPOCH
        self.is_ended = self.is_wiped = False
        self.issued: dict[str, Action] = {}
        self._badge = (device_id, token)
        disks.fresh_desk(folder / "desk.db")
        self._open()
        self._sign_in(device_id, token)

    def cloned(self, folder: Path) -> "Station":
        """Return a second machine with the same disk: same device, same place in the queue."""
        device_id, token = self._badge
        twin = Station(folder, self.user, device_id=device_id, token=token)
        twin._close()
        self._close()
        disks.copied(self.folder / "desk.db", folder / "desk.db")
        if (self.folder / FOLDER).exists():
            shutil.copytree(self.folder / FOLDER, folder / FOLDER)
        self._open()
        self._begin()
        twin._open()
        twin.connect(*self._way)
        twin.issued = dict(self.issued)
        twin.cursor, twin.reached, twin.epoch = self.cursor, self.reached, self.epoch
        return twin

    def attach(self, order_id: str, data: bytes, name: str = "paper.pdf") -> None:
        """Attach a file of these bytes, or raise Refused or Trouble."""
        path = self.folder.with_name(f"{self.folder.name}-{name}")
        path.write_bytes(data)
        attaching.attach(self.replica, path, FilePlace(order_id=order_id))
        self.trigger.unset()
        item = self.queue()[-1]
        said = codec.unpack_args(_operation.decode(item.body).args, Attach)
        self.issued[item.op_id] = ("attachment.add", said)

    def carry(self, *, is_begun: bool = False) -> None:
        """Send and fetch the files that wait; `is_begun`: by a program that has just begun."""
        if not (self.rows("attachments") or self.has_files_waiting()):
            return
        if is_begun or self._transfers is None:
            self._transfers = Transfers(self.replica, self.files_there())
            self._transfers._carrier.part_bytes = blobs.PART_BYTES
        with suppress(Trouble):
            self._transfers.run_once()

    def files_there(self) -> FileOffice:
        """Return head office's calls about files, over this desk's line."""
        network, fate = self._way
        return FileOffice(Line(network), OfficeTime(fate.now, fate.steady))

    def fetch(self, attachment_id: str) -> bytes | None:
        """Return an attachment's bytes from this desk, fetched where they are not here."""
        row = self.row("attachments", attachment_id)
        if row is None:
            return None
        if not transfers.want(self.replica, attachment_id):
            self.carry()
        return b"".join(blobs_of(self.replica).pieces(str(row["sha256"]), int(row["size_bytes"])))

    def holds(self, sha256: str) -> bool:
        """Return whether a content is on this desk."""
        return blobs_of(self.replica).holds(sha256)

    def has_files_waiting(self) -> bool:
        with self.replica.read() as connection:
            return bool(queued_files.waiting(connection))

    def fresh_copy(self, folder: Path) -> dict[str, list[Row]]:
        """Return what a new desk of this person is sent, taken in by the real client."""
        other = Station(folder, self.user, device_id=self._badge[0], token=self._badge[1])
        other.replica.note(epoch=self.standing().epoch)
        other.connect(*self._way)
        with patch.object(pull, "PAGE_ROWS", 500):
            while other.loop.pull_once():
                pass
        found = {entity: other.rows(entity) for entity in ENTITIES}
        other.close()
        return found

    def connect(self, network: Network, fate: Fate) -> None:
        self._way = (network, fate)
        self._begin()

    def act(self, deeds: Deeds, identifier: str) -> Action | None:
        """Do something at the desk; None where a rule said no or nothing could be done."""
        try:
            drawn = deeds.draw(self.shown())
        except Trouble:
            return None
        if drawn is None:
            return None
        try:
            return self.do(*drawn, identifier)
        except (Refused, Trouble):
            return None

    def do(self, name: str, command: Command, identifier: str) -> Action:
        """Do this, or raise Refused or Trouble."""
        action = (name, with_id(command, identifier))
        changes = do_all(self.replica, [action])
        self.trigger.unset()
        self.issued[changes.operation_id or self.queue()[-1].op_id] = action
        return action

    @property
    def device_id(self) -> str:
        return self._badge[0]

    @property
    def authorization(self) -> str:
        return headers_of(self.standing().badge)["Authorization"]

    def sync(self) -> bool:
        went_well = self.loop.sync_once()
        if self.loop.has_ended:
            self._end()
        return went_well

    def _end(self) -> None:
        """Do as head office ordered; what waits is noted before, to be looked for there."""
        self.unsent = {item.op_id for item in self.queue() if item.state in ("waiting", "sent")}
        self.gave = bool(self.standing().wipe_gives)
        with suppress(Trouble):
            self.is_wiped = ending.obey(self.replica, self._office, ())

    def restart(self) -> None:
        """Begin the program again from what its disk holds."""
        self._close()
        self._open()
        self._begin()

    def keep_copy(self) -> None:
        """Let a backup program copy the disk as it is."""
        self._close()
        disks.copied(self.folder / "desk.db", self._copy)
        self._reached_then = self.reached
        self._open()
        self._begin()

    def restore_copy(self) -> bool:
        """Put the copy back, as after a lost disk; what was made since is not on this desk now."""
        if not self._copy.exists():
            return False
        self._close()
        disks.copied(self._copy, self.folder / "desk.db")
        self._open()
        self._begin()
        self.cursor, self.reached = 0, self._reached_then
        self.epoch = self.standing().epoch
        return True

    def compare(self) -> Compared:
        """Compare the next containers with head office."""
        return comparing.compare_some(self.replica, self._office, at_once=20)

    def say(self, message: Push) -> PushAnswer | None:
        """Say something to head office past this desk's own queue; None where none answered."""
        try:
            answer = self._office.push(message, self.standing().badge)
        except (Trouble, OutOfStep, EpochChanged):
            return None
        asked = [operation.op_id for operation in message.operations]
        return answer if [each.op_id for each in answer.results] == asked else None

    def shown(self) -> dict[str, list[Row]]:
        """Return what the person can act on, in a fixed order."""
        found = {noun: self.rows(noun) for noun in _SHOWN}
        conflicts = self.rows("conflicts")
        found["open conflicts"] = [row for row in conflicts if row["state"] == "open"]
        found["decided conflicts"] = [row for row in conflicts if row["state"] == "decided"]
        approvals = self.rows("approvals")
        found["open approvals"] = [row for row in approvals if row["state"] == "open"]
        found["removals"] = [row for row in self.rows("history") if row["kind"] == "removed"]
        found["sides"] = [{str(row["id"]): json.loads(str(row["mine"])) for row in conflicts}]
        return found

    def rows(self, noun: str) -> list[Row]:
        with self.replica.read() as connection:
            return list(rows.all_rows(connection, noun))

    def row(self, noun: str, identifier: str) -> Row | None:
        with self.replica.read() as connection:
            return rows.get(connection, noun, identifier)

    def queue(self) -> list[OutboxItem]:
        """Return all operations on this desk, oldest first."""
        with self.replica.read() as connection:
            return outbox.listing(connection, list(OutboxState), 100_000)[::-1]

    def standing(self) -> standing.Standing:
        return self.replica.standing()

    def close(self) -> None:
        self._close()

    def _open(self) -> None:
        database = disks.opened(self.folder / "desk.db")
        self.replica = Replica(self.folder, database, FolderLock(self.folder))
        self.trigger = Trigger(database)

    def _close(self) -> None:
        self.trigger.unset()
        self.replica.close()

    def seconds(self) -> int:
        """Return head office's time, as its device signs it."""
        return int(self._way[1].steady())

    def _begin(self) -> None:
        network, fate = self._way
        self._transfers: Transfers | None = None
        office = Office(Line(network), OfficeTime(fate.now, fate.steady))
        self._office = office
        self.loop = SyncLoop(self.replica, office, office, now=fate.now, chance=fate.chance)

    def _sign_in(self, device_id: str, token: str) -> None:
        with self.replica.write() as connection:
            put_records(connection, [self.user])
            standing.note(
                connection,
                server_id=SERVER_ID,
                epoch=EPOCH,
                user_id=self.user.id,
                device_id=device_id,
                token=token,
                device_key=key_of(device_id),
                incarnation=device_id,
                office_key=OFFICE_PUBLIC,
            )


def effects_of(item: OutboxItem) -> list[Effect]:
    """Return what an operation did where it was made."""
    return _effects.decode(item.effects)
