"""Desks in this process that carry files to and from a real head office."""

from pathlib import Path

from sync import clock
from sync.client import transfers
from sync.client.attaching import attach
from sync.client.commands_syncing import agree
from sync.client.contents import blobs_of
from sync.client.doing import do
from sync.client.loop import SyncLoop
from sync.client.replica import open_replica
from sync.client.sign_in import Credentials, office_at, sign_in
from sync.client.transfer_calls import FileOffice
from sync.client.transport import HttpTransport
from sync.domain.attachments import FilePlace
from sync.domain.commands import ACTIONS
from sync.store import rows
from sync.store import transfers as queue
from tests.end_to_end.running import PASSWORD


class FileDesk:
    """One person's replica, synced and with its files carried when told to."""

    def __init__(self, folder: Path, url: str, login: str) -> None:
        self.folder, self.url = folder, url
        who = Credentials(url=url, login=login, password=PASSWORD, device_name="probe")
        self.replica = sign_in(folder, who, rings=())
        self._open()

    def _open(self) -> None:
        self.offices = [office_at(self.url) for _ in range(2)]
        self.loop = SyncLoop(self.replica, *self.offices)
        self.files = FileOffice(HttpTransport(self.url))
        self.transfers = transfers.Transfers(self.replica, self.files)

    def sync(self) -> "FileDesk":
        """Agree with head office about rows."""
        agree(self.loop)
        return self

    def carry(self) -> int:
        """Carry what waits."""
        return self.transfers.run_once()

    def order(self) -> str:
        """Make an order; return its id."""
        buyer, order = clock.new_id(), clock.new_id()
        self.do("partner.add", id=buyer, set={"name": "Buyer", "kinds": "buyer"})
        self.do("order.create", id=order, set={"buyer_id": buyer, "goods": "lamps"})
        return order

    def do(self, action: str, **fields: object) -> None:
        """Do an action."""
        do(self.replica, action, ACTIONS[action].kind(**fields))

    def attach(self, path: Path, order: str, **more: str) -> str:
        """Attach a file; return the attachment's id."""
        made = attach(self.replica, path, FilePlace(order_id=order, **more))
        return next(iter(made.rows["attachments"]))

    def want(self, attachment_id: str) -> bool:
        """Ask for a file's content."""
        return transfers.want(self.replica, attachment_id)

    def rows(self, entity: str) -> "list[dict[str, object]]":
        """Return a noun's rows."""
        with self.replica.read() as connection:
            return [dict(row) for row in rows.all_rows(connection, entity)]

    def row(self, attachment_id: str) -> "dict[str, object] | None":
        """Return an attachment's row."""
        with self.replica.read() as connection:
            return rows.get(connection, "attachments", attachment_id)

    def transfer(self, attachment_id: str) -> queue.Transfer:
        """Return where a file is."""
        with self.replica.read() as connection:
            return queue.get(connection, attachment_id)

    def content(self, attachment_id: str) -> bytes:
        """Return a content that is here."""
        row = self.row(attachment_id)
        return b"".join(blobs_of(self.replica).pieces(row["sha256"], row["size_bytes"]))

    def reopened(self) -> "FileDesk":
        """Close and open the replica, as after a crash."""
        self.close()
        self.open()
        return self

    def open(self) -> None:
        """Open the replica that was closed."""
        self.replica = open_replica(self.folder, password=PASSWORD, rings=())
        self._open()

    def close(self) -> None:
        """Let go of everything."""
        for office in (*self.offices, self.files):
            office.close()
        self.replica.close()
