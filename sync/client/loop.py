"""Keeps a replica and head office agreed: pushes while something waits, then asks for what is new.

Nothing is remembered but the replica itself: what is to be done is read from it each time, so a
lost wake-up or a kill costs a moment, never a change. Between tries after a trouble it waits at
random up to twice as long each time, five minutes at most.
"""

import contextlib
import random
from collections.abc import Callable, Generator
from datetime import datetime
from threading import Condition, Event
from typing import Final

from sync import clock
from sync.client import comparing, ending, epochs, leases, pull, push, speaking, statuses
from sync.client.office import Office
from sync.client.replica import Replica
from sync.client.statuses import SyncStatus
from sync.client.troubles import (
    SIGN_IN_AGAIN,
    Cancelled,
    EpochChanged,
    OutOfStep,
    Trouble,
    WipeOrdered,
)
from sync.domain.changes import Changes

WAIT_SECONDS = 25
FIRST_PAUSE_SECONDS = 1.0
PAUSE_SECONDS_MAX = 300.0
COMPARE_SECONDS = 600.0
RENEW_SECONDS = 600.0
"""How often a little of what is here is compared with head office's."""
_OUT_OF_STEP_MAX = 3
_UNREAD_TIMES_MAX = 3

Told = Callable[[SyncStatus, Changes], None]


def tell_nobody(_status: SyncStatus, _changes: Changes) -> None:
    """Listen to nothing."""


