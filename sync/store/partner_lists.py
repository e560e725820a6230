"""Partners as forms look them up: by a few letters of the name, the most used first."""

import msgspec
from sqlalchemy import Connection, func, or_, select

from sync.domain.ids import Id
from sync.store.derived import summaries
from sync.store.tables import TABLES


class PartnerHit(msgspec.Struct, frozen=True):
    """A partner as a form offers it."""

    id: Id
    name: str
    country: str
    city: str


def find_buyers(connection: Connection, words: str, *, limit: int = 6) -> list[PartnerHit]:
    """Return buyers whose name, Chinese name or code has all the words."""
    partners = TABLES["partners"]
    kinds = func.concat(",", partners.c.kinds, ",")
    texts = (partners.c.name, partners.c.name_zh, partners.c.code)
    has_words = [
        or_(*(text.icontains(word, autoescape=True) for text in texts)) for word in words.split()
    ]
    orders = (
        select(func.count())
        .where(summaries.c.buyer_id == partners.c.id)
        .correlate(partners)
        .scalar_subquery()
    )
    chosen = (
        select(partners.c.id, partners.c.name, partners.c.country, partners.c.city)
        .where(kinds.contains(",buyer,"), *has_words)
        .order_by(orders.desc(), partners.c.name, partners.c.id)
        .limit(limit)
    )
    return [PartnerHit(*map(str, row)) for row in connection.execute(chosen)]


def writing_from(connection: Connection, domain: str) -> set[Id]:
    """Return the firms at which somebody has an address that ends with `@domain`."""
    contacts = TABLES["contacts"]
    chosen = select(contacts.c.partner_id).where(
        contacts.c.email.iendswith(f"@{domain}", autoescape=True)
    )
    return {str(each) for each in connection.execute(chosen).scalars()}
