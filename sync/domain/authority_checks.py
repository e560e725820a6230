"""What is wrong with a decision table, named by its row: bands, levels, currencies, seats.

A table with a blocking finding is not put in force; advice is told and keeps nobody from it.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

import msgspec

from sync.domain.authority import LEVEL_MAX, Band, Table, TableRow, Test, bands_of
from sync.domain.people import Role
from sync.domain.refusals import Refusal

NEEDED_MAX = 9
HOURS_MAX = 240
KEPT = {"A12": "unpaid_release_amount", "A14": "bank_account"}
"""Rows that every table keeps, with the fact they ask for: the duties they keep apart are never
relaxed (domain.md 8.4, rules 6 and 7)."""
KEPT_LEVEL = 3
NEVER_URGENT = ("A12", "A14", "A15")
"""Rows whose cases never use the urgent channel (domain.md 4.5)."""


Facts = dict[str, str | int]


class Flaw(StrEnum):
    """What is wrong with a table."""

    EMPTY = "empty"
    NO_TEST = "no_test"
    UNNAMED = "unnamed"
    REPEATED = "repeated"
    REPEATED_FACT = "repeated_fact"
    WORDS = "words"
    LEVEL = "level"
    NUMBER = "number"
    ORDER = "order"
    OVERLAP = "overlap"
    GAP = "gap"
    FALLING = "falling"
    SAME_LEVEL = "same_level"
    CURRENCY = "currency"
    TABLE_CURRENCY = "table_currency"
    RATE = "rate"
    HOURS = "hours"
    NEEDED = "needed"
    EXCLUDED = "excluded"
    KEPT = "kept"
    URGENT = "urgent"
    VACANT = "vacant"
    FEW = "few"
    UNHEARD = "unheard"
    CIRCLE = "circle"
    STRICTER = "stricter"


ADVICE = frozenset({Flaw.VACANT, Flaw.FEW, Flaw.UNHEARD, Flaw.CIRCLE, Flaw.STRICTER})
_BREAKING = frozenset(
    {
        Flaw.REPEATED,
        Flaw.WORDS,
        Flaw.LEVEL,
        Flaw.NUMBER,
        Flaw.ORDER,
        Flaw.FALLING,
        Flaw.RATE,
        Flaw.NEEDED,
        Flaw.EXCLUDED,
    }
)
"""With these no table is read at all, wherever it comes from."""


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One flaw: in which row, about what (a fact, a level, a currency), with which values."""

    flaw: Flaw
    row: str = ""
    zh: str = ""
    en: str = ""
    what: str = ""
    facts: Facts = {}

    @property
    def is_blocking(self) -> bool:
        """Return whether a table cannot be put in force with it."""
        return self.flaw not in ADVICE

    @property
    def code(self) -> str:
        """Return it in short: "order A1 price_change_percent"."""
        return " ".join(part for part in (self.flaw.value, self.row, self.what) if part)

    @property
    def refusal(self) -> Refusal:
        """Return the finding as the refusal of a table that has it."""
        named = {"row": self.row, "zh": self.zh, "en": self.en, "what": self.what}
        return Refusal(code=f"authority_{self.flaw}", facts={**named, **self.facts})