class SyncLoop:
    """Syncs one replica. `run` blocks its thread until stopped; the rest is safe from any thread.

    `pushing` and `pulling` are two ways to the same head office, so that a long poll does not hold
    up a push.
    """

    def __init__(
        self,
        replica: Replica,
        pushing: Office,
        pulling: Office,
        *,
        told: Told = tell_nobody,
        now: Callable[[], datetime] = clock.now,
        chance: random.Random | None = None,
    ) -> None:
        self.replica: Final = replica
        self._pushing = pushing
        self._pulling = pulling
        self._told = told
        self._now = now
        self._chance = chance or random.Random()  # noqa: S311  only spreads tries over time
        self._compare_from = clock.monotonic() + COMPARE_SECONDS
        self._renew_from = 0.0
        self._changed = Condition()
        self._is_woken = False
        self._is_paused = bool(replica.standing().is_paused)
        self._tries = 0
        self._steps_out = 0
        self._unread_times = 0
        self._batch = push.BATCH_OPERATIONS
        self._online_since: datetime | None = None
        self._trouble: Trouble | None = None

    def run(self, stop: Event) -> None:
        """Sync until `stop` is set and `wake` was called."""
        while not stop.is_set() and not self.has_ended:
            if self._is_paused:
                self._rest(None, stop)
            elif not self.sync_once(wait=WAIT_SECONDS):
                self._rest(self._pause_seconds(), stop)

    @property
    def has_ended(self) -> bool:
        """Whether head office has ended this device: nothing more is to be synced."""
        return self._trouble is not None and self._trouble.code == ending.ENDING

    def sync_once(self, *, wait: int = 0) -> bool:
        """Push all that waits, pull one page; return False after a trouble, told to the listener.

        It waits for news up to `wait` seconds only when there is nothing to push or pull.
        """
        try:
            while not self._is_paused and self.push_once():
                self.report()
            is_idle = self._trouble is None and not self._take_wake()
            if not self.pull_once(wait=wait if is_idle else 0):
                self._compare()
        except Cancelled:
            return True
        except Trouble as trouble:
            self._note_trouble(trouble)
            return False
        return True

    def push_once(self) -> bool:
        """Send one batch; return whether there may be more. Raise Trouble or Cancelled."""
        with self._following():
            try:
                changes = push.push_once(
                    self.replica, self._pushing, now=self._now(), limit=self._batch
                )
            except Trouble as trouble:
                changes = self._unread(trouble)
            else:
                self._steps_out = self._unread_times = 0
            if changes is None:
                self._batch = push.BATCH_OPERATIONS
                return False
            self._note_success(changes)
        return True

    def _unread(self, trouble: Trouble) -> Changes:
        """Find the operation that head office cannot read: send one at a time, then leave it out.

        Three times it must fail, since the message may have been damaged on the way.
        """
        if trouble.code not in push.UNREADABLE:
            raise trouble
        self._unread_times += 1
        if self._batch > 1:
            self._batch, self._unread_times = 1, 0
            return Changes()
        if self._unread_times < _UNREAD_TIMES_MAX:
            raise trouble
        self._unread_times = 0
        return push.set_aside(self.replica, trouble, now=self._now())

    def pull_once(self, *, wait: int = 0, removal_is_meant: bool = False) -> bool:
        """Take in one page; return whether there is more already. Raise Trouble or Cancelled."""
        more = True
        with self._following():
            changes, more = pull.pull_once(
                self.replica,
                self._pulling,
                now=self._now(),
                wait=wait,
                removal_is_meant=removal_is_meant,
            )
            self._note_success(changes)
        self._renew()
        return more

    def _renew(self) -> None:
        """Now and then ask whether this device may be used for longer without head office."""
        if clock.monotonic() >= self._renew_from:
            self._renew_from = clock.monotonic() + RENEW_SECONDS
            leases.renew_if_due(self.replica, self._pulling, self._now())
            speaking.try_newest(self.replica, self._pulling)

    def _compare(self) -> None:
        """Now and then, with nothing else to do, compare a little of what is here."""
        if clock.monotonic() < self._compare_from:
            return
        self._compare_from = clock.monotonic() + COMPARE_SECONDS
        with self._following():
            found = comparing.compare_some(self.replica, self._pulling)
            if found.differing:
                self.report(found.changes)

    def wake(self) -> None:
        """Look again now: something was done here, or a person wants to try."""
        with self._changed:
            self._is_woken = True
            self._tries = 0
            self._changed.notify_all()
        self._pulling.cancel()

    def pause(self) -> None:
        """Work offline until resumed, also over a restart."""
        self._is_paused = True
        self.replica.note(is_paused=1)
        self._pushing.cancel()
        self._pulling.cancel()
        self._online_since = None
        self.report()

    def resume(self) -> None:
        """Sync again."""
        self._is_paused = False
        self.replica.note(is_paused=0)
        self.wake()

    def stop(self, stop: Event) -> None:
        """End `run` soon, whatever it waits for."""
        stop.set()
        self._pushing.cancel()
        self.wake()

    def status(self) -> SyncStatus:
        """Return how far both ends agree."""
        trouble = None if self._trouble is None else self._trouble.refusal
        with self.replica.read() as connection:
            return statuses.read_status(
                connection,
                online_since=self._online_since,
                is_paused=self._is_paused,
                trouble=trouble,
            )

    def report(self, changes: Changes | None = None) -> None:
        """Tell the listener how far both ends agree, and what changed."""
        self._told(self.status(), changes or Changes())

    @contextlib.contextmanager
    def _following(self) -> Generator[None, None, None]:
        """Follow head office where it has another epoch, or another place in our queue, in mind."""
        try:
            yield
        except WipeOrdered as order:
            raise ending.heed(self.replica, order) from None
        except EpochChanged as changed:
            epochs.adopt(self.replica, changed, now=self._now())
            self.report()
        except Trouble as trouble:
            self.report(speaking.heed(self.replica, trouble, now=self._now()))
        except OutOfStep as out:
            self._steps_out += 1
            if self._steps_out > _OUT_OF_STEP_MAX:
                raise Trouble("queue_not_accepted") from None
            if out.is_gap:
                epochs.give_all_back(self.replica, now=self._now())
            epochs.begin_again(self.replica)

    def _note_success(self, changes: Changes) -> None:
        self._tries = 0
        self._trouble = None
        self._online_since = self._online_since or self._now()
        self.report(changes)

    def _note_trouble(self, trouble: Trouble) -> None:
        self._tries += 1
        self._trouble = trouble
        self._online_since = None
        with contextlib.suppress(Trouble):  # the disk's: told with the next try
            self.report()

    def _pause_seconds(self) -> float:
        """Return how long to wait after a trouble; nothing but a person ends some of them."""
        if self._trouble is not None and self._trouble.code in SIGN_IN_AGAIN:
            return PAUSE_SECONDS_MAX
        longest = min(PAUSE_SECONDS_MAX, FIRST_PAUSE_SECONDS * 2 ** min(self._tries, 12))
        return self._told_seconds() + self._chance.uniform(0.0, longest)

    def _told_seconds(self) -> float:
        """Return how long head office said to wait at least."""
        told = None if self._trouble is None else self._trouble.facts.get("wait_seconds")
        return min(PAUSE_SECONDS_MAX, float(told)) if isinstance(told, int) else 0.0

    def _take_wake(self) -> bool:
        with self._changed:
            was_woken = self._is_woken
            self._is_woken = False
            return was_woken

    def _rest(self, seconds: float | None, stop: Event) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._is_woken or stop.is_set(), seconds)
            self._is_woken = False
