"""The decision-level table as data, and what it says of a case: which level, by which rows, why.

The level is the highest of all rows that match; who must be heard is all of theirs together
(domain.md 4.4). A table is never changed in place: a company's newer version goes out beside it.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

import msgspec

from sync.domain.money import EXACT
from sync.domain.people import Role
from sync.domain.records import plain

LEVEL_MAX = 4
Case = Mapping[str, str]
"""What is known of a case, by the table's fact names; amounts in the case's currency."""
_AMOUNT = re.compile(r"-?\d{1,15}(\.\d{1,6})?")


class Limit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Up to (or down to) this value the level decides.

    The band begins where the one before it ends; `start` says it where a table writes both edges.
    """

    level: int
    limit: Decimal
    start: Decimal | None = None


class Test(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one fact gives a level: limits in rising order of level, or words with a level each.

    `beyond` is the level past every limit, or of a word that is not in the table. `currency` is
    that of the limits; empty: the table's.
    """

    fact: str
    kind: Literal["at_most", "at_least", "word"]
    steps: tuple[Limit, ...] = ()
    words: dict[str, int] = {}
    beyond: int
    is_money: bool = False
    is_absolute: bool = False
    currency: str = ""


class TableRow(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row of the table: its tests, and the roles that must be heard where it matches."""

    id: str
    zh: str
    en: str
    tests: tuple[Test, ...]
    consults: tuple[Role, ...] = ()


class Urgent(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The bounds of the urgent channel; `excluded` are rows whose cases may never use it."""

    cost_max: Decimal
    amount_max: Decimal
    ratify_hours: int
    assess_hours: int
    month_max: int
    excluded: tuple[str, ...]


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One version of the table. `rates` are units of `currency` for one of another.

    `mode`: only the highest level decides, or each level up to it, one after another. `needed`:
    how many people of a level, by level.
    """

    version: int
    mode: Literal["highest", "step_by_step"] = "highest"
    currency: str
    rates: dict[str, Decimal]
    decide_hours: dict[str, int]
    needed: dict[str, int] = {}
    urgent: Urgent
    rows: tuple[TableRow, ...]


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """The values that one level decides, between two edges; None where it is open.

    `start` is outside, `limit` inside: over 3 and up to 5, or under 10 and down to 8.
    """

    level: int
    start: Decimal | None = None
    limit: Decimal | None = None
    is_rising: bool = True

    def holds(self, value: Decimal) -> bool:
        """Return whether a value is in the band."""
        if self.is_rising:
            is_past = self.start is None or value > self.start
            return is_past and (self.limit is None or value <= self.limit)
        is_past = self.start is None or value < self.start
        return is_past and (self.limit is None or value >= self.limit)


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """One row that matched: by which fact, with which value, and the level that follows."""

    row: str
    fact: str
    value: str
    level: int


class Ruling(msgspec.Struct, frozen=True, kw_only=True):
    """What the table says of a case."""

    version: int
    level: int
    matches: tuple[Match, ...] = ()
    consults: tuple[Role, ...] = ()


def facts_known(table: Table) -> frozenset[str]:
    """Return the names of the facts that the table asks for."""
    return frozenset(test.fact for row in table.rows for test in row.tests)


def is_readable(table: Table, name: str, value: str) -> bool:
    """Return whether a fact's value is one that the table can judge."""
    tests = [test for row in table.rows for test in row.tests if test.fact == name]
    return all(
        value in test.words if test.kind == "word" else bool(_AMOUNT.fullmatch(value))
        for test in tests
    )


def evaluate(table: Table, case: Case, *, currency: str = "USD") -> Ruling:
    """Return which level decides the case, by which rows, and who must be heard."""
    matches = tuple(
        match for row in table.rows if (match := _match(table, row, case, currency)) is not None
    )
    heard = {row.id: row.consults for row in table.rows}
    consults = {role for match in matches for role in heard[match.row]}
    return Ruling(
        version=table.version,
        level=max((match.level for match in matches), default=0),
        matches=matches,
        consults=tuple(role for role in Role if role in consults),
    )


def in_table_currency(table: Table, amount: Decimal, currency: str) -> Decimal | None:
    """Return an amount in the table's currency; None where it has no rate."""
    if currency == table.currency:
        return amount
    rate = table.rates.get(currency)
    return None if rate is None else EXACT.multiply(amount, rate)


def bands_of(test: Test) -> tuple[Band, ...]:
    """Return a test's bands, the lowest level first; the last is past every limit."""
    is_rising = test.kind == "at_most"
    found: list[Band] = []
    edge: Decimal | None = None
    for step in test.steps:
        start = edge if step.start is None else step.start
        band = Band(level=step.level, start=start, limit=step.limit, is_rising=is_rising)
        found.append(band)
        edge = step.limit
    return (*found, Band(level=test.beyond, start=edge, is_rising=is_rising))


def _match(table: Table, row: TableRow, case: Case, currency: str) -> Match | None:
    found = [
        Match(row=row.id, fact=test.fact, value=value, level=_level(table, test, value, currency))
        for test in row.tests
        if (value := case.get(test.fact, ""))
    ]
    return max(found, key=lambda match: match.level, default=None)


def _level(table: Table, test: Test, value: str, currency: str) -> int:
    if test.kind == "word":
        return test.words.get(value, test.beyond)
    if not _AMOUNT.fullmatch(value):
        return test.beyond
    amount: Decimal | None = Decimal(value)
    if test.is_money:
        amount = in_table_currency(table, Decimal(value), currency)
    if amount is None:
        return test.beyond
    amount = abs(amount) if test.is_absolute else amount
    rate = _rate(table, test)
    if rate is None:
        return test.beyond
    bands = (_times(band, rate) for band in bands_of(test))
    return next((band.level for band in bands if band.holds(amount)), test.beyond)


def _rate(table: Table, test: Test) -> Decimal | None:
    """Return what one unit of a test's limits is in the table's currency; None without a rate."""
    if not test.is_money or test.currency in ("", table.currency):
        return Decimal(1)
    return table.rates.get(test.currency)


def _times(band: Band, rate: Decimal) -> Band:
    edges = (
        None if edge is None else EXACT.multiply(edge, rate) for edge in (band.start, band.limit)
    )
    start, limit = edges
    return msgspec.structs.replace(band, start=start, limit=limit)


def as_text(amount: Decimal) -> str:
    """Return an amount as a case holds it: at most four decimals."""
    return plain(amount.quantize(Decimal("0.0001")).normalize())
