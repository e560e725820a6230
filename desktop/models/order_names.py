"""What ids on an order page stand for: firms, goods, people, lines, shipments."""

from collections.abc import Iterator, Mapping

from sqlalchemy import Connection

from sync.domain.facts import OrderFacts
from sync.domain.ids import Id
from sync.domain.partners import PartnerKind
from sync.domain.people import User
from sync.domain.records import split
from sync.store import rows

Choices = list[tuple[str, str]]
"""Pairs of an id and what it is called."""

PARTNER_KINDS: dict[str, tuple[PartnerKind, ...]] = {
    "buyer_id": (PartnerKind.BUYER,),
    "consignee_id": (PartnerKind.BUYER, PartnerKind.BANK),
    "notify_id": (PartnerKind.BUYER, PartnerKind.FORWARDER),
    "supplier_id": (PartnerKind.SUPPLIER,),
    "forwarder_id": (PartnerKind.FORWARDER,),
}
"""Which kinds of firm a field may name."""


def names_in(
    connection: Connection, facts: OrderFacts, *, people: Mapping[Id, User], language: str
) -> dict[str, str]:
    """Return the names of everything that an order and what belongs to it point to."""
    names = {user.id: person_name(user, language) for user in people.values()}
    firms = rows.get_many(connection, "partners", set(_firms(facts)))
    names |= {firm: str(row["name"]) for firm, row in firms.items()}
    goods = rows.get_many(connection, "products", {line.product_id for line in facts.lines} - {""})
    names |= {product: str(row["code"]) for product, row in goods.items()}
    for number, line in enumerate(facts.lines, start=1):
        names[line.id] = f"{number} · {line.description or names.get(line.product_id, '')}"
    for shipment in facts.shipments:
        vessel = f"{shipment.vessel} {shipment.voyage}".strip()
        names[shipment.id] = f"{shipment.number} · {vessel}" if vessel else str(shipment.number)
    names |= {receipt.id: receipt.bank_reference or receipt.kind for receipt in facts.receipts}
    return names


def person_name(user: User, language: str) -> str:
    """Return a person's name in the interface's language."""
    return user.name_zh if language == "zh" else user.name_en


def firms_for(connection: Connection, field: str) -> Choices:
    """Return the firms that a field may name, by name."""
    wanted = PARTNER_KINDS.get(field, ())
    found = [
        (str(row["id"]), str(row["name"]))
        for row in rows.all_rows(connection, "partners")
        if not wanted or set(split(str(row["kinds"]))) & set(wanted)
    ]
    return sorted(found, key=lambda pair: pair[1].casefold())


def goods(connection: Connection) -> Choices:
    """Return the articles, by code."""
    found = [
        (str(row["id"]), f"{row['code']} {row['name_en']}")
        for row in rows.all_rows(connection, "products")
    ]
    return sorted(found, key=lambda pair: pair[1].casefold())


def _firms(facts: OrderFacts) -> Iterator[Id]:
    yield facts.order.buyer_id
    for line in facts.lines:
        yield line.supplier_id
    for shipment in facts.shipments:
        yield from (shipment.forwarder_id, shipment.consignee_id, shipment.notify_id)
