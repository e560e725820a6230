"""What was agreed with a buyer in one order of the sample."""

from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import TypeVar

import msgspec

from sync.domain.orders import Incoterm, PaymentTerm, SupplyMode
from sync.domain.partners import Partner
from sync.domain.products import Product
from sync.server.sample_partners import Buyer, Market
from sync.server.sample_words import Good, words

Kind = TypeVar("Kind")

PAYMENTS = (
    (PaymentTerm.TT_DB, 34),
    (PaymentTerm.LC_S, 18),
    (PaymentTerm.OA, 16),
    (PaymentTerm.LC_U, 9),
    (PaymentTerm.DP, 9),
    (PaymentTerm.TT_100, 8),
    (PaymentTerm.DA, 6),
)
INCOTERMS = (
    (Incoterm.FOB, 40),
    (Incoterm.CIF, 22),
    (Incoterm.CFR, 10),
    (Incoterm.FCA, 8),
    (Incoterm.CIP, 5),
    (Incoterm.CPT, 4),
    (Incoterm.EXW, 4),
    (Incoterm.DAP, 3),
    (Incoterm.FAS, 2),
    (Incoterm.DPU, 1),
    (Incoterm.DDP, 1),
)
SEA_ONLY = frozenset((Incoterm.FAS, Incoterm.FOB, Incoterm.CFR, Incoterm.CIF))
DEFERRED = frozenset((PaymentTerm.OA, PaymentTerm.DA, PaymentTerm.LC_U))
AT_THE_WORKS = frozenset((Incoterm.EXW, Incoterm.FCA, Incoterm.FAS, Incoterm.FOB))


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One line as it was agreed."""

    product: Product
    good: Good
    supplier: Partner
    cartons: int
    price: Decimal

    @property
    def quantity(self) -> int:
        """Return the pieces."""
        return self.cartons * self.good.pieces


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """The terms of one order."""

    number: int
    buyer: Buyer
    forwarder: Partner
    bank: Partner
    incoterm: Incoterm
    payment: PaymentTerm
    credit_days: int | None
    mode: str
    supply: SupplyMode
    load_port: str
    vessel: str
    items: tuple[Item, ...]
    sailings: int = 1
    needs_sample: bool = False
    needs_certificate: bool = False
    needs_inspection: bool = False
    has_wood: bool = False
    balance_first: bool = False


def terms_of(draw: Random, market: Market, number: int) -> Terms:
    """Return the terms of one order; the first ones go through every payment term and Incoterm."""
    payment = _chosen(draw, PAYMENTS, number)
    incoterm = _chosen(draw, INCOTERMS, number)
    buyer = draw.choice(market.buyers)
    by_air = incoterm not in SEA_ONLY and draw.random() < 0.4
    items = tuple(_item(draw, market) for _ in range(draw.choice((1, 1, 2, 2, 3))))
    return Terms(
        number=number,
        buyer=buyer,
        forwarder=draw.choice(market.forwarders),
        bank=draw.choice(market.banks),
        incoterm=incoterm,
        payment=payment,
        credit_days=draw.choice((30, 60, 60, 90)) if payment in DEFERRED else None,
        mode="AIR" if by_air else "SEA",
        supply=draw.choice((SupplyMode.PURCHASED, SupplyMode.PURCHASED, SupplyMode.MIXED)),
        load_port=draw.choice(words().load_ports),
        vessel=f"{draw.choice(words().vessels)} {draw.randint(11, 98):03d}W",
        items=items,
        sailings=2 if draw.random() < 0.12 else 1,
        needs_sample=draw.random() < 0.3,
        needs_certificate=draw.random() < 0.4,
        needs_inspection=draw.random() < 0.2,
        has_wood=draw.random() < 0.15,
        balance_first=payment is PaymentTerm.TT_DB and draw.random() < 0.2,
    )


def _chosen(draw: Random, weighed: tuple[tuple[Kind, int], ...], number: int) -> Kind:
    if number < len(weighed):
        return weighed[number][0]
    kinds = [kind for kind, _ in weighed]
    return draw.choices(kinds, [weight for _, weight in weighed])[0]


def _item(draw: Random, market: Market) -> Item:
    place = draw.randrange(len(market.products))
    good = words().goods[place]
    factor = Decimal(draw.randint(92, 112)) / 100
    worth = good.price * good.pieces
    cartons = max(10, round(draw.randint(6_000, 48_000) / float(worth) / 10) * 10)
    return Item(
        product=market.products[place],
        good=good,
        supplier=draw.choice(market.suppliers),
        cartons=cartons,
        price=(good.price * factor).quantize(Decimal("0.01"), ROUND_HALF_UP),
    )
