"""What a draft changes in the decision table: one row a field, and how the draft reads with them.

A row says a field's value in the newer table, as JSON. It is of the table itself, of a row of it,
or of how a row asks for one fact; a dot names which level, word or currency ("limit.2").
"""

import hashlib
import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, cast

import msgspec

from sync.domain.authority import Table, TableRow, Test
from sync.domain.ids import Id, row_id
from sync.domain.records import Record, plain
from sync.domain.spoken import Language

ADDED = "added"
DROPPED = "dropped"
URGENT_FIELDS = ("cost_max", "amount_max", "ratify_hours", "assess_hours", "month_max")
WHOLE = frozenset(("mode", "currency", "hours", "needed", "rate", "urgent"))
"""Fields of the table itself."""
OF_ROW = frozenset(("zh", "en", "consults", "never_urgent"))
OF_TEST = frozenset(("limit", "start", "beyond", "currency", "word"))
BY_KEY = frozenset(("hours", "needed", "rate", "urgent", "limit", "start", "word"))
"""Fields that are named with what of: a level, a currency, a bound, a word."""

Part = dict[str, Any]
"""A part of the table as JSON has it."""


class AuthorityChange(Record, frozen=True, kw_only=True):
    """One field of the table (`table_row` is empty), of a row, or of how it asks for a fact.

    A change that was taken back stays, with nothing as its `value`; history has what it said.
    """

    draft_id: str
    table_row: str = ""
    fact: str = ""
    field: str
    value: str = ""
    changed_by: str = ""
    changed_at: datetime | None = None


class Applied(msgspec.Struct, frozen=True, kw_only=True):
    """A draft as a table, and the changes that find no place in the version they stand on."""

    table: Table
    misplaced: tuple[AuthorityChange, ...] = ()


def change_id(draft_id: Id, row: str, fact: str, field: str) -> Id:
    """Return the id of a change: there is one for each field of a draft."""
    return row_id("authority change", draft_id, row, fact, field)


def new_row_id(made: Id) -> str:
    """Return the id of a row that is added, from the id of what adds it."""
    return f"X{made[-4:].upper()}"


def fields_at(row: str, fact: str) -> frozenset[str]:
    """Return the fields that can be changed at a place, without what they are of."""
    if not row:
        return WHOLE
    return OF_TEST if fact else OF_ROW


def row_of(table: Table, name: str) -> TableRow | None:
    """Return a row of the table, or None."""
    return next((row for row in table.rows if row.id == name), None)


def test_of(row: TableRow | None, fact: str) -> Test | None:
    """Return how a row asks for a fact, or None."""
    tests = () if row is None else row.tests
    return next((test for test in tests if test.fact == fact), None)


def written(table: Table) -> str:
    """Return a table as the JSON that a setting holds."""
    return msgspec.json.encode(table).decode()


def digest_of(table: Table) -> str:
    """Return what tells one content of the table from another, whatever its number."""
    unnumbered = msgspec.structs.replace(table, version=0)
    return hashlib.sha256(msgspec.json.encode(unnumbered)).hexdigest()


def standing(changes: Iterable[AuthorityChange]) -> tuple[AuthorityChange, ...]:
    """Return the changes that were not taken back."""
    return tuple(change for change in changes if change.value)


def value_in(table: Table, row: str, fact: str, field: str) -> object:
    """Return what a field says in a table, as JSON has it; None where there is no such thing."""
    stem, _, key = field.partition(".")
    if not row:
        return _of_whole(table, stem, key)
    found = row_of(table, row)
    if found is None or stem in (ADDED, DROPPED):
        return None
    if not fact:
        if stem == "never_urgent":
            return row in table.urgent.excluded
        return [*found.consults] if stem == "consults" else getattr(found, stem, None)
    test = test_of(found, fact)
    return None if test is None else _of_test(test, stem, key)


def differs(table: Table, change: AuthorityChange) -> bool:
    """Return whether a change says something else than the version it stands on."""
    wanted = json.loads(change.value)
    said = value_in(table, change.table_row, change.fact, change.field)
    if change.field == DROPPED:
        return bool(wanted)
    if wanted in (None, "", [], False) and said in (None, "", [], False):
        return False
    return bool(wanted != said)


def applied(base: Table, changes: Iterable[AuthorityChange]) -> Applied:
    """Return a version with a draft's changes, whatever order they came in."""
    whole, table = cast("Part", msgspec.to_builtins(base)), base
    misplaced: list[AuthorityChange] = []
    for change in sorted(standing(changes), key=_in_turn):
        made = _with(whole, change)
        read = None if made is None else _as_table(made)
        if made is None or read is None:
            misplaced.append(change)
        else:
            whole, table = made, read
    return Applied(table=table, misplaced=tuple(misplaced))


def with_field(row: Part, fact: str, field: str, value: object) -> Part | None:
    """Return a row, as JSON has it, with a field of how it asks for a fact; None: no place."""
    stem, _, key = field.partition(".")
    return _with_test(row, fact, (stem, key), value)


