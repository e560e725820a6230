"""Says pages and operations in the words of another release."""

from collections.abc import Mapping
from typing import cast

import msgspec

from sync.domain import releases
from sync.domain.commands import ACTIONS
from sync.domain.releases import Arguments, Lacks
from sync.wire import codec, versions
from sync.wire.codec import Garbled
from sync.wire.messages import Operation, Page


def lowered_pages(rows: Mapping[str, Page], schema: int) -> dict[str, Page]:
    """Return rows as a program of `schema` knows them: no newer nouns, columns or values."""
    lacks = releases.lacks(schema)
    if lacks.is_nothing:
        return dict(rows)
    return {
        noun: _lowered(noun, page, lacks) for noun, page in rows.items() if noun not in lacks.nouns
    }


def raised(operation: Operation) -> Operation:
    """Return an operation that an older program made in today's words, or raise Garbled."""
    if not 0 < operation.schema < versions.SCHEMA:
        return operation
    try:
        action, arguments = releases.raised(
            operation.action, _arguments(operation), operation.schema
        )
    except (KeyError, ValueError, TypeError):
        raise Garbled("arguments of an older program") from None
    return _said(operation, action, arguments)


def lowered(operation: Operation, schema: int) -> Operation | None:
    """Return an operation in the words of `schema`; None where that has no words for it."""
    if operation.schema <= schema:
        return operation
    said = releases.lowered(operation.action, _arguments(operation), schema)
    if said is None or _sets_unknown(said[1], operation, schema):
        return None
    return msgspec.structs.replace(_said(operation, *said), schema=schema)


def _sets_unknown(arguments: Arguments, operation: Operation, schema: int) -> bool:
    """Return whether something would be set that a program of `schema` has no column for."""
    lacks = releases.lacks(schema)
    nouns = {key.partition("/")[0] for key in operation.base} | {_noun(operation.action)}
    unknown = frozenset[str]().union(*(lacks.columns.get(noun, frozenset()) for noun in nouns))
    given = arguments.get("set")
    names = set(cast("dict[str, object]", given)) if isinstance(given, dict) else set[str]()
    return not unknown.isdisjoint(names)


def _noun(action: str) -> str:
    known = ACTIONS.get(action)
    return "" if known is None else known.entity


def _lowered(noun: str, page: Page, lacks: Lacks) -> Page:
    hidden = lacks.columns.get(noun, frozenset())
    mapped = {at: name for at, name in enumerate(page.columns) if (noun, name) in lacks.values}
    kept = [at for at, name in enumerate(page.columns) if name not in hidden]
    rows = [
        tuple(lacks.told(noun, mapped[at], row[at]) if at in mapped else row[at] for at in kept)
        for row in page.rows
    ]
    same = dict(lacks.row(noun, page.same))
    return Page(columns=[page.columns[at] for at in kept], rows=rows, same=same)


def _said(operation: Operation, action: str, arguments: Arguments) -> Operation:
    return msgspec.structs.replace(operation, action=action, args=codec.pack_args(arguments))


def _arguments(operation: Operation) -> Arguments:
    return codec.unpack_args(operation.args, dict[str, object])
