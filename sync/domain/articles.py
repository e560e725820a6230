"""Knowledge: lessons with triggers, shown where they apply, flagged when they have aged."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

import msgspec

from sync.domain.facts import OrderFacts
from sync.domain.ids import Id
from sync.domain.records import Record, split


class ArticleState(StrEnum):
    """How far an article has come."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class Article(Record, frozen=True, kw_only=True):
    """A lesson. Of the triggers that are set all must hold; each may name several, comma-joined.

    `buyer_id` is hidden from roles that know buyers by a code.
    """

    title: str
    symptom: str = ""
    cause_found: str = ""
    solution: str = ""
    prevention: str = ""
    keywords: str = ""
    at_nodes: str = ""
    codes: str = ""
    banks: str = ""
    ports: str = ""
    countries: str = ""
    product_id: str = ""
    buyer_id: str = ""
    is_success: bool = False
    state: ArticleState = ArticleState.DRAFT
    exception_id: str = ""
    retired_why: str = ""
    created_by: str = ""
    created_at: datetime | None = None
    reviewed_by: str = ""
    reviewed_on: date | None = None
    valid_until: date | None = None


class ArticleUse(Record, frozen=True, kw_only=True):
    """A person found an article helpful on a day."""

    article_id: str
    helped_id: str
    used_on: date


REVIEW_DAYS = 180
STALE_DAYS = 365


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where somebody stands: what an article's triggers are held against."""

    nodes: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()
    banks: tuple[str, ...] = ()
    ports: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    products: frozenset[Id] = frozenset()
    buyer_id: Id = ""


def place_of(facts: OrderFacts, node: str, code: str = "") -> Place:
    """Return where somebody stands who works at a node of an order."""
    ports = (port for each in facts.shipments for port in (each.load_port, each.discharge_port))
    country = facts.buyer.country if facts.buyer is not None else ""
    return Place(
        nodes=frozenset({node} if node else ()),
        codes=frozenset({code} if code else ()),
        banks=tuple(each.issuing_bank for each in facts.letters_of_credit if each.issuing_bank),
        ports=tuple(port for port in ports if port),
        countries=(country,) if country else (),
        products=frozenset(line.product_id for line in facts.lines if line.product_id),
        buyer_id=facts.order.buyer_id,
    )


def applies(article: Article, place: Place) -> bool:
    """Return whether an article is to be shown there: every trigger that it has holds."""
    if article.state is not ArticleState.PUBLISHED:
        return False
    banks, ports, countries = (
        frozenset(said for said in split(asked) if _is_among(said, found))
        for asked, found in (
            (article.banks, place.banks),
            (article.ports, place.ports),
            (article.countries, place.countries),
        )
    )
    asked = (
        (article.at_nodes, place.nodes),
        (article.codes, place.codes),
        (article.banks, banks),
        (article.ports, ports),
        (article.countries, countries),
        (article.product_id, place.products),
        (article.buyer_id, frozenset({place.buyer_id})),
    )
    told = [(split(text), found) for text, found in asked if text]
    return bool(told) and all(not found.isdisjoint(said) for said, found in told)


def _is_among(said: str, found: Iterable[str]) -> bool:
    """Return whether a name is in one of these: "HSBC" is in "HSBC, Hamburg"."""
    wanted = _plain(said)
    return bool(wanted) and any(wanted in _plain(each) for each in found)


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def is_stale(article: Article, last_used: date | None, today: date) -> bool:
    """Return whether a published article is to be looked at again, or retired.

    Its term has passed, or nobody has used or reviewed it for twelve months.
    """
    if article.state is not ArticleState.PUBLISHED:
        return False
    if article.valid_until is not None and article.valid_until < today:
        return True
    touched = [day for day in (last_used, article.reviewed_on) if day is not None]
    return not touched or max(touched) <= today - timedelta(days=STALE_DAYS)


def anonymous(text: str, names: Iterable[str]) -> str:
    """Return a text without these names of firms and people, the longest first."""
    for name in sorted(filter(None, names), key=len, reverse=True):
        text = text.replace(name, "…")
    return text
