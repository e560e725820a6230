"""What of a call is refused before anything is judged: too many, too long, or never from a desk.

Sizes are checked before anything is built from them: a list of a million empty maps is a few bytes
on the wire and half a gigabyte in memory. A NUL is refused, since PostgreSQL cannot keep one and
SQLite can: it would be good on one engine and poison on the other.
"""

import re
from collections.abc import Iterator
from typing import Annotated

import msgspec

from sync.domain.commands import ACTIONS, Command, ImportRows
from sync.domain.ids import Id
from sync.domain.refusals import refuse
from sync.domain.team_commands import GiveFeedback
from sync.server.refusing import decline
from sync.wire import codec
from sync.wire.codec import Garbled
from sync.wire.messages import Operation, Pull, Push

OPERATIONS_MAX = 2_000
SCOPES_MAX = 200
CONTAINERS_MAX = 200
ROWS_OF_A_NOUN_MAX = 20_000
IMPORT_BYTES_MAX = 4 << 20
ARGS_BYTES_MAX = 512 << 10
SEEN_BYTES_MAX = 2 << 20
"""Of what the authors of one push saw: 8 MiB of it, 48 KB on the wire, took 200 MB as rows."""

_ID = re.compile("[0-9a-f]{32}")
_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_NOTHING = msgspec.Raw(b"\x80")
_json = msgspec.json.Encoder()


class ReceivedPush(Push, frozen=True, kw_only=True):
    """A push whose list is counted before it is read."""

    operations: Annotated[list[Operation], msgspec.Meta(max_length=OPERATIONS_MAX)]


class _OperationOutline(msgspec.Struct, frozen=True, array_like=True):
    """Only where an operation's parts lie: nothing in them is read."""

    seq: msgspec.Raw
    op_id: msgspec.Raw
    at: msgspec.Raw
    action: msgspec.Raw
    args: msgspec.Raw
    base: msgspec.Raw
    offline: msgspec.Raw = _NOTHING
    numbers: msgspec.Raw = _NOTHING
    again: msgspec.Raw = _NOTHING
    schema: msgspec.Raw = _NOTHING


class _PushOutline(msgspec.Struct, frozen=True):
    """Only the outlines of a push's operations."""

    operations: Annotated[list[_OperationOutline], msgspec.Meta(max_length=OPERATIONS_MAX)] = []


class ReceivedPull(Pull, frozen=True, kw_only=True):
    """A pull whose list is counted before it is read."""

    cursor: Annotated[int, msgspec.Meta(ge=0, le=2**53)]
    scopes: Annotated[
        list[Annotated[str, msgspec.Meta(max_length=200)]], msgspec.Meta(max_length=SCOPES_MAX)
    ]
    containers: Annotated[
        list[Annotated[str, msgspec.Meta(max_length=40)]],
        msgspec.Meta(max_length=CONTAINERS_MAX),
    ] = msgspec.field(default_factory=list[str])


class _Extent(msgspec.Struct, frozen=True):
    """Only the counts of an import's rows: nothing in them is read."""

    rows: dict[str, Annotated[list[msgspec.Raw], msgspec.Meta(max_length=ROWS_OF_A_NOUN_MAX)]] = {}


class _Named(msgspec.Struct, frozen=True):
    """Only the id of an import's row."""

    id: str = ""


class _RowsNamed(msgspec.Struct, frozen=True):
    """Only the ids of an import's rows, by noun."""

    rows: dict[str, list[_Named]] = {}


def read_push(packed: bytes) -> ReceivedPush:
    """Return a push whose parts were measured first, or raise Garbled."""
    try:
        outline = msgspec.msgpack.decode(packed, type=_PushOutline)
        seen = sum(
            memoryview(each.base).nbytes + memoryview(each.numbers).nbytes
            for each in outline.operations
        )
        if seen > SEEN_BYTES_MAX:
            raise Garbled("saw too much")
        return msgspec.msgpack.decode(packed, type=ReceivedPush)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError, ValueError) as error:
        raise Garbled(type(error).__name__) from None


def check_push(push: Push) -> None:
    """Decline a push that no desk of ours makes: its ids are ids, its numbers begin at one."""
    ids = [push.incarnation, *(operation.op_id for operation in push.operations)]
    if not all(_ID.fullmatch(each) for each in ids) or any(
        not 0 < operation.seq < 2**53 or len(operation.at) > 40 or len(operation.action) > 100
        for operation in push.operations
    ):
        raise decline(400, "request_garbled")


def read_command(operation: Operation) -> Command:
    """Return an operation's command, or raise Refused for one that could never be judged."""
    action = ACTIONS.get(operation.action)
    if action is None:
        raise refuse("action_unknown", action=operation.action)
    try:
        _check_extent(operation)
        command = codec.unpack_args(operation.args, action.kind)
    except Garbled:
        raise refuse("command_not_valid", action=operation.action) from None
    if not _has_sound_id(command) or _has_nul(command, operation):
        raise refuse("command_not_valid", action=operation.action)
    return command


def is_anonymous(operation: Operation) -> bool:
    """Return whether nobody may learn whose operation it was: the ledger keeps no device of it."""
    if operation.action != "feedback.give":
        return False
    try:
        return codec.unpack_args(operation.args, GiveFeedback).anonymous
    except Garbled:
        return False


def ids_named(operation: Operation) -> Iterator[tuple[str, Id]]:
    """Yield the noun and id of each row that an operation saw or brings in, where they are ids."""
    for key in operation.base:
        entity, _, identifier = key.partition("/")
        if _ID.fullmatch(identifier):
            yield entity, identifier
    if operation.action != "order.import":
        return
    try:
        _check_extent(operation)
        named = codec.unpack_args(operation.args, _RowsNamed)
    except Garbled:
        return  # it is refused when its turn comes
    for entity, rows in named.rows.items():
        yield from ((entity, row.id) for row in rows if _ID.fullmatch(row.id))


def _check_extent(operation: Operation) -> None:
    is_import = operation.action == "order.import"
    if len(bytes(operation.args)) > (IMPORT_BYTES_MAX if is_import else ARGS_BYTES_MAX):
        raise Garbled("too large")
    if is_import:
        extent = codec.unpack_args(operation.args, _Extent)
        if sum(len(each) for each in extent.rows.values()) > ROWS_OF_A_NOUN_MAX:
            raise Garbled("too many rows")


def _has_sound_id(command: Command) -> bool:
    if isinstance(command, ImportRows):
        return True  # its rows have ids of their own, each checked as it is brought in
    identifier: str | None = getattr(command, "id", None)
    return identifier is None or _ID.fullmatch(identifier) is not None


def _has_nul(command: Command, operation: Operation) -> bool:
    written = _json.encode((command, operation.base, operation.at))
    return b"u0000" in written and _NUL.search(written) is not None
