"""Notices that a replica was put back from a backup: the keyring knows when it was last opened.

Its queue then goes on under a new name, before anything is sent: what was numbered twice would be
taken for what head office has already. Where there is no keyring, head office's answer says so.
"""

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sync.client import standing
from sync.clock import new_id
from sync.store import incarnations, keys
from sync.store.keyrings import Ring

if TYPE_CHECKING:
    from sync.client.replica import Replica


def notice(replica: "Replica", rings: Sequence[Ring]) -> bool:
    """Return whether this is not the replica that was opened last, having begun a new incarnation.

    The keyring and the replica then both remember this opening.
    """
    wrapping = keys.read_wrapping(replica.folder)
    ring = next((each for each in rings if each.name == wrapping.keyring), None)
    if ring is None:
        return False
    account = keys.opening_account(wrapping)
    remembered, opening = ring.find(account), secrets.token_hex(16)
    with replica.write() as connection:
        state = standing.load(connection)
        is_other = bool(remembered) and remembered != state.opening
        if is_other and state.incarnation:
            incarnations.begin_incarnation(connection, new_id())
        if ring.keep(account, opening):
            standing.note(connection, opening=opening)
    return is_other
