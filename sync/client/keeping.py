"""Files for the window: attach, open, save, and steer the queue. Each call may take long."""

from pathlib import Path

from sync.client import opened_files, transfers
from sync.client.attaching import attach
from sync.client.replica import Replica
from sync.client.transfers import Transfers
from sync.domain.attachments import FilePlace
from sync.domain.changes import Changes
from sync.domain.ids import Id


class FileKeeper:
    """The files of one replica; `carrying` is told when there is something new to carry."""

    def __init__(self, replica: Replica, carrying: Transfers | None = None) -> None:
        self._replica = replica
        self._carrying = carrying

    def attach(self, path: Path, place: FilePlace) -> Changes:
        """Attach a file as it is now, and queue it. Raise Refused or Trouble."""
        offline = bool(self._replica.standing().is_paused)
        changes = attach(self._replica, path, place, offline=offline)
        self._wake()
        return changes

    def want(self, attachment_id: Id) -> bool:
        """Queue a download unless the content is here; return whether it is."""
        is_here = transfers.want(self._replica, attachment_id)
        self._wake()
        return is_here

    def open_copy(self, attachment_id: Id) -> Path:
        """Return a copy for another program, in a folder that is emptied. Raise Refused."""
        return opened_files.open_copy(self._replica, attachment_id)

    def save_as(self, attachment_id: Id, place: Path) -> Path:
        """Write a content where the person says; return where. Raise Refused."""
        return opened_files.save_as(self._replica, attachment_id, place)

    def pause(self, attachment_id: Id) -> int:
        """Let a file rest."""
        return transfers.pause(self._replica, attachment_id)

    def go_on(self, attachment_id: Id) -> int:
        """Have a file that rests or failed wait for its turn."""
        count = transfers.resume(self._replica, attachment_id)
        count += transfers.retry(self._replica, attachment_id)
        self._wake()
        return count

    def _wake(self) -> None:
        if self._carrying is not None:
            self._carrying.wake()
