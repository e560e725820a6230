"""The demo's desks: each a folder with a replica of its own, signed in and filled."""

from pathlib import Path

from desktop.demo.company import HeadOffice
from sync.client.commands_importing import import_orders, known_in
from sync.client.commands_syncing import agree
from sync.client.imports.order_sheets import read_heading, read_orders
from sync.client.imports.scms import read_scms
from sync.client.imports.scms_lines import COLUMNS
from sync.client.loop import SyncLoop
from sync.client.replica import Replica, open_replica
from sync.client.sign_in import Credentials, office_at, sign_in

Seat = str
"""sales, documents or manager."""


def make_desk(folder: Path, office: HeadOffice, seat: Seat) -> None:
    """Sign the person of a seat in, and bring the first copy."""
    who = Credentials(
        url=office.url,
        login=office.company.desks[seat],
        password=office.password,
        device_name=f"demo {seat}",
    )
    replica = sign_in(folder, who, rings=())
    try:
        bring_up_to_date(replica)
    finally:
        replica.close()


def opened(folder: Path, office: HeadOffice) -> Replica:
    """Open the replica of a desk whose window is closed."""
    return open_replica(folder, password=office.password, rings=(), is_checked=False)


def bring_up_to_date(replica: Replica) -> None:
    """Push and pull until both ends agree."""
    state = replica.standing()
    pushing, pulling = (office_at(state.url, state.ca_file) for _ in range(2))
    try:
        agree(SyncLoop(replica, pushing, pulling))
    finally:
        pushing.close()
        pulling.close()


def bring_in(replica: Replica, path: Path) -> int:
    """Import a file of orders; return how many orders came."""
    owner_id = replica.standing().user_id
    if set(COLUMNS) <= set(read_heading(path)):
        counts, _ = import_orders(replica, read_scms(path, owner_id=owner_id))
    else:
        sheet = read_orders(path, owner_id=owner_id, known=known_in(replica))
        counts, _ = import_orders(replica, (*sheet.rejected, *sheet.orders))
    return counts["orders"]
