"""Files on their way: the queue for a screen, and what a person can do with a file."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal
from sqlalchemy import Connection

from desktop.messages import Wording
from desktop.models.desk import Desk
from desktop.models.id_table import Column, IdTable, Query
from desktop.models.order_files import size_words
from desktop.theme.cells import Cell, Pair, Progress, Text
from sync.domain.attachments import Attachment, FilePlace
from sync.domain.changes import Changes
from sync.domain.ids import Id
from sync.domain.refusals import Refusal
from sync.store import transfers
from sync.store.transfers import Direction, Transfer, TransferState

SOON_MILLISECONDS = 200

Result = TypeVar("Result")


class Keeper(Protocol):
    """Who keeps files; `sync.client.keeping.FileKeeper` does, given by the app."""

    def attach(self, path: Path, place: FilePlace) -> Changes:
        """Attach a file and queue it. Raise Refused or Trouble."""
        ...

    def want(self, attachment_id: Id) -> bool:
        """Queue a download unless the content is here; return whether it is."""
        ...

    def open_copy(self, attachment_id: Id) -> Path:
        """Return a copy for another program. Raise Refused."""
        ...

    def save_as(self, attachment_id: Id, place: Path) -> Path:
        """Write a content where the person says; return where. Raise Refused."""
        ...

    def pause(self, attachment_id: Id) -> int:
        """Let a file rest."""
        ...

    def go_on(self, attachment_id: Id) -> int:
        """Have a file that rests or failed wait for its turn."""
        ...


class Files(QObject):
    """What a person does with files, in the background; `changed` tells that the queue moved."""

    changed = Signal()

    def __init__(self, desk: Desk, keeper: Keeper) -> None:
        super().__init__(desk)
        self._desk = desk
        self._background = desk.background
        self.keeper = keeper
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON_MILLISECONDS)
        self._soon.timeout.connect(self.changed)

    def note_moved(self) -> None:
        """Take note that the queue moved; told a few times a second at most."""
        if not self._soon.isActive():
            self._soon.start()

    def attach(
        self,
        path: Path,
        place: FilePlace,
        *,
        owner: QObject,
        done: Callable[[Changes], None],
        failed: Callable[[Refusal], None],
    ) -> None:
        """Attach a file."""

        def tell(changes: Changes) -> None:
            self._desk.take_in(changes)
            self.note_moved()
            done(changes)

        self._run(lambda: self.keeper.attach(path, place), owner=owner, done=tell, failed=failed)

    def want(
        self,
        attachment_id: Id,
        *,
        owner: QObject,
        done: Callable[[bool], None],
        failed: Callable[[Refusal], None],
    ) -> None:
        """Have a content fetched; `done` is told whether it is here already."""

        def tell(is_here: bool) -> None:  # noqa: FBT001  a result, not a switch
            self.note_moved()
            done(is_here)

        self._run(lambda: self.keeper.want(attachment_id), owner=owner, done=tell, failed=failed)

    def open_copy(
        self,
        attachment_id: Id,
        *,
        owner: QObject,
        done: Callable[[Path], None],
        failed: Callable[[Refusal], None],
    ) -> None:
        """Make a copy for another program."""
        self._run(
            lambda: self.keeper.open_copy(attachment_id), owner=owner, done=done, failed=failed
        )

    def save_as(
        self,
        attachment_id: Id,
        place: Path,
        *,
        owner: QObject,
        done: Callable[[Path], None],
        failed: Callable[[Refusal], None],
    ) -> None:
        """Write a content where the person says."""
        self._run(
            lambda: self.keeper.save_as(attachment_id, place),
            owner=owner,
            done=done,
            failed=failed,
        )

    def pause(self, attachment_id: Id) -> None:
        """Let a file rest."""
        self._steer(lambda: self.keeper.pause(attachment_id))

    def go_on(self, attachment_id: Id) -> None:
        """Go on with a file that rests or failed."""
        self._steer(lambda: self.keeper.go_on(attachment_id))

    def _steer(self, task: Callable[[], int]) -> None:
        self._background.network(task, owner=self, done=lambda _: self.note_moved())

    def _run(
        self,
        task: Callable[[], Result],
        *,
        owner: QObject,
        done: Callable[[Result], None],
        failed: Callable[[Refusal], None],
    ) -> None:
        def fail(error: Exception) -> None:
            refusal = getattr(error, "refusal", None)
            if not isinstance(refusal, Refusal):
                raise error
            failed(refusal)

        self._background.network(task, owner=owner, done=done, failed=fail)


class FileRow(msgspec.Struct, frozen=True, kw_only=True):
    """An attachment with where its content is."""

    attachment: Attachment
    is_here: bool = False
    transfer: Transfer | None = None


def file_rows(desk: Desk, attachments: Sequence[Attachment]) -> dict[Id, FileRow]:
    """Return where each attachment's content is; for the background."""
    with desk.database.read() as connection:
        here = transfers.kept_among(connection, [each.sha256 for each in attachments])
        return {
            each.id: FileRow(
                attachment=each,
                is_here=each.sha256 in here,
                transfer=transfers.get(connection, each.id),
            )
            for each in attachments
        }


