"""What can be asked of the data folder before there is a desk: its state, opening, signing in.

All of it waits for disk, keyring or network, so it runs off the window's thread. It is imported
after the first frame is painted.
"""

import platform
from pathlib import Path

import msgspec

from desktop.app.syncing import Opened, Reports, open_folder, opened
from sync.client import replica as replicas
from sync.client.desk_session import rings
from sync.client.sign_in import Credentials, sign_in
from sync.client.troubles import Trouble
from sync.domain.refusals import Refusal, Refused


class FolderState(msgspec.Struct, frozen=True):
    """Whether there is a replica, and whether only a password opens it."""

    has_replica: bool
    needs_password: bool


def look_at(folder: Path) -> FolderState:
    """Return the state of a data folder; Refused when its key file cannot be read."""
    if not replicas.has_replica(folder):
        return FolderState(has_replica=False, needs_password=False)
    return FolderState(has_replica=True, needs_password=replicas.needs_password(folder))


def open_door(folder: Path, password: str | None, reports: Reports) -> Opened:
    """Open the replica."""
    return open_folder(folder, password, rings(), reports)


def sign_in_at(folder: Path, who: Credentials, reports: Reports) -> Opened:
    """Sign in at head office, which makes the replica the first time, and open it."""
    return opened(sign_in(folder, who, rings=rings()), reports)


def device_name() -> str:
    """Return what this device is called."""
    return platform.node()[:80] or "desk"


def reason_of(error: Exception) -> Refusal | None:
    """Return why not, where it is a refusal or a trouble; None for a bug."""
    return error.refusal if isinstance(error, Refused | Trouble) else None
