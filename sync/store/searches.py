"""Finds orders, partners and products by any part of their names and numbers, for the search box.

Every word must be found. Orders are also found by the buyer's PO number, B/L and container.
"""

from collections.abc import Sequence
from typing import Literal

import msgspec
from sqlalchemy import Column, ColumnElement, Connection, Table, and_, or_, select

from sync.domain.ids import Id
from sync.store.derived import summaries
from sync.store.tables import TABLES

Kind = Literal["order", "partner", "product"]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One thing found: its name, and what else says which one it is.

    `number` is the PO, B/L or container number by which an order was found, if by one.
    """

    kind: Kind
    id: Id
    title: str
    name: str = ""
    note: str = ""
    number: str = ""


def find_orders(connection: Connection, words: Sequence[str], limit: int) -> list[Found]:
    """Return orders that hold every word, the most pressing first, ended ones last."""
    columns = (summaries.c.order_no, summaries.c.buyer, summaries.c.goods)
    wanted = and_(*(or_(_has(columns, word), _by_number(word)) for word in words))
    chosen = (
        select(summaries.c.id, *columns)
        .where(wanted)
        .order_by(summaries.c.state != "open", summaries.c.slack.nulls_last(), summaries.c.order_no)
        .limit(limit)
    )
    found = [tuple(map(str, row)) for row in connection.execute(chosen)]
    numbers = _numbers(connection, [row[0] for row in found], words)
    return [
        Found(
            kind="order",
            id=order_id,
            title=order_no,
            name=buyer,
            note=goods,
            number=numbers.get(order_id, ""),
        )
        for order_id, order_no, buyer, goods in found
    ]


def find_partners(connection: Connection, words: Sequence[str], limit: int) -> list[Found]:
    """Return partners whose name or code holds every word."""
    table = TABLES["partners"]
    columns = (table.c.name, table.c.name_zh, table.c.code)
    chosen = (
        select(table.c.id, table.c.name, table.c.name_zh, table.c.country)
        .where(*(_has(columns, word) for word in words))
        .order_by(table.c.name)
        .limit(limit)
    )
    return [
        Found(kind="partner", id=str(row_id), title=str(name), name=str(zh), note=str(country))
        for row_id, name, zh, country in connection.execute(chosen)
    ]


def find_products(connection: Connection, words: Sequence[str], limit: int) -> list[Found]:
    """Return products whose code or names hold every word."""
    table = TABLES["products"]
    columns = (table.c.code, table.c.name_en, table.c.name_zh)
    chosen = (
        select(table.c.id, *columns)
        .where(*(_has(columns, word) for word in words))
        .order_by(table.c.code)
        .limit(limit)
    )
    return [
        Found(kind="product", id=str(row_id), title=str(code), name=str(en), note=str(zh))
        for row_id, code, en, zh in connection.execute(chosen)
    ]


def _has(columns: Sequence[Column[str]], word: str) -> ColumnElement[bool]:
    return or_(*(column.icontains(word, autoescape=True) for column in columns))


def _numbered() -> tuple[tuple[Table, Column[str], Column[str]], ...]:
    """Return where numbers stand that lead to an order: table, the order's id, the number."""
    orders, shipments, containers = (TABLES[name] for name in ("orders", "shipments", "containers"))
    return (
        (orders, orders.c.id, orders.c.buyer_po),
        (shipments, shipments.c.order_id, shipments.c.bl_no),
        (containers, containers.c.order_id, containers.c.number),
    )


def _by_number(word: str) -> ColumnElement[bool]:
    return or_(
        *(
            summaries.c.id.in_(select(order_id).where(number.icontains(word, autoescape=True)))
            for _, order_id, number in _numbered()
        )
    )


def _numbers(connection: Connection, ids: Sequence[Id], words: Sequence[str]) -> dict[Id, str]:
    """Return the numbers by which these orders were found, by order."""
    found: dict[Id, str] = {}
    for _, order_id, number in _numbered():
        chosen = select(order_id, number).where(
            order_id.in_(ids), or_(*(number.icontains(word, autoescape=True) for word in words))
        )
        for key, text in connection.execute(chosen):
            found.setdefault(str(key), str(text))
    return found
