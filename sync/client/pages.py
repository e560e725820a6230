"""Writes what a page of head office's changes says: rows put, rows gone."""

from collections.abc import Mapping

import msgspec
from sqlalchemy import Connection

from sync.client.troubles import Trouble
from sync.domain.changes import Changes
from sync.domain.entities import ENTITIES, PARENTS
from sync.domain.ids import Id
from sync.domain.records import Value, columns, defaults
from sync.store import bases, rows
from sync.wire.messages import Page, PullAnswer
from sync.wire.snapshots import Segment

Key = tuple[str, Id]


class Written(msgspec.Struct, frozen=True):
    """The rows that a page is about, and the orders they belong to."""

    keys: set[Key]
    orders: set[Id]


def write_page(connection: Connection, answer: PullAnswer, pending: set[Key]) -> Written:
    """Put and remove rows: straight in the tables, or underneath what is pending on them."""
    left = (*answer.gone, *answer.lost)
    gone = {(entity, row_id) for entity, row_id in left if entity in ENTITIES}
    orders = orders_of(connection, gone)
    keys = set(gone)
    for entity, page in answer.rows.items():
        if entity in ENTITIES:
            keys |= _put_page(connection, entity, page, pending)
            orders |= _orders_in(entity, page)
    _take(connection, gone, pending)
    return Written(keys, orders - {""})


def write_segment(connection: Connection, segment: Segment, pending: set[Key]) -> Written:
    """Put the rows of a segment, but for those that are here in a newer version already."""
    keys: set[Key] = set()
    orders: set[Id] = set()
    for entity, page in segment.rows.items():
        if entity in ENTITIES:
            keys |= _put_page(connection, entity, page, pending, is_segment=True)
            orders |= _orders_in(entity, page)
    return Written(keys, orders - {""})


def changes_in(connection: Connection, keys: set[Key], orders: set[Id] | None = None) -> Changes:
    """Return rows as changes, with the orders they belong to."""
    nouns: dict[str, set[Id]] = {}
    for entity, row_id in keys:
        nouns.setdefault(entity, set()).add(row_id)
    found = orders_of(connection, keys) if orders is None else orders
    ids = {entity: frozenset(each) for entity, each in nouns.items()}
    return Changes(rows=ids, orders=frozenset(found - {""}))


def orders_of(connection: Connection, keys: set[Key]) -> set[Id]:
    """Return the orders that rows belong to, as far as the rows are here."""
    found = {row_id for entity, row_id in keys if entity == "orders"}
    children: dict[str, list[Id]] = {}
    for entity, row_id in keys:
        if entity in PARENTS:
            children.setdefault(entity, []).append(row_id)
    for entity, ids in children.items():
        here = rows.get_many(connection, entity, ids)
        found |= {str(row["order_id"] or "") for row in here.values()}
    return found


def unknown_names(sent: Mapping[str, Page]) -> set[str]:
    """Return the nouns and columns of what was sent that this program has no place for."""
    found = {entity for entity in sent if entity not in ENTITIES}
    for entity, page in sent.items():
        if entity in ENTITIES:
            names = (*page.columns, *page.same)
            found |= {f"{entity}.{name}" for name in names if name not in _known(entity)}
    return found


def _known(entity: str) -> set[str]:
    return {*columns(ENTITIES[entity]), "ver"}


def _put_page(
    connection: Connection,
    entity: str,
    page: Page,
    pending: set[Key],
    *,
    is_segment: bool = False,
) -> set[Key]:
    """Put one noun's rows; columns that an older head office does not send get their default."""
    kept = [index for index, name in enumerate(page.columns) if name in _known(entity)]
    names = tuple(page.columns[index] for index in kept)
    if names[:1] != ("id",) or any(len(row) != len(page.columns) for row in page.rows):
        raise Trouble("answer_garbled")
    fixed = _fixed(entity, page)
    is_whole = len(kept) == len(page.columns)
    given = page.rows if is_whole else [tuple(row[index] for index in kept) for row in page.rows]
    keys = {(entity, str(row[0])) for row in given}
    below = keys & pending
    if below:
        under = [row for row in given if (entity, str(row[0])) in below]
        sent = {(entity, str(row[0])): dict(zip(names, row, strict=True)) | fixed for row in under}
        bases.replace_many(connection, _newer(connection, sent) if is_segment else sent)
        given = [row for row in given if (entity, str(row[0])) not in below]
    if is_segment or fixed or entity == "history":
        rows.put_many(connection, entity, names, given, fixed=fixed, is_newer_only=is_segment)
    else:
        stored = rows.tuples_of(connection, entity, names, [str(row[0]) for row in given])
        rows.put_changed(connection, entity, names, given, stored)
    return keys


def _fixed(entity: str, page: Page) -> dict[str, Value]:
    """Return the columns that have one value in all rows: said once, or not sent at all."""
    preset = defaults(ENTITIES[entity])
    absent = {name: preset[name] for name in preset if name not in page.columns}
    return absent | {name: value for name, value in page.same.items() if name in _known(entity)}


def _newer(
    connection: Connection, sent: dict[Key, dict[str, Value]]
) -> dict[Key, dict[str, Value]]:
    """Return what is not older than what is kept underneath pending operations."""
    found = dict(sent)
    for entity in {entity for entity, _ in sent}:
        ids = [row_id for noun, row_id in sent if noun == entity]
        for row_id, body in bases.get_many(connection, entity, ids).items():
            if int(body.get("ver") or 0) > int(sent[entity, row_id]["ver"] or 0):
                del found[entity, row_id]
    return found


def _orders_in(entity: str, page: Page) -> set[Id]:
    column = "id" if entity == "orders" else PARENTS.get(entity, "")
    if column not in page.columns:
        return set()
    at = page.columns.index(column)
    return {str(row[at] or "") for row in page.rows}


def _take(connection: Connection, gone: set[Key], pending: set[Key]) -> None:
    straight: dict[str, list[Id]] = {}
    for entity, row_id in sorted(gone):
        if (entity, row_id) in pending:
            bases.replace(connection, (entity, row_id), None)
        else:
            straight.setdefault(entity, []).append(row_id)
    for entity, ids in straight.items():
        rows.remove_many(connection, entity, ids)