class Chair(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who could fill a seat: with which level and roles, whether they may approve."""

    level: int
    roles: frozenset[Role]
    may_approve: bool


def findings(table: Table) -> tuple[Finding, ...]:
    """Return everything that keeps a table from being put in force, by row."""
    return (
        *_of_table(table),
        *(found for row in table.rows for found in _of_row(table, row)),
        *_kept_of(table),
    )


def may_be_published(table: Table) -> Refusal | None:
    """Return why a table may not be put in force, naming the first row, or None."""
    found = findings(table)
    if not found:
        return None
    first = found[0].refusal
    return msgspec.structs.replace(first, facts={**first.facts, "others": len(found) - 1})


def problems(table: Table) -> tuple[str, ...]:
    """Return with what a table cannot be read at all, a code each; empty: it can."""
    return tuple(found.code for found in findings(table) if found.flaw in _BREAKING)


def unfilled(table: Table, chairs: Iterable[Chair]) -> tuple[Finding, ...]:
    """Return which levels and roles nobody in the company can fill now: advice."""
    people = tuple(chairs)
    return (
        *(found for level in levels_asked(table) if (found := _short(table, level, people))),
        *(
            _about(row, Flaw.UNHEARD, role.value, roles=role.value)
            for row in table.rows
            for role in row.consults
            if not any(role in person.roles for person in people)
        ),
    )


def levels_asked(table: Table) -> tuple[int, ...]:
    """Return the levels that some value can reach and that somebody has to say yes at."""
    asked = {level for row in table.rows for test in row.tests for level in _levels(test)}
    return tuple(sorted(level for level in asked if 1 <= level <= LEVEL_MAX))


def _short(table: Table, level: int, people: tuple[Chair, ...]) -> Finding | None:
    able = sum(person.may_approve and person.level >= level for person in people)
    needed = table.needed.get(str(level), 1)
    if able >= needed:
        return None
    rows = [row.id for row in table.rows if any(level in _levels(test) for test in row.tests)]
    flaw = Flaw.FEW if able else Flaw.VACANT
    facts: Facts = {"level": level, "needed": needed, "able": able, "rows": ", ".join(rows)}
    return Finding(flaw=flaw, what=str(level), facts=facts)


def _of_table(table: Table) -> Iterator[Finding]:
    ids = [row.id for row in table.rows]
    if not ids:
        yield Finding(flaw=Flaw.EMPTY)
    for name in sorted({each for each in ids if ids.count(each) > 1}):
        yield Finding(flaw=Flaw.REPEATED, row=name)
    for name in table.urgent.excluded:
        if name not in ids:
            yield Finding(flaw=Flaw.EXCLUDED, row=name)
    yield from _of_rates(table)
    yield from _of_levels(table)


def _of_rates(table: Table) -> Iterator[Finding]:
    own = table.rates.get(table.currency)
    if own is None:
        yield Finding(flaw=Flaw.TABLE_CURRENCY, what=table.currency)
    elif own != 1:
        yield Finding(flaw=Flaw.RATE, what=table.currency)
    for name, rate in sorted(table.rates.items()):
        if not rate.is_finite() or rate <= 0:
            yield Finding(flaw=Flaw.RATE, what=name)


def _of_levels(table: Table) -> Iterator[Finding]:
    for level in range(1, LEVEL_MAX + 1):
        if not 1 <= table.decide_hours.get(str(level), 0) <= HOURS_MAX:
            yield Finding(flaw=Flaw.HOURS, what=str(level), facts={"most": HOURS_MAX})
        if not 1 <= table.needed.get(str(level), 1) <= NEEDED_MAX:
            yield Finding(flaw=Flaw.NEEDED, what=str(level), facts={"most": NEEDED_MAX})


def _of_row(table: Table, row: TableRow) -> Iterator[Finding]:
    if not row.tests:
        yield _about(row, Flaw.NO_TEST)
    if not row.zh.strip() or not row.en.strip():
        yield _about(row, Flaw.UNNAMED)
    asked = [test.fact for test in row.tests]
    for fact in sorted({each for each in asked if asked.count(each) > 1}):
        yield _about(row, Flaw.REPEATED_FACT, fact)
    for test in row.tests:
        yield from _of_test(row, test)
        if test.currency and test.currency not in table.rates:
            yield _about(row, Flaw.CURRENCY, test.currency)


def _of_test(row: TableRow, test: Test) -> Iterator[Finding]:
    if not all(0 <= level <= LEVEL_MAX for level in _levels(test)):
        yield _about(row, Flaw.LEVEL, test.fact, most=LEVEL_MAX)
    if test.kind == "word":
        if not test.words:
            yield _about(row, Flaw.WORDS, test.fact)
        return
    edges = [edge for step in test.steps for edge in (step.limit, step.start) if edge is not None]
    if not all(edge.is_finite() for edge in edges):
        yield _about(row, Flaw.NUMBER, test.fact)
        return
    levels = [step.level for step in test.steps]
    for level in sorted({each for each in levels if levels.count(each) > 1}):
        yield _about(row, Flaw.SAME_LEVEL, test.fact, level=level)
    if test.steps and test.steps[0].start is not None:
        first = test.steps[0]
        yield _about(row, Flaw.GAP, test.fact, level=first.level, edge=_said(first.start))
    for before, after in pairwise(bands_of(test)):
        yield from _between(row, test, before, after)


def _between(row: TableRow, test: Test, before: Band, after: Band) -> Iterator[Finding]:
    """Yield what is wrong between two bands that follow each other."""
    told: Facts = {"level": before.level, "other": after.level, "edge": _said(before.limit)}
    if after.level < before.level:
        yield _about(row, Flaw.FALLING, test.fact, **told)
    if not _is_past(after.limit, before.limit, rising=before.is_rising):
        yield _about(row, Flaw.ORDER, test.fact, **told, end=_said(after.limit))
        return
    if after.start == before.limit:
        return
    is_gap = _is_past(after.start, before.limit, rising=before.is_rising)
    flaw = Flaw.GAP if is_gap else Flaw.OVERLAP
    yield _about(row, flaw, test.fact, **told, start=_said(after.start))


def _is_past(edge: Decimal | None, other: Decimal | None, *, rising: bool) -> bool:
    """Return whether an edge lies beyond another one; an open one lies beyond all."""
    if edge is None or other is None:
        return edge is None
    return edge > other if rising else edge < other


def _kept_of(table: Table) -> Iterator[Finding]:
    """Yield the duties that a table would no longer keep apart."""
    rows = {row.id: row for row in table.rows}
    for name, fact in KEPT.items():
        row = rows.get(name)
        tests = () if row is None else tuple(test for test in row.tests if test.fact == fact)
        weak = any(level < KEPT_LEVEL for test in tests for level in _levels(test))
        if row is None or not tests or weak or Role.FIN not in row.consults:
            facts: Facts = {"level": KEPT_LEVEL, "roles": Role.FIN.value}
            yield Finding(flaw=Flaw.KEPT, row=name, facts=facts)
    for name in NEVER_URGENT:
        if name in rows and name not in table.urgent.excluded:
            yield _about(rows[name], Flaw.URGENT)


def _levels(test: Test) -> tuple[int, ...]:
    """Return the levels that a test can give."""
    return (*test.words.values(), *(step.level for step in test.steps), test.beyond)


def _about(row: TableRow, flaw: Flaw, what: str = "", **facts: str | int) -> Finding:
    return Finding(flaw=flaw, row=row.id, zh=row.zh, en=row.en, what=what, facts=facts)


def _said(edge: Decimal | None) -> str:
    return "–" if edge is None else f"{edge.normalize():f}"