def as_said(field: str, value: object, language: Language = "zh") -> str:
    """Return a field's value as text for people: roles comma-joined, a new row by its name."""
    if isinstance(value, list):
        return ",".join(map(str, cast("list[object]", value)))
    if isinstance(value, dict):
        return str(cast("Part", value).get(language, ""))
    if isinstance(value, bool):
        return "1" if value else ""
    return "" if value is None else str(value)


def _of_whole(table: Table, stem: str, key: str) -> object:
    if stem == "rate":
        rate = table.rates.get(key)
        return None if rate is None else plain(rate)
    if stem == "urgent":
        bound = getattr(table.urgent, key, None)
        return bound if isinstance(bound, int) or bound is None else plain(bound)
    if stem in ("hours", "needed"):
        kept = table.decide_hours if stem == "hours" else table.needed
        return kept.get(key, 1 if stem == "needed" else None)
    return getattr(table, stem, None)


def _of_test(test: Test, stem: str, key: str) -> object:
    if stem in ("limit", "start"):
        step = next((each for each in test.steps if str(each.level) == key), None)
        edge = None if step is None else getattr(step, stem)
        return None if edge is None else plain(edge)
    return test.words.get(key) if stem == "word" else getattr(test, stem, None)


def _in_turn(change: AuthorityChange) -> tuple[int, str, str, str]:
    """Return a change's turn: what is added first, what is dropped last."""
    turn = {ADDED: 0, DROPPED: 2}.get(change.field, 1)
    return turn, change.table_row, change.fact, change.field


def _as_table(whole: Part) -> Table | None:
    try:
        return msgspec.convert(whole, Table)
    except (msgspec.ValidationError, ValueError):
        return None


def _with(whole: Part, change: AuthorityChange) -> Part | None:
    """Return the table with a change in it; None where it has no place for it."""
    value: object = json.loads(change.value)
    stem, _, key = change.field.partition(".")
    if not change.table_row:
        return _with_whole(whole, stem, key, value)
    rows = cast("list[Part]", whole["rows"])
    at = next((n for n, row in enumerate(rows) if row["id"] == change.table_row), None)
    if stem == ADDED:
        made = {"id": change.table_row, **cast("Part", value)}
        return None if at is not None else {**whole, "rows": [*rows, made]}
    if at is None:
        return whole if stem == DROPPED else None
    if stem == DROPPED:
        left = [row for row in rows if not (value and row["id"] == change.table_row)]
        return _excluding({**whole, "rows": left}, change.table_row, is_excluded=False)
    if stem == "never_urgent":
        return _excluding(whole, change.table_row, is_excluded=bool(value))
    row = rows[at]
    said = _with_test(row, change.fact, (stem, key), value) if change.fact else {**row, stem: value}
    return None if said is None else {**whole, "rows": [*rows[:at], said, *rows[at + 1 :]]}


def _with_whole(whole: Part, stem: str, key: str, value: object) -> Part | None:
    place = {"hours": "decide_hours", "rate": "rates"}.get(stem, stem)
    if stem not in BY_KEY:
        return {**whole, place: value}
    kept = {name: said for name, said in cast("Part", whole[place]).items() if name != key}
    return {**whole, place: kept if value == "" else {**kept, key: value}}


def _excluding(whole: Part, row: str, *, is_excluded: bool) -> Part:
    urgent = cast("Part", whole["urgent"])
    left = [name for name in urgent["excluded"] if name != row]
    return {**whole, "urgent": {**urgent, "excluded": [*left, row] if is_excluded else left}}


def _with_test(row: Part, fact: str, field: tuple[str, str], value: object) -> Part | None:
    tests = cast("list[Part]", row["tests"])
    at = next((n for n, test in enumerate(tests) if test["fact"] == fact), None)
    made = None if at is None else _SETTERS[field[0]](tests[at], field[1], value)
    if at is None or made is None:
        return None
    return {**row, "tests": [*tests[:at], made, *tests[at + 1 :]]}


def _set_limit(test: Part, key: str, value: object) -> Part:
    """Give a level its limit; its band goes where the limit is taken away."""
    level = int(key)
    steps = cast("list[Part]", test.get("steps", []))
    known = next((step for step in steps if step["level"] == level), {"level": level})
    left = [step for step in steps if step["level"] != level]
    if value != "":
        left.append({**known, "limit": value})
    return {**test, "steps": sorted(left, key=_level_of)}


def _set_start(test: Part, key: str, value: object) -> Part | None:
    steps = cast("list[Part]", test.get("steps", []))
    at = next((n for n, step in enumerate(steps) if str(step["level"]) == key), None)
    if at is None:
        return test if value == "" else None
    made = {**steps[at], "start": None if value == "" else value}
    return {**test, "steps": [*steps[:at], made, *steps[at + 1 :]]}


def _set_word(test: Part, key: str, value: object) -> Part:
    words = {word: level for word, level in test.get("words", {}).items() if word != key}
    return {**test, "words": words if value == "" else {**words, key: value}}


_SETTERS: dict[str, Callable[[Part, str, object], Part | None]] = {
    "limit": _set_limit,
    "start": _set_start,
    "word": _set_word,
    "beyond": lambda test, _, value: {**test, "beyond": value},
    "currency": lambda test, _, value: {**test, "currency": value},
}


def _level_of(step: Part) -> int:
    return int(step["level"])
