"""Reads what head office said of an operation, and what the operation was."""

import msgspec

from sync.domain.commands import ACTIONS
from sync.domain.records import Value
from sync.domain.refusals import Refusal
from sync.store.outbox import OutboxItem
from sync.wire.codec import Garbled, unpack_args
from sync.wire.messages import Operation


class _Detail(msgspec.Struct, frozen=True):
    """A verdict's detail as it is sent."""

    code: str = ""
    facts: dict[str, Value] = {}


_detail = msgspec.json.Decoder(_Detail)
_operation = msgspec.msgpack.Decoder(Operation)


def verdict_refusal(item: OutboxItem) -> Refusal:
    """Return why head office refused an operation; its bare status where it does not say."""
    try:
        detail = _detail.decode(item.detail or "{}")
    except msgspec.DecodeError:
        detail = _Detail()
    return Refusal(code=detail.code or item.status, facts=detail.facts)


def arguments_of(item: OutboxItem) -> object:
    """Return what the person asked for: the command's record, as plain values."""
    try:
        operation = _operation.decode(item.body)
        return unpack_args(operation.args, ACTIONS[operation.action].kind)
    except (msgspec.DecodeError, Garbled, KeyError):
        return None
