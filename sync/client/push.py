"""Sends the queue to head office, oldest first, and takes in what was decided.

Each operation ends: done, or refused with its value kept. Only a lost connection tries again, and
then with the same ids, so that nothing happens twice.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime

import msgspec
from sqlalchemy import Connection

from sync.client import rebase, standing
from sync.client.office import Office
from sync.client.replica import Replica
from sync.client.standing import Standing
from sync.client.troubles import Trouble
from sync.clock import new_id
from sync.domain.changes import Changes
from sync.domain.records import to_value
from sync.store import incarnations, outbox
from sync.store.outbox import OutboxItem, OutboxState
from sync.wire.messages import Operation, Push, PushAnswer, Verdict

BATCH_OPERATIONS = 2_000
BATCH_BYTES = 900_000
"""Packed operations in a batch: below the request's limit even where nothing compresses."""

_operation = msgspec.msgpack.Decoder(Operation)
UNREADABLE = frozenset({"request_too_large", "request_garbled"})
"""Head office could not take the message in at all; one operation in it is the cause."""
OLDER = "office_older"
"""Head office's program is older than ours: it has read nothing of what it was sent."""

_DECIDED = ("applied", "noop", "review", "stale_approval")


def push_once(
    replica: Replica, office: Office, *, now: datetime, limit: int = BATCH_OPERATIONS
) -> Changes | None:
    """Send one batch; return what it changed on the screen, None when nothing waits."""
    with replica.write() as connection:
        state = standing.load(connection)
        items = _batch(outbox.to_send(connection, limit))
        outbox.mark_sent(connection, [item.op_id for item in items])
    if not items:
        return None
    operations = [as_sent(item) for item in items]
    message = Push(incarnation=state.incarnation, operations=operations)
    try:
        answer = office.push(message, state.badge)
    except Trouble as trouble:
        if trouble.code in (*UNREADABLE, OLDER):
            _take_back(replica, items)
        raise
    with replica.write(comes_again=True) as connection:
        return take_in(connection, items, answer, now)


def take_in(
    connection: Connection, items: Sequence[OutboxItem], answer: PushAnswer, now: datetime
) -> Changes:
    """Write the verdicts of a batch, within the connection's transaction."""
    state = standing.load(connection)
    require_ours(state, answer.server_id)
    if answer.epoch != state.epoch:
        raise Trouble("answer_out_of_date")
    verdicts = {verdict.op_id: verdict for verdict in answer.results}
    if verdicts.keys() != {item.op_id for item in items}:
        raise Trouble("answer_garbled")
    judged = [_judged(item, verdicts[item.op_id], answer, state) for item in items]
    waiting = [item for item in judged if item.state is OutboxState.SETTLING]
    moment = str(to_value(now))
    outbox.settle(
        connection, [msgspec.structs.replace(item, decided_at=moment) for item in waiting]
    )
    over = [item for item in judged if item.state is not OutboxState.SETTLING]
    keys = rebase.finish(connection, over, now)
    standing.note(connection, head=max(answer.head, state.head))
    return rebase.show(connection, keys)


def set_aside(replica: Replica, trouble: Trouble, *, now: datetime) -> Changes:
    """End the oldest operation, which head office cannot even read, so that the rest goes on.

    Its value stays in the queue, with why. One that was sent before and whose answer was lost may
    have been written: the trouble is raised again, and it is tried again.
    """
    detail = msgspec.json.encode({"code": trouble.code, "facts": trouble.facts}).decode()
    with replica.write() as connection:
        oldest = outbox.to_send(connection, 1)
        if any(item.state is OutboxState.SENT for item in oldest):
            raise trouble
        over = [
            msgspec.structs.replace(
                item, state=OutboxState.REFUSED, status="invalid", detail=detail
            )
            for item in oldest
        ]
        keys = rebase.finish(connection, over, now)
        incarnations.begin_incarnation(connection, new_id())
        return rebase.show(connection, keys)


def require_ours(state: Standing, server_id: str) -> None:
    """Raise Trouble when an answer is from another company's head office."""
    if server_id != state.server_id:
        raise Trouble("office_of_another_company", url=state.url)


def _take_back(replica: Replica, items: Sequence[OutboxItem]) -> None:
    """Let those wait again that left for the first time: head office has written none of them."""
    first = [item.op_id for item in items if item.state is OutboxState.WAITING]
    with replica.write() as connection:
        outbox.mark_unsent(connection, first)


def _batch(items: Sequence[OutboxItem]) -> list[OutboxItem]:
    """Return the oldest items that fit into one request; always at least one."""
    chosen: list[OutboxItem] = []
    size = 0
    for item in items:
        size += len(item.body)
        if chosen and size > BATCH_BYTES:
            break
        chosen.append(item)
    return chosen


def batches(items: Sequence[OutboxItem]) -> Iterator[list[OutboxItem]]:
    """Yield items in portions that fit into one request each, in order."""
    left = list(items)
    while left:
        portion = _batch(left[:BATCH_OPERATIONS])
        yield portion
        left = left[len(portion) :]


def as_sent(item: OutboxItem) -> Operation:
    """Return an operation as it leaves, with its place in the queue."""
    return msgspec.structs.replace(_operation.decode(item.body), seq=item.seq)


def _judged(item: OutboxItem, verdict: Verdict, answer: PushAnswer, state: Standing) -> OutboxItem:
    """Return the item with its verdict.

    One that changed nothing settles at head office's newest version: what made it needless is
    there by then.
    """
    ver = verdict.ver or answer.head
    fate = OutboxState.REFUSED
    if verdict.status in _DECIDED:
        fate = OutboxState.DONE if ver <= state.cursor else OutboxState.SETTLING
    return msgspec.structs.replace(
        item,
        state=fate,
        status=verdict.status,
        ver=ver if verdict.status in _DECIDED else 0,
        detail=verdict.detail,
    )
