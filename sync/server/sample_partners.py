"""Whom the sample company trades with, and what it sells: all made from syllables."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random

import msgspec

from sync.domain.duplicates import Duplicate
from sync.domain.ids import Id, row_id
from sync.domain.likeness import alike, likeness_of, pair_id
from sync.domain.partners import Contact, Partner, PartnerKind, Sanctions
from sync.domain.people import User
from sync.domain.products import Product
from sync.server.sample_words import Good, Place, words

SUPPLIER_COUNT = 6
KEY_ACCOUNTS = 5


class Buyer(msgspec.Struct, frozen=True, kw_only=True):
    """A buyer, and the place the goods go to."""

    partner: Partner
    place: Place
    owner: User


class Market(msgspec.Struct, frozen=True, kw_only=True):
    """Everybody outside the company, and the goods. `products` pair with the words' goods."""

    buyers: tuple[Buyer, ...]
    suppliers: tuple[Partner, ...]
    forwarders: tuple[Partner, ...]
    banks: tuple[Partner, ...]
    contacts: tuple[Contact, ...]
    products: tuple[Product, ...]
    twin: Partner
    pair: Duplicate

    def partners(self) -> Iterator[Partner]:
        """Yield every firm."""
        yield from (buyer.partner for buyer in self.buyers)
        yield from (*self.suppliers, *self.forwarders, *self.banks, self.twin)


def market_of(draw: Random, sellers: list[User], today: date) -> Market:
    """Return the firms and goods."""
    taken: set[str] = set()
    buyers = tuple(
        _buyer(draw, taken, place, sellers[number % len(sellers)], today)
        for number, place in enumerate(words().places)
    )
    suppliers = tuple(_supplier(draw, taken) for _ in range(SUPPLIER_COUNT))
    forwarders = tuple(_service(draw, taken, "forwarder", "Forwarding") for _ in range(3))
    banks = tuple(_service(draw, taken, "bank", "Bank") for _ in range(2))
    twin = _twin(buyers, sellers)
    firms = (*(buyer.partner for buyer in buyers), *suppliers, *forwarders)
    return Market(
        buyers=buyers,
        suppliers=suppliers,
        forwarders=forwarders,
        banks=banks,
        contacts=tuple(_contact(draw, firm) for firm in firms),
        products=tuple(_product(number, good) for number, good in enumerate(words().goods, 1)),
        twin=twin,
        pair=_pair(buyers[0].partner, twin, today),
    )


def _buyer(draw: Random, taken: set[str], place: Place, owner: User, today: date) -> Buyer:
    stem = _stem(draw, taken)
    name = f"{stem} {draw.choice(words().trades)} {place.ending}"
    is_insured = draw.random() < 0.6
    partner = Partner(
        id=_id("partner", stem),
        name=name,
        kinds=PartnerKind.BUYER.value,
        code=f"C{len(taken):03d}",
        country=place.country,
        city=place.town,
        address=f"{draw.randint(2, 240)} Example Street, {place.town}",
        owner_id=owner.id,
        is_key_account=len(taken) <= KEY_ACCOUNTS,
        sanctions=Sanctions.CLEAR,
        credit_limit=Decimal(draw.randrange(4, 13) * 100_000) if is_insured else None,
        credit_currency=place.currency if is_insured else "",
        credit_limit_end=today + timedelta(days=draw.randint(200, 340)) if is_insured else None,
    )
    return Buyer(partner=partner, place=place, owner=owner)


def _twin(buyers: tuple[Buyer, ...], sellers: list[User]) -> Partner:
    """Return a second record of the first buyer, entered by somebody else on a laptop offline."""
    first = buyers[0].partner
    others = [seller for seller in sellers if seller.id != first.owner_id]
    return Partner(
        id=_id("partner", f"{first.name} again"),
        name=" ".join(first.name.upper().split()[:-1]),
        kinds=first.kinds,
        country=first.country,
        city=first.city,
        owner_id=others[0].id if others else first.owner_id,
    )


def _pair(first: Partner, twin: Partner, today: date) -> Duplicate:
    one, other = sorted((first.id, twin.id))
    reasons = alike(likeness_of(first), likeness_of(twin))
    return Duplicate(
        id=pair_id(one, other),
        first_id=one,
        second_id=other,
        reasons=",".join(reasons),
        found_at=datetime.combine(today, time(1, 30), UTC),
    )


def _supplier(draw: Random, taken: set[str]) -> Partner:
    stem = _stem(draw, taken)
    return Partner(
        id=_id("partner", stem),
        name=f"{stem} Manufacturing Co., Ltd",
        name_zh=_chinese(draw) + "制造有限公司",
        kinds=PartnerKind.SUPPLIER.value,
        code=f"S{len(taken):03d}",
        country="CN",
        city=draw.choice(("Yiwu", "Taizhou", "Foshan", "Cixi")),
        sanctions=Sanctions.CLEAR,
    )


def _service(draw: Random, taken: set[str], kind: str, word: str) -> Partner:
    stem = _stem(draw, taken)
    return Partner(
        id=_id("partner", stem),
        name=f"{stem} {word}",
        kinds=kind,
        code=f"P{len(taken):03d}",
        country="CN",
        city="Shanghai",
        sanctions=Sanctions.CLEAR,
    )


def _contact(draw: Random, firm: Partner) -> Contact:
    first = draw.choice(words().given_names)
    last = draw.choice(words().family_starts) + draw.choice(words().family_ends)
    domain = firm.name.split(maxsplit=1)[0].lower()
    return Contact(
        id=_id("contact", firm.id),
        partner_id=firm.id,
        name=f"{first} {last}",
        title=draw.choice(("Buyer", "Purchasing Manager", "Import Desk", "Logistics")),
        email=f"{first}.{last}@{domain}.example".lower(),
    )


def _product(number: int, good: Good) -> Product:
    length, width, height = good.carton_cm
    return Product(
        id=_id("product", good.name_en),
        code=f"A{number:03d}",
        name_en=good.name_en,
        name_zh=good.name_zh,
        family=good.family,
        hs_code=good.hs_code,
        pcs_per_carton=good.pieces,
        gross_weight_kg=good.carton_kg,
        net_weight_kg=good.carton_kg - 1,
        length_cm=Decimal(length),
        width_cm=Decimal(width),
        height_cm=Decimal(height),
        lead_time_wd=20,
    )


def _stem(draw: Random, taken: set[str]) -> str:
    """Return a firm's own word that no other firm here has."""
    while True:
        parts = (words().firm_starts, words().firm_middles, words().firm_ends)
        stem = "".join(draw.choice(part) for part in parts)
        if stem not in taken:
            taken.add(stem)
            return stem


def _chinese(draw: Random) -> str:
    first, last = draw.choice(words().company_first), draw.choice(words().company_last)
    return first.character + last.character


def _id(noun: str, name: str) -> Id:
    return row_id("sample", noun, name)
