"""Takes in a push: each operation judged exactly once, in order, all of it in one transaction."""

import hashlib
import logging
from datetime import datetime

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from sync.actions.context import Context, Rules
from sync.actions.office import Bench
from sync.domain.people import Actor
from sync.domain.records import to_value
from sync.domain.refusals import Refusal, Refused, refuse
from sync.server.scrutiny import ids_named, is_anonymous, read_command
from sync.store import feed, ledger
from sync.store.ledger import LedgerEntry
from sync.wire import upgrading
from sync.wire.codec import Garbled
from sync.wire.messages import Operation, Push, Verdict

_encode = msgspec.msgpack.Encoder().encode
_write = msgspec.json.Encoder().encode
_logger = logging.getLogger("gendan.office")


class OutOfOrder(Exception):  # noqa: N818  told to the desk, which then begins a new incarnation
    """A sequence number that was used before by another operation ("fork").

    Or one too far ahead ("gap").
    """

    def __init__(self, code: str, next_seq: int) -> None:
        super().__init__(code)
        self.code = code
        self.next_seq = next_seq


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """Who pushes, when, and by which rules they are judged."""

    actor: Actor
    now: datetime
    rules: Rules


def accept(connection: Connection, push: Push, around: Circumstances) -> tuple[int, list[Verdict]]:
    """Judge a push within the connection's transaction.

    Return head office's version and the verdicts, in order.

    Raise OutOfOrder before anything is written when the queue does not continue where it stopped;
    operations that were judged before are answered from the ledger and do not count against the
    order.
    """
    ids = [operation.op_id for operation in push.operations]
    ver = feed.raise_head(connection)
    before = ledger.known(connection, ids)
    device_id = around.actor.device_id
    last = ledger.last_seq(connection, device_id, push.incarnation)
    bench = Bench(connection, ver)
    prefetch(bench, push.operations)
    named = (key for operation in push.operations for key in ids_named(operation))
    bench.limit_to(around.actor, named)
    verdicts: list[Verdict] = []
    entered: list[LedgerEntry] = []
    for operation in push.operations:
        digest = digest_of(operation)
        earlier = before.get(operation.op_id)
        if earlier is not None:
            verdicts.append(_answer_again(operation, earlier, digest))
            last = max(last, operation.seq)
            continue
        if operation.seq != last + 1:
            raise OutOfOrder("fork" if operation.seq <= last else "gap", last + 1)
        last = operation.seq
        verdict = _judge(bench, operation, _context(operation, around))
        verdicts.append(verdict)
        if operation.again and verdict.status == "gone":
            continue  # what it builds on may still be given back: it may be asked again
        entered.append(_entry(operation, verdict, digest, around))
        before[operation.op_id] = entered[-1]
    bench.write()
    ledger.write(connection, entered)
    ledger.put_last_seq(connection, device_id, push.incarnation, last)
    return ver, verdicts


def digest_of(operation: Operation) -> str:
    """Return what an operation is, without its place in the queue: a renumbered one is the same."""
    content = _encode([operation.action, bytes(operation.args), operation.base, operation.at])
    return hashlib.sha256(content).hexdigest()


def prefetch(bench: Bench, operations: list[Operation]) -> None:
    """Read the rows that the operations say they saw with a few statements.

    Instead of one by one.
    """
    wanted: dict[str, set[str]] = {}
    for operation in operations:
        for entity, row_id in ids_named(operation):
            wanted.setdefault(entity, set()).add(row_id)
    for entity, ids in wanted.items():
        if bench.work.knows(entity):
            bench.work.prefetch(entity, sorted(ids))


def _judge(bench: Bench, operation: Operation, context: Context) -> Verdict:
    """Return the verdict, whatever the operation holds: none may stop those behind it."""
    try:
        operation = _raised(operation)
        return bench.judge(operation, read_command(operation), context)
    except Refused as refused:
        return _refused(operation, refused.refusal)
    except SQLAlchemyError:
        raise  # the database's trouble, not the operation's: tried again as a whole
    except Exception:
        _logger.exception("operation_failed", extra={"facts": {"op_id": operation.op_id}})
        bench.work.roll_back()
        return _refused(operation, Refusal(code="operation_failed"))


def _raised(operation: Operation) -> Operation:
    try:
        return upgrading.raised(operation)
    except Garbled:
        raise refuse("command_not_valid", action=operation.action) from None


def _refused(operation: Operation, refusal: Refusal) -> Verdict:
    detail = _write({"code": refusal.code, "facts": refusal.facts}).decode()
    return Verdict(op_id=operation.op_id, status=refusal.kind, ver=0, detail=detail)


def _answer_again(operation: Operation, earlier: LedgerEntry, digest: str) -> Verdict:
    """Return what was decided; an operation of the same id that says something else has no effect.

    A fork would be answered by a new incarnation, which keeps the id, and so without end.
    """
    if earlier.digest != digest:
        return _refused(operation, Refusal(code="operation_differs"))
    return Verdict(
        op_id=earlier.op_id, status=earlier.status, ver=earlier.ver, detail=earlier.detail
    )


def _context(operation: Operation, around: Circumstances) -> Context:
    return Context(
        actor=around.actor,
        operation_id=operation.op_id,
        acted_at=_claimed(operation.at, around.now),
        now=around.now,
        rules=around.rules,
        at_head_office=True,
        offline=operation.offline,
    )


def _claimed(text: str, now: datetime) -> datetime:
    """Return the author's moment, a claim that is only shown; ours where theirs cannot be read."""
    try:
        return msgspec.convert(text, datetime).replace(microsecond=0)
    except (msgspec.ValidationError, ValueError):
        return now


def _entry(
    operation: Operation, verdict: Verdict, digest: str, around: Circumstances
) -> LedgerEntry:
    """Return what the ledger keeps; of what is anonymous no device, and only the day."""
    device_id, at = around.actor.device_id, around.now
    if is_anonymous(operation):
        device_id, at = "", at.replace(hour=0, minute=0, second=0)
    return LedgerEntry(
        verdict.op_id,
        device_id,
        digest,
        verdict.status,
        verdict.detail,
        verdict.ver,
        str(to_value(at)),
    )
