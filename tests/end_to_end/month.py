"""Thirty days of one salesperson's work without a network, as a process that may be killed.

`python -m tests.end_to_end.month FOLDER`: goes on where the queue on disk says that it stopped, and
says each action's number when it is done. Every action is one operation, and every id, text and
file follows from its number.
"""

import random
import sys
from datetime import timedelta
from pathlib import Path

from sync import clock
from sync.client.attaching import attach
from sync.client.doing import do
from sync.client.replica import Replica, open_replica
from sync.domain.attachments import FilePlace
from sync.domain.commands import ACTIONS
from sync.domain.ids import Id, row_id
from sync.store import outbox
from sync.store.outbox import OutboxState
from tests.end_to_end.running import PASSWORD

ACTIONS_COUNT = 300
DAYS = 30
BUYER = row_id("month", "buyer")
LARGE = {103: 80_000_000, 203: 80_000_000}
_BEFORE = 1
"""The buyer, which is made before the month begins."""


def named(kind: str, number: int) -> Id:
    """Return the id of what the month's action made."""
    return row_id("month", kind, str(number))


def files() -> list[int]:
    """Return the numbers of the actions that attach a file."""
    return [n for n in range(ACTIONS_COUNT) if _is_file(n)]


def content(number: int) -> bytes:
    """Return the content of the file that an action attaches."""
    size = LARGE.get(number, 2_000 + 137 * number)
    return random.Random(number).randbytes(4_096) * (size // 4_096) + b"end %d" % number


def go_on(replica: Replica, folder: Path) -> None:
    """Do what is left of the month."""
    with replica.read() as connection:
        begun = len(outbox.listing(connection, list(OutboxState), 10_000)) - _BEFORE
    there = clock.now
    for number in range(begun, ACTIONS_COUNT):
        day = timedelta(days=number * DAYS / ACTIONS_COUNT)
        clock.now = lambda day=day: there() + day
        _do(replica, folder, number)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


def _is_file(number: int) -> bool:
    return number % 10 == 3 or (number % 10 == 7 and number // 10 % 3 == 0)


def _do(replica: Replica, folder: Path, number: int) -> None:
    order = named("order", number // 10)
    if _is_file(number):
        path = folder / f"paper {number}.bin"
        path.write_bytes(content(number))
        attach(replica, path, FilePlace(order_id=order))
        path.unlink()
        return
    name, fields = _action(number, order, replica.standing().user_id)
    do(replica, name, ACTIONS[name].kind(**fields))


def _action(number: int, order: Id, who: Id) -> tuple[str, dict[str, object]]:
    line = named("line", number // 10)
    first = named("order", 0)
    sold = {"order_id": order, "description": "lamp", "quantity": "10", "unit_price": "1.00"}
    task = {"order_id": order, "title": f"Call {number}", "assignee_id": who}
    return {
        0: ("order.create", {"id": order, "set": {"buyer_id": BUYER, "goods": f"goods {number}"}}),
        1: ("line.add", {"id": line, "set": sold}),
        2: ("comment.add", {"id": "", "order_id": order, "text": f"said {number}"}),
        4: ("line.edit", {"id": line, "set": {"unit_price": f"{number}.50"}}),
        5: ("order.edit", {"id": order, "set": {"destination": f"Port {number}"}}),
        6: ("task.add", {"id": "", "set": task}),
        7: ("comment.add", {"id": "", "order_id": order, "text": f"said {number}"}),
        8: ("order.edit", {"id": first, "set": {"note": f"note {number}"}}),
        9: ("partner.add", {"id": "", "set": {"name": f"Firm {number}", "kinds": "buyer"}}),
    }[number % 10]


def main() -> None:
    """Go on with the month in the folder named."""
    folder = Path(sys.argv[1])
    replica = open_replica(folder / "desk", password=PASSWORD, rings=())
    go_on(replica, folder)
    replica.close()


if __name__ == "__main__":
    main()
