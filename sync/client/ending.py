"""Ends this device when head office says so, signed: gives up what waits, destroys what is here.

Nothing is destroyed before what waits has reached head office, where the company wants it.
"""

import contextlib
import shutil
from collections.abc import Sequence
from pathlib import Path

import msgspec

from sync.client.badges import Badge
from sync.client.office import Office
from sync.client.push import as_sent, batches
from sync.client.replica import Replica
from sync.client.standing import Standing
from sync.client.troubles import Trouble, WipeOrdered
from sync.store import keys, outbox
from sync.store.keyrings import Ring
from sync.store.outbox import OutboxState
from sync.wire import endings
from sync.wire.messages import Push

ENDING = "device_ending"


def heed(replica: Replica, order: WipeOrdered) -> Trouble:
    """Return the trouble that an order to wipe is, having noted it where head office signed it.

    Anybody could answer 403: unsigned, or signed by another, it destroys nothing.
    """
    state = replica.standing()
    if not is_meant(state, order.signature):
        return Trouble(order.code, **order.facts)
    replica.note(wipe_order=order.signature, wipe_gives=int(order.gives))
    return Trouble(ENDING)


def is_meant(state: Standing, signature: str) -> bool:
    """Return whether our own head office has this very device wiped."""
    return endings.is_wipe(state.office_key, signature, state.server_id, state.device_id)


def obey(replica: Replica, office: Office, rings: Sequence[Ring]) -> bool:
    """Do as was ordered; return whether there was an order. The replica is closed then, and gone.

    Raise Trouble, with everything still here, where what waits cannot be given up yet.
    """
    state = replica.standing()
    if not is_meant(state, state.wipe_order):
        return False
    badge = msgspec.structs.replace(state.badge, epoch="")
    if state.wipe_gives:
        _give_up(replica, office, state, badge)
    replica.close()
    destroy(replica.folder, rings)
    with contextlib.suppress(Trouble):
        office.confirm_wiped(badge)
    return True


def destroy(folder: Path, rings: Sequence[Ring]) -> None:
    """Destroy the key first, without which nothing else is readable, then every file."""
    keys.destroy(folder, rings)
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            with contextlib.suppress(OSError):
                path.unlink()


def _give_up(replica: Replica, office: Office, state: Standing, badge: Badge) -> None:
    with replica.read() as connection:
        waiting = outbox.listing(connection, (OutboxState.WAITING, OutboxState.SENT), 1_000_000)
    for items in batches(waiting[::-1]):
        operations = [as_sent(item) for item in items]
        office.give_up(Push(incarnation=state.incarnation, operations=operations), badge)
