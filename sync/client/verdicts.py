"""Reads what head office said of an operation, and what the operation was."""

import msgspec

from sync.domain.commands import ACTIONS
from sync.domain.records import Value
from sync.domain.refusals import Refusal
from sync.store.outbox import OutboxItem
from sync.wire import upgrading
from sync.wire.codec import Garbled, unpack_args
from sync.wire.messages import NUMBERED, Operation


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


def number_told(item: OutboxItem) -> str:
    """Return the number that an order was given by this operation, where head office told it."""
    refusal = verdict_refusal(item)
    return str(refusal.facts.get("number") or "") if refusal.code == NUMBERED else ""


def arguments_of(item: OutboxItem) -> object:
    """Return what the person asked for: the command's record, as plain values."""
    try:
        operation = upgrading.raised(_operation.decode(item.body))
        return unpack_args(operation.args, ACTIONS[operation.action].kind)
    except (msgspec.DecodeError, Garbled, KeyError):
        return None
