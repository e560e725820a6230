"""Works the queue of files off: one at a time, resumed after anything, each file's trouble its own.

Nothing is remembered but the queue in the replica: a kill costs the part under way.
"""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Condition, Event
from typing import Final

from sqlalchemy import Connection

from sync import clock
from sync.client import standing
from sync.client.badges import Badge
from sync.client.contents import blobs_of, drop_left_parts, queue_unsent
from sync.client.replica import Replica
from sync.client.transfer_calls import FileOffice
from sync.client.transferring import Carrier, Rested, download, upload
from sync.client.troubles import SIGN_IN_AGAIN, Cancelled, EpochChanged, Trouble
from sync.domain.ids import Id
from sync.domain.records import to_value
from sync.domain.refusals import refuse
from sync.store import outbox, rows, transfers
from sync.store.transfers import Direction, Transfer, TransferState

FIRST_PAUSE_SECONDS = 2.0
PAUSE_SECONDS_MAX = 300.0
LOOK_SECONDS = 60.0
LOOK_AROUND_SECONDS = 600.0
DONE_SHOWN_HOURS = 24
_FINAL = frozenset(
    {
        "attachment_bytes_gone",
        "attachment_gone",
        "attachment_of_other_bytes",
        "attachment_unknown",
        "content_damaged",
        "request_garbled",
        "upload_bytes_differ",
    }
)
"""Only a person can help with these."""

_OWN = frozenset(
    {
        "attachment_not_sent",
        "attachment_on_its_way",
        "call_unknown",
        "download_bytes_differ",
        "office_keeps_no_files",
        "upload_busy",
        "uploads_too_many",
    }
)
"""These concern one file only, and pass: the others go on."""
_COUNTED = frozenset({"download_bytes_differ"})
_TRIES_MAX = 3


def tell_nobody() -> None:
    """Listen to nothing."""


