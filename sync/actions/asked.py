"""Reads an operation of the outbox for a person: what was asked for, on which values, and why not.

What cannot be read, as from a newer program, is told as far as it can be.
"""

import json
from typing import cast

import msgspec

from sync.domain.commands import ACTIONS
from sync.domain.records import Value
from sync.domain.refusals import Refusal
from sync.store.outbox import OutboxItem, OutboxState
from sync.wire import upgrading
from sync.wire.codec import Garbled
from sync.wire.messages import Operation

Fields = dict[str, Value]


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """An operation's arguments as plain values; `seen` is what its author saw of the row."""

    entity: str = ""
    row_id: str = ""
    arguments: dict[str, object] = {}
    set: Fields = {}
    seen: Fields = {}
    is_offline: bool = False


class _Detail(msgspec.Struct, frozen=True):
    """A verdict's detail, with the note of a person who dealt with it."""

    code: str = ""
    facts: Fields = {}
    note: str = ""


_detail = msgspec.json.Decoder(_Detail)
_operation = msgspec.msgpack.Decoder(Operation)
_arguments = msgspec.msgpack.Decoder(dict[str, object])


def asked(item: OutboxItem) -> Asked:
    """Return what an operation asked for."""
    try:
        operation = upgrading.raised(_operation.decode(item.body))
        arguments = _arguments.decode(operation.args)
    except (msgspec.DecodeError, Garbled):
        return Asked()
    action = ACTIONS.get(operation.action)
    entity = action.entity if action else ""
    row_id = arguments.get("id")
    given = arguments.get("set")
    return Asked(
        entity=entity,
        row_id=row_id if isinstance(row_id, str) else "",
        arguments=arguments,
        set=cast("Fields", given) if isinstance(given, dict) else {},
        seen=operation.base.get(f"{entity}/{row_id}", {}),
        is_offline=operation.offline,
    )


def why_not(item: OutboxItem) -> Refusal:
    """Return why head office refused an operation; its bare status where it does not say."""
    detail = _detail_of(item)
    return Refusal(code=detail.code or item.status, facts=detail.facts)


def note_of(item: OutboxItem) -> str:
    """Return what the person noted who dealt with a refused operation."""
    return _detail_of(item).note


def handled(item: OutboxItem, note: str) -> OutboxItem:
    """Return a refused operation as dealt with; its values and the reason stay readable."""
    detail = _detail_of(item)
    facts = {"code": detail.code, "facts": detail.facts, "note": note}
    return msgspec.structs.replace(
        item, state=OutboxState.HANDLED, detail=json.dumps(facts, ensure_ascii=False)
    )


def _detail_of(item: OutboxItem) -> _Detail:
    try:
        return _detail.decode(item.detail or "{}")
    except msgspec.DecodeError:
        return _Detail()
