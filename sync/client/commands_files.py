"""`gendan attach` and `gendan transfers`: files on orders, and their queue."""

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection

from sync.client import opened_files, transfers
from sync.client.attaching import attach
from sync.client.desk_session import DeskSession, open_desk
from sync.client.naming import order_named
from sync.client.replica import Replica
from sync.domain.attachments import FilePlace
from sync.domain.changes import Changes
from sync.domain.ids import Id
from sync.domain.refusals import refuse
from sync.store import transfers as queue
from sync.store.sentences import words
from sync.store.transfers import Transfer


def add(session: DeskSession) -> int:
    """Attach a file to an order; answer with the attachment's id."""
    options = session.options
    with open_desk(session) as replica:
        with replica.read() as connection:
            order_id = order_named(connection, options.order)
        place = FilePlace(order_id=order_id, item=options.item, replaces=options.replaces)
        changes = attach(
            replica, Path(options.file), place, offline=bool(replica.standing().is_paused)
        )
    session.console.json(answer_of(changes))
    return 0


def answer_of(changes: Changes) -> dict[str, object]:
    """Return what is answered when a file was attached."""
    return {
        "id": min(changes.rows["attachments"]),
        "operation_id": changes.operation_id,
        "rows": changes.rows,
        "orders": changes.orders,
    }


def steer(session: DeskSession) -> int:
    """Pause, resume or retry files, ask for a content, or save one."""
    options = session.options
    with open_desk(session) as replica:
        _STEPS[options.kind](session, replica, options.id)
    return 0


def show_transfers(session: DeskSession, connection: Connection) -> None:
    """Show the queue of files, the newest first."""
    found = queue.everything(connection)
    if session.console.is_json:
        session.console.json(found)
        return
    language = session.console.language
    heading = [words(f"transfer_{name}", {}, language=language) for name in _HEADING]
    session.console.table(heading, [_cells(session, each) for each in found])


_HEADING = ("name", "direction", "progress", "state", "why", "id")


def _cells(session: DeskSession, transfer: Transfer) -> tuple[str, ...]:
    language = session.console.language
    done = 100 * transfer.done_bytes // transfer.size_bytes if transfer.size_bytes else 100
    return (
        transfer.name,
        words(f"transfer_{transfer.direction.value}", {}, language=language),
        f"{done} % / {transfer.size_bytes:,} B",
        words(f"transfer_{transfer.state.value}", {}, language=language),
        transfer.code,
        transfer.attachment_id,
    )


def _counted(change: Callable[[Replica, Id], int]) -> Callable[[DeskSession, Replica, Id], None]:
    def step(session: DeskSession, replica: Replica, attachment_id: Id) -> None:
        count = change(replica, attachment_id)
        session.console.say("transfers_changed", count=count)
        if session.console.is_json:
            session.console.json({"changed": count})

    return step


def _fetch(session: DeskSession, replica: Replica, attachment_id: Id) -> None:
    is_here = transfers.want(replica, _required(attachment_id))
    session.console.say("transfer_is_here" if is_here else "transfer_is_queued")
    if session.console.is_json:
        session.console.json({"is_here": is_here})


def _save(session: DeskSession, replica: Replica, attachment_id: Id) -> None:
    place = Path(session.options.file or ".")
    path = opened_files.save_as(replica, _required(attachment_id), place)
    session.console.say("transfer_saved", path=str(path))
    if session.console.is_json:
        session.console.json({"path": str(path)})


def _required(attachment_id: Id) -> Id:
    if not attachment_id:
        raise refuse("attachment_not_named")
    return attachment_id


_STEPS: dict[str, Callable[[DeskSession, Replica, Id], None]] = {
    "pause": _counted(transfers.pause),
    "resume": _counted(transfers.resume),
    "retry": _counted(transfers.retry),
    "fetch": _fetch,
    "save": _save,
}