class Transfers:
    """One replica's files on their way. `run` blocks its thread until stopped."""

    def __init__(
        self, replica: Replica, office: FileOffice, *, told: Callable[[], None] = tell_nobody
    ) -> None:
        self.replica: Final = replica
        self._office = office
        self._blobs = blobs_of(replica)
        drop_left_parts(replica, self._blobs)
        self._told = told
        self._changed = Condition()
        self._is_woken = False
        self._tries = 0
        self._chance = random.Random()  # noqa: S311  only spreads tries over time
        self._look_at = 0.0
        self._carrier = Carrier(
            replica=replica,
            office=office,
            blobs=self._blobs,
            badge=Badge(token="", server_id="", epoch=""),
            came=self._came,
        )

    def run(self, stop: Event) -> None:
        """Carry files until `stop` is set and `wake` was called."""
        while not stop.is_set():
            try:
                self.run_once(stop)
                self._tries = 0
            except Trouble as trouble:
                self._tries += 1
                if trouble.code in SIGN_IN_AGAIN:
                    self._tries = 12
            self._rest(stop)

    def run_once(self, stop: Event | None = None) -> int:
        """Carry every file that waits; return how many still do. Raise Trouble for the network's.

        Files that met a trouble of their own are passed over.
        """
        self._look_around()
        passed: set[Id] = set()
        while transfer := self._next(passed):
            if stop is not None and stop.is_set():
                break
            if not self._carry(transfer, stop):
                passed.add(transfer.attachment_id)
        return len(passed)

    def wake(self) -> None:
        """Look again now."""
        with self._changed:
            self._is_woken = True
            self._tries = 0
            self._changed.notify_all()

    def stop(self, stop: Event) -> None:
        """End `run` soon, whatever it waits for."""
        stop.set()
        self._office.cancel()
        self.wake()

    def _look_around(self) -> None:
        """Queue what should be on its way and is not, now and then; let go of what was done."""
        if clock.monotonic() < self._look_at:
            return
        self._look_at = clock.monotonic() + LOOK_AROUND_SECONDS
        now = clock.now()
        with self.replica.write() as connection:
            user_id = standing.load(connection).user_id
            queue_unsent(connection, self._blobs, user_id=user_id, now=now)
            transfers.forget_done_before(connection, _text(now - timedelta(hours=DONE_SHOWN_HOURS)))

    def _next(self, passed: set[Id]) -> Transfer | None:
        with self.replica.read() as connection:
            if standing.load(connection).is_paused:
                return None
            waiting = transfers.waiting(connection)
        return next((each for each in waiting if each.attachment_id not in passed), None)

    def _carry(self, transfer: Transfer, stop: Event | None) -> bool:
        """Carry one file; return whether that is over. Raise the network's Trouble."""
        try:
            self._carry_now(transfer)
        except Rested:
            return True
        except Cancelled:
            return stop is not None and stop.is_set()
        except Trouble as trouble:
            return self._note_trouble(transfer, trouble)
        except EpochChanged:
            raise Trouble("office_restored") from None
        return True

    def _carry_now(self, transfer: Transfer) -> None:
        with self.replica.read() as connection:
            badge = standing.load(connection).badge
        self._carrier.badge = badge
        if transfer.direction is Direction.UP:
            self._require_known(transfer)
            upload(self._carrier, transfer)
        else:
            download(self._carrier, transfer)
        with self.replica.write() as connection:
            now = _text(clock.now())
            transfers.note_kept(connection, transfer.sha256, transfer.size_bytes, at=now)
            self._note(
                connection,
                transfer,
                state=TransferState.DONE.value,
                done_bytes=transfer.size_bytes,
            )
        self._told()

    def _require_known(self, transfer: Transfer) -> None:
        """Raise Trouble when head office cannot know the attachment yet, or no longer."""
        with self.replica.read() as connection:
            if rows.get(connection, "attachments", transfer.attachment_id) is None:
                raise Trouble("attachment_gone", name=transfer.name)

    def _came(self, transfer: Transfer, offset: int) -> None:
        with self.replica.write() as connection:
            now = transfers.get(connection, transfer.attachment_id)
            if now is None or now.state is not TransferState.WAITING:
                raise Rested
            if standing.load(connection).is_paused:
                raise Rested
            self._note(connection, transfer, done_bytes=offset)
        self._told()

    def _note_trouble(self, transfer: Transfer, trouble: Trouble) -> bool:
        """Note what a file met with; return whether it is over. Raise what all would meet with."""
        tries = transfer.tries + 1
        with self.replica.write() as connection:
            code = self._refined(connection, transfer, trouble)
            is_final = code in _FINAL or (code in _COUNTED and tries >= _TRIES_MAX)
            state = TransferState.FAILED if is_final else TransferState.WAITING
            self._note(connection, transfer, state=state.value, code=code, tries=tries)
        self._told()
        if not is_final and code not in _OWN:
            raise trouble
        return is_final

    def _refined(self, connection: Connection, transfer: Transfer, trouble: Trouble) -> str:
        """Return the trouble's code: head office may only not have judged the attachment yet."""
        known = (transfer.attachment_id,)
        is_early = trouble.code == "attachment_unknown" and outbox.pending_rows(
            connection, "attachments", known
        )
        return "attachment_not_sent" if is_early else trouble.code

    def _note(self, connection: Connection, transfer: Transfer, **values: str | int) -> None:
        said = {"code": "", "changed_at": _text(clock.now()), **values}
        transfers.note(connection, transfer.attachment_id, **said)

    def _rest(self, stop: Event) -> None:
        longest = min(PAUSE_SECONDS_MAX, FIRST_PAUSE_SECONDS * 2 ** min(self._tries, 12))
        seconds = self._chance.uniform(0.0, longest) if self._tries else LOOK_SECONDS
        with self._changed:
            self._changed.wait_for(lambda: self._is_woken or stop.is_set(), seconds)
            self._is_woken = False


def want(replica: Replica, attachment_id: Id) -> bool:
    """Queue a download unless the content is here; return whether it is."""
    with replica.write() as connection:
        row = rows.get(connection, "attachments", attachment_id)
        if row is None:
            raise refuse("attachment_gone", kind="gone", name="")
        if transfers.is_kept(connection, str(row["sha256"])):
            return True
        known = transfers.get(connection, attachment_id)
        if known is None or known.state in (TransferState.DONE, TransferState.FAILED):
            queued = Transfer(
                attachment_id=attachment_id,
                direction=Direction.DOWN,
                name=str(row["name"]),
                sha256=str(row["sha256"]),
                size_bytes=int(str(row["size_bytes"])),
                changed_at=_text(clock.now()),
            )
            transfers.put(connection, queued)
    return False


def pause(replica: Replica, attachment_id: Id = "") -> int:
    """Let one file rest, or all, until resumed; return how many."""
    return _put(replica, TransferState.PAUSED, (TransferState.WAITING,), attachment_id)


def resume(replica: Replica, attachment_id: Id = "") -> int:
    """Have one file that rests, or all, wait for its turn; return how many."""
    return _put(replica, TransferState.WAITING, (TransferState.PAUSED,), attachment_id)


def retry(replica: Replica, attachment_id: Id = "") -> int:
    """Have one file that failed, or all, wait for its turn again; return how many."""
    return _put(replica, TransferState.WAITING, (TransferState.FAILED,), attachment_id)


def _put(
    replica: Replica, state: TransferState, among: tuple[TransferState, ...], attachment_id: Id
) -> int:
    with replica.write() as connection:
        return transfers.set_state(connection, state, among=among, attachment_id=attachment_id)


def _text(moment: datetime) -> str:
    return str(to_value(moment))