def file_state(connection: Connection, attachment_id: Id) -> str:
    """Return where a file of the queue stands; nothing when it is not in the queue."""
    found = transfers.get(connection, attachment_id)
    return "" if found is None else found.state.value


def content_cell(row: FileRow, wording: Wording) -> Cell:
    """Return where a file's content is, in words or as a bar."""
    moving = row.transfer
    if moving is not None and moving.state is not TransferState.DONE:
        return transfer_cell(moving, wording)
    if row.is_here:
        return Text(QCoreApplication.translate("Transfers", "On this computer"))
    if row.attachment.stored_at is None:
        text = QCoreApplication.translate("Transfers", "Uploading from another computer")
        return Text(text, ink="ink2")
    return Text(QCoreApplication.translate("Transfers", "At head office"), ink="ink2")


def transfer_cell(transfer: Transfer, wording: Wording) -> Cell:
    """Return how far a file on its way is; why it rests stands below."""
    percent = 100 * transfer.done_bytes // transfer.size_bytes if transfer.size_bytes else 0
    if transfer.state is TransferState.DONE:
        return Progress(100, QCoreApplication.translate("Transfers", "Done"), done=True)
    if transfer.state is TransferState.PAUSED:
        return Text(QCoreApplication.translate("Transfers", "Paused"), ink="ink2")
    if transfer.state is TransferState.FAILED:
        failed = QCoreApplication.translate("Transfers", "Stopped")
        return Pair(failed, _why(transfer, wording), ink="urgent")
    if transfer.code:
        waits = QCoreApplication.translate("Transfers", "Waits; tries again by itself")
        return Pair(waits, _why(transfer, wording))
    is_up = transfer.direction is Direction.UP
    sending = QCoreApplication.translate("Transfers", "Uploading {percent} %")
    fetching = QCoreApplication.translate("Transfers", "Downloading {percent} %")
    return Progress(percent, (sending if is_up else fetching).format(percent=percent))


def _why(transfer: Transfer, wording: Wording) -> str:
    facts: dict[str, str | int | None] = {"name": transfer.name}
    return wording.refusal(Refusal(code=transfer.code, facts=facts))


class Moves(msgspec.Struct, frozen=True):
    """What can be done with a file of the queue."""

    can_pause: bool
    can_go_on: bool


class FileQueue(QObject):
    """The queue of files for a screen: show `table`."""

    def __init__(self, desk: Desk, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wording = wording
        self.table: IdTable[Transfer] = IdTable(
            desk.background,
            find_ids=self._find,
            load_rows=self._load,
            columns=self._columns(),
            query=Query(),
            parent=self,
        )

    def reload(self) -> None:
        """Read anew."""
        self.table.refresh(self.table.ids())
        self.table.reload()

    def moves(self, attachment_id: Id) -> Moves | None:
        """Return what can be done with a file that is shown; None when none is chosen."""
        found = self.table.record(attachment_id)
        if found is None:
            return None
        resting = (TransferState.PAUSED, TransferState.FAILED)
        return Moves(found.state is TransferState.WAITING, found.state in resting)

    def _columns(self) -> list[Column[Transfer]]:
        name = QCoreApplication.translate("Transfers", "File")
        state = QCoreApplication.translate("Transfers", "Progress")
        return [
            Column("name", name, self._name, sortable=False),
            Column("progress", state, self._state, width=330, sortable=False),
        ]

    def _name(self, transfer: Transfer) -> Cell:
        return Pair(transfer.name, size_words(transfer.size_bytes))

    def _state(self, transfer: Transfer) -> Cell:
        return transfer_cell(transfer, self._wording)

    def _find(self, _query: Query) -> list[Id]:
        with self._desk.database.read() as connection:
            found = transfers.everything(connection)
        found.sort(key=lambda each: each.state is TransferState.DONE)
        return [each.attachment_id for each in found]

    def _load(self, ids: Sequence[Id]) -> Mapping[Id, Transfer]:
        with self._desk.database.read() as connection:
            found = [transfers.get(connection, each) for each in ids]
        return {each.attachment_id: each for each in found if each is not None}
