"""A desk as a process that says one thing after the other and syncs, until it is killed.

`python -m tests.end_to_end.chatter FOLDER NAME ORDER`: says the number of each comment once it is
on disk. The next number follows from what the replica holds, so none is said twice or left out.
"""

import sys
from pathlib import Path

from sync.client.doing import do
from sync.client.loop import SyncLoop
from sync.client.replica import open_replica
from sync.client.sign_in import office_at
from sync.domain.commands import WriteComment
from sync.store import rows
from tests.end_to_end.running import PASSWORD


def main() -> None:
    """Work until killed."""
    folder, name, order = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    replica = open_replica(folder, password=PASSWORD, rings=())
    state = replica.standing()
    loop = SyncLoop(replica, *(office_at(state.url) for _ in range(2)))
    with replica.read() as connection:
        here = rows.find(connection, "comments", "order_id", order)
    number = sum(str(row["text"]).startswith(f"{name} ") for row in here)
    while True:
        said = WriteComment(id="", order_id=order, text=f"{name} {number}")
        do(replica, "comment.add", said)
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        loop.sync_once()
        number += 1


if __name__ == "__main__":
    main()
